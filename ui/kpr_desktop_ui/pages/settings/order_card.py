"""The order of the groups in the interview, moved by keys or buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.talk_settings import TalkSettings
from kpr_desktop_ui.pages.settings.order_table import OrderTable
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Abreast, Button, Card, Column, Label, Row, key_sequence

_EACH = 250


class OrderCard(Card):
    """Every move is kept at once. `told`: what it led to."""

    told = Signal(str)

    def __init__(
        self, texts: Texts, settings: TalkSettings, *, allowed: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(texts("settings.order_card"), parent)
        self._texts, self._settings = texts, settings
        self.table = OrderTable(texts("settings.order_card"))
        self.table.set_columns(
            [
                Column(texts("settings.order_column_place"), 0),
                Column(texts("settings.order_column_name"), 1),
            ]
        )
        self.up = Button(texts("settings.order_up"), key_hint=texts("settings.order_up_cap"))
        self.down = Button(texts("settings.order_down"), key_hint=texts("settings.order_down_cap"))
        self.ours = Button(texts("settings.order_ours"), "quiet", icon="rotate-ccw")
        self.fault = Label("", "error")
        self.fault.hide()
        self._lay_out(allowed=allowed)
        if allowed:
            self._connect()
        self._fill()
        self.table.selectRow(0)

    def _lay_out(self, *, allowed: bool) -> None:
        texts, theme = self._texts, Theme.current()
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(Label(texts("settings.order_note" if allowed else "settings.read_only"), "muted"))
        for button in (self.up, self.down, self.ours):
            column.addWidget(button)  # first: shown before that, it would come up as a window of its own
            button.setVisible(allowed)
        column.addWidget(self.fault)
        column.addStretch(1)
        both = Abreast(_EACH)
        both.add(self.table, 5)
        both.add(side, 4)
        self.body.addWidget(both)

    def _connect(self) -> None:
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.ours.clicked.connect(self._back)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key, by in (("settings.order_up_key", -1), ("settings.order_down_key", 1)):
            QShortcut(key_sequence(self._texts(key)), self, lambda by=by: self._move(by), context=context)

    def _fill(self) -> None:
        groups = self._settings.group_order()
        language = self._texts.language
        self.table.set_rows(
            [
                Row(group.id, (self._texts("settings.order_place", place=at), group.name.in_(language)))
                for at, group in enumerate(groups, 1)
            ]
        )
        self.ours.setEnabled(not self._settings.is_our_order())

    def _move(self, by: int) -> None:
        """Move the selected group one place; at the ends nothing happens."""
        groups = list(self._settings.group_order())
        at = next((i for i, group in enumerate(groups) if group.id == self.table.key()), -1)
        to = at + by
        if at < 0 or not 0 <= to < len(groups):
            return
        groups[at], groups[to] = groups[to], groups[at]
        name = groups[to].name.in_(self._texts.language)
        if self._keep([group.id for group in groups]):
            self.told.emit(self._texts("settings.order_told", name=name, place=to + 1))

    def _back(self) -> None:
        if self._keep([]):
            self.told.emit(self._texts("settings.order_told_ours"))
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, ids: list[str]) -> bool:
        try:
            self._settings.set_group_order(ids)
        except Fault as fault:
            self.fault.setText(f"■ {self._texts.fault(fault)}")
            self.fault.show()
            return False
        self.fault.hide()
        self._fill()
        return True
