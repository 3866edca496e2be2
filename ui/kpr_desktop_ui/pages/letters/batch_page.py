"""One letter to many persons: chosen, made beside the window, then printed or saved together."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.letter_batch import Act, Batch, Cancel, LeftOut, LetterBatch, Progress, Sent
from kpr_desktop.usecases.letters import LetterDesk, MadeLetter
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import given
from kpr_desktop_ui.pages.audit.purpose_dialog import ask_purpose
from kpr_desktop_ui.pages.letters import leaving
from kpr_desktop_ui.pages.letters.batch_choice import BatchChoice
from kpr_desktop_ui.pages.letters.batch_delivery_dialog import BatchDeliveryDialog
from kpr_desktop_ui.pages.letters.batch_result import BatchResult
from kpr_desktop_ui.pages.page import Page
from kpr_desktop_ui.pages.places import BatchPlace, PersonsPlace, Place
from kpr_desktop_ui.pages.submission.beside import beside_desk
from kpr_desktop_ui.tasks import Task
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Label, key_sequence

_LOOK_MS = 100
ACTS = ("print", "save", "deliver")
"""What can be done with all of them at once."""

_All = Callable[[LetterBatch, Sequence[Delivery], int, Progress, Cancel], Sent]
"""One of them, on a worker's desk: for the letters from a place on."""


