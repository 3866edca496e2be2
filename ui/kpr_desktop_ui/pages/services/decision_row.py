"""One row of a decision, as it is typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import Every
from kpr_desktop.domain.decision_reading import WHAT_LIMIT, read_often
from kpr_desktop.domain.decision_words import DecisionWords
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.decisions import TypedRow
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, ComboBox, Field, Label, LineEdit

ROOM = 760
"""Pixels that a row on one line needs at 100 % text."""


class DecisionRowEdit(QWidget):
    """What, how often, per, minutes each time; the service above them where there is one to choose.

    `edited` tells of a person's gesture, `removed` that the row is to go.
    """

    edited = Signal()
    removed = Signal()

    def __init__(
        self, texts: Texts, words: DecisionWords, row: TypedRow, kinds: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__()
        self._texts, self._words = texts, words
        self._room = Theme.current().px(ROOM)
        self._what, self._often, self._minutes = LineEdit(WHAT_LIMIT), LineEdit(80), LineEdit(40)
        self._every = ComboBox([(each.value, texts(f"decision.every_{each.value}")) for each in Every])
        self._service = ComboBox([("", texts("decision.not_chosen")), *kinds])
        self._every.setMinimumContentsLength(6)
        self.fields = {
            "service": Field(texts("decision.service"), self._service),
            "what": Field(texts("decision.what"), self._what),
            "often": Field(texts("decision.often"), self._often),
            "every": Field(texts("decision.every"), self._every),
            "minutes": Field(texts("decision.minutes_each"), self._minutes),
        }
        self.fields["service"].setVisible(bool(kinds))
        self.remove = Button(texts("decision.row_remove"), "quiet", icon="x", small=True)
        self._lay_out()
        self._fill(row)
        self._connect()

    def set_number(self, number: int) -> None:
        """Name the row's editors for screen readers, counting from 1."""
        texts = self._texts
        for name, field in self.fields.items():
            part = texts("decision.minutes_each" if name == "minutes" else f"decision.{name}")
            field.editor.setAccessibleName(texts("decision.row_part", number=number, part=part))
        self.remove.setAccessibleName(texts("decision.row_remove_named", number=number))

    def typed(self) -> TypedRow:
        """What stands in it."""
        return TypedRow(
            self._what.text(),
            self._often.text(),
            self._every.key(),
            self._minutes.text(),
            self._service.key(),
        )

    def minimumSizeHint(self) -> QSize:
        """As narrow as on two lines."""
        alone = (self.fields["service"], self.fields["what"], self._second)
        width = max(each.minimumSizeHint().width() for each in alone)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_wide(event.size().width() >= self._room)

    def _set_wide(self, wide: bool) -> None:  # noqa: FBT001 - private, one meaning
        directions = QBoxLayout.Direction
        self._above.setVisible(wide)
        self._line.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        self.updateGeometry()

    def _lay_out(self) -> None:
        space = Theme.current().space("m")
        self._second = QWidget()
        line = QHBoxLayout(self._second)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(space)
        for name, share in (("often", 2), ("every", 1), ("minutes", 1)):
            line.addWidget(self.fields[name], share, Qt.AlignmentFlag.AlignTop)
        # As high as the labels beside it, so that the button stands beside the editors.
        self._above = Label("\N{NO-BREAK SPACE}", "strong")
        last = QVBoxLayout()
        last.setSpacing(Theme.current().space("xs"))
        last.addWidget(self._above)
        last.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        last.addStretch(1)
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._line.setSpacing(space)
        self._line.addWidget(self.fields["what"], 1, Qt.AlignmentFlag.AlignTop)
        self._line.addWidget(self._second, 2, Qt.AlignmentFlag.AlignTop)
        self._line.addLayout(last)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("s"))
        column.addWidget(self.fields["service"])
        column.addLayout(self._line)

    def _fill(self, row: TypedRow) -> None:
        self._what.setText(row.what)
        self._often.setText(row.often)
        self._every.set_key(row.every)
        self._minutes.setText(row.minutes)
        self._service.set_key(row.service)

    def _connect(self) -> None:
        for name, field in self.fields.items():
            editor = field.editor
            if isinstance(editor, ComboBox):
                editor.chosen.connect(lambda _key, told=field: self._tell(told))
            elif isinstance(editor, LineEdit):
                editor.edited.connect(lambda _text, told=field: self._tell(told))
            if name == "often":
                self._often.edited.connect(self._follow)
        self.remove.clicked.connect(self.removed)

    def _follow(self, text: str) -> None:
        """«2 om dagen» chooses the day beside it, where it can be seen."""
        try:
            every = read_often(text, self._words).every
        except UserFault:
            return
        if every is not None and self._every.key() != every.value:
            self._every.set_key(every.value)
            self._tell(self.fields["every"])

    def _tell(self, field: Field) -> None:
        if field.error():
            field.clear_error()
        self.edited.emit()
