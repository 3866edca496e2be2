"""A list with columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kpr_desktop.domain.characters import visible
from kpr_desktop_ui.models import Column, Row, RowsModel
from kpr_desktop_ui.models.rows import SIGN_ROLE, SIGNS
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.painting import DrawnText, breakable, draw_texts, longest_word, text_size

_Index = QModelIndex | QPersistentModelIndex
_LEAST_COLUMN = 64


class _CellPainter(QStyledItemDelegate):
    """Paints a sign and a wrapped text; measures the same."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        theme = Theme.current()
        view = self.parent()
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else option.rect.width()
        text = breakable(str(index.data()))
        need = text_size(text, theme.font("body"), max(1, width - self.indent(index) - theme.px(12)))
        return QSize(width, max(theme.px(40), need.height() + theme.px(12)))

    def indent(self, index: _Index) -> int:
        """Pixels before the text."""
        theme = Theme.current()
        return theme.px(12) + (_sign_width(theme) if index.data(SIGN_ROLE) else 0)

    def texts(self, rect: QRect, index: _Index) -> list[DrawnText]:
        """What a cell paints, and where."""
        theme = Theme.current()
        sign = str(index.data(SIGN_ROLE) or "")
        font = theme.font("body")
        text = breakable(str(index.data()))
        place = rect.adjusted(self.indent(index), 0, -theme.px(12), 0)
        found = [DrawnText(text, place, font, theme.color("ink"), wrap=True)]
        if sign:
            color = index.data(Qt.ItemDataRole.ForegroundRole)
            line = text_size(sign, font).height()
            over = (rect.height() - text_size(text, font, max(1, place.width())).height()) // 2
            # Beside the first line of the text, however many there are.
            before = QRect(
                rect.left() + theme.px(12), rect.top() + over, self.indent(index) - theme.px(12), line
            )
            found.append(DrawnText(sign, before, font, color))
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme = Theme.current()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("accent_surface"))
        painter.fillRect(option.rect.adjusted(0, option.rect.height() - 1, 0, 0), theme.color("line"))
        draw_texts(painter, self.texts(option.rect, index))


def _sign_width(theme: Theme) -> int:
    """The widest sign and a blank: the texts of a column begin in one line, whatever their signs."""
    font = theme.font("body")
    return max(text_size(f"{sign} ", font).width() for sign in SIGNS.values())


class DataTable(QTableView):
    """Rows of plain text, one selected at a time. `opened(key)`: Enter, space or a double click; `selected(key)`.

    `stacks`: where the columns have no room beside each other, a row becomes one cell with a line for each; otherwise
    the table scrolls sideways.
    """

    opened = Signal(str)
    selected = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None, *, stacks: bool = False) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._rows = RowsModel()
        self._stacks, self._stacked = stacks, False
        self._turning = False
        self._empty_text = ""
        self._headings: list[int] = []
        self._painter = _CellPainter(self)
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(1)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))

    def set_columns(self, columns: Sequence[str | Column]) -> None:
        """Name the columns: a heading, or a Column with its share of the room."""
        self._columns = tuple(Column(each) if isinstance(each, str) else each for each in columns)
        self._stack(stacked=False)
        self._rows.set_columns(self._columns)
        self._fit()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the selected key stays selected when it is still there."""
        key = self.key()
        self._rows.set_rows(rows)
        self._fit()
        if key:
            self.select(key)

    def set_row(self, row: Row) -> None:
        """Show another row in the place of the one with its key; the table keeps its measures."""
        self._rows.set_row(row)

    def set_empty_text(self, text: str) -> None:
        """What stands in the table, and is told of it, while there are no rows."""
        self._empty_text = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    def empty_text(self) -> str:
        """What stands there while there are no rows."""
        return self._empty_text

    def key(self) -> str:
        """The key of the selected row; empty when none is."""
        row = self.currentIndex().row()
        return self._rows.row_at(row).key if 0 <= row < self._rows.rowCount() else ""

    def select(self, key: str) -> None:
        """Select the row with this key, if it is there."""
        if (at := self._rows.find(key)) >= 0:
            self.selectRow(at)

    def drawn_texts(self) -> list[DrawnText]:
        """What the cells in sight paint, in the viewport's coordinates."""
        if not self._rows.rowCount():
            return self._nothing()
        found: list[DrawnText] = []
        for row in range(self._rows.rowCount()):
            for column in range(self._rows.columnCount()):
                index = self._rows.index(row, column)
                rect = self.visualRect(index)
                if rect.isValid() and self.viewport().rect().contains(rect):
                    found += self._painter.texts(rect, index)
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._rows.rowCount():
            draw_texts(QPainter(self.viewport()), self._nothing())

    def _nothing(self) -> list[DrawnText]:
        if not self._empty_text:
            return []
        theme = Theme.current()
        edge = theme.px(12)
        place = self.viewport().rect().adjusted(edge, edge, -edge, -edge)
        return [
            DrawnText(
                self._empty_text, place, theme.font("body"), theme.color("muted"),
                wrap=True, align=Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter,
            )
        ]  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
        if pressed and self.currentIndex().isValid():
            self._open(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._turning:
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._columns:
            self._stack(stacked=False)
            self._fit()

    def is_stacked(self) -> bool:
        """Whether each row is one cell with all its texts, for want of room."""
        return self._stacked

    def _fit(self) -> None:
        if not self._stacked:  # a hidden heading has no width of its own
            header = self.horizontalHeader()
            self._headings = [header.sectionSizeHint(column) for column in range(len(self._columns))]
        least = [self._least(column) for column in range(len(self._columns))]
        room = self.width() - 2 * self.frameWidth() - self.verticalScrollBar().sizeHint().width()
        self._stack(stacked=self._stacks and sum(least) > room)
        if self._stacked:
            self.setColumnWidth(0, self.viewport().width())
            self.resizeRowsToContents()
            return
        shares = [column.stretch for column in self._columns]
        free = self.viewport().width() - sum(least)
        for at, width in enumerate(least):
            extra = free * shares[at] // max(1, sum(shares)) if free > 0 else 0
            self.setColumnWidth(at, width + extra)
        self.resizeRowsToContents()

    def _stack(self, *, stacked: bool) -> None:
        if stacked is self._stacked:
            return
        self._stacked = stacked
        self._turning = True  # each column that comes or goes resizes the viewport, half-way
        self._rows.set_stacked(stacked)
        self.horizontalHeader().setVisible(not stacked)
        for column in range(1, len(self._columns)):
            self.setColumnHidden(column, stacked)
        self._turning = False

    def _least(self, column: int) -> int:
        """The narrowest width that clips no word: of the heading, and of the content of a column without a share."""
        theme = Theme.current()
        need = max(theme.px(_LEAST_COLUMN), self._headings[column] + theme.px(2))
        whole = self._columns[column].stretch == 0
        font = theme.font("body")
        for row in range(min(self._rows.rowCount(), 200)):
            text = breakable(visible(self._rows.cell(row, column).text)).replace("\u200b", " ")
            width = text_size(text, font).width() if whole else longest_word(text, font)
            need = max(need, self._painter.indent(self._rows.index(row, column)) + width + theme.px(14))
        return need

    def _open(self, row: int) -> None:
        self.opened.emit(self._rows.row_at(row).key)

    def _tell(self, row: int) -> None:
        if row >= 0:
            self.selected.emit(self._rows.row_at(row).key)
