"""How and when all the letters of a batch reached their persons: asked once for all of them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.pages.letters.delivery_form import DeliveryForm


class BatchDeliveryDialog(FormDialog):
    """One way and one day. Accepted with `given`; nothing is recorded here."""

    def __init__(self, texts: Texts, services: Services, count: int, parent: QWidget | None = None) -> None:
        title = texts("batch.deliver_title")
        super().__init__(
            parent,
            title,
            texts("batch.deliver_text", count=count),
            texts("batch.deliver"),
            texts("letters.close"),
        )
        self.given: tuple[str, date] | None = None
        self.form = DeliveryForm(texts, services)
        self.form.way.set_key("posted")  # what many at once mostly are
        self.form.on.set_date(services.session.today())
        self.column.addWidget(self.form)
        self.yes.clicked.connect(self._take)
        self.form.on.returnPressed.connect(self._take)
        self.form.way.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def _take(self) -> None:
        self.given = self.form.answer()
        if self.given is not None:
            self.accept()
