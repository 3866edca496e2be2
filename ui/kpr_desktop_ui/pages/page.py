"""What every page has."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kpr_desktop_ui.pages.places import Place


class Page(QWidget):
    """One screen inside the window's frame.

    A page is built afresh for each visit, as `SomePage(texts, services, place)`; then the window calls `enter`.
    `go(place)` asks for another place, `told(text)` shows a short word of what happened, `undoable(text, undo)` that
    with a way to take it back, as long as the page is there. `head_changed` tells that the top bar's words are
    others. `plain_wanted(True)` asks for the whole window, with nothing around the page; False gives it back.
    `form_name`: what a lock calls the form that can stand half-typed here; empty for a page that saves as one types.
    """

    go = Signal(object)
    told = Signal(str)
    undoable = Signal(str, object)
    head_changed = Signal()
    plain_wanted = Signal(bool)

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.title = title
        self.facts: tuple[str, ...] = ()
        self.chips: tuple[tuple[str, str], ...] = ()
        self.form_name = ""

    def set_head(self, title: str, facts: Sequence[str] = (), chips: Sequence[tuple[str, str]] = ()) -> None:
        """The words of the top bar: a title or a person's name, short facts, and chips of (text, kind)."""
        self.title, self.facts, self.chips = title, tuple(facts), tuple(chips)
        self.head_changed.emit()

    def enter(self) -> None:
        """Fill the page and put the focus where work begins. Called when the page is on screen, and to refresh it."""

    def leave(self) -> bool:
        """Whether the page may be left; it saves or asks first."""
        return True

    def let_go(self) -> bool:
        """Whether the vault may be closed under the page. A page that can not save asks; it never just says no."""
        return self.leave()

    def help(self) -> tuple[str, str]:
        """What F1 tells of the thing in hand here, as (what it is, text); empty: the field in focus tells of itself."""
        return "", ""

    def here(self) -> Place | None:
        """Where one is now, with the tab that was turned to; None: where one went. A lock keeps it."""
        return None

    def keep(self) -> None:
        """The program is being locked: save what can be saved, and ask nothing."""

    def half_typed(self) -> str:
        """What stands in the form and is not saved, as a text for `take_back`; empty for nothing."""
        return ""

    def take_back(self, kept: str) -> None:
        """Put what stood half-typed at a lock in again. ValueError, KeyError or TypeError: it is of another version."""
