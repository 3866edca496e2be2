"""That somebody is closed to the user, and what can be done about it. Nothing of the person is said."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.widgets import Label


class BlockedDialog(FormDialog):
    """Says yes when emergency access is what the user wants; that answer is there only where it is possible."""

    def __init__(self, texts: Texts, *, emergency: bool, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            texts("access.blocked_title"),
            texts("access.blocked_text"),
            texts("emergency.open") if emergency else "",
            texts("access.blocked_close"),
        )
        self.column.addWidget(Label(texts("access.blocked_leader")))
        if emergency:
            self.column.addWidget(Label(texts("access.blocked_emergency")))
        self.column.addStretch(1)
        self.yes.clicked.connect(self.accept)
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()
