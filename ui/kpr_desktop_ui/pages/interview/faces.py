"""The two faces of the interview: the one for who asks, and the one for who answers."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QToolTip, QWidget

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.citizen import citizen_item
from kpr_desktop.usecases.interview import Interview
from kpr_desktop_ui.pages.citizen.citizen_view import CitizenView
from kpr_desktop_ui.pages.interview.interview_screen import InterviewScreen, settle
from kpr_desktop_ui.pages.interview.keeper import Keeper
from kpr_desktop_ui.pages.interview.keys import Gesture

CITIZEN, WORDS = "citizen", "citizen.words"
"""The fields of the cursor while the screen shows the citizen's view."""
_WRITTEN = "words"
"""What the log knows the person's own words as, whichever face they were written in."""


class Faces(QStackedWidget):
    """Shows one face at a time; the other one is hidden as a whole, with all that is typed in it and its caret.

    In the citizen's face no key writes a score and no dialog opens: it knows its own few gestures. It has a place of
    its own in the interview; `returned(item)` tells which, when the other face is back. `plain(True)` asks for the
    whole window.
    """

    plain = Signal(bool)
    returned = Signal(str)

    def __init__(self, interview: Interview, keeper: Keeper, screen: InterviewScreen) -> None:
        super().__init__()
        self._interview, self._keeper, self._screen = interview, keeper, screen
        self._texts: dict[str, Texts] = {}
        self._language = interview.assessment.citizen_language
        self._home: QWidget | None = None
        self._view: CitizenView | None = None
        self.item = ""
        self._at_end = False
        self.addWidget(screen)

    @property
    def view(self) -> CitizenView:
        """The citizen's view; made when it is first needed."""
        if self._view is None:
            view = self._view = CitizenView()
            view.chosen.connect(self._choose)
            view.viewed.connect(lambda code: self._keeper.set_view(self.item, code, citizen=True))
            view.typed.connect(self._type)
            view.caret_moved.connect(lambda caret: self._keeper.move(self.item, WORDS, caret))
            view.words_left.connect(self._left_words)
            view.went.connect(self.walk)
            view.language_wanted.connect(self.speak)
            view.closed.connect(self.show_assessor)
            self.addWidget(view)
        return self._view

    def minimumSizeHint(self) -> QSize:
        """What the face on screen needs; the other one has no say."""
        return (self.currentWidget() or self._screen).minimumSizeHint()

    def citizen_shown(self) -> bool:
        """Whether the screen shows the citizen's face."""
        return self._view is not None and self.currentWidget() is self._view

    def show_citizen(self, item: str, field: str = CITIZEN, caret: int = 0) -> None:
        """Turn the screen to the person, at an item; with the caret in the own words when `field` says so."""
        focused = QApplication.focusWidget()
        self._home = focused if focused is not None and self._screen.isAncestorOf(focused) else None
        QToolTip.hideText()
        view = self.view
        self.item, self._at_end = item, False
        self._show()
        self.plain.emit(True)
        self.setCurrentWidget(view)
        self.updateGeometry()
        settle()
        self._keeper.move(item, CITIZEN)
        if field == WORDS and view.shows_question():
            view.words.focus_at(caret)
        else:
            view.focus_start()

    def show_assessor(self) -> None:
        """Turn the screen back, with the focus where it was."""
        self.flush()
        self.view.focus_start()  # the words tell that they are left before the other face has the cursor
        self._keeper.move(self.item)
        self.setCurrentWidget(self._screen)
        self.updateGeometry()
        self.plain.emit(False)
        settle()
        if self._home is not None:
            self._home.setFocus(Qt.FocusReason.OtherFocusReason)
        self.returned.emit(self.item)

    def take(self, what: Gesture) -> None:
        """Do what a key asks for in the citizen's face; most keys mean nothing there."""
        if what is Gesture.NEXT:
            if not self.view.choose_focused():
                self.walk(1)
        elif what is Gesture.BACK:
            self.walk(-1)
        elif what is Gesture.LANGUAGE:
            self.speak(LANGUAGES[(LANGUAGES.index(self._language) + 1) % len(LANGUAGES)])
        elif what is Gesture.CLEAR and self.view.shows_question():
            self._take_back()
        elif what is Gesture.ESCAPE:
            self.view.focus_start()

    def walk(self, direction: int) -> None:
        """Go to the next (+1) or the previous (-1) item; after the last one come thanks. Too long words stay."""
        if self.view.own.is_wrong():
            self.view.words.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._at_end:
            if direction < 0:
                self._go_to(self.item)
            return
        steps = self._interview
        found = steps.next(self.item) if direction > 0 else steps.back(self.item)
        if found is not None:
            self._go_to(found)
        elif direction > 0:
            self._at_end = True
            self.view.show_end(self._words())
            self.view.focus_start()

    def speak(self, language: str) -> None:
        """Go on in another language; what is being typed stays as it is."""
        self._language = language
        self._keeper.set_language(language)
        self._show()

    def focus_again(self) -> None:
        """Put the focus back into the citizen's face."""
        self.view.focus_again()

    def flush(self) -> None:
        """Tell what waits in the person's own words."""
        if self.citizen_shown() and self.view.words.flush():
            self._keeper.leave_text(self.item, _WRITTEN)

    # --- inside

    def _go_to(self, item: str) -> None:
        self.item, self._at_end = item, False
        self.view.focus_start()  # the words tell that they are left while they belong to the item before
        self._keeper.move(item, CITIZEN)
        self._show()
        settle()

    def _show(self) -> None:
        item, interview = self.item, self._interview
        words = self._words()
        if self._at_end:
            self.view.show_end(words)
            return
        steps = [step.item for step in interview.visible()]
        first = item == steps[0]
        self.view.progress.show_progress(steps.index(item) + 1, len(steps))
        found = interview.item(item)
        if found.kind is ItemKind.ENTRIES and not found.local:
            self.view.show_together(item, words, first=first)
            return
        known, opinion = interview.citizen(item), self._keeper.opinion(item)
        shown = citizen_item(interview.book, item, opinion, self._language, known.number, known.total)
        self.view.show_item(shown, words, first=first)

    def _choose(self, code: str) -> None:
        self._keeper.set_own(self.item, code, citizen=True)

    def _take_back(self) -> None:
        self._keeper.set_own(self.item, "", citizen=True)
        self._keeper.set_view(self.item, "", citizen=True)
        self.view.mark("", "")

    def _type(self, text: str, caret: int) -> None:
        fault = self._keeper.type_words(self.item, text, caret, citizen=True)
        self.view.own.set_wrong(wrong=fault is not None)

    def _left_words(self, written: bool) -> None:  # noqa: FBT001 - a slot
        if written:
            self._keeper.leave_text(self.item, _WRITTEN)
        self._keeper.move(self.item, CITIZEN)

    def _words(self) -> Texts:
        if self._language not in self._texts:
            self._texts[self._language] = Texts.load(self._language)
        return self._texts[self._language]
