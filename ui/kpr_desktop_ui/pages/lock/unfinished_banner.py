"""What a lock stopped, offered again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.places import Place, SettingsPlace, SubmissionPlace
from kpr_desktop_ui.widgets.banner import Banner

EXPORT, CODES = "export", "codes"
"""Names of long work (`tasks.run(again=…)`)."""
_PLACES: dict[str, Callable[[], Place]] = {EXPORT: SubmissionPlace, CODES: lambda: SettingsPlace("codes")}


class UnfinishedBanner(Banner):
    """Says what was not finished and leads there. `go(place)`: the person wants to."""

    go = Signal(object)

    def __init__(self, texts: Texts) -> None:
        super().__init__("warning", "", texts("lock.unfinished_go"))
        self._texts = texts
        self._name = ""
        self.acted.connect(self._lead)
        self.hide()

    @property
    def open(self) -> bool:
        """Whether something is still to be told."""
        return bool(self._name)

    @property
    def work(self) -> tuple[str, ...]:
        """The name of what is still to be told, if any."""
        return (self._name,) if self._name else ()

    def show_unfinished(self, name: str) -> None:
        """Tell of this work; a name of another version tells nothing."""
        if name in _PLACES:
            self._name = name
            self.set_message("warning", self._texts(f"lock.unfinished_{name}"))
            self.show()

    def _lead(self) -> None:
        name, self._name = self._name, ""
        self.hide()
        self.go.emit(_PLACES[name]())
