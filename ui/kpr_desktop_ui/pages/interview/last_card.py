"""Last time, beside now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.model import Item, ItemKind
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.dates import in_table
from kpr_desktop_ui.pages.interview.focus import leave
from kpr_desktop_ui.pages.interview.note_dialog import NoteDialog
from kpr_desktop_ui.pages.interview.reason_field import ReasonField
from kpr_desktop_ui.pages.interview.score_badge import ScoreBadge
from kpr_desktop_ui.pages.interview.words import Words
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, Label, StateChip

NOTE_SHOWN, NOTE_SHORT = 240, 70
"""Characters of last time's note that are shown where there is room, and where there is not; the rest is a key away."""


class LastCard(Card):
    """What was said of the item last time, the way to say it again, and why it is otherwise now.

    `confirmed`: it is as it was.
    """

    confirmed = Signal()

    def __init__(self, words: Words, previous: Assessment | None, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._words, self._texts, self._previous = words, words.texts, previous
        self._note_text = ""
        self._home: QWidget | None = None
        theme = Theme.current()
        self._title = Label(role="heading")
        self._badge = ScoreBadge()
        self._value = Label()
        self._note = Label(role="muted")
        self.whole = Button(self._texts("interview.last_note_whole"), "quiet", small=True)
        self.whole.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.whole.clicked.connect(self._read)
        self.whole.hide()
        self._must = StateChip(self._texts("interview.must_confirm"), "warning")
        self.same = Button(
            self._texts("interview.same_as_last"), key_hint=self._texts("interview.same_key"), small=True
        )
        self.same.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.same.clicked.connect(self.confirmed)
        self.reason = ReasonField(self._texts)
        row = QHBoxLayout()
        row.setSpacing(theme.space("s"))
        row.addWidget(self._badge)
        row.addWidget(self._value, 1)
        self.body.addWidget(self._title)
        self.body.addLayout(row)
        self.body.addWidget(self._note)
        self.body.addWidget(self.whole, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._must, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.same, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.reason)
        if previous is None:
            self._title.setText(self._texts("interview.last_none"))
            self._note.setText(self._texts("interview.last_none_text"))
            for widget in (self._badge, self._value):
                widget.hide()
        else:
            self._title.setText(self._texts("interview.last", date=in_table(previous.assessed_on)))

    def show_item(self, item: Item) -> None:
        """Show what was said of the item."""
        earlier = self._previous
        if earlier is None:
            return
        value = self._words.answer(item, earlier)
        self._badge.set_code(earlier.value(item.id))
        self._badge.setVisible(item.kind is ItemKind.SCORE and bool(value))
        self._value.setText(value or self._texts("interview.last_empty"))
        self._note_text = earlier.note(item.id).strip()
        self.shorten(short=False)

    def show_choice(self, home: QWidget, *, same: bool, must: bool) -> None:
        """Whether it can be said to be as last time, and whether that, or another answer, is waited for.

        `home` takes the focus from what goes away, here and below.
        """
        self._home = home
        if not same:
            leave(self.same, home)
        self.same.setVisible(same)
        self._must.setVisible(must)
        self.shorten(short=False)

    def show_reason(self, text: str, home: QWidget, *, wanted: bool) -> None:
        """Ask why it has changed so much, or not; a reason that is written stays in sight."""
        shown = wanted or bool(text) or self.reason.wrong()
        if not shown:
            leave(self.reason, home)
        self.reason.setVisible(shown)
        self.reason.show_saved(text)

    def shorten(self, *, short: bool) -> None:
        """Show the note in full (up to its limit), or only its beginning and the way to read all of it."""
        if self._previous is None:
            return
        room = NOTE_SHORT if short else NOTE_SHOWN
        note = self._note_text
        told = note if len(note) <= room else f"{note[:room].rstrip()} …"
        self._note.setText(self._texts("interview.last_note", note=told) if note else "")
        self._note.setVisible(bool(note))
        if len(note) <= room and self._home is not None:
            leave(self.whole, self._home)
        self.whole.setVisible(len(note) > room)

    def fields(self) -> list[QWidget]:
        """What Tab visits."""
        return [self.whole, self.same, self.reason.edit]

    def _read(self) -> None:
        dialog = NoteDialog(self._texts, self._title.content(), self._note_text, self)
        dialog.exec()
        dialog.deleteLater()
