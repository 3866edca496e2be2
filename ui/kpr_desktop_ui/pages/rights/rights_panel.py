"""What the lists of the citizen's rights have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.persons.table_tab import TableTab
from kpr_desktop_ui.pages.rights.rights_words import RightsWords
from kpr_desktop_ui.widgets import EmptyState

_T = TypeVar("_T")


class RightsPanel(QWidget):
    """A list that is read when it is shown. `told(text)`; `go(place)`.

    What stands where no rows are tells why: there is nothing, the user's role does not open it, or it was not read.
    """

    told = Signal(str)
    go = Signal(object)
    tab: TableTab

    def __init__(
        self,
        texts: Texts,
        services: Services,
        person_id: PersonId,
        rights: tuple[str, str],
        none: tuple[str, str, str],
    ) -> None:
        """`rights`: the actions for reading and for writing. `none`: icon, title and text while there is nothing."""
        super().__init__()
        self.texts, self.services, self.person_id = texts, services, person_id
        self.words = RightsWords(texts, services)
        may = services.session.may
        self.may_read, may_write = may(rights[0]), may(rights[1])
        self.may_write = may_write and services.session.vault.writable
        self._none = none[1:]
        self.empty = EmptyState(*none)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def refresh(self) -> None:
        """Read the list and show it."""
        raise NotImplementedError

    def fetch(self, read: Callable[[], Sequence[_T]]) -> list[_T]:
        """Read what the list shows; raises what the reading raises, and nothing is shown then."""
        texts = self.texts
        self.tab.set_rows([])
        if not self.may_read:
            self.empty.set_text(texts("requests.closed_title"), texts("requests.closed_text"))
            return []
        self.empty.set_text(texts("requests.unread_title"), texts("requests.unread_text"))
        found = list(with_leave(self, texts, self.services, read))
        self.empty.set_text(*self._none)
        return found

    def hint(self, key: str) -> str:
        """The list's hint; for whoever may only read, that this is so."""
        return self.texts(key if self.may_write else "requests.hint_reading")

    def asked(self, dialog: QDialog) -> bool:
        """Show a dialog; whether its act was done."""
        done = bool(dialog.exec())
        dialog.deleteLater()
        return done
