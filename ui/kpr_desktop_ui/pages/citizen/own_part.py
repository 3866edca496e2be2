"""What the person adds to the answer: own words, and whether it is seen alike."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.citizen.citizen_cards import CitizenCards
from kpr_desktop_ui.pages.interview.talk_edit import TalkEdit
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Label

_LEAST = 84
"""Pixels at 100 %: two large lines."""
_VIEWS = ("same", "differs")


class OwnPart(QWidget):
    """A large field for the person's own words, and beside it two cards, there once an answer has been chosen.

    `viewed(code)` and the field's own signals tell of gestures only.
    """

    viewed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        theme = Theme.current()
        self._label = Label(role="large")
        self._wrong = Label(role="large")
        self._wrong.set_tone("warning")
        self._wrong.hide()
        self.words = TalkEdit(_LEAST)
        self.words.setProperty("role", "large")
        self.words.setMaximumHeight(theme.px(2 * _LEAST))
        self.views = CitizenCards(len(_VIEWS))
        self.views.chosen.connect(self.viewed)
        # The room is kept from the beginning: nothing moves when the cards come.
        policy = self.views.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.views.setSizePolicy(policy)
        left = QVBoxLayout()
        left.setSpacing(theme.space("s"))
        left.addWidget(self._label)
        left.addWidget(self.words, 1)
        left.addWidget(self._wrong)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.space("l"))
        self._box.addLayout(left, 2)
        self._box.addWidget(self.views, 1)

    def show_texts(self, texts: Texts) -> None:
        """Show the words around in another language."""
        label = texts("citizen.words")
        self._label.setText(label)
        self.words.setAccessibleName(label)
        self._wrong.setText(texts("citizen.words_long"))
        chosen = next((card.code for card in self.views.cards() if card.is_selected()), "")
        views = [("same", texts("citizen.same")), ("differs", texts("citizen.differs"))]
        self.views.show_choices(views, chosen)

    def show_own(self, view: str, words: str, *, another: bool) -> None:
        """Show what the person has said. With `another` item's words nothing of the last one's can be brought back."""
        self.views.mark(view)
        if another or words != self.words.text():
            self.words.show_text(words)
        self.set_wrong(wrong=False)

    def ask_view(self, *, asked: bool) -> None:
        """Let the person say whether it is seen alike, or not yet."""
        self.views.setVisible(asked)

    def set_wrong(self, *, wrong: bool) -> None:
        """Tell that the words are too long, or no more."""
        self._wrong.setVisible(wrong)

    def is_wrong(self) -> bool:
        """Whether the words could not be taken as they are."""
        return not self._wrong.isHidden()

    def stand_abreast(self, *, abreast: bool) -> None:
        """Words and cards beside each other, or below each other."""
        direction = QBoxLayout.Direction
        self._box.setDirection(direction.LeftToRight if abreast else direction.TopToBottom)
