"""One chosen file for a new year: who signed it, what it changes, and the button that reads it in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.comparison import Change
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.codebook.wording import change_words
from kpr_desktop.usecases.renewal import UNKNOWN, RenewalPreview
from kpr_desktop_ui.pages.persons.fact_list import FactList
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, CheckBox, ComboBox, Field, Label

_LINES = 10
"""So many changes are told one by one."""
_FOUR = 4


class RenewalPreviewCard(Card):
    """Two buttons: `wanted(accepted fingerprint)` and `given_up`. `year_chosen(year)`: of a list of places."""

    wanted = Signal(str)
    given_up = Signal()
    year_chosen = Signal(int)

    def __init__(self, texts: Texts, years: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._texts = texts
        self._fingerprint = ""
        self.file = Label("", "heading")
        self.fault = Label("", "error")
        self.state = Label("", "strong")
        self.year = ComboBox([(str(year), str(year)) for year in years])
        self.year_field = Field(texts("codebook.year"), self.year, texts("codebook.year_hint"))
        self.facts = FactList()
        self.ask = Label(texts("codebook.accept_ask"))
        self.accept = CheckBox(texts("codebook.accept"))
        self.read_in = Button(texts("codebook.read_in"), "primary")
        self.cancel = Button(texts("codebook.cancel"))
        self._lay_out()
        self.year.chosen.connect(lambda year: self.year_chosen.emit(int(year)))
        self.accept.toggled_by_user.connect(self.read_in.setEnabled)
        self.read_in.clicked.connect(lambda: self.wanted.emit(self._fingerprint))
        self.cancel.clicked.connect(self.given_up)

    def show_file(self, name: str, *, places: bool) -> None:
        """Begin with a file; only a list of places is asked for its year."""
        self.file.setText(name)
        self.year.setCurrentIndex(0)
        self.year_field.setVisible(places)

    def set_running(self, text: str, *, stoppable: bool = True) -> None:
        """Something is under way: `text` tells what."""
        self._show(state=text)
        self.read_in.setEnabled(False)
        self.year.setEnabled(stoppable)
        self.cancel.setEnabled(stoppable)

    def show_preview(self, preview: RenewalPreview, replaced_on: str) -> None:
        """What the file holds. `replaced_on`: the day of what it is instead of, if there is such."""
        texts = self._texts
        unknown = preview.trust == UNKNOWN
        self._fingerprint = preview.fingerprint if unknown else ""
        what = texts(f"codebook.kind_{preview.kind}")
        state = [texts("codebook.what", what=what, year=preview.year)]
        if replaced_on:
            state.append(texts("codebook.replaces", year=preview.year, day=replaced_on))
        if preview.left_out:
            state.append(texts("codebook.left_out", count=preview.left_out))
        self._show(
            state="\n".join(state),
            facts=(
                (texts("codebook.fact_signed"), texts(f"codebook.trust_{preview.trust}")),
                (texts("codebook.fact_publisher"), preview.publisher),
                (texts("codebook.fact_key"), in_fours(preview.fingerprint)),
                (texts("codebook.fact_file"), in_fours(preview.sha256)),
                (texts("codebook.fact_changes"), self._told(preview.changes)),
            ),
        )
        self._ask(on=unknown)
        self._enable()
        self.read_in.setEnabled(not unknown)
        (self.accept if unknown else self.read_in).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, text: str) -> None:
        """Nothing was kept, and why."""
        self._show(fault=f"■ {text}")
        self._enable()
        self.read_in.setEnabled(False)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(Theme.current().space("s"))
        buttons.addWidget(self.read_in)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        self.body.setSpacing(Theme.current().space("m"))
        for widget in (self.file, self.fault, self.year_field, self.state, self.facts, self.ask):
            self.body.addWidget(widget)
        self.body.addWidget(self.accept, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addLayout(buttons)

    def _show(self, *, state: str = "", fault: str = "", facts: Sequence[tuple[str, str]] = ()) -> None:
        for label, text in ((self.state, state), (self.fault, fault)):
            label.setText(text)
            label.setVisible(bool(text))
        self.facts.set_facts(facts)
        self.facts.setVisible(bool(facts))
        self._ask(on=False)

    def _ask(self, *, on: bool) -> None:
        """Whether the fingerprint of a new key is the right one."""
        self.accept.setChecked(False)
        self.ask.setVisible(on)
        self.accept.setVisible(on)

    def _enable(self) -> None:
        self.year.setEnabled(True)
        self.cancel.setEnabled(True)

    def _told(self, changes: Sequence[Change]) -> str:
        lines = [change_words(each, self._texts) for each in changes[:_LINES]]
        if len(changes) > _LINES:
            lines.append(self._texts("codebook.more", count=self._texts.number(len(changes) - _LINES)))
        return "\n".join(lines) or self._texts("codebook.no_changes")


def in_fours(digits: str) -> str:
    """Hex digits as they are read aloud and compared: in groups of four."""
    return " ".join(digits[at : at + _FOUR] for at in range(0, len(digits), _FOUR))
