"""What the message is put into, and how far each way can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.output_ports import Envelope
from kpr_desktop_ui.widgets import Card, ComboBox, Field, Label, StateChip


class EnvelopeCard(Card):
    """A choice, with the standing of what is chosen: official, a pilot's, or our own reading."""

    def __init__(self, texts: Texts, ways: Sequence[Envelope], parent: QWidget | None = None) -> None:
        super().__init__(texts("desk.envelope_title"), parent)
        self._texts, self._ways = texts, ways
        self.choice = envelope_choice(texts, ways)
        self.standing = StateChip("")
        self.words = Label("")
        self.body.addWidget(Field(texts("desk.envelope"), self.choice))
        self.body.addWidget(self.standing)
        self.body.addWidget(self.words)
        self.choice.chosen.connect(lambda _key: self._show())
        self._show()

    def way(self) -> Envelope:
        """What is chosen."""
        return next(way for way in self._ways if way.id == self.choice.key())

    def _show(self) -> None:
        way = self.way()
        self.standing.set_state(standing(self._texts, way), "info" if way.official else "warning")
        self.words.setText(self._texts(f"desk.way_{_name(way)}_words"))


def envelope_choice(texts: Texts, ways: Sequence[Envelope]) -> ComboBox:
    """The ways to choose between."""
    return ComboBox([(way.id, named(texts, way)) for way in ways])


def named(texts: Texts, way: Envelope) -> str:
    """What a way is called."""
    return texts(f"desk.way_{_name(way)}")


def standing(texts: Texts, way: Envelope) -> str:
    """How far a way can be trusted."""
    return texts(f"desk.standing_{'official' if way.official else 'pilot' if way.pilot else 'ours'}")


def _name(way: Envelope) -> str:
    return way.id.replace("-", "_")
