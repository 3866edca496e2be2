"""A scrolling form that scrolls only when it has to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from kpr_desktop_ui.pages.persons.form_scroll import FormScroll


class FormArea(FormScroll):
    """FormScroll for wrapped texts: their height follows from the width, not from the narrowest they could be."""

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(widgets, parent)
        holder = self.takeWidget()
        holder.setMinimumHeight(1)
        self.setWidget(holder)
