"""One chapter of a manual, to read."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kpr_desktop.codebook.manual import Block, Chapter, picture_path
from kpr_desktop_ui.pages.help.picture_view import PictureView
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Label
from kpr_desktop_ui.widgets.sheet import Sheet

_WIDTH = 760
_MARKS = {"bullets": "•", "ticks": "☐"}


class ChapterView(QScrollArea):
    """Title, texts, lists, tables and pictures. It takes the focus, and the arrows scroll it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_chapter(self, chapter: Chapter, language: str) -> None:
        """Another chapter, from its beginning. Pictures are those of the language."""
        theme = Theme.current()
        inside = Sheet()
        inside.setMaximumWidth(theme.px(_WIDTH))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.space("m"), theme.space("xl"))
        column.setSpacing(theme.space("m"))
        column.addWidget(Label(chapter.title, "title"))
        for block in chapter.blocks:
            for widget in _widgets(block, language):
                column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(inside)
        self.setAccessibleName(chapter.title)
        self.verticalScrollBar().setValue(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self.viewport())
            theme = Theme.current()
            painter.fillRect(0, 0, theme.px(3), self.viewport().height(), theme.color("focus"))
            painter.end()


def _widgets(block: Block, language: str) -> Iterator[QWidget]:
    if block.kind == "table":
        yield _table(block.rows)
    elif block.kind == "picture":
        yield PictureView(picture_path(block.picture, language), block.texts[0])
        yield Label(block.texts[0], "small")
    elif block.kind in ("text", "heading"):
        yield Label(block.texts[0], "heading" if block.kind == "heading" else "body")
    else:
        yield _entries(block)


def _entries(block: Block) -> QWidget:
    """A list: each entry beside its mark or number."""
    theme = Theme.current()
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(theme.space("s"), 0, 0, 0)
    column.setSpacing(theme.space("s"))
    for at, text in enumerate(block.texts, 1):
        row = QHBoxLayout()
        row.setSpacing(theme.space("s"))
        mark = Label(_MARKS.get(block.kind, f"{at}."), "strong", wrap=False)
        mark.setMinimumWidth(theme.px(22))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(text), 1)
        column.addLayout(row)
    return holder


def _table(rows: tuple[tuple[str, ...], ...]) -> QWidget:
    """Read, not worked in: labels in a grid, the first row and column strong."""
    theme = Theme.current()
    holder = QFrame()
    holder.setProperty("panel", "card")
    grid = QGridLayout(holder)
    grid.setContentsMargins(*(theme.space("m"),) * 4)
    grid.setHorizontalSpacing(theme.space("l"))
    grid.setVerticalSpacing(theme.space("s"))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            strong = at == 0 or column == 0
            label = Label(text, "strong" if strong else "body")
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, at, column)
    for column in range(len(rows[0])):
        grid.setColumnStretch(column, 2 if column else 1)
    return holder
