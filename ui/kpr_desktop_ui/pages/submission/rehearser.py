"""The rehearsal beside the window: begun by a key, told how far it is, stopped at a word."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.rehearsal_records import DressRehearsal, Standing
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.submission.rehearsal_view import RehearsalView
from kpr_desktop_ui.pages.submission.rehearsing import rehearsing
from kpr_desktop_ui.pages.submission.submission_words import SubmissionWords
from kpr_desktop_ui.tasks import Task

AT_ONCE = 2_000
"""So few persons are rehearsed as soon as the page is entered; more wait for the key."""
_LOOK_MS = 100


class Rehearser(QObject):
    """Runs the view. `done`: there is a rehearsal to tell of, new or from before."""

    done = Signal()

    def __init__(self, texts: Texts, services: Services, words: SubmissionWords, parent: QObject) -> None:
        super().__init__(parent)
        self._texts, self._services = texts, services
        self._desk = services.rehearsals
        self._task: Task[DressRehearsal | None] | None = None
        self._far = (0, 0)
        self._known: dict[PersonId, str] = {}
        self.standing: Standing | None = None
        self.view = RehearsalView(texts, words, self._names, self._desk.years())
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(lambda: self.view.set_progress(*self._far))
        self.view.wanted.connect(self.begin)
        self.view.stop_wanted.connect(self.stop)

    @property
    def busy(self) -> bool:
        """Whether a rehearsal is under way."""
        return self._task is not None

    def enter(self) -> None:
        """Show the last one as it stands now; the first time in a small register, make one."""
        if not self.busy and not self._show() and self._small():
            self.begin()

    def renew(self) -> None:
        """What was rehearsed is not as it was: again at once where that is quick."""
        if self._small():
            self.begin()
        else:
            self._show()

    def show_again(self) -> None:
        """The same rehearsal, with what has changed around it, such as the deadline."""
        if not self.busy:
            self._show()

    def begin(self, year: int | None = None) -> None:
        """Rehearse, unless one is under way."""
        if self.busy:
            return
        year = int(self.view.year.key()) if year is None else year
        self._far = (0, 0)
        self.view.set_running()
        task = self._task = Task(self, self._ended, self._failed)
        task.start(rehearsing(self._services, year, self._tell, task.stop_wanted))
        self._timer.start()

    def stop(self) -> None:
        """Ask it to stop; what was found until then is forgotten."""
        if self._task is not None:
            self._task.stop()

    def _tell(self, done: int, total: int) -> None:
        self._far = (done, total)  # on the worker's thread; the timer reads it

    def _small(self) -> bool:
        return self._services.rehearsals.persons() <= AT_ONCE

    def _ended(self, made: DressRehearsal | None) -> None:
        self._rest()
        if made is None:
            self.view.set_idle()
            return
        self._known.clear()
        try:
            self._desk.keep(made)
        except Fault as fault:
            self._failed(fault)
        else:
            self._show()

    def _failed(self, fault: Fault) -> None:
        self._rest()
        self.view.set_idle(self._texts("submission.failed", reason=self._texts.fault(fault)))

    def _rest(self) -> None:
        self._task = None
        self._timer.stop()

    def _show(self) -> bool:
        self.standing = self._desk.standing()
        if self.standing is None:
            return False
        self.view.set_standing(self.standing, self._desk.deadline(self.standing.last.year))
        self.done.emit()
        return True

    def _names(self, ids: set[PersonId]) -> Mapping[PersonId, str]:
        if unknown := ids - self._known.keys():
            self._known.update(self._services.persons.names(unknown))
        return self._known
