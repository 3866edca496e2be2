"""Who the page is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets.flow_layout import FlowLayout
from kpr_desktop_ui.widgets.label import Label
from kpr_desktop_ui.widgets.state_chip import StateChip


class PersonHead(QWidget):
    """A name, some facts and some chips; goes on in the next line when there is no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = FlowLayout(self, Theme.current().space("m"))

    def set_person(self, name: str, facts: Sequence[str] = (), chips: Sequence[tuple[str, str]] = ()) -> None:
        """Show a person: facts are short texts, chips are (text, kind)."""
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._add(Label(name, "title", wrap=len(name) > 40))
        for fact in facts:
            self._add(Label(fact, "muted", wrap=False))
        for text, kind in chips:
            self._add(StateChip(text, kind))
        self.setAccessibleName(name)
        self.updateGeometry()

    def _add(self, widget: QWidget) -> None:
        self._row.addWidget(widget)
        widget.show()
