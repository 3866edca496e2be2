"""Where one is, and who is working."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.flow_layout import FlowLayout
from kpr_desktop_ui.widgets.label import Label
from kpr_desktop_ui.widgets.painting import text_size
from kpr_desktop_ui.widgets.state_chip import StateChip

_LONG = 40
_USER_SHARE = 0.3


class TopBar(QFrame):
    """The page's title and facts at the left; training mark, user and lock at the right. `locked`: lock was pressed."""

    locked = Signal()

    def __init__(self, lock: str, lock_keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self.setProperty("panel", "topbar")
        self.setMinimumHeight(theme.px(48))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        head = QWidget()
        self._head = FlowLayout(head, theme.space("m"), middle=True)
        self._training = StateChip("")
        self._training.hide()
        self._user = Label("", "small", wrap=False)
        self._lock = Button(lock, key_hint=lock_keys, small=True)
        self._lock.clicked.connect(self.locked)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(6), theme.px(20), theme.px(6))
        row.setSpacing(theme.space("l"))
        row.addWidget(head, 1)
        for widget in (self._training, self._user, self._lock):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_user(self, text: str, training: str = "") -> None:
        """Who is working where; `training` is the word of the mark on a training vault."""
        self._user.setText(text)
        self._fit_user()
        self._training.setVisible(bool(training))
        self._training.set_state(training)

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

    def title(self) -> str:
        """The title shown."""
        item = self._head.itemAt(0)
        label = item.widget() if item is not None else None
        return label.content() if isinstance(label, Label) else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_user()

    def _fit_user(self) -> None:
        """The user's line may break when it would take more than its share of the bar."""
        wide = (
            text_size(self._user.text(), Theme.current().font("small")).width() > self.width() * _USER_SHARE
        )
        if wide != self._user.wordWrap():
            self._user.setWordWrap(wide)

    def _add(self, widget: QWidget) -> None:
        self._head.addWidget(widget)
        widget.show()
