"""Knows what stood typed in the open dialogs when the program locked, and gives it back to them. Never a secret."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kpr_desktop_ui.widgets.dialogs import open_dialogs

FORM = "dialogs"
"""What a lock calls the texts of all dialogs together."""
Reopen = Callable[[str], object]
"""Opens a dialog anew; the text says which one: the `kept_about` of the dialog."""


@runtime_checkable
class Keeps(Protocol):
    """A dialog whose text a lock keeps. `kept_as` is its name, `kept_about` whom or what it is about (an id)."""

    kept_as: str
    kept_about: str

    def kept(self) -> Mapping[str, str]:
        """What stands in it and did not stand there when it came up; nothing secret."""
        ...

    def give_back(self, kept: Mapping[str, str]) -> None:
        """Put it in again. What this version has no field for is left out."""
        ...


@dataclass(frozen=True, slots=True)
class _Waiting:
    """The text of one dialog."""

    name: str
    about: str
    values: dict[str, str] = field(default_factory=dict)


class DialogKeeper(QObject):
    """Knows the open dialogs of the frame that owns it, and what waits to be given back to them.

    Text that cannot be given back at once (the dialog comes up only after another answer) waits for the next time that
    dialog is opened, from lock to lock. `changed` is called with what is left when some of it was dealt with.
    """

    def __init__(self, owner: QWidget, changed: Callable[[str], object]) -> None:
        super().__init__(owner)
        self._changed = changed
        self._waiting: list[_Waiting] = []
        self._over = False

    def take(self, text: str) -> None:
        """What the last lock left behind. What is of another version is let go."""
        try:
            found = [
                _Waiting(str(e["name"]), str(e["about"]), dict(e["values"])) for e in json.loads(text or "[]")
            ]
        except (ValueError, KeyError, TypeError):
            found = []
        self._waiting = found

    def reopen(self, page: QWidget) -> None:
        """Open the dialogs that can be opened from this page; they fill themselves when they come up."""
        for each in list(self._waiting):
            ways = [way for name, way in _ways(page) if name == each.name]
            if ways and each in self._waiting:
                ways[0](each.about)

    def shown(self, dialog: Keeps) -> None:
        """A dialog has come up."""
        for each in self._waiting:
            if (each.name, each.about) == (dialog.kept_as, dialog.kept_about):
                dialog.give_back(each.values)

    def closed(self, dialog: Keeps) -> None:
        """It was answered or given up: then its text is not wanted any more."""
        mine = (dialog.kept_as, dialog.kept_about)
        left = [each for each in self._waiting if (each.name, each.about) != mine]
        if len(left) < len(self._waiting) and not self._over:
            self._waiting = left
            self._changed(self.text())

    def keep(self) -> str:
        """The lock is here: the text of every open dialog, and what still waited."""
        for top in open_dialogs():
            if isinstance(top, Keeps) and top.kept_as:
                self._put(_Waiting(top.kept_as, top.kept_about, dict(top.kept())))
        self._over = True
        return self.text()

    def text(self) -> str:
        """All that waits, as a text for `take`; empty when nothing does."""
        return json.dumps([asdict(each) for each in self._waiting]) if self._waiting else ""

    def _put(self, new: _Waiting) -> None:
        self._waiting = [e for e in self._waiting if (e.name, e.about) != (new.name, new.about)]
        if new.values:
            self._waiting.append(new)


def _ways(page: QWidget) -> Iterator[tuple[str, Reopen]]:
    """Everything in the page that says how a dialog is opened, in an attribute `reopens`."""
    for each in (page, *page.findChildren(QWidget)):
        yield from getattr(each, "reopens", {}).items()
