"""A step that takes a while, in front of the window: what is done, how far, and a way to stop where there is one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.backup_ports import Told
from kpr_desktop_ui.tasks import run
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Label

T = TypeVar("T")


class _Told(QObject):
    far = Signal(str, int)


class ProgressDialog(QDialog, Generic[T]):
    """Runs `work` on a worker thread and closes when it has ended: `result` or `fault` then tells how.

    `stop`: the words of the button that stops it (the work ends by UserFault backup.stopped); empty = it cannot.
    """

    def __init__(
        self, parent: QWidget | None, texts: Texts, title: str, work: Callable[[Told], T], stop: str = ""
    ) -> None:
        super().__init__(parent)
        self._texts, self._work = texts, work
        self._stop = threading.Event()
        self._over = False
        self._last = ("", 0)
        self.result_: T | None = None
        self.fault: Fault | None = None
        theme = Theme.current()
        self.setWindowTitle("KPR Desktop")
        self.setAccessibleName(title)
        self.setMinimumWidth(theme.px(440))
        self.step = Label(texts("backup.step_begin"), "muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self.stop = Button(stop)
        self.stop.setVisible(bool(stop))
        self.stop.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("m"))
        for widget in (Label(title, "heading"), self.step, self.bar):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.stop)
        column.addLayout(row)
        self._told = _Told()  # nobody's child: a lock may close the dialog while the work goes on and tells
        self._told.far.connect(self._show)

    def exec(self) -> int:
        """Begin, and wait for the end."""
        run(self, lambda: self._work(self._tell), self._done, self._failed)
        return super().exec()

    def reject(self) -> None:
        """Esc and the button ask the work to stop; the dialog goes when it has."""
        if self._over:
            super().reject()
        elif not self.stop.isHidden():
            self._stop.set()
            self.stop.setEnabled(False)
            self.step.setText(self._texts("backup.step_stopping"))

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def _tell(self, step: str, part: int) -> None:
        if self._stop.is_set() and step != "done":
            raise UserFault("backup.stopped")
        if (step, part) != self._last:  # work that tells of every row must not drown the window
            self._last = (step, part)
            self._told.far.emit(step, part)

    def _show(self, step: str, part: int) -> None:
        self.bar.setValue(part)
        if not self._stop.is_set():
            self.step.setText(self._texts(f"backup.step_{step}"))

    def _done(self, result: T) -> None:
        self.result_, self._over = result, True
        self.accept()

    def _failed(self, fault: Fault) -> None:
        self.fault, self._over = fault, True
        self.reject()


def watched(
    parent: QWidget | None, texts: Texts, title: str, work: Callable[[Told], T], stop: str = ""
) -> tuple[T | None, Fault | None]:
    """Run `work` behind such a dialog; its result, or what went wrong (backup.stopped when it was stopped)."""
    dialog: ProgressDialog[T] = ProgressDialog(parent, texts, title, work, stop)
    dialog.exec()
    dialog.deleteLater()
    return dialog.result_, dialog.fault
