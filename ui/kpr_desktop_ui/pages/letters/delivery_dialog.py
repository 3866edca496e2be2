"""Recording the delivery of a letter that was made earlier."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.keeping_dialog import KeepingDialog
from kpr_desktop_ui.pages.letters.delivery_form import DeliveryForm
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Label


class DeliveryDialog(KeepingDialog):
    """The delivery form with two answers; accepted once it is recorded."""

    kept_as = "letters.delivery"

    def __init__(
        self, texts: Texts, services: Services, delivery: Delivery, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.kept_about = delivery.id
        theme = Theme.current()
        self.setWindowTitle("KPR Desktop")
        self.setAccessibleName(texts("letters.delivery_title"))
        self.setMinimumWidth(theme.px(420))
        self.form = DeliveryForm(texts, services)
        self.form.set_delivery(delivery)
        self.yes = Button(texts("letters.deliver"), "primary")
        self.no = Button(texts("letters.close"))
        row = QHBoxLayout()
        row.addWidget(self.no)
        row.addStretch(1)
        row.addWidget(self.yes)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("m"))
        column.addWidget(Label(texts("letters.delivery_title"), "heading"))
        column.addWidget(self.form)
        column.addSpacing(theme.space("s"))
        column.addLayout(row)
        self.yes.clicked.connect(self.form.record)
        self.no.clicked.connect(self.reject)
        self.form.on.returnPressed.connect(self.form.record)
        self.form.delivered.connect(self.accept)
        self.form.way.setFocus(Qt.FocusReason.OtherFocusReason)
