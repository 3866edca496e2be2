"""Where one is, and who is working."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.flow_layout import FlowLayout
from kpr_desktop_ui.widgets.label import Label
from kpr_desktop_ui.widgets.state_chip import StateChip
from kpr_desktop_ui.widgets.user_chip import UserChip

_LONG = 40
_ROOM_FOR_WORDS = 900
_SIGN = "?"


class TopBar(QFrame):
    """The page's title and facts at the left; training mark, user and lock at the right.

    `locked`: lock was pressed; `switched`: the user's name was, to let somebody else in; `helped`: help was.
    """

    locked = Signal()
    switched = Signal()
    helped = Signal()

    def __init__(
        self,
        lock: str,
        lock_keys: str,
        switch: str = "",
        switch_keys: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.setProperty("panel", "topbar")
        self.setMinimumHeight(theme.px(48))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._title = QWidget()
        self._head = FlowLayout(self._title, theme.space("m"), middle=True)
        self._training = StateChip("")
        self._training.hide()
        self.user = UserChip(switch, switch_keys)
        self.user.clicked.connect(self.switched)
        self._lock = Button(lock, key_hint=lock_keys, small=True)
        self._lock.clicked.connect(self.locked)
        self._help = Button("", "quiet", small=True)
        self._help.clicked.connect(self.helped)
        self._help.hide()
        self._help_words = "", ""
        self._desk = QWidget()
        desk = QHBoxLayout(self._desk)
        desk.setContentsMargins(0, 0, 0, 0)
        desk.setSpacing(theme.space("l"))
        desk.addStretch(1)
        for widget in (self._training, self.user, self._help, self._lock):
            desk.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(theme.px(20), theme.px(6), theme.px(20), theme.px(6))
        self._row.setSpacing(theme.space("l"))
        self._row.addWidget(self._title, 1)
        self._row.addWidget(self._desk)

    def offer_help(self, word: str, keys: str) -> None:
        """A button for help, and the key that does the same."""
        self._help_words = word, keys
        self._help.show()
        self._turn()

    def set_user(self, text: str, training: str = "", shorter: str = "") -> None:
        """Who is working where; `training` is the word of the mark on a training vault.

        `shorter` is who alone: what stands there where the whole has no room.
        """
        self.user.set_name(text, shorter)
        self._training.setVisible(bool(training))
        self._training.set_state(training)
        self._turn()

    def set_head(self, title: str, facts: Sequence[str] = (), chips: Sequence[tuple[str, str]] = ()) -> None:
        """Where one is: a title, short facts, and chips of (text, kind)."""
        while (item := self._head.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._add(Label(title, "heading", wrap=len(title) > _LONG))
        for fact in facts:
            self._add(Label(fact, "muted", wrap=False))
        for text, kind in chips:
            self._add(StateChip(text, kind))
        self.updateGeometry()
        self._turn()

    def title(self) -> str:
        """The title shown."""
        item = self._head.itemAt(0)
        label = item.widget() if item is not None else None
        return label.content() if isinstance(label, Label) else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """Who is working moves above the title where that takes less height, or leaves room for its longest word."""
        self._fit_help()
        margins = self._row.contentsMargins()
        whole = self.width() - margins.left() - margins.right()
        gap, desk = Theme.current().space("l"), self._desk.minimumSizeHint()
        beside = max(whole - gap - self._desk.sizeHint().width(), self._head.minimumSize().width())
        above = self._head.heightForWidth(whole) + desk.height()
        tight = beside + gap + desk.width() > whole or self._head.heightForWidth(beside) > above
        directions = QBoxLayout.Direction
        wanted = directions.BottomToTop if tight else directions.LeftToRight
        if wanted is not self._row.direction():
            self._row.setDirection(wanted)
            self._row.setSpacing(Theme.current().space("xs" if tight else "l"))

    def _fit_help(self) -> None:
        """Word and key where there is room for them, else a sign that says the same to whoever listens."""
        word, keys = self._help_words
        if not word:
            return
        whole = self.width() >= Theme.current().px(_ROOM_FOR_WORDS)
        shown = word if whole else _SIGN
        if self._help.text() != shown:
            self._help.setText(shown)
            self._help.set_key_hint(keys if whole else "")
            self._help.setToolTip(f"{word} ({keys})")
            desk = self._desk.layout()
            if desk is not None:
                desk.setSpacing(Theme.current().space("l" if whole else "s"))
        self._help.setAccessibleName(word)

    def _add(self, widget: QWidget) -> None:
        self._head.addWidget(widget)
        widget.show()
