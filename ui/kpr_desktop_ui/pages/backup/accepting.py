"""Case files that came incomplete out of a damaged vault: who they are, and letting them be shown."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.salvaging import IncompleteDesk
from kpr_desktop_ui.pages.backup.reason_dialog import ask_reason

_NAMED = 60
"""So many user numbers stand in the dialog; `kpr accept` lists them all."""


def accept_incomplete(parent: QWidget, texts: Texts, desk: IncompleteDesk) -> int:
    """Ask why, and accept all; how many, 0 when the person thought better of it. Raises what the desk raises."""
    numbers = [each.user_number for each in desk.all()]
    shown = numbers[:_NAMED] + ["…"] * (len(numbers) > _NAMED)
    said = ask_reason(
        parent,
        texts,
        texts("salvage.accept_title"),
        texts("salvage.accept_text", numbers=", ".join(shown)),
        texts("salvage.accept_yes"),
        kept="salvage.accept",
    )
    return desk.accept(said) if said else 0
