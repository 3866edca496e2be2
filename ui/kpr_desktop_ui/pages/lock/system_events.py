"""What the system tells of: the machine falls asleep, the screen is locked, another user takes over."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal


class SystemEvents(QObject):
    """Tells nothing; each system has its own. `happened(reason)`: see `stillness.Reason`.

    macOS: Qt passes none of its notices on; there sleep is noticed by its time, and the rest by stillness.
    """

    happened = Signal(str)

    def begin(self) -> None:
        """Listen."""

    def end(self) -> None:
        """Listen no more."""


if sys.platform == "linux":

    def system_events(parent: QObject) -> SystemEvents:
        """The one of this system."""
        from kpr_desktop_ui.pages.lock.linux_events import LinuxEvents  # noqa: PLC0415 - D-Bus is on Linux only

        return LinuxEvents(parent)

elif sys.platform == "win32":  # pragma: no cover - Windows alone

    def system_events(parent: QObject) -> SystemEvents:
        """As above."""
        from kpr_desktop_ui.pages.lock.windows_events import WindowsEvents  # noqa: PLC0415 - as above

        return WindowsEvents(parent)

else:  # pragma: no cover - macOS alone

    def system_events(parent: QObject) -> SystemEvents:
        """As above."""
        return SystemEvents(parent)
