"""The one question before a 9."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.model import Text
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.guide import Guide
from kpr_desktop_ui.pages.interview.guide_panel import about
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, FlowLayout, Label


class NinePanel(QWidget):
    """Separates «no need now» (1) from «not relevant to map» (9). `answered(matters)`; `unknown`: nobody knows yet."""

    answered = Signal(bool)
    unknown = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        card = Card()
        self._question = Label(role="heading")
        self._hint = Label(role="muted")
        self._unknown = Label(role="small")
        self.no = Button(texts("interview.nine_no"), key_hint="9")
        self.yes = Button(texts("interview.nine_yes"), key_hint="1")
        self.later = Button(texts("interview.nine_unknown"), "quiet", texts("interview.escape_key"))
        flow = FlowLayout(gap=Theme.current().space("s"))
        for button in (self.no, self.yes, self.later):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            flow.addWidget(button)
        for label in (self._question, self._hint):
            card.body.addWidget(label)
        card.body.addLayout(flow)
        card.body.addWidget(self._unknown)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.no.clicked.connect(lambda: self.answered.emit(False))
        self.yes.clicked.connect(lambda: self.answered.emit(True))
        self.later.clicked.connect(self.unknown)

    def show_question(self, guide: Guide[Text], activity: str) -> None:
        """Ask about one variable."""
        language = self._texts.language
        nine = guide.nine
        self._question.setText(about(nine.text.in_(language), activity))
        hint = about(nine.hint.in_(language), activity) if nine.hint is not None else ""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._unknown.setText(guide.unknown.in_(language))
        for button in (self.no, self.yes):
            button.setAccessibleDescription(self._question.content())

    def question(self) -> str:
        """The question as it is shown."""
        return self._question.content()

    def fields(self) -> list[QWidget]:
        """What Tab visits."""
        return [self.no, self.yes, self.later]
