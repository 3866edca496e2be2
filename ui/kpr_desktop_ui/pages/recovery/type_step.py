"""The code typed back from paper."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.recovery.code_entry import CodeEntry
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import ActionBar, Button, Card, Label


class TypeStep(QWidget):
    """Nine groups, and the button that tries them on a copy of the vault."""

    def __init__(
        self, texts: Texts, check: Callable[[int, str], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts = texts
        theme = Theme.current()
        self.entry = CodeEntry(texts, check)
        self.prove = Button(texts("recovery.prove"), "primary", texts("common.enter_key"))
        self.back = Button(texts("recovery.show_again"), "quiet", icon="arrow-left")
        card = Card(texts("recovery.type_title"))
        card.body.setSpacing(theme.space("m"))
        card.body.addWidget(Label(texts("recovery.type_text")))
        card.body.addWidget(self.entry)
        card.body.addWidget(ActionBar(self.back, [self.prove], 260))
        card.setMaximumWidth(theme.px(820))
        middle = QWidget()
        centred = QHBoxLayout(middle)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addWidget(card, 100)
        centred.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FormScroll([middle]))

    def set_busy(self, *, busy: bool) -> None:
        """While the copy is being opened."""
        self.entry.setEnabled(not busy)
        self.back.setEnabled(not busy)
        self.prove.setEnabled(not busy)
        self.prove.setText(self._texts("recovery.proving" if busy else "recovery.prove"))
