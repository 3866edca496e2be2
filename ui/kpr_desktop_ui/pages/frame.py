"""The frame around every page: rail, top bar, and the way from place to place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.catalogue import build_page
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import (
    PersonsPlace,
    Place,
    PracticeCasePlace,
    PracticePlace,
    SettingsPlace,
    SubmissionPlace,
    WorkListPlace,
)
from kpr_desktop_ui.pages.start.desk_settings import DeskSettings
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.rail import Rail, RailEntry
from kpr_desktop_ui.widgets.toast import Toast
from kpr_desktop_ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from kpr_desktop.usecases.services import Services

_PARTS: dict[str, tuple[str, Callable[[], Place]]] = {
    "work_list": ("list", WorkListPlace),
    "persons": ("users", PersonsPlace),
    "submission": ("send", SubmissionPlace),
    "settings": ("settings", SettingsPlace),
    "practice": ("pencil", PracticePlace),
}
"""The parts of the program: icon, and the place that the rail leads to. Practice is there in a training vault only."""
_PART_OF: dict[type, str] = {
    WorkListPlace: "work_list",
    SubmissionPlace: "submission",
    SettingsPlace: "settings",
    PracticePlace: "practice",
    PracticeCasePlace: "practice",
}
"""Every other place belongs to the persons."""
_ROOM_FOR_WORDS = 1100


class Frame(QWidget):
    """One session's window content. `lock_wanted`: a person pressed the lock."""

    lock_wanted = Signal()

    def __init__(self, texts: Texts, services: Services, settings: DeskSettings) -> None:
        super().__init__()
        self.setObjectName("page")
        self._texts, self._services, self._settings = texts, services, settings
        self._page: Page | None = None
        self._place: Place = WorkListPlace()
        self._parts = [key for key in _PARTS if key != "practice" or services.practice.open()]
        self._lay_out()
        QShortcut(QKeySequence(texts("shell.lock_keys")), self, self.lock_wanted.emit)
        self._shortcuts = [
            QShortcut(QKeySequence(f"Alt+{at}"), self, lambda key=key: self._go_to_part(key))
            for at, key in enumerate(self._parts, 1)
        ]
        self._held = ""

    @property
    def page(self) -> Page | None:
        """The page in use."""
        return self._page

    @property
    def place(self) -> Place:
        """Where one is."""
        return self._place

    def begin(self) -> None:
        """Show who is working, and the work list."""
        self.show_user()
        self.navigate(WorkListPlace())

    def show_user(self) -> None:
        """Show who is working where."""
        t, session, office = self._texts, self._services.session, self._services.office.get()
        words = t("shell.user", name=session.user.name, unit=office.unit or office.name)
        self.top_bar.set_user(words, t("shell.training") if session.training else "", session.user.name)

    def navigate(self, place: Place) -> bool:
        """Go to a place. False when the page in use would not let go."""
        if not self.leave():
            return False
        self._show(place)
        return True

    def leave(self) -> bool:
        """Whether the page in use may be left."""
        return self._page is None or self._page.leave()

    def let_go(self) -> bool:
        """Whether the vault may be closed under the page in use."""
        return self._page is None or self._page.let_go()

    def set_plain(self, plain: bool) -> None:  # noqa: FBT001 - a slot
        """Show the page alone, without rail and top bar; a word of what has happened is held back until it ends."""
        self.rail.setHidden(plain)
        self.top_bar.setHidden(plain)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(not plain)
        held, self._held = self._held, ""
        self.toast.tell("" if plain else held)

    def tell(self, text: str) -> None:
        """Show a short word of what has happened, once nothing but the page is shown no more."""
        if self.top_bar.isHidden():
            self._held = text
        else:
            self.toast.tell(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def _show(self, place: Place) -> None:
        page = build_page(self._texts, self._services, self._settings, place)
        page.go.connect(self.navigate)
        page.told.connect(self.tell)
        page.head_changed.connect(self._show_head)
        page.plain_wanted.connect(self.set_plain)
        old, self._page, self._place = self._page, page, place
        self._holder.addWidget(page)
        self._holder.setCurrentWidget(page)
        if old is not None:
            self._holder.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rail.set_current(_PART_OF.get(type(place), "persons"))
        self._show_head()
        if self.top_bar.isHidden():
            self.set_plain(False)
        page.enter()

    def _show_head(self) -> None:
        if self._page is not None:
            self.top_bar.set_head(self._page.title, self._page.facts, self._page.chips)

    def _go_to_part(self, key: str) -> None:
        self.navigate(_PARTS[key][1]())

    def _lay_out(self) -> None:
        t = self._texts
        self.rail = Rail(t("shell.rail"))
        self.rail.set_entries(
            [
                RailEntry(key, _PARTS[key][0], t(f"shell.{key}"), f"Alt+{at}")
                for at, key in enumerate(self._parts, 1)
            ]
        )
        self.rail.chosen.connect(self._go_to_part)
        self.top_bar = TopBar(t("shell.lock"), t("shell.lock_keys"))
        self.top_bar.locked.connect(self.lock_wanted)
        self._holder = QStackedWidget()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addWidget(self._holder, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.toast = Toast(self)
        self._fit_rail()

    def _fit_rail(self) -> None:
        self.rail.set_compact(self.width() < Theme.current().px(_ROOM_FOR_WORDS))
