"""Telling an administrator that the vault was opened by its recovery sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.usecases.recovery import RecoveryDesk
from kpr_desktop_ui.widgets.dialogs import tell


def tell_uses(parent: QWidget, texts: Texts, desk: RecoveryDesk) -> None:
    """At the first log-in after it, once to each administrator. It is told before it counts as told."""
    for use in (untold := desk.uses_untold()):
        words = texts(
            "recovery.was_used",
            name=use.name,
            date=in_table(use.at.date()),
            time=in_clock(use.at, texts.language),
        )
        tell(parent, texts("recovery.was_used_title"), words, texts("recovery.was_used_ok"))
    if untold:
        desk.told()
