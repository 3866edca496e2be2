"""Facts in two columns: what it is, and what it says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Label


class FactList(QWidget):
    """A row for each fact. An empty fact is left out, or told by `missing`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.space("l"))
        self._grid.setVerticalSpacing(theme.space("s"))
        self._grid.setColumnStretch(1, 1)

    def set_facts(self, facts: Sequence[tuple[str, str]], missing: str = "") -> None:
        """Show these facts: (what it is, what it says)."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        shown = [(name, text or missing) for name, text in facts if text or missing]
        for row, (name, text) in enumerate(shown):
            head = Label(name, "muted")
            head.setMinimumWidth(Theme.current().px(110))
            head.setMaximumWidth(Theme.current().px(160))
            body = Label(text)
            head.setAlignment(Qt.AlignmentFlag.AlignTop)
            body.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(head, row, 0)
            self._grid.addWidget(body, row, 1)
