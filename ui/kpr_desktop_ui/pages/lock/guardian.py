"""Everything that is awake while somebody is logged in: the watch, the keys, the curtain, the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.lock.clipboard import ClipboardGuard
from kpr_desktop_ui.pages.lock.curtain import Curtain
from kpr_desktop_ui.pages.lock.lock_keys import LockKeys
from kpr_desktop_ui.pages.lock.lock_warning import LockWarning
from kpr_desktop_ui.pages.lock.lock_watch import LockWatch
from kpr_desktop_ui.pages.lock.stillness import Reason


class Guardian(LockWatch):
    """A watch with hands. `switch_wanted`: somebody else wants to log in; `help_wanted`: F1."""

    switch_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, texts: Texts, stack: QStackedWidget) -> None:
        super().__init__(stack)
        keys = {
            "lock": texts("shell.lock_keys"),
            "switch": texts("lock.keys_switch"),
            "curtain": texts("lock.keys_curtain"),
            "help": texts("shell.help_keys"),
        }  # the same in every language
        self._covering: QWidget | None = None
        self.keys = LockKeys(keys, self)
        self.keys.pressed.connect(self._pressed)
        self.curtain = Curtain(texts, stack)
        self.curtain.lifted.connect(self.touch)
        self.warning = LockWarning(texts, stack)
        self.warned.connect(self.warning.count)
        self.calmed.connect(self.warning.hide)
        self.clipboard = ClipboardGuard(self)

    def guard(self, widget: QWidget, minutes: int) -> None:
        """Somebody has logged in and works with `widget`."""
        self._covering = widget
        self.begin(minutes)
        self._keys_first()

    def guard_instead(self, widget: QWidget) -> None:
        """The same person works on with another widget."""
        self._covering = widget

    def speak(self, texts: Texts) -> None:
        """Go on in another language; how long somebody has been logged in goes on too."""
        self.curtain.speak(texts)
        self.warning.speak(texts)

    def end(self) -> None:
        """Nobody is logged in."""
        super().end()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self.keys)

    def draw_curtain(self) -> None:
        """Cover the window, or show it again."""
        if self.curtain.drawn:
            self.curtain.lift()
        elif self._covering is not None:
            self.curtain.draw(self._covering)
            self._keys_first()

    def _keys_first(self) -> None:
        """The filter that was installed last hears first."""
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self.keys)

    def _pressed(self, name: str) -> None:
        if name == "lock":
            self._want(Reason.KEY)
        elif name == "switch":
            self.switch_wanted.emit()
        elif name == "help" and not self.curtain.drawn:
            self.touch()
            self.help_wanted.emit()
        else:
            self.touch()
            self.draw_curtain()
