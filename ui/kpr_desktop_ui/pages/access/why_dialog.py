"""Doing something that asks for a reason, and for the passphrase when the table says so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.widgets import LineEdit

_LIMIT = 500


class WhyDialog(FieldsDialog):
    """One line for the reason; `act` is done with it, and what it refuses stands beside the line."""

    kept_as = "access.why"

    def __init__(
        self,
        texts: Texts,
        services: Services,
        words: tuple[str, str, str],
        act: Callable[[str], object],
        parent: QWidget | None = None,
        *,
        kept: tuple[str, str],
        label: str = "",
    ) -> None:
        """`words` are title, text and yes. `kept`: as what, and about whom, a lock keeps the reason.

        `label` stands over the line where it does not ask why.
        """
        super().__init__(texts, (*words, texts("access.no")), parent)
        self._services, self._act = services, act
        self.kept_as, self.kept_about = kept
        self.why = LineEdit(_LIMIT)
        self.put("why", label or texts("access.reason"), self.why)
        self.yes.clicked.connect(self._answer)
        self.begin()

    def _answer(self) -> None:
        why = self.why.text()
        self.attempt(lambda: with_leave(self, self.texts, self._services, lambda: self._act(why)))
