"""A person at the keyboard and the mouse: key events to the window that has the focus, clicks at places on it.

Nothing here calls what a page does; it reads what stands on the screen, and acts as hands would.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QKeySequence, QPainter, QPixmap, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QWidget
from shiboken6 import isValid

SECONDS = 20.0
"""How long something may take before the person gives up."""
_MOST_TABS = 120
_UNEXPECTED = 10.0
"""Seconds that a dialog may stand which nobody expected: one that shows progress goes by itself."""


class Stuck(AssertionError):
    """What a person waited for did not come. The text is a plain sentence."""


def drain() -> None:
    """Let everything that waits happen now, deletions too."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def combination(keys: str) -> tuple[Qt.Key, Qt.KeyboardModifier]:
    """`Ctrl+Enter`, `Shift+Tab`, `5` … as key and modifiers; Enter is the one beside the letters."""
    parts = ["Return" if part == "Enter" else part for part in keys.split("+")]
    found = QKeySequence("+".join(parts))
    if found.count() != 1 or found[0].key() == Qt.Key.Key_unknown:
        raise ValueError(f"no such key: {keys}")
    return found[0].key(), found[0].keyboardModifiers()


class Driver:
    """Hands for one window. `folder` takes the screenshots, numbered in the order they are made."""

    def __init__(self, window: QWidget, folder: Path | None = None) -> None:
        self.window = window
        self.pictures: list[Path] = []
        self._folder = folder
        self._faults: list[BaseException] = []

    def show(self) -> None:
        """Put the window on the screen and wait until it has the focus."""
        self.window.show()
        self.window.activateWindow()
        if not QTest.qWaitForWindowExposed(self.window):
            raise Stuck("The window did not come up.")
        QTest.qWaitForWindowActive(self.window)
        drain()

    # --- where things are

    def front(self) -> QWidget:
        """The window that takes the keys: a dialog in front, else the window itself."""
        return QApplication.activeModalWidget() or self.window

    def focus(self) -> QWidget | None:
        """The widget that has the caret."""
        return QApplication.focusWidget() or self.front().focusWidget()

    def focus_name(self) -> str:
        """What a screen reader calls it."""
        focus = self.focus()
        return focus.accessibleName() if focus is not None else ""

    def texts(self, within: QWidget | None = None) -> list[str]:
        """Every text that stands in sight: labels, buttons, fields, painted cards and table cells."""
        return list(texts_in(within or self.front()))

    # --- keys

    def press(self, keys: str, inside: Callable[[], None] | None = None) -> None:
        """Press one key or combination. `inside` is what the person does in the dialog that comes up then."""
        key, held = combination(keys)
        with self._dialog(inside):
            text = chr(key) if held == Qt.KeyboardModifier.NoModifier and 32 <= key < 127 else ""
            self._key(key, text or _control_text(key, held), held)
        drain()

    def type(self, text: str) -> None:
        """Type a text, key by key, to the widget that has the focus."""
        for char in text:
            key = Qt.Key.Key_Return if char == "\n" else Qt.Key.Key_Tab if char == "\t" else _key_of(char)
            self._key(key, "\r" if char == "\n" else char, Qt.KeyboardModifier.NoModifier)
        drain()

    def replace(self, text: str) -> None:
        """Type over everything that stands in the field."""
        self.press("Ctrl+A")
        if text:
            self.type(text)
        else:
            self.press("Delete")

    def paste(self, text: str) -> None:
        """Put a text on the clipboard and paste it over everything that stands in the field."""
        QGuiApplication.clipboard().setText(text)
        self.press("Ctrl+A")
        self.press("Delete")
        self.press("Ctrl+V")

    def choose(self, text: str) -> None:
        """Choose the entry that begins with `text` (or holds it) in the list that has the focus, by arrow keys."""
        box = self.focus()
        if not isinstance(box, QComboBox):
            raise Stuck(f"«{self.focus_name()}» is no list to choose from.")
        entries = [box.itemText(index) for index in range(box.count())]
        wanted = next((i for i, entry in enumerate(entries) if entry.startswith(text)), -1)
        if wanted < 0:
            wanted = next((i for i, entry in enumerate(entries) if text in entry), -1)
        if wanted < 0:
            raise Stuck(f"The list «{self.focus_name()}» has no entry with «{text}».")
        steps = wanted - box.currentIndex()
        for _ in range(abs(steps)):
            self.press("Down" if steps > 0 else "Up")
        if box.currentIndex() != wanted:
            raise Stuck(f"The arrow keys did not lead to «{text}» in «{self.focus_name()}».")

    def tab_to(self, name: str, *, back: bool = False) -> QWidget:
        """Press Tab until the widget with this accessible name has the focus."""
        seen = []
        for _ in range(_MOST_TABS):
            focus = self.focus()
            if focus is not None and focus.accessibleName() == name:
                if focus.visibleRegion().isEmpty():
                    raise Stuck(f"«{name}» has the focus but can not be seen.")
                return focus
            seen.append(self.focus_name())
            self.press("Shift+Tab" if back else "Tab")
        raise Stuck(f"Tab never came to «{name}»; it came to {sorted(set(seen))}.")

    def tab_onto(self, widget: QWidget) -> None:
        """Press Tab until this very widget has the focus."""
        for _ in range(_MOST_TABS):
            focus = self.focus()
            if focus is widget or (focus is not None and widget.isAncestorOf(focus)):
                return
            self.press("Tab")
        raise Stuck(f"Tab never came to «{widget.accessibleName()}».")

    def fill(self, name: str, text: str) -> None:
        """Tab to a field and type over what stands there."""
        self.tab_to(name)
        self.replace(text)

    # --- mouse

    def click(self, widget: QWidget, inside: Callable[[], None] | None = None) -> None:
        """Click the middle of a widget, at its place on its window."""
        top = widget.window()
        at = widget.mapTo(top, widget.rect().center())
        with self._dialog(inside):
            handle = top.windowHandle()
            if handle is None:
                raise Stuck("The window to click in is not there.")
            QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        drain()

    def close(self) -> None:
        """Close the window by its cross, and say yes to whatever it asks first."""
        timer = QTimer()
        timer.setInterval(20)
        timer.timeout.connect(_accept)
        timer.start()
        self.window.close()
        timer.stop()
        drain()

    # --- waiting and pictures

    def wait_until(self, condition: Callable[[], object], what: str, seconds: float = SECONDS) -> None:
        """Wait while the program works. `what` says what was to happen, for the person who reads the failure."""
        end = time.monotonic() + seconds
        while True:
            drain()
            self._raise()
            if condition():
                return
            if time.monotonic() > end:
                raise Stuck(f"{what} did not happen within {seconds:.0f} seconds.")
            QTest.qWait(5)

    def shot(self, name: str) -> Path | None:
        """A picture of the window with the dialogs in front of it, as `<number>-<name>.png`."""
        drain()
        if self._folder is None:
            return None
        picture = self.picture()
        path = self._folder / f"{len(self.pictures) + 1:02}-{name}.png"
        if not picture.save(str(path)):
            raise Stuck(f"The picture {path.name} could not be written.")
        self.pictures.append(path)
        return path

    def picture(self) -> QPixmap:
        """The window as it stands, with the dialogs in front of it."""
        picture = self.window.grab()
        self._paint_dialogs(picture)
        return picture

    # --- inside

    def _paint_dialogs(self, picture: QPixmap) -> None:
        painter = QPainter(picture)
        for top in QApplication.topLevelWidgets():
            if top is not self.window and top.isVisible() and not top.size().isEmpty():
                if isinstance(top, QDialog):
                    place = QPoint(
                        (self.window.width() - top.width()) // 2, (self.window.height() - top.height()) // 2
                    )
                else:
                    place = top.mapToGlobal(QPoint()) - self.window.mapToGlobal(QPoint())
                if isinstance(top, QDialog):
                    # Where there is no window manager a dialog has no frame: it gets one here.
                    painter.fillRect(picture.rect(), QColor(0, 0, 0, 70))
                painter.drawPixmap(place, top.grab())
                painter.drawRect(QRect(place, top.size()).adjusted(-1, -1, 0, 0))
        painter.end()

    def _key(self, key: Qt.Key, text: str, held: Qt.KeyboardModifier) -> None:
        target = self._window()
        QTest.sendKeyEvent(QTest.KeyAction.Press, target, key, text, held)
        if isValid(target):  # a key that closed its window is let go of elsewhere
            QTest.sendKeyEvent(QTest.KeyAction.Release, target, key, text, held)

    def _window(self) -> QWindow | QWidget:
        popup = QApplication.activePopupWidget()
        if popup is None and QApplication.activeWindow() is None:
            # Where there is no window manager, nobody gives the focus back when a list has been folded up.
            self.front().activateWindow()
            drain()
        front = popup or self.front()
        handle = front.windowHandle()
        if handle is not None and isValid(handle):
            return handle
        return front.focusWidget() or front

    @contextmanager
    def _dialog(self, inside: Callable[[], None] | None) -> Iterator[None]:
        """A dialog keeps the act that opened it waiting; what is done in it is done from a timer."""
        before = QApplication.activeModalWidget()
        began = time.monotonic()
        timer = QTimer()
        timer.setInterval(5)
        done = [inside is None]

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None or dialog is before or not dialog.isVisible():
                return
            if not done[0] and inside is not None:
                done[0] = True
                try:
                    drain()
                    inside()
                except BaseException as fault:  # noqa: BLE001 - told when the act is over
                    self._faults.append(fault)
                    _close_all(before)
            elif inside is None and time.monotonic() > began + _UNEXPECTED:
                self._faults.append(
                    Stuck(f"A question came up that nobody expected: «{dialog.accessibleName()}».")
                )
                _close_all(before)

        timer.timeout.connect(look)
        timer.start()
        yield
        end = time.monotonic() + 2
        while not done[0] and not self._faults and time.monotonic() < end:
            QTest.qWait(5)
        timer.stop()
        timer.deleteLater()
        self._raise()
        if not done[0]:
            raise Stuck("The dialog that was to come up did not.")

    def _raise(self) -> None:
        if self._faults and QApplication.activeModalWidget() is None:
            fault, self._faults = self._faults[0], []
            raise fault


