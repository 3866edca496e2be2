"""One row of a form's rows: a line of dates or a number, and below it the rest with the button that takes it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, ComboBox, Field, LineEdit

_T = TypeVar("_T")


class PartRow(QWidget, Generic[_T]):
    """Fields on lines, as `lines` names them. Texts are `service.<kind>_<part>`. `removed`: it is to go."""

    edited = Signal()
    removed = Signal()

    def __init__(
        self,
        texts: Texts,
        kind: str,
        editors: Mapping[str, LineEdit | ComboBox],
        lines: Sequence[Sequence[str]],
    ) -> None:
        super().__init__()
        self._texts, self._kind, self._editors = texts, kind, tuple(editors.values())
        theme = Theme.current()
        self.fields = {name: Field(texts(f"service.{kind}_{name}"), each) for name, each in editors.items()}
        remove = Button(texts("service.row_remove"), "quiet", icon="x", small=True)
        remove.clicked.connect(self.removed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        for names in lines:
            line = QHBoxLayout()
            line.setSpacing(theme.space("m"))
            for name in names:
                line.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
            if names is lines[-1]:
                line.addWidget(remove, 0, Qt.AlignmentFlag.AlignBottom)
            column.addLayout(line)
        rule = QFrame()
        rule.setProperty("panel", "line")
        rule.setFixedHeight(1)
        column.addWidget(rule)
        for name, each in editors.items():
            changed = each.chosen if isinstance(each, ComboBox) else each.edited
            changed.connect(lambda _text, told=self.fields[name]: self._tell(told))

    def set_number(self, number: int) -> None:
        """Name the row's editors for screen readers."""
        for name, field in self.fields.items():
            part = self._texts(f"service.{self._kind}_{name}")
            told = self._texts(f"service.{self._kind}_numbered", number=number, part=part)
            field.editor.setAccessibleName(told)

    def blank(self) -> bool:
        """Whether nothing stands in the row."""
        return not any(
            editor.key() if isinstance(editor, ComboBox) else editor.text().strip()
            for editor in self._editors
        )

    def typed(self) -> _T:
        """What stands in the row."""
        raise NotImplementedError  # pragma: no cover - every kind of row has its own

    def _tell(self, field: Field) -> None:
        field.clear_error()
        self.edited.emit()
