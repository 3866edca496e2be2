"""Code books, services and places of years to come: what has been read in, and reading in one more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog

from kpr_desktop.codebook.package import SUFFIX
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.renewal import RIGHT, RenewalDesk, RenewalPreview
from kpr_desktop.usecases.renewal_ports import Renewal
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.lock.unfinished_banner import CODES
from kpr_desktop_ui.pages.passphrase_dialog import confirm_passphrase
from kpr_desktop_ui.pages.settings.renewal_preview_card import RenewalPreviewCard
from kpr_desktop_ui.tasks import Task, run
from kpr_desktop_ui.widgets import Button, Card, Label

_T = TypeVar("_T")


class RenewalSection(QObject):
    """Two cards, `held` and `card`, for a page to lay out.

    A file is looked at first, then read in whole or not at all, both beside the window.

    `told`: it is done. `opened(on)`: a file lies on the table, or no longer. `moved`: the focus is somewhere else.
    """

    told = Signal(str)
    opened = Signal(bool)
    moved = Signal()

    def __init__(self, texts: Texts, services: Services, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts, self._services = texts, services
        self._desk = services.renewal
        self._path = Path()
        self._preview: RenewalPreview | None = None
        self._looking: Task[RenewalPreview] | None = None
        self.importing = False
        self.held = Card(texts("codebook.card"))
        self.lines = Label("")
        self.choose = Button(texts("codebook.choose"), icon="folder")
        self.card = RenewalPreviewCard(texts, self._desk.years())
        self._lay_out()
        self.choose.clicked.connect(self._choose)
        self.card.year_chosen.connect(lambda _year: self._look())
        self.card.wanted.connect(self._import)
        self.card.given_up.connect(self._close)
        self.choose.setVisible(services.session.may(RIGHT))
        self.card.hide()
        self._fill()

    @property
    def busy(self) -> bool:
        """Whether a file is being looked at or read in."""
        return self.importing or self._looking is not None

    def choose_file(self) -> Path | None:
        """Ask for the file; None when the person thought better of it."""
        texts = self._texts
        name, _ = QFileDialog.getOpenFileName(
            self.held, texts("codebook.choose_title"), "", texts("codebook.files")
        )
        return Path(name) if name else None

    def _lay_out(self) -> None:
        self.held.body.addWidget(Label(self._texts("codebook.note"), "muted"))
        self.held.body.addWidget(self.lines)
        self.held.body.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)

    def _fill(self) -> None:
        texts = self._texts
        lines = [
            texts(
                "codebook.held",
                what=texts(f"codebook.kind_{each.kind}"),
                year=each.year,
                day=f"{each.at:%d.%m.%Y}",
            )
            for each in self._desk.held()
        ]
        self.lines.setText("\n".join(lines) or texts("codebook.none"))

    # --- looking

    def _choose(self) -> None:
        path = self.choose_file()
        if path is None:
            return
        self._path = path
        self.card.show_file(path.name, places=not path.name.casefold().endswith(SUFFIX))
        self.choose.hide()
        self.card.show()
        self.opened.emit(True)
        self._look()

    def _year(self) -> int | None:
        """Of a list of places; a package tells its own."""
        return None if self.card.year_field.isHidden() else int(self.card.year.key())

    def _look(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
        path, year = self._path, self._year()
        self.card.set_running(self._texts("codebook.looking"))
        work = self._beside(lambda desk: desk.preview(path, year), write=False)
        self._looking = run(self, work, self._looked, self._failed)

    def _looked(self, preview: RenewalPreview) -> None:
        self._looking = None
        self._preview = preview
        old = preview.replaces
        self.card.show_preview(preview, f"{old.at:%d.%m.%Y}" if old is not None else "")
        self.moved.emit()

    def _failed(self, fault: Fault) -> None:
        self._looking = None
        self.importing = False
        self.card.show_fault(self._texts.fault(fault))
        self.moved.emit()

    # --- reading in

    def _import(self, accept: str) -> None:
        preview = self._preview
        if preview is None or not confirm_passphrase(self.held, self._texts, self._services.session):
            return
        path, year = self._path, self._year()
        self.importing = True
        self.card.set_running(self._texts("codebook.reading_in"), stoppable=False)
        work = self._beside(lambda desk: desk.import_file(path, preview.sha256, year, accept), write=True)
        run(self, work, self._imported, self._failed, again=CODES)

    def _beside(self, act: Callable[[RenewalDesk], _T], *, write: bool) -> Callable[[], _T]:
        """The same desk on a connection of a worker's own."""
        session, desk = self._services.session, self._desk

        def work() -> _T:
            vault = session.vault.beside(write=write)
            try:
                return act(desk.on(replace(session, vault=vault)))
            finally:
                vault.close()

        return work

    def _imported(self, made: Renewal) -> None:
        self.importing = False
        self._fill()
        self._close()
        what = self._texts(f"codebook.kind_{made.kind}")
        self.told.emit(self._texts("codebook.done", what=what, year=made.year))

    def _close(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        self._preview = None
        self.card.hide()
        self.choose.show()
        self.opened.emit(False)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
