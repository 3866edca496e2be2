"""A receipt on its way in: which file it is an answer to."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.usecases.desk import ReadIn
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.pages.submission.desk_words import DeskWords
from kpr_desktop_ui.widgets import ComboBox


class ReceiptDialog(FieldsDialog):
    """The file it answers may be told; a receipt that names its own goes by that. `read`: what it said."""

    def __init__(
        self,
        texts: Texts,
        services: Services,
        words: DeskWords,
        data: bytes,
        parent: QWidget | None = None,
    ) -> None:
        title, text, yes = (texts(f"desk.receipt_{word}") for word in ("title", "text", "yes"))
        super().__init__(texts, (title, text, yes, texts("desk.sure_no")), parent)
        self.read: ReadIn | None = None
        items = [("", texts("desk.receipt_unsaid"))]
        for each in services.desk.files():
            if each.record.notifications:
                made = in_table(each.record.made_at.date())
                items.append((each.record.id, f"{made} · {words.content(each.record)}"))
        self.answers = ComboBox(items)
        self.put("answers", texts("desk.receipt_answers"), self.answers)

        def act() -> None:
            self.read = services.desk.read_in(data, self.answers.key())

        self.yes.clicked.connect(lambda: self.attempt(act))
        self.begin()
