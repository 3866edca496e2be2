"""The yearly extract: what it carries, what it is, and the button that makes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.gate import gate
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.submission_records import ExportMade
from kpr_desktop_ui.pages.form_scroll import FormScroll
from kpr_desktop_ui.pages.lock.unfinished_banner import EXPORT
from kpr_desktop_ui.pages.submission.beside import beside
from kpr_desktop_ui.pages.submission.desk_words import DeskWords
from kpr_desktop_ui.pages.submission.format_card import FormatCard
from kpr_desktop_ui.pages.submission.way_out import way_out
from kpr_desktop_ui.tasks import Task, run
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Card, ComboBox, Field, Label


class YearlyView(QWidget):
    """One format of ours, made on a worker's thread. `changed`: a file was made, or is kept in the vault."""

    changed = Signal()

    def __init__(
        self,
        texts: Texts,
        services: Services,
        words: DeskWords,
        yearly: str,
        years: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._texts, self._services, self._words = texts, services, words
        self._making: Task[ExportMade] | None = None
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.year = ComboBox([(str(year), str(year)) for year in years])
        self.year.setMinimumWidth(Theme.current().px(160))
        self.yearly = FormatCard(
            texts, yearly, official=False, extra=Field(texts("submission.year"), self.year)
        )
        stays = Card(texts("submission.sends_title"))
        for name in ("text", "care"):
            stays.body.addWidget(Label(texts(f"submission.stays_{name}")))
        self.area = FormScroll([self.banner, self.yearly, stays])
        column = QHBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)
        self.yearly.button.clicked.connect(self.make)

    @property
    def busy(self) -> bool:
        """Whether a file is being made."""
        return self._making is not None

    def enter(self) -> None:
        """Tell beforehand what the gate and the rights will say."""
        self._explain()

    def make(self) -> None:
        """Ask what has to be asked, and make the extract of the chosen year."""
        if self.busy or not self._explain():
            return
        folder = way_out(self, self._texts, self._services)
        if folder is None:
            return
        year = int(self.year.key())
        self.yearly.button.setEnabled(False)
        self.tell("info", self._texts("submission.making"))
        work = beside(self._services, lambda desk: desk.make_yearly(year, folder), write=True)
        self._making = run(self, work, self._made, self._failed, again=EXPORT)

    def _explain(self) -> bool:
        session = self._services.session
        try:
            session.require_role("export.make")
            gate(session, ())
        except UserFault as fault:
            self.tell("stop", self._texts.fault(fault))
            return False
        self.tell("", "")
        return True

    def _made(self, made: ExportMade) -> None:
        self._end()
        self.tell("ok", " ".join([self._texts("submission.made_title"), *self._words.made(made)]))

    def _failed(self, fault: Fault) -> None:
        self._end()
        self.tell("stop", self._texts.fault(fault))

    def _end(self) -> None:
        self._making = None
        self.yearly.button.setEnabled(True)
        self.changed.emit()

    def tell(self, kind: str, text: str) -> None:
        """Say something above all; an empty text takes it away."""
        if text:
            self.banner.set_message(kind, text)
        self.banner.setVisible(bool(text))
        self.area.verticalScrollBar().setValue(0)
