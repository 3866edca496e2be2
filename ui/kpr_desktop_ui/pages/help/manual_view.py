"""The manuals: chapters at the left, the text at the right, and a search over all of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.manual import PARTS, read_manual
from kpr_desktop.codebook.manual_search import search
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.models import Cell, Column, Row
from kpr_desktop_ui.pages.help.chapter_view import ChapterView
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, DataTable, Field, Label, LineEdit, Scroller

_BESIDE = 900
_LEAST = 86
_TEXT = 240
_ANY = 16_777_215
_SEP = "/"


class ManualView(QWidget):
    """One part. A search finds chapters of every part, and shows them here. `pdf_wanted`: this part as a file."""

    pdf_wanted = Signal()

    def __init__(self, texts: Texts, part: str) -> None:
        super().__init__()
        self._texts, self.part = texts, part
        self._manuals = {each: read_manual(each, texts.language) for each in PARTS}
        self._now = (part, self._manuals[part].chapters[0].id)
        self.search = LineEdit()
        self.search.textChanged.connect(self._search)
        self.list = DataTable(texts("help.chapters"))
        self.list.set_columns([Column(texts("help.chapters"), 1)])
        self.list.horizontalHeader().hide()  # its one heading is the list's name
        self.list.selected.connect(self._choose)
        self.list.opened.connect(self._read)
        self.count = Label("", "small")
        self.pdf = Button(texts("help.pdf"), icon="file-text", small=True)
        self.pdf.clicked.connect(self.pdf_wanted)
        self.text = ChapterView()
        self._lay_out()
        self._search("")

    def refresh(self) -> None:
        """The list has the focus: the arrows turn the chapters."""
        self.list.setFocus()

    def begin_search(self) -> None:
        """Begin to search."""
        self.search.setFocus()
        self.search.selectAll()

    def show_chapter(self, chapter: str) -> None:
        """A chapter of this part; the first one where it has no such."""
        self.search.setText("")
        self._select(self.part, self._manuals[self.part].chapter(chapter).id)

    def chapter(self) -> str:
        """The chapter that is shown, empty for one of another part."""
        part, chapter = self._now
        return chapter if part == self.part else ""

    def _search(self, words: str) -> None:
        texts = self._texts
        if words.strip():
            hits = search(
                [self._manuals[self.part], *(m for p, m in self._manuals.items() if p != self.part)], words
            )
            rows = [
                Row(f"{hit.part}{_SEP}{hit.chapter}", (Cell(self._hit(hit.part, hit.title, hit.excerpt)),))
                for hit in hits
            ]
            many = texts("help.hits", count=len(hits)) if hits else texts("help.hits_none")
            self.count.setText(texts("help.hits_one") if len(hits) == 1 else many)
        else:
            rows = [
                Row(f"{self.part}{_SEP}{each.id}", (Cell(each.title),))
                for each in self._manuals[self.part].chapters
            ]
            self.count.setText(texts("help.reading"))
        self.list.set_rows(rows)
        if words.strip() and rows:
            self._select(*rows[0].key.split(_SEP))
        else:
            self._select(*self._now)

    def _hit(self, part: str, title: str, excerpt: str) -> str:
        where = "" if part == self.part else f" ({self._manuals[part].title})"
        return f"{title}{where}: {excerpt}"

    def _select(self, part: str, chapter: str) -> None:
        self.list.select(f"{part}{_SEP}{chapter}")
        self._show(part, chapter)

    def _choose(self, key: str) -> None:
        self._show(*key.split(_SEP))

    def _read(self, key: str) -> None:
        self._choose(key)
        self.text.setFocus()

    def _show(self, part: str, chapter: str) -> None:
        self._now = (part, chapter)
        self.text.show_chapter(self._manuals[part].chapter(chapter), self._texts.language)

    def _lay_out(self) -> None:
        theme = Theme.current()
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(theme.space("s"))
        side.addWidget(Field(self._texts("help.search"), self.search))
        side.addWidget(self.count)
        side.addWidget(self.list, 1)
        side.addWidget(self.pdf)
        self._inside = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Scroller(self._inside))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._inside)
        edge = theme.space("xl")
        self._row.setContentsMargins(edge, theme.space("l"), edge, theme.space("s"))
        self._row.setSpacing(edge)
        self._row.addWidget(self._side)
        self._row.addWidget(self.text, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        theme = Theme.current()
        beside = self.width() >= theme.px(_BESIDE)
        directions = QBoxLayout.Direction
        self._row.setDirection(directions.LeftToRight if beside else directions.TopToBottom)
        self._side.setMinimumWidth(theme.px(330) if beside else 0)
        self._side.setMaximumWidth(theme.px(330) if beside else _ANY)
        self.list.setMinimumHeight(theme.px(_LEAST))
        self.list.setMaximumHeight(_ANY if beside else theme.px(_LEAST))
        self.count.setVisible(beside or bool(self.search.text()))
        least = self._side.sizeHint().height()
        self._side.setMinimumHeight(0 if beside else least)
        self._inside.setMinimumHeight(0 if beside else least + theme.px(_TEXT))
