"""The panel at the right: last time, and the register's own word for what is chosen now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.model import Item, ItemKind
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.dates import in_table
from kpr_desktop_ui.pages.interview.score_badge import ScoreBadge
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, Label

NOTE_SHOWN = 240
"""Characters of last time's note that are shown here; the whole note is in the earlier assessment."""


class SidePanel(QWidget):
    """Cards beside the question. Room is left below for the person's own view and guided scoring."""

    def __init__(self, words: Words, previous: Assessment | None, buttons: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self._words, self._texts, self._previous = words, words.texts, previous
        theme = Theme.current()
        self._last = Card()
        self._title = Label(role="heading")
        self._badge = ScoreBadge()
        self._value = Label()
        self._note = Label(role="muted")
        row = QHBoxLayout()
        row.setSpacing(theme.space("s"))
        row.addWidget(self._badge)
        row.addWidget(self._value, 1)
        self._last.body.addWidget(self._title)
        self._last.body.addLayout(row)
        self._last.body.addWidget(self._note)
        self._chosen = Card(self._texts("interview.chosen"))
        self._official = Label()
        self._meaning = Label(role="muted")
        self._chosen.body.addWidget(self._official)
        self._chosen.body.addWidget(self._meaning)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(self._last)
        column.addWidget(self._chosen)
        column.addStretch(1)
        for button in buttons:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_item(self, item: Item, value: str) -> None:
        """Show what was said of the item last time, and what the register calls the score chosen now."""
        self._show_last(item)
        self.set_value(item, value)

    def set_value(self, item: Item, value: str) -> None:
        """Show the register's word for the score chosen now."""
        official = self._words.official(item, value)
        self._chosen.setVisible(bool(official))
        self._official.setText(official)
        self._meaning.setText(self._words.meaning(item, value))

    def texts(self) -> list[str]:
        """Every text in sight."""
        return [label.content() for label in self.findChildren(Label) if label.isVisible()]

    def _show_last(self, item: Item) -> None:
        earlier = self._previous
        if earlier is None:
            self._title.setText(self._texts("interview.last_none"))
            self._badge.hide()
            self._value.hide()
            self._note.setText(self._texts("interview.last_none_text"))
            self._note.show()
            return
        self._title.setText(self._texts("interview.last", date=in_table(earlier.assessed_on)))
        value = self._words.answer(item, earlier)
        self._badge.set_code(earlier.value(item.id))
        self._badge.setVisible(item.kind is ItemKind.SCORE and bool(value))
        self._value.setText(value or self._texts("interview.last_empty"))
        self._value.show()
        note = earlier.note(item.id).strip()
        short = note if len(note) <= NOTE_SHOWN else f"{note[:NOTE_SHOWN].rstrip()} …"
        self._note.setText(self._texts("interview.last_note", note=short) if note else "")
        self._note.setVisible(bool(note))
