"""How the hours of a service were worked out, below their field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import DecisionRow
from kpr_desktop.domain.decision import agrees
from kpr_desktop.domain.hours import parse_hours
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.decisions import translate
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Label


class WorkingPart(QWidget):
    """The button to the decision's rows, the working, and a warning when the hours are no longer what it comes to.

    `asked`: the rows are wanted.
    """

    asked = Signal()

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._rows: tuple[DecisionRow, ...] = ()
        self.open = Button(texts("decision.open"), key_hint=texts("decision.open_key"), small=True)
        self.open.clicked.connect(self.asked)
        self._head = Label("", "strong")
        self._lines = Label("", "small")
        self._warning = Label("")
        self._warning.set_tone("warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("xs"))
        column.addWidget(self._warning)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        for label in (self._head, self._lines):
            column.addWidget(label)
        for label in (self._head, self._lines, self._warning):
            label.hide()

    def set_rows(self, rows: Sequence[DecisionRow]) -> None:
        """Show how these come to a week's hours; none of them shows only the button."""
        self._rows = tuple(rows)
        for label in (self._head, self._lines):
            label.setVisible(bool(rows))
        if not rows:
            self._warning.hide()
            return
        texts, count = self._texts, len(self._rows)
        many = texts("decision.from_many", count=count)
        self._head.setText(texts("decision.from_one") if count == 1 else many)
        self._lines.setText("\n".join(translate({"": self._rows}, texts)[""].working))

    def rows(self) -> tuple[DecisionRow, ...]:
        """The rows of the decision."""
        return self._rows

    def compare(self, hours: str) -> None:
        """Tell whether the hours as typed are still what the rows come to."""
        try:
            minutes = parse_hours(hours, field="week_minutes")
        except UserFault:
            minutes = None
        differs = bool(self._rows) and not agrees(self._rows, minutes)
        self._warning.setText(f"▲ {self._texts('decision.differs')}" if differs else "")
        self._warning.setVisible(differs)

    def warning(self) -> str:
        """What is told about hours that no longer agree."""
        return self._warning.content()

    def shown(self) -> list[str]:
        """The working, line by line."""
        return self._lines.content().splitlines() if self._rows else []
