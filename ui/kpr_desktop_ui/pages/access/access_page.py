"""Access: the register of who may do what, the yearly review, emergency accesses to decide, and blocks."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.access_reminders import alone
from kpr_desktop_ui.pages.access.block_panel import BlockPanel
from kpr_desktop_ui.pages.access.follow_up_view import FollowUpView
from kpr_desktop_ui.pages.access.register_view import RegisterView
from kpr_desktop_ui.pages.access.review_view import ReviewView
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import AccessPlace, Place
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, TabBar

TABS = {
    "register": "authorisation.read",
    "review": "authorisation.review",
    "emergencies": "emergency.decide",
    "blocks": "block.list",
}
"""The tabs, and what each asks for."""
_View = RegisterView | ReviewView | FollowUpView | BlockPanel


class AccessPage(Page):
    """The tabs that the user's roles open. Every list is read when its tab is shown."""

    def __init__(self, texts: Texts, services: Services, place: AccessPlace) -> None:
        super().__init__(texts("authorisation.title"))
        self._texts = texts
        self.names = [name for name, right in TABS.items() if services.session.may(right)]
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.few = Banner("warning", texts("authorisation.few_administrators"))
        self._services = services
        self.register = RegisterView(texts, services)
        self.review = ReviewView(texts, services)
        self.emergencies = FollowUpView(texts, services)
        self.blocks = BlockPanel(texts, services, None)
        views: dict[str, _View] = {
            "register": self.register,
            "review": self.review,
            "emergencies": self.emergencies,
            "blocks": self.blocks,
        }
        self._views = views
        self.tabs = TabBar(texts("authorisation.tabs"))
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setProperty("dense", True)
        self._stack = QStackedWidget()
        self._spare = QWidget(self)
        self._spare.hide()
        for name, view in views.items():
            if name in self.names:
                self.tabs.addTab(texts(f"authorisation.tab_{name}"))
                self._stack.addWidget(view)
            else:
                view.setParent(self._spare)
            view.told.connect(self.told)
            view.changed.connect(self.refresh)
        self._lay_out()
        if place.tab in self.names:
            self.tabs.setCurrentIndex(self.names.index(place.tab))
        self.tabs.currentChanged.connect(lambda _at: self.refresh())

    def enter(self) -> None:
        """Read the list of the tab in use."""
        self.set_head(self._texts("authorisation.title"))
        self.refresh()

    def tab(self) -> str:
        """The tab in use; empty when the user's roles open none."""
        return self.names[self.tabs.currentIndex()] if self.names else ""

    def here(self) -> Place:
        return AccessPlace(self.tab())

    def show_tab(self, name: str) -> None:
        """Show a tab that the user's roles open."""
        self.tabs.setCurrentIndex(self.names.index(name))

    def refresh(self) -> None:
        """Read the list of the tab in use again, and put the focus there."""
        self.banner.hide()
        self.few.setVisible(alone(self._services))
        if not self.names:
            self._refuse(self._texts("rights.not_allowed"))
            return
        view = self._views[self.tab()]
        self._stack.setCurrentWidget(view)
        try:
            view.refresh()
        except Fault as fault:
            self._refuse(self._texts.fault(fault))
        else:
            (view.tab.table if view.tab.table.key() else self.tabs).setFocus()

    def _refuse(self, text: str) -> None:
        self.banner.set_message("stop", text)
        self.banner.show()

    def _lay_out(self) -> None:
        theme = Theme.current()
        head = QHBoxLayout()
        head.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), 0)
        head.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addWidget(self.few)
        column.addWidget(self._stack, 1)
