"""What has become of a file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.desk import NOTE_LIMIT
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.submission_records import SendState
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.widgets import ComboBox, LineEdit

STATES = (SendState.HANDED_OVER, SendState.RECEIPTED, SendState.FAILED, SendState.CLOSED)


class StepDialog(FieldsDialog):
    """A state and a note; the note is asked for where somebody will want to know why."""

    kept_as = "submission.step"

    def __init__(
        self, texts: Texts, services: Services, export_id: str, parent: QWidget | None = None
    ) -> None:
        title, text, yes = (texts(f"desk.step_{word}") for word in ("title", "text", "yes"))
        super().__init__(texts, (title, text, yes, texts("desk.sure_no")), parent)
        self.kept_about = export_id
        self.state = ComboBox([(state.value, texts(f"desk.state_{state.value}")) for state in STATES])
        self.note = LineEdit(NOTE_LIMIT)
        self.put("state", texts("desk.step_state"), self.state)
        self.put("note", texts("desk.step_note"), self.note, texts("desk.step_note_hint"))
        self.yes.clicked.connect(
            lambda: self.attempt(
                lambda: with_leave(
                    self,
                    texts,
                    services,
                    lambda: services.desk.mark(export_id, SendState(self.state.key()), self.note.text()),
                )
            )
        )
        self.begin()