def _accept() -> None:
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        dialog.accept()


def _close_all(but: QWidget | None) -> None:
    for _ in range(10):
        dialog = QApplication.activeModalWidget()
        if dialog is None or dialog is but:
            return
        if isinstance(dialog, QDialog):
            dialog.reject()
        else:
            dialog.close()


def _control_text(key: Qt.Key, held: Qt.KeyboardModifier) -> str:
    """What a key writes besides letters: Enter, backspace and the like write control characters."""
    if held & Qt.KeyboardModifier.ControlModifier:
        return ""
    return {
        Qt.Key.Key_Return: "\r",
        Qt.Key.Key_Tab: "\t",
        Qt.Key.Key_Backspace: "\b",
        Qt.Key.Key_Delete: "\x7f",
        Qt.Key.Key_Escape: "\x1b",
    }.get(key, "")


def _key_of(char: str) -> Qt.Key:
    code = ord(char.upper()) if len(char.upper()) == 1 else ord(char)
    with suppress(ValueError):
        return Qt.Key(code)
    return Qt.Key.Key_unknown


def texts_in(widget: QWidget) -> Iterator[str]:
    """The texts that the widget and everything in it show, as they are drawn."""
    for each in (widget, *widget.findChildren(QWidget)):
        if not each.isVisible():
            continue
        if isinstance(each, QLabel):
            yield each.text()
        painted = getattr(each, "drawn_texts", None)
        if painted is not None:
            yield from (drawn.text for drawn in painted())
        for read in ("toPlainText", "currentText", "displayText", "text"):
            if not isinstance(each, QLabel) and hasattr(each, read):
                yield str(getattr(each, read)())
                break


def settled(look: Callable[[], list[str]], seconds: float = 2.0) -> list[str]:
    """What `look` finds once the layout has come to rest: an empty list at once, anything else after `seconds`."""
    end = time.monotonic() + seconds
    QTest.qWait(20)
    while (found := look()) and time.monotonic() < end:
        QTest.qWait(20)
    return found
