"""Remembering how much room a text takes: layouts ask again and again."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from kpr_desktop_ui.theme import Theme


class Measures:
    """Lengths of one widget in pixels, each measured once for a theme; they live and die with the widget."""

    __slots__ = ("_known", "_theme")

    def __init__(self) -> None:
        self._theme: Theme | None = None
        self._known: dict[Hashable, int] = {}

    def get(self, what: Hashable, measure: Callable[[], int]) -> int:
        """The length called `what`, measured unless it is known."""
        theme = Theme.current()
        if theme is not self._theme:
            self._theme = theme
            self._known.clear()
        if what not in self._known:
            self._known[what] = measure()
        return self._known[what]

    def forget(self) -> None:
        """The text is another."""
        self._known.clear()
