"""What stands in the way, each with the way to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.button import Button
from kpr_desktop_ui.widgets.label import Label
from kpr_desktop_ui.widgets.state_chip import SIGNS


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem: its kind (stop, warning, info), text, the word on its button, and where the button leads."""

    kind: str
    text: str
    action: str = ""
    target: str = ""


class ProblemList(QWidget):
    """A row for each problem. `jump(target)` tells which one a person wants to mend."""

    jump = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Theme.current().space("s"))
        self._rows: list[QFrame] = []

    def set_problems(self, problems: Sequence[ProblemRow]) -> None:
        """Show these problems."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
            row.setParent(None)
        self._rows = [self._row(problem) for problem in problems]
        for row in self._rows:
            self._column.addWidget(row)

    def buttons(self) -> list[Button]:
        """The buttons from top to bottom."""
        return [button for row in self._rows for button in row.findChildren(Button)]

    def _row(self, problem: ProblemRow) -> QFrame:
        theme = Theme.current()
        frame = QFrame(self)
        frame.setProperty("banner", problem.kind)
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.space("m"), theme.space("xs"), theme.space("s"), theme.space("xs"))
        sign = Label(SIGNS[problem.kind] or SIGNS["info"], "strong", wrap=False)
        sign.set_tone(problem.kind)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Label(problem.text), 1)
        if problem.action:
            button = Button(problem.action, small=True)
            button.setAccessibleDescription(problem.text)
            button.clicked.connect(lambda: self.jump.emit(problem.target))
            row.addWidget(button)
        return frame
