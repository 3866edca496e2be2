"""What happened to a file, and the notifications in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.submission_records import SendStep, Sent
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.pages.places import Place, ServicePlace
from kpr_desktop_ui.pages.submission.desk_words import DeskWords
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Column, DataTable, Label, Row

_COLUMNS = (("number", 1), ("what", 3), ("whose", 3), ("status", 2))


class ContentsDialog(FormDialog):
    """Steps above, notifications below. `go(place)`: the service a notification tells of."""

    go = Signal(object)

    def __init__(
        self,
        texts: Texts,
        words: DeskWords,
        steps: Sequence[SendStep],
        sent: Sequence[Sent],
        names: Mapping[PersonId, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, texts("desk.contents_title"), "", "", texts("desk.close"))
        self._sent = {each.notification.id: each for each in sent}
        lines = [words.step(step, full=True) for step in steps]
        self.steps = Label("\n".join(lines))
        self.table = DataTable(texts("desk.contents_title"), stacks=True)
        self.table.set_columns([Column(texts(f"desk.contents_{n}"), share) for n, share in _COLUMNS])
        self.table.set_rows([_row(texts, words, each, names) for each in sent])
        self.table.setMinimumHeight(Theme.current().px(260))
        self.to_service = Button(texts("desk.to_service"), icon="chevron-right")
        self.column.addWidget(self.steps)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.to_service, 0, Qt.AlignmentFlag.AlignLeft)
        self.to_service.setVisible(bool(sent))
        if sent:
            self.table.select(sent[0].notification.id)
        self.table.opened.connect(self._open)
        self.to_service.clicked.connect(lambda: self._open(self.table.key()))
        self.fit()

    def _open(self, key: str) -> None:
        found = self._sent.get(key)
        if found is not None:
            place: Place = ServicePlace(
                found.notification.event.person_id, found.notification.event.service_id
            )
            self.accept()
            self.go.emit(place)


def _row(texts: Texts, words: DeskWords, sent: Sent, names: Mapping[PersonId, str]) -> Row:
    link = sent.notification
    return Row(
        link.id,
        (
            str(link.number),
            words.event(link.event),
            names.get(link.event.person_id, texts("submission.person_unknown")),
            texts(f"desk.status_{link.status.lower()}"),
        ),
    )