class BatchPage(Page):
    """Three views after each other: who and what, how far, and what became of it. Every paper is on record."""

    def __init__(self, texts: Texts, services: Services, place: BatchPlace) -> None:
        super().__init__(texts("batch.title"))
        self._texts, self._services, self._place = texts, services, place
        self._task: Task[Batch] | Task[Sent] | None = None
        self._far, self._began, self._from = (0, 0), 0.0, 0
        self._places = dict.fromkeys(ACTS, 0)
        self._left_out: dict[str, tuple[LeftOut, ...]] = dict.fromkeys(ACTS, ())
        self.batch: Batch | None = None
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.choice = BatchChoice(texts, services.letters, chosen=bool(place.persons))
        self.result = BatchResult(texts)
        self.far = Label("", "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(texts("batch.title"))
        self.stop = Button(texts("batch.stop"), key_hint=texts("letters.back_key"))
        self._stack = QStackedWidget()
        for view in (self.choice, self._running(), self.result):
            self._stack.addWidget(view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._stack, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._show_far)
        self._connect()

    @property
    def busy(self) -> bool:
        """Whether letters are being made."""
        return self._task is not None

    def enter(self) -> None:
        """Offer the persons that were chosen, or one's own."""
        self.set_head(self._texts("batch.title"))
        if self.batch is None and not self.busy:
            self._offer(self.choice.whose.key())
            self.choice.focus_work()

    def leave(self) -> bool:
        """Not while letters are being made; Stopp ends that first."""
        if self.busy:
            self.told.emit(self._texts("batch.stopping"))
            self._end()
        return not self.busy

    def here(self) -> Place:
        return BatchPlace(self._place.persons)

    # --- choosing

    def _offer(self, whose: str) -> None:
        services = self._services
        try:
            if whose == "own":
                found = services.assignments.own()
            elif whose == "chosen":
                found = services.letter_batch.offered(self._place.persons)
            else:
                found = services.letter_batch.everybody()
        except Fault as fault:
            self._refuse(fault)
        else:
            self.choice.set_persons(found)

    # --- making

    def _make(self) -> None:
        persons = self.choice.persons()
        if not persons or self.busy or self._stack.currentIndex():
            return
        self.banner.hide()
        services, choice = self._services, self.choice
        kind, language = choice.kind.key(), choice.language.key()
        task: Task[Batch] = Task(self, self._ended, self._failed)
        self._task = task
        self._show_running(0, len(persons))
        task.start(
            beside_desk(
                services,
                services.letter_batch,
                lambda desk: desk.make(persons, kind, language, self._tell, task.stop_wanted),
                write=True,
            )
        )

    def _show_running(self, first: int, total: int) -> None:
        self._far, self._began, self._from = (first, total), time.monotonic(), first
        self.stop.setEnabled(True)
        self._show_far()
        self._stack.setCurrentIndex(1)
        self.stop.setFocus(Qt.FocusReason.OtherFocusReason)
        self._timer.start()

    def _tell(self, done: int, total: int) -> None:
        self._far = (done, total)  # on the worker's thread; the timer reads it

    def _show_far(self) -> None:
        texts, (done, total) = self._texts, self._far
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        told = texts("batch.running", done=done, all=total)
        if done > self._from:
            seconds = (time.monotonic() - self._began) / (done - self._from) * (total - done)
            left = (
                texts("batch.left", minutes=round(seconds / 60))
                if seconds >= 60
                else texts("batch.left_soon")
            )
            told = f"{told} · {left}"
        self.far.setText(told if self.stop.isEnabled() else texts("batch.stopping"))

    def _end(self) -> None:
        if self._task is not None:
            self._task.stop()
            self.stop.setEnabled(False)
            self._show_far()

    def _ended(self, batch: Batch) -> None:
        self._rest()
        self.batch = batch
        self._places = dict.fromkeys(ACTS, 0)
        self._stack.setCurrentIndex(2)
        self.result.show_batch(batch, self.choice.names())

    def _failed(self, fault: Fault) -> None:
        self._rest()
        self._stack.setCurrentIndex(0)
        self._refuse(fault)

    def _rest(self) -> None:
        self._task = None
        self._timer.stop()

    # --- what was made

    def _print(self) -> None:
        # QtPrintSupport asks the system for its printers; no page but these needs it.
        from kpr_desktop_ui.pages.letters import printing  # noqa: PLC0415

        printer = printing.choose_printer(self) if self._count() and not self.busy else None
        if printer is None:
            return

        def out(desk: LetterDesk, letter: MadeLetter) -> None:
            desk.printed(letter)
            if not printing.print_pages(printer, desk.pages(letter, printing.PRINT_WIDTH)):
                raise UserFault("letters.print_failed")

        self._send("print", _sending(out))

    def _save(self) -> None:
        texts, services = self._texts, self._services
        folder = leaving.choose_folder(self, texts) if self._count() and not self.busy else None
        if folder is None:
            return
        purpose = ask_purpose(self, texts, services.written_files.risks(folder))
        if purpose:
            self._send("save", _sending(lambda desk, letter: desk.save_copy(letter, folder, purpose=purpose)))

    def _deliver(self) -> None:
        if not self._count() or self.busy:
            return
        count = self._count() - self._places["deliver"]
        dialog = BatchDeliveryDialog(self._texts, self._services, count, self)
        given = dialog.given if dialog.exec() else None
        dialog.deleteLater()
        if given is not None:
            way, on = given
            self._send(
                "deliver",
                lambda desk, made, first, tell, stop: desk.deliver(made, way, on, first, tell, stop),
            )

    def _send(self, what: str, act: _All) -> None:
        """Do it with every letter, beside the window; what was stopped on the way goes on from there."""
        services, made = self._services, self.batch.made if self.batch is not None else ()
        first = self._places[what]
        if not first:
            self._left_out[what] = ()
        self.banner.hide()
        task: Task[Sent] = Task(self, lambda sent: self._sent(what, act, sent), self._failed_sending)
        self._task = task
        self._show_running(first, len(made))
        task.start(
            beside_desk(
                services,
                services.letter_batch,
                lambda desk: act(desk, made, first, self._tell, task.stop_wanted),
                write=True,
            )
        )

    def _sent(self, what: str, act: _All, sent: Sent) -> None:
        self._rest()
        texts, total = self._texts, self._count()
        self._left_out[what] += sent.left_out
        done = sent.place - len(self._left_out[what])
        self._places[what] = sent.place % total
        if isinstance(sent.fault, UserFault) and given(self, texts, self._services, sent.fault):
            self._send(what, act)
            return
        if sent.fault is not None:
            self._tell_part(done, texts.fault(sent.fault), "stop")
        elif sent.place < total:
            self._tell_part(done, texts("batch.part_stopped"))
        elif done < total:
            self._tell_part(done, texts("batch.part_left_out"))
        else:
            self.told.emit(texts(f"batch.{what}_told", count=total))
        self._show_sent(what)  # last: the button in focus is scrolled to where it then stands

    def _show_sent(self, what: str) -> None:
        batch, total = self.batch, self._count()
        self._stack.setCurrentIndex(2)
        if batch is not None:
            self.result.show_batch(batch, self.choice.names(), self._left_out[what])
        self.result.show_rest({act: total - place if place else 0 for act, place in self._places.items()})

    def _tell_part(self, done: int, reason: str, kind: str = "warning") -> None:
        self.banner.set_message(kind, self._texts("batch.part", done=done, all=self._count(), reason=reason))
        self.banner.show()

    def _failed_sending(self, fault: Fault) -> None:
        self._rest()
        self._stack.setCurrentIndex(2)
        self._refuse(fault)

    def _count(self) -> int:
        return len(self.batch.made) if self.batch is not None else 0

    def _again(self) -> None:
        self.batch = None
        self.banner.hide()
        self._stack.setCurrentIndex(0)
        self.choice.focus_work()

    def _go_back(self) -> None:
        if self.busy:
            self._end()
        else:
            self.go.emit(PersonsPlace())

    def _refuse(self, fault: Fault) -> None:
        self.banner.set_message("stop", self._texts.fault(fault))
        self.banner.show()

    def _running(self) -> QWidget:
        view, theme = QWidget(), Theme.current()
        column = QVBoxLayout(view)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("l"))
        for widget in (self.far, self.bar):
            column.addWidget(widget)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return view

    def _connect(self) -> None:
        self.choice.whose_wanted.connect(self._offer)
        self.choice.make_wanted.connect(self._make)
        self.choice.back.clicked.connect(self._go_back)
        self.stop.clicked.connect(self._end)
        self.result.print.clicked.connect(self._print)
        self.result.save.clicked.connect(self._save)
        self.result.deliver.clicked.connect(self._deliver)
        self.result.again.clicked.connect(self._again)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for keys, act in (
            ("Ctrl+P", self._print),
            ("Ctrl+S", self._save),
            ("Escape", self._go_back),
            ("Ctrl+Return", self._make),
            ("Ctrl+Enter", self._make),
        ):
            QShortcut(key_sequence(keys), self, act, context=here)


def _sending(act: Act) -> _All:
    return lambda desk, made, first, tell, stop: desk.send(made, act, first, tell, stop)
