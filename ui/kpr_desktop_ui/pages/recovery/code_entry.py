"""The groups of a recovery code, typed from paper."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault
from kpr_desktop_ui.widgets.columns import Columns
from kpr_desktop_ui.widgets.field import Field
from kpr_desktop_ui.widgets.line_edit import LineEdit

GROUPS = 9
_BETWEEN = re.compile(r"[\s\-.,/_|]+")
_LENGTHS = (*((5,) * (GROUPS - 1)), 4)


class CodeEntry(QWidget):
    """Nine numbered lines, three abreast as on the sheet. A full line is looked at and leads to the next one.

    `check(number, text)` raises UserFault for a group that is typed wrong. `entered`: Enter was pressed in a line.
    """

    entered = Signal()

    def __init__(
        self, texts: Texts, check: Callable[[int, str], None] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._texts, self._check = texts, check
        self.lines: list[LineEdit] = []
        self.fields: list[Field] = []
        columns = Columns(3, 520)
        for number in range(1, GROUPS + 1):
            line = LineEdit()
            field = Field(texts("recovery.group", number=number), line)
            line.edited.connect(lambda text, at=number - 1: self._edited(at, text))
            line.editingFinished.connect(lambda at=number - 1: self._left(at))
            line.returnPressed.connect(self.entered)
            self.lines.append(line)
            self.fields.append(field)
            columns.add(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(columns)

    def use(self, check: Callable[[int, str], None]) -> None:
        """How a group is looked at."""
        self._check = check

    def code(self) -> str:
        """What is typed, group by group."""
        return "-".join(line.text().strip() for line in self.lines)

    def complete(self) -> bool:
        """Whether every group is right by itself; what is wrong stands beside it, and the caret at the first."""
        wrong = [at for at in range(GROUPS) if not self._look(at)]
        if wrong:
            self.lines[wrong[0]].setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def show_fault(self, fault: UserFault) -> None:
        """What the vault says of the code: beside its group, or beside the last one."""
        number = fault.params.get("group", GROUPS)
        at = int(number) - 1
        self.fields[at].set_error(self._texts.fault(fault))
        self.lines[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Empty all lines."""
        for line, field in zip(self.lines, self.fields, strict=True):
            line.setText("")
            field.clear_error()

    def begin(self) -> None:
        """Put the caret in the first line."""
        self.lines[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self, at: int, text: str) -> None:
        plain = _BETWEEN.sub("", text).upper()
        if len(plain) >= 2 * _LENGTHS[-1]:
            self._spread(at, plain)
            return
        line, part = self.lines[at], plain[: _LENGTHS[at]]
        caret = line.cursorPosition()
        if line.text() != part:
            line.setText(part)
            line.setCursorPosition(min(caret, len(part)))
        self.fields[at].clear_error()
        if len(part) == _LENGTHS[at] and self._look(at) and line.cursorPosition() == len(part):
            self._go_on(at)

    def _spread(self, at: int, plain: str) -> None:
        """Several groups were pasted at once: they fill the lines from here on."""
        last = at
        for place in range(at, GROUPS):
            part, plain = plain[: _LENGTHS[place]], plain[_LENGTHS[place] :]
            if part:
                self.lines[place].setText(part)
                self._look(place)
                last = place
        self._go_on(last)

    def _go_on(self, at: int) -> None:
        if at < GROUPS - 1:
            self.lines[at + 1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _left(self, at: int) -> None:
        if self.lines[at].text():
            self._look(at)

    def _look(self, at: int) -> bool:
        field = self.fields[at]
        field.clear_error()
        try:
            if self._check is not None:
                self._check(at + 1, self.lines[at].text())
        except UserFault:
            field.set_error(self._texts("recovery.group_wrong"))
            return False
        return True
