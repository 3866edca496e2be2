"""The citizen's view: one question in plain words, large, with the person's own answer."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.citizen import CitizenItem
from kpr_desktop_ui.pages.citizen.citizen_cards import CitizenCards
from kpr_desktop_ui.pages.citizen.close_button import CloseButton
from kpr_desktop_ui.pages.citizen.language_bar import LanguageBar
from kpr_desktop_ui.pages.citizen.large_button import LargeButton
from kpr_desktop_ui.pages.citizen.own_part import OwnPart
from kpr_desktop_ui.pages.citizen.progress_line import ProgressLine
from kpr_desktop_ui.pages.interview.question_head import QuestionHead
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Label
from kpr_desktop_ui.widgets.scroller import Scroller
from kpr_desktop_ui.widgets.sheet import Sheet

WIDE, MIDDLE = 1040, 660
"""Pixels at 100 %: from `WIDE` on three cards stand beside each other, from `MIDDLE` on two."""
_SCORES = 6
_SIDE, _EDGE = 40, 4
"""Pixels at 100 % beside everything, where there is room and where there is not."""
_ALL = 1000


class CitizenView(QWidget):
    """Shows one `CitizenItem`, and is given nothing else. No text is smaller than 24 pixels, and none is a digit.

    Gestures: `chosen(code)`, `viewed(code)`, `typed(text, caret)`, `caret_moved(caret)`, `words_left(written)`,
    `went(±1)`, `language_wanted(language)` and `closed()`. Filling emits nothing.
    """

    chosen = Signal(str)
    viewed = Signal(str)
    typed = Signal(str, int)
    caret_moved = Signal(int)
    words_left = Signal(bool)
    went = Signal(int)
    language_wanted = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item, self._columns = "", 0
        self._name = Label(role="large")
        self._name.set_tone("neutral")
        self.languages = LanguageBar()
        self.close_button = CloseButton()
        self.progress = ProgressLine()
        self.head = QuestionHead("question", "large")
        self.cards = CitizenCards(_SCORES)
        self.own = OwnPart()
        self.words = self.own.words
        self._aloud = Label(role="large")
        self._quiet = Label(role="large")
        self._quiet.set_tone("neutral")
        self.back = LargeButton("")
        self.next = LargeButton("", "primary")
        self._connect()
        self._lay_out(Theme.current())

    def _connect(self) -> None:
        self.head.stepped.connect(self.cards.step)
        self.cards.chosen.connect(self._choose)
        self.own.viewed.connect(self.viewed)
        self.words.edited.connect(self.typed)
        self.words.moved.connect(self.caret_moved)
        self.words.went.connect(self.words_left)
        self.words.left.connect(self.focus_start)
        # The menu of Qt is small, and in a language of its own.
        self.words.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.languages.chosen.connect(self.language_wanted)
        self.close_button.clicked.connect(self.closed)
        self.back.clicked.connect(lambda: self.went.emit(-1))
        self.next.clicked.connect(lambda: self.went.emit(1))

    def _lay_out(self, theme: Theme) -> None:
        sheet = Sheet()
        column = self._column = QVBoxLayout(sheet)
        column.setSpacing(theme.space("l"))
        for part in (self.head, self.cards, self.own, self._aloud):
            column.addWidget(part)
        column.addStretch(1)
        self.scroller = Scroller(sheet)
        self._top, self._foot = QHBoxLayout(), QHBoxLayout()
        self._top.setSpacing(theme.space("s"))
        self._foot.setSpacing(theme.space("m"))
        for row, parts in (
            (self._top, (self.languages, self.close_button)),
            (self._foot, (self.back, self.next)),
        ):
            row.addStretch(1)
            for each in parts:
                row.addWidget(each)
        self._outer = QVBoxLayout(self)
        self._outer.setSpacing(theme.space("m"))
        self._outer.addLayout(self._top)
        self._outer.addWidget(self.progress)
        self._outer.addWidget(self.scroller, 1)
        self._outer.addLayout(self._foot)
        self._arrange(1)

    # --- filling

    def show_item(self, item: CitizenItem, texts: Texts, *, first: bool) -> None:
        """Show an item, or the same one in another language; emits nothing, and a text being typed stays as it is."""
        self._show_around(texts, item.label, texts("citizen.quiet"), first=first)
        self.head.show_question(item.question, item.help)
        scored = bool(item.choices)
        self.cards.setVisible(scored)
        self.own.setVisible(scored)
        self._aloud.setText("" if scored else texts("citizen.aloud"))
        self.own.show_texts(texts)
        if scored:
            self.cards.show_choices(item.choices, item.own)
        another = item.item != self._item
        if another or not self.own.is_wrong():  # words too long to be saved are nowhere but in the field
            self.own.show_own(item.view, item.words, another=another)
        self.own.ask_view(asked=scored and bool(item.own))
        self._item = item.item
        self._begin()

    def show_together(self, item: str, texts: Texts, *, first: bool) -> None:
        """In place of an item that is not put to the person on a screen: a calm word that it will be talked of."""
        self._show_words(texts, "together", first=first)
        self._item = item

    def show_end(self, texts: Texts) -> None:
        """After the last item."""
        self._show_words(texts, "end", first=False)
        self.progress.show_progress(1, 1)
        self.next.hide()
        self._item = ""

    def mark(self, own: str, view: str) -> None:
        """Show what the person has chosen; emits nothing."""
        self.cards.mark(own)
        self.own.views.mark(view)
        self.own.ask_view(asked=bool(own))

    def shows_question(self) -> bool:
        """Whether a question with answers is on screen."""
        return not self.cards.isHidden()

    # --- focus and keys

    def focus_start(self) -> None:
        """Put the focus on the question: Enter leads on from there, and the arrow keys lead to the answers."""
        self.head.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_again(self) -> None:
        """Put the focus back into the view, unless it is there."""
        focused = QApplication.focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.focus_start()

    def choose_focused(self) -> bool:
        """Choose the card that has the focus. False when there is none, or it is chosen already."""
        card = self.cards.focused() or self.own.views.focused()
        if card is None or card.is_selected():
            return False
        card.click()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme, room = Theme.current(), event.size().width()
        self._arrange(3 if room >= theme.px(WIDE) else 2 if room >= theme.px(MIDDLE) else 1)

    def minimumSizeHint(self) -> QSize:
        """What one column needs: the window may always become that narrow."""
        rows = max(self._tools_width(), self.back.sizeHint().width() + self.next.sizeHint().width())
        cards = max(card.least_width() for card in (*self.cards.cards(), *self.own.views.cards()))
        theme = Theme.current()
        edges = 2 * theme.px(_EDGE) + 2 * theme.space("m")
        return QSize(max(rows, cards) + edges, super().minimumSizeHint().height())

    # --- inside

    def _tools_width(self) -> int:
        return self.languages.sizeHint().width() + self._top.spacing() + self.close_button.sizeHint().width()

    def _arrange(self, columns: int) -> None:
        """Stand in so many columns. Where there is little room, name and quiet line scroll along with the rest."""
        if columns == self._columns:
            return
        theme, wide = Theme.current(), columns == 3
        self._columns = columns
        self.cards.arrange(columns)
        self.own.stand_abreast(abreast=columns > 1)
        for label, row, place in ((self._name, self._top, 0), (self._quiet, self._foot, -1)):
            row.removeWidget(label)
            self._column.removeWidget(label)
            if wide:
                row.insertWidget(0, label, _ALL)
            else:
                self._column.insertWidget(place, label)
        side = theme.px(_SIDE if wide else _EDGE)
        self._outer.setContentsMargins(side, theme.space("s"), side, theme.space("m"))
        self._column.setContentsMargins(0, 0, 0 if wide else theme.space("m"), 0)

    def _show_words(self, texts: Texts, name: str, *, first: bool) -> None:
        titles = {"together": texts("citizen.together"), "end": texts("citizen.end")}
        details = {"together": texts("citizen.together_text"), "end": texts("citizen.end_text")}
        self._show_around(texts, "", "", first=first)
        self.head.show_question(titles[name], details[name])
        self.cards.hide()
        self.own.hide()
        self.own.show_own("", "", another=True)
        self._aloud.setText("")
        self._begin()

    def _show_around(self, texts: Texts, name: str, quiet: str, *, first: bool) -> None:
        self.languages.show_language(texts, texts.language)
        self.close_button.setAccessibleName(texts("citizen.close"))
        self._name.setText(name)
        self._quiet.setText(quiet)
        self.back.setText(texts("citizen.back"))
        self.back.setEnabled(not first)
        self.next.setText(texts("citizen.next"))
        self.next.show()

    def _begin(self) -> None:
        """The tab order: the question, the answers, the words, the ways on, and last what is rarely needed."""
        # All cards are in the chain, though Tab stops at one of them only.
        self.scroller.verticalScrollBar().setValue(0)
        chain: list[QWidget] = [self.head, *self.cards.cards(), self.words, *self.own.views.cards()]
        chain += [self.next, self.back, *self.languages.buttons.values(), self.close_button]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def _choose(self, code: str) -> None:
        self.own.ask_view(asked=True)
        self.chosen.emit(code)
