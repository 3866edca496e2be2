"""What the pages before log-in have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.start.language_row import LanguageRow
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.card import Card
from kpr_desktop_ui.widgets.flow_layout import FlowLayout
from kpr_desktop_ui.widgets.label import Label
from kpr_desktop_ui.widgets.scroller import Scroller

if TYPE_CHECKING:
    from kpr_desktop.usecases.vault import VaultDoor


class StartPage(QWidget):
    """A heading and a card in the middle of the window. It is painted before the door to the vaults is there.

    `painted`: it has been seen. `opened(session)`: somebody is logged in. `log_in_wanted(path)`
    `vault_wanted()`, `restore_wanted()`, `sheet_wanted(path)` and `salvage_wanted(path)` ask for another page (no path:
    it is chosen there). `language_wanted(language)`: another language was chosen; a page that `speaks` others offers
    them, and tells and takes back what is typed in it.
    """

    speaks = False

    opened = Signal(object)
    log_in_wanted = Signal(object)
    vault_wanted = Signal()
    restore_wanted = Signal()
    sheet_wanted = Signal(object)
    salvage_wanted = Signal(object)
    painted = Signal()
    language_wanted = Signal(str)

    def __init__(self, texts: Texts, title: str, lead: str, width: int) -> None:
        super().__init__()
        self.setObjectName("start")
        self.t = texts
        self._painted = False
        self.door: VaultDoor | None = None
        theme = Theme.current()
        self.card = Card()
        self.card.body.setSpacing(theme.space("m"))
        below = QWidget()
        self.below = FlowLayout(below, theme.space("s"))
        middle = QWidget()
        middle.setMaximumWidth(theme.px(width))
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addStretch(1)
        head, names = QHBoxLayout(), QVBoxLayout()
        names.setSpacing(column.spacing())
        names.addWidget(Label(self.t("start.brand"), "small"))
        names.addWidget(Label(title, "title"))
        head.addLayout(names, 1)
        if self.speaks:
            self.languages = LanguageRow(texts)
            self.languages.chosen.connect(self.language_wanted)
            head.addWidget(self.languages, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addWidget(Label(lead, "muted"))
        column.addSpacing(theme.space("xs"))
        column.addWidget(self.card)
        column.addWidget(below)
        column.addStretch(2)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(*(theme.space("s"),) * 4)
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(Scroller(holder))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def enter(self, door: VaultDoor) -> None:
        """The door is there: fill in what it knows, and let work begin."""
        self.door = door

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def begin(self) -> None:
        """Put the focus where the person begins."""

    def half_typed(self) -> dict[str, str]:
        """What is typed, for the same page in another language; it never leaves the window's memory."""
        return {}

    def take_back(self, kept: Mapping[str, str]) -> None:
        """Put it in again, once the page has been entered."""
