"""The window. It imports next to nothing, so that it is painted at once; what is in it comes right after that."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from kpr_desktop_ui.pages.desk import Desk

NAME = "KPR Desktop"
"""The program's name: the whole window title, in every language. Never a person's name."""


class MainWindow(QMainWindow):
    """The one window. `prepare` makes its content, after the first paint or when `begin` is called.

    `first_painted`: the window has been seen for the first time; `ready`: its first page can be used.
    """

    first_painted = Signal()
    ready = Signal()

    def __init__(self, prepare: Callable[[], Desk]) -> None:
        super().__init__()
        self._prepare = prepare
        self._desk: Desk | None = None
        self._painted = False
        self.setWindowTitle(NAME)
        self.setMinimumSize(960, 600)
        self.resize(1366, 768)

    @property
    def desk(self) -> Desk:
        """What is in the window."""
        return self.begin()

    def begin(self) -> Desk:
        """Fill the window, if that has not been done."""
        if self._desk is None:
            self._desk = self._prepare()
            from kpr_desktop_ui.theme import Theme  # noqa: PLC0415 - the desk has loaded it by now

            Theme.current().dress(self)
            self._desk.ready.connect(self.ready)
            self.setCentralWidget(self._desk)
            self._desk.begin()
        return self._desk

    def sizeHint(self) -> QSize:
        return QSize(1366, 768)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._after_first_paint)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._desk is None or self._desk.close_vault())

    def _after_first_paint(self) -> None:
        self.first_painted.emit()
        self.begin()
