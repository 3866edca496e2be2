"""What can be read off a window, by an eye and by a screen reader, and what of it must not be read there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QScrollBar, QWidget

_NUMBER = re.compile(r"(?<!\w)\d+(?!\w)")
_SAID = ("text", "toPlainText", "currentText", "displayText", "placeholderText", "title")
_KEPT = ("toolTip", "statusTip", "whatsThis", "accessibleName", "accessibleDescription", "windowTitle")
_NODE = QAccessible.Text
_TOLD = (_NODE.Name, _NODE.Description, _NODE.Value, _NODE.Help, _NODE.Accelerator)
_NO_WIDTH = "\u200b"


@dataclass(frozen=True)
class Read:
    """One text that was read, and where."""

    where: str
    text: str


@dataclass
class Eye:
    """Looks for secrets. `widgets` and `nodes` count what was read of, `hidden` those that said they were."""

    widgets: int = 0
    nodes: int = 0
    hidden: int = 0

    def search(self, secrets: Iterable[str]) -> list[str]:
        """One line for each secret or number that stands in a window that is seen."""
        found, wanted = [], [each.casefold() for each in secrets]
        for read in self._everything():
            text = read.text.replace(_NO_WIDTH, "").casefold()
            if any(secret in text for secret in wanted) or _NUMBER.search(text):
                found.append(f"{read.where}: {read.text!r}")
        return found

    def _everything(self) -> Iterator[Read]:
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                for widget in (window, *window.findChildren(QWidget)):
                    if widget.isVisible():
                        self.widgets += 1
                        yield from _on(widget)
                yield from self._told(QAccessible.queryAccessibleInterface(window), "window")

    def _told(self, node: QAccessibleInterface, path: str) -> Iterator[Read]:
        self.nodes += 1
        if node.state().invisible:
            self.hidden += 1
            return
        for part in _TOLD:
            # How far a bar is scrolled is told as a number, and is none of ours.
            if node.role() != QAccessible.Role.ScrollBar and (text := node.text(part)):
                yield Read(f"screen reader {path} {part.name}", text)
        for at in range(node.childCount()):
            if (child := node.child(at)) is not None:
                yield from self._told(child, f"{path}/{child.role().name}")


def _on(widget: QWidget) -> Iterator[Read]:
    name = type(widget).__name__
    if isinstance(widget, QScrollBar):
        return
    for part in (*_SAID, *_KEPT):
        read = getattr(widget, part, None)
        if callable(read) and isinstance(text := read(), str) and text:
            yield Read(f"{name} {part}", text)
    drawn = getattr(widget, "drawn_texts", None)
    if callable(drawn):
        for each in drawn():
            yield Read(f"{name} drawn", each.text)


def hidden_nodes(part: QWidget) -> tuple[int, int]:
    """Of a part that is hidden: how many widgets it has, and how many of them a screen reader is told are seen."""
    widgets = [part, *part.findChildren(QWidget)]
    nodes = (QAccessible.queryAccessibleInterface(widget) for widget in widgets)
    return len(widgets), sum(node is not None and not node.state().invisible for node in nodes)
