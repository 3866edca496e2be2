"""Every widget in every state, in the theme in use: what the program is made of, to be looked at and measured."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.gallery.controls import buttons, choices, fields
from kpr_desktop_ui.pages.gallery.tellers import figures, frame, messages, tables, words
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import GalleryPlace, Place
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import EmptyState, Label, TabBar, Toast

PARTS: dict[str, Callable[[Texts], list[QWidget]]] = {
    "words": words,
    "buttons": buttons,
    "fields": fields,
    "choices": choices,
    "messages": messages,
    "figures": figures,
    "tables": tables,
    "frame": frame,
}
"""The tabs of the gallery, and what makes the content of each."""


class GalleryPage(Page):
    """A tab for each kind of widget. In a training vault only: nobody meets it at work."""

    def __init__(self, texts: Texts, services: Services, place: GalleryPlace) -> None:
        super().__init__(texts("gallery.title"))
        self._texts = texts
        self.tabs = TabBar(texts("gallery.parts"))
        self.tabs.setProperty("dense", True)
        self.views = QStackedWidget()
        theme = Theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), 0)
        column.setSpacing(theme.space("s"))
        if not services.session.training:
            column.addWidget(
                EmptyState("pencil", texts("gallery.closed_title"), texts("gallery.closed_text"))
            )
            return
        for name in PARTS:
            self.tabs.addTab(texts(f"gallery.tab_{name}"))
            self.views.addWidget(QWidget())
        column.addWidget(self.tabs)
        column.addWidget(self.views, 1)
        self.tabs.currentChanged.connect(self._show)
        self.show_tab(place.tab or next(iter(PARTS)))

    def enter(self) -> None:
        """The tabs have the focus: the arrows turn to the next."""
        self.set_head(self._texts("gallery.title"))
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def here(self) -> Place:
        return GalleryPlace(self.tab())

    def tab(self) -> str:
        """The part that is shown; empty where there is none."""
        return tuple(PARTS)[self.tabs.currentIndex()] if self.tabs.count() else ""

    def show_tab(self, name: str) -> None:
        """Show a part: words, buttons, fields, choices, messages, figures, tables or frame."""
        self.tabs.setCurrentIndex(tuple(PARTS).index(name))
        self._show(self.tabs.currentIndex())

    def _show(self, at: int) -> None:
        """A part is made when it is first turned to."""
        blank = self.views.widget(at)
        if blank is not None and not isinstance(blank, FormScroll):
            intro = [Label(self._texts("gallery.intro"), "muted")] if at == 0 else []
            self.views.insertWidget(at, FormScroll([*intro, *PARTS[tuple(PARTS)[at]](self._texts)], bar=True))
            self.views.removeWidget(blank)
            blank.deleteLater()
        self.views.setCurrentIndex(at)
        self._tell()

    def _tell(self) -> None:
        """The toast goes away by itself: it is told anew whenever its part is turned to."""
        if self.isVisible():
            for toast in self.views.findChildren(Toast):
                toast.tell(self._texts("gallery.told_saved"))
