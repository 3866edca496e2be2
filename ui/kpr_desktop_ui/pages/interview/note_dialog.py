"""Last time's note as a whole."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.plain_edit import PlainEdit

_HEIGHT = 260


class NoteDialog(FormDialog):
    """A note to be read, from its first line; the arrow keys go through it, Esc closes."""

    def __init__(self, texts: Texts, title: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, title, "", "", texts("interview.last_note_close"))
        self.no.set_key_hint(texts("interview.escape_key"))
        self.note = PlainEdit()
        self.note.setAccessibleName(texts("interview.note"))
        self.note.setReadOnly(True)
        self.note.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.note.setMinimumHeight(Theme.current().px(_HEIGHT))
        self.note.set_text(note)
        self.note.set_caret(0)
        self.column.addWidget(self.note, 1)
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()
