"""The summary, the profile and what has changed, as three tabs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.usecases.results import Results, results
from kpr_desktop_ui.pages.interview.changes_view import ChangesView
from kpr_desktop_ui.pages.interview.profile_view import ProfileView
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Scroller, TabBar


class ResultsTabs(QWidget):
    """`first` is the content of the first tab; the two others are filled when they are first looked at."""

    def __init__(self, words: Words, first: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        texts = words.texts
        theme = Theme.current()
        self._words = words
        self._assessment: Assessment | None = None
        self._previous: Assessment | None = None
        self._found: Results | None = None
        self._filled: set[int] = set()
        self.profile, self.changes = ProfileView(words), ChangesView(words)
        self.tabs = TabBar(texts("interview.tabs"))
        self.tabs.setProperty("dense", True)  # the names have room at 200 % in a narrow window
        self.stack = QStackedWidget()
        names = ("interview.summary", "interview.profile", "interview.changes")
        for name, content in zip(names, (first, self.profile, self.changes), strict=True):
            self.tabs.addTab(texts(name))
            self.stack.addWidget(content if content is first else self._scrolled(content, texts(name)))
        self.tabs.currentChanged.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(self.tabs)
        column.addWidget(self.stack, 1)

    def show_results(self, assessment: Assessment, previous: Assessment | None) -> None:
        """Show another assessment, from its first tab."""
        self._assessment, self._previous = assessment, previous
        self._found = None
        self._filled.clear()
        self.tabs.setCurrentIndex(0)

    def _scrolled(self, content: QWidget, name: str) -> Scroller:
        margins = QWidget()
        margins.setMinimumHeight(1)  # else what a narrow column would need is scrolled through as empty room
        column = QVBoxLayout(margins)
        column.setContentsMargins(0, 0, Theme.current().space("s"), 0)
        column.addWidget(content)
        scroller = Scroller(margins)
        scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroller.setAccessibleName(name)
        return scroller

    def _turn(self, tab: int) -> None:
        self.stack.setCurrentIndex(tab)
        if tab == 0 or tab in self._filled or self._assessment is None:
            return
        if self._found is None:
            self._found = results(self._words.book, self._assessment, self._previous)
        view = self.profile if tab == 1 else self.changes
        view.show_results(self._found, self._assessment, self._previous)
        self._filled.add(tab)
