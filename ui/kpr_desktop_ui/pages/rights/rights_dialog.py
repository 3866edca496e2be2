"""A dialog of the citizen's rights: a form that is refused field by field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import DateEdit, TextEdit


class RightsDialog(FieldsDialog):
    """Every field that is wrong is told beside it at once; what was typed stays."""

    def __init__(
        self, texts: Texts, services: Services, words: tuple[str, str, str], parent: QWidget | None = None
    ) -> None:
        """`words` are title, text and yes."""
        super().__init__(texts, (*words, texts("requests.no")), parent)
        self.services = services

    def do(self, act: Callable[[], object]) -> bool:
        """Do the act, with a reason when it asks for one, and close; or tell what is wrong."""
        return self.attempt(lambda: with_leave(self, self.texts, self.services, act))

    def refuse(self, fault: Fault) -> None:
        if not isinstance(fault, FormRefused):
            super().refuse(fault)
            return
        for each in fault.faults:
            self.fields[str(each.field)].set_error(self.texts.fault(each))
        self.fields[str(fault.faults[0].field)].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def day(self, *, today: bool = True) -> DateEdit:
        """A field for a day, with today in it."""
        now = self.services.session.today
        edit = DateEdit(self.texts("requests.date_pattern"), now)
        if today:
            edit.set_date(now())
        return edit

    def lines(self) -> TextEdit:
        """A field for some lines."""
        edit = TextEdit()
        edit.setFixedHeight(Theme.current().px(64))
        return edit


def missing(name: str) -> UserFault:
    """A day that was not typed."""
    return UserFault("requests.day_missing", name)
