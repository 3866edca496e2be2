"""A dialog whose text a lock keeps."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from kpr_desktop_ui.pages.dialog_keeper import DialogKeeper
from kpr_desktop_ui.pages.typed_fields import FOCUS, fill, focused, read


class KeepingDialog(QDialog):
    """Keeps what a person changed in its fields. With `kept_as` empty nothing is kept: it has no text, or a secret."""

    kept_as = ""
    kept_about = ""
    _first: Mapping[str, str] | None = None

    def kept(self) -> dict[str, str]:
        """What stands in it and did not stand there when it came up, and where the caret is; secrets left out."""
        first = self._first or {}
        changed = {name: text for name, text in read(self).items() if text != first.get(name)}
        return {**changed, FOCUS: focused(self)} if changed else {}

    def give_back(self, kept: Mapping[str, str]) -> None:
        """Put it in again."""
        fill(self, kept)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._first is None and self.kept_as:
            self._first = read(self)
            if (keeper := _keeper(self)) is not None:
                keeper.shown(self)

    def done(self, answer: int) -> None:
        """Every way out leads here."""
        super().done(answer)
        if self.kept_as and (keeper := _keeper(self)) is not None:
            keeper.closed(self)


def _keeper(dialog: QWidget) -> DialogKeeper | None:
    """The keeper of the frame that the dialog belongs to."""
    above = dialog.parentWidget()
    while above is not None:
        if isinstance(found := getattr(above, "keeper", None), DialogKeeper):
            return found
        above = above.parentWidget()
    return None
