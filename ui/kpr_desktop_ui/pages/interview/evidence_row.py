"""How an answer is known: four chips, any number of them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.model import CodeList
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.interview.roving import Roving
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import FlowLayout, ToggleChip


class EvidenceRow(QWidget):
    """Chips from our list `evidence`. `changed(ways)` tells of a person's gesture with the ways as they are then.

    F2 to F5 turn a chip from everywhere on the screen, text fields included.
    """

    changed = Signal(object)

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._chips: dict[str, ToggleChip] = {}
        self._roving = Roving([], self)
        self._flow = FlowLayout(self, Theme.current().space("s"))

    def set_list(self, codes: CodeList) -> None:
        """Make the chips, once."""
        for place, code in enumerate(codes.codes, start=1):
            chip = ToggleChip(code.code, code.label.in_(self._texts.language))
            key = self._texts("interview.evidence_key", number=str(place + 1))
            chip.setToolTip(key)
            chip.setAccessibleDescription(key)
            chip.toggled_by_user.connect(self.turn)
            self._chips[code.code] = chip
            self._flow.addWidget(chip)
        self._roving = Roving(list(self._chips.values()), self)
        self.setAccessibleName(codes.name.in_(self._texts.language))

    def chips(self) -> dict[str, ToggleChip]:
        """The chips by code, in the order of their keys."""
        return dict(self._chips)

    def show_ways(self, ways: Iterable[str]) -> None:
        """Show how an answer is known; no signal."""
        known = frozenset(ways)
        for code, chip in self._chips.items():
            chip.set_on(code in known)

    def ways(self) -> frozenset[str]:
        """The ways that are on."""
        return frozenset(code for code, chip in self._chips.items() if chip.is_on())

    def turn(self, code: str) -> None:
        """Turn one way on or off, as a person's gesture."""
        self._chips[code].set_on(not self._chips[code].is_on())
        self._roving.set_current(list(self._chips).index(code))
        self.changed.emit(self.ways())

    def turn_place(self, place: int) -> bool:
        """Turn the chip with a place's key (1 is the first). Gives whether there is one."""
        codes = list(self._chips)
        if not 1 <= place <= len(codes):
            return False
        self.turn(codes[place - 1])
        return True

    def fields(self) -> list[QWidget]:
        """The one chip that stands in the tab order; the arrow keys move among them."""
        return [self._roving.current] if self._chips else []
