"""The last look before a file is written: how many, whose, which numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.messages import Preview
from kpr_desktop.usecases.output_ports import Envelope
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.pages.submission.envelope_card import named, standing
from kpr_desktop_ui.pages.submission.person_rows import person_columns, person_rows
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import DataTable, Label


class SureDialog(FormDialog):
    """Count, numbers, persons, and what is official; yes writes the file. `again`: they have been told before."""

    def __init__(
        self, texts: Texts, found: Preview, way: Envelope, parent: QWidget | None = None, *, again: bool
    ) -> None:
        kind = "again" if again else "new"
        super().__init__(
            parent,
            texts("desk.sure_title"),
            texts(
                f"desk.sure_{kind}",
                count=texts.number(found.count),
                persons=texts.number(found.told_of),
                first=texts.number(found.first),
                last=texts.number(found.last),
            ),
            texts("desk.sure_yes"),
            texts("desk.sure_no"),
        )
        if found.closed:
            self.column.addWidget(Label(texts("desk.persons_closed", count=found.closed), "small"))
        self.format = Label(
            texts("desk.sure_format", envelope=named(texts, way), standing=standing(texts, way)), "small"
        )
        self.column.addWidget(self.format)
        self.column.addWidget(Label(texts("desk.sure_sends"), "small"))
        self.table = DataTable(texts("desk.persons"), stacks=True)
        self.table.set_columns(person_columns(texts, why=False))
        self.table.set_rows(person_rows(texts, found.persons))
        self.table.setMinimumHeight(Theme.current().px(200))
        self.column.addWidget(self.table, 1)
        self.yes.clicked.connect(self.accept)
        self.yes.setDefault(True)
        self.yes.setFocus()
        self.fit()


def sure(parent: QWidget, texts: Texts, found: Preview, way: Envelope, *, again: bool = False) -> bool:
    """Show the list, and wait for the answer."""
    dialog = SureDialog(texts, found, way, parent, again=again)
    answered = bool(dialog.exec())
    dialog.deleteLater()
    return answered
