"""What the register was told of a service, and what waits."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.notification import Event
from kpr_desktop.usecases.submission_records import RegisterStory
from kpr_desktop_ui.pages.services.service_words import ServiceWords
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Cell, Column, DataTable, EmptyState, Label, Row, Scroller


class RegisterView(QWidget):
    """A row for each: what waits first, then what was told, newest first. Tells that nothing is sent from here."""

    def __init__(self, texts: Texts, words: ServiceWords, *, in_message: bool) -> None:
        super().__init__()
        theme = Theme.current()
        self._texts, self._words = texts, words
        self.table = DataTable(texts("service.tab_register"), stacks=True)
        self.table.set_columns(
            [
                Column(texts("service.told_what"), 2),
                Column(texts("service.told_day"), 0),
                Column(texts("service.told_kind"), 1),
                Column(texts("service.told_when"), 2),
            ]
        )
        empty = "service.told_none_text" if in_message else "service.told_never_text"
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(Scroller(EmptyState("send", texts("service.told_none"), texts(empty))))
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("m"))
        column.addWidget(Label(texts("service.told_note"), "muted"))
        column.addWidget(self._stack, 1)

    def show_story(self, story: RegisterStory) -> None:
        """Show this."""
        texts = self._texts
        numbers = {each.id: each.number for each in story.told}
        rows = [
            self._row(each, numbers, Cell(texts("service.told_waits"), "warning")) for each in story.waiting
        ]
        for link in reversed(story.told):
            day = in_table(link.made_at.date())
            told = Cell(texts("service.told_number", number=link.number, day=day), "ok")
            rows.append(self._row(link.event, numbers, told))
        self.table.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)

    def _row(self, event: Event, numbers: dict[str, int], when: Cell) -> Row:
        text, _kind = self._words.standing(event, numbers.get(event.refers_to))
        return Row(event.id, (self._words.event(event), in_table(event.happened_on), text, when))
