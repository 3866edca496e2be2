"""A dialog that does one act with what stands in its fields."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.widgets import Banner, Field


class FieldsDialog(FormDialog):
    """What is wrong stands beside its field, or above them all; the dialog stays open until the act is done."""

    def __init__(self, texts: Texts, words: tuple[str, str, str, str], parent: QWidget | None = None) -> None:
        """`words` are title, text, yes and no."""
        super().__init__(parent, *words)
        self.texts = texts
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.column.addWidget(self.banner)
        self.fields: dict[str, Field] = {}
        self.yes.setDefault(True)

    def put(self, name: str, label: str, editor: QWidget, hint: str = "") -> Field:
        """A field below the others, under the name that faults know it by."""
        field = self.fields[name] = Field(label, editor, hint)
        self.column.addWidget(field)
        return field

    def begin(self) -> None:
        """Everything is in: take the room that is needed, and put the focus in the first field."""
        self.column.addStretch(1)
        first = next((field for field in self.fields.values() if not field.isHidden()), None)
        (first.editor if first is not None else self.yes).setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do the act and close; or tell what is wrong, and stay."""
        self.banner.hide()
        for field in self.fields.values():
            field.clear_error()
        try:
            act()
        except Fault as fault:
            self.refuse(fault)
            return False
        self.accept()
        return True

    def refuse(self, fault: Fault) -> None:
        """Tell what is wrong, where it is."""
        name = fault.field if isinstance(fault, UserFault) else None
        field = self.fields.get(name or "")
        if field is not None:
            field.set_error(self.texts.fault(fault))
            field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.banner.set_message("stop", self.texts.fault(fault))
            self.banner.show()
        self.fit()
