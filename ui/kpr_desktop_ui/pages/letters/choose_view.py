"""Choosing a letter: the list at the left, what the letter asks for at the right, the button below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.letters.letter_form import LetterForm
from kpr_desktop_ui.pages.letters.letter_list import LetterList
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ActionBar, Button, Label

_BESIDE = 640
_LIST, _LIST_LOW, _LIST_LEAST, _LOW = 290, 170, 90, 420
"""Pixels at 100 %: the list's width beside the form, its heights above it, and where the hint gives its room away."""
_ANY = 16_777_215


class ChooseView(QWidget):
    """The forms that have been opened stay, each with what was typed in it."""

    def __init__(self, texts: Texts, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
        super().__init__()
        theme = Theme.current()
        self._texts = texts
        self.list = LetterList(texts("letters.kinds"))
        self.list.set_groups(groups)
        self.back = Button(texts("letters.back"), "quiet", texts("letters.back_key"), icon="arrow-left")
        self.make = Button(texts("letters.make_now"), "primary", texts("letters.make_now_key"))
        self._forms: dict[str, tuple[LetterForm, FormScroll]] = {}
        self._stack = QStackedWidget()
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(theme.space("l"))
        self._parts.addWidget(self.list)
        self._parts.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space("xl"), theme.space("l"), theme.space("xl"), theme.space("l"))
        column.setSpacing(theme.space("m"))
        column.addLayout(self._parts, 1)
        self._hint = Label(texts("letters.make_hint"), "small")
        column.addWidget(ActionBar(self._hint, [self.back, self.make], 100))
        self._turn()

    def form(self) -> LetterForm | None:
        """The form in front."""
        held = self._forms.get(self.list.key())
        return held[0] if held is not None else None

    def has_form(self, kind: str) -> bool:
        """Whether this letter's form has been made."""
        return kind in self._forms

    def add_form(self, form: LetterForm) -> None:
        """The form of a letter that is looked at for the first time."""
        scroll = FormScroll([form], bar=True)
        self._forms[form.kind] = form, scroll
        self._stack.addWidget(scroll)

    def show_form(self, kind: str) -> None:
        """Bring a form to the front."""
        form, scroll = self._forms[kind]
        self._stack.setCurrentWidget(scroll)
        self.make.setEnabled(form.is_ready())

    def show_focus(self) -> None:
        """Scroll the form in front to the line in focus."""
        held = self._forms.get(self.list.key())
        if held is not None:
            held[1].show_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """The list goes above the form when there is no room beside each other."""
        theme = Theme.current()
        beside = self.width() >= theme.px(_BESIDE)
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self.list.setMinimumWidth(theme.px(_LIST) if beside else 0)
        self.list.setMaximumWidth(theme.px(_LIST) if beside else _ANY)
        self.list.setMaximumHeight(_ANY if beside else theme.px(_LIST_LOW))
        self.list.setMinimumHeight(0 if beside else theme.px(_LIST_LEAST))
        self.back.setText(self._texts("letters.back" if beside else "letters.back_short"))
        self._hint.setVisible(self.height() >= theme.px(_LOW))
