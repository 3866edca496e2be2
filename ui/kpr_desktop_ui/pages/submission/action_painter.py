"""The way to a field, painted in a table as a small button."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.painting import breakable, paint_box, text_size


class ActionPainter(QStyledItemDelegate):
    """Paints a cell's text with a frame. The text stands where DataTable measures it; an empty cell has no frame."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        theme = Theme.current()
        return QSize(0, theme.px(theme.tokens.target["small"]) + theme.px(8))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme = Theme.current()
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_surface"))
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), theme.color("line"))
        text = breakable(str(index.data()))
        if not text:
            return
        font = theme.font("body")
        height = theme.px(theme.tokens.target["small"])
        width = text_size(text, font).width() + theme.px(20)
        box = QRect(rect.left() + theme.px(2), rect.top() + (rect.height() - height) // 2, width, height)
        painter.save()
        paint_box(painter, box, theme.color("panel"), theme.color("control"))
        painter.setFont(font)
        painter.setPen(theme.color("ink"))
        painter.drawText(
            rect.adjusted(theme.px(12), 0, 0, 0),
            int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value),
            text,
        )
        painter.restore()
