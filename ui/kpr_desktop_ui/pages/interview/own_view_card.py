"""How the person sees it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.model import CodeList, Item, Scale
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Opinion
from kpr_desktop_ui.pages.interview.roving import Roving
from kpr_desktop_ui.pages.interview.talk_edit import TalkEdit
from kpr_desktop_ui.pages.interview.talk_field import TalkField
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, FlowLayout, Label, ToggleChip

_LEAST = 40
"""Pixels at 100 %: one line, until more is written."""


class OwnViewCard(Card):
    """What the person answered in the citizen's view, whether it is seen alike, and what the person wants said.

    `viewed(view)`: a person chose how it is seen, or took it back (empty). To differ is an answer like any other.
    """

    viewed = Signal(str)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts("interview.own_view"), parent)
        self._texts = texts
        self._own = Label()
        self._chips: dict[str, ToggleChip] = {}
        self._roving = Roving([], self)
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, Theme.current().space("xs"))
        self.words = TalkField(texts("interview.own_words"), TalkEdit(_LEAST, short=True), bare=True)
        self.words.edit.setPlaceholderText(texts("interview.own_words"))
        for widget in (self._own, self._holder, self.words):
            self.body.addWidget(widget)

    def set_list(self, codes: CodeList) -> None:
        """Make the chips of our list `view`, once."""
        for code in codes.codes:
            chip = ToggleChip(code.code, code.label.in_(self._texts.language))
            chip.toggled_by_user.connect(self._choose)
            self._chips[code.code] = chip
            self._flow.addWidget(chip)
        self._holder.setAccessibleName(codes.name.in_(self._texts.language))
        self._roving = Roving(list(self._chips.values()), self)

    def show_opinion(self, item: Item, scale: Scale, opinion: Opinion) -> None:
        """Show what the person has said of an item; no signal."""
        self.setAccessibleName(item.short.in_(self._texts.language))
        found = scale.get(opinion.own)
        self._own.setText(
            self._texts("interview.own_answer", text=found.citizen.in_(self._texts.language)) if found else ""
        )
        self._own.setVisible(bool(found))
        self._mark(opinion.view)
        self.words.show_saved(opinion.words)

    def chips(self) -> dict[str, ToggleChip]:
        """The chips by code."""
        return dict(self._chips)

    def own_text(self) -> str:
        """The person's own answer as it is shown."""
        return self._own.content()

    def fields(self) -> list[QWidget]:
        """What Tab visits."""
        return [*([self._roving.current] if self._chips else []), self.words.edit]

    def _choose(self, code: str) -> None:
        view = "" if self._chips[code].is_on() else code
        self._mark(view)
        self.viewed.emit(view)

    def _mark(self, view: str) -> None:
        for code, chip in self._chips.items():
            chip.set_on(code == view)
        if view in self._chips:
            self._roving.set_current(list(self._chips).index(view))
