"""One chosen file of diagnosis codes: which register it is, what it holds, and the button that reads it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.diagnosis_codes import Preview
from kpr_desktop_ui.pages.persons.fact_list import FactList
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Button, Card, Columns, ComboBox, Field, Label

_NARROW = 640
_LINES = 5
"""So many lines are named of those that are left out for one reason."""


class CodeImportCard(Card):
    """What is chosen, what it holds, two buttons: `wanted(system, year)` and `given_up`.

    `system_chosen(system)`: the person takes the file for another register.
    """

    system_chosen = Signal(str)
    wanted = Signal(str, int)
    given_up = Signal()

    def __init__(
        self,
        texts: Texts,
        systems: Sequence[tuple[str, str]],
        years: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        self._texts = texts
        self.file = Label("", "heading")
        self.system = ComboBox(systems)
        self.year = ComboBox([(str(year), str(year)) for year in years])
        self.year_field = Field(texts("settings.codes_year"), self.year, texts("settings.codes_year_hint"))
        self.state = Label("", "strong")
        self.fault = Label("", "error")
        self.examples = FactList()
        self.left_out = Label("", "muted")
        self.read_in = Button(texts("settings.codes_read_in"), "primary")
        self.cancel = Button(texts("settings.codes_cancel"))
        self._lay_out()
        self._year_chosen = False
        self.system.chosen.connect(self.system_chosen)
        self.year.chosen.connect(self._choose_year)
        self.read_in.clicked.connect(lambda: self.wanted.emit(self.system.key(), int(self.year.key())))
        self.cancel.clicked.connect(self.given_up)

    def show_file(self, name: str, system: str, year: int) -> None:
        """Begin with a file that is taken for `system` and, until it has been looked at, for `year`."""
        self.file.setText(name)
        self.system.set_key(system)
        self.year.set_key(str(year))
        self._year_chosen = False

    def set_running(self, text: str, *, stoppable: bool = True) -> None:
        """Something is under way: `text` tells what. `stoppable` lets the person give up, or try another register."""
        self._show(state=text)
        self.read_in.setEnabled(False)
        self.year.setEnabled(stoppable)
        self.system.setEnabled(stoppable)
        self.cancel.setEnabled(stoppable)

    def show_preview(self, preview: Preview) -> None:
        """What the file holds. Its year is proposed unless the person has chosen one."""
        if not self._year_chosen:
            self.year.set_key(str(preview.year))
        self._show(
            state=self._texts("settings.codes_count", count=self._texts.number(preview.count)),
            examples=preview.examples,
            left_out=self._left_out(preview),
        )
        self._enable()
        self.read_in.setEnabled(True)
        self.read_in.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, text: str) -> None:
        """Nothing was kept, and why."""
        self._show(fault=f"■ {text}")
        self._enable()
        self.read_in.setEnabled(False)
        self.system.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_replaced(self, text: str) -> None:
        """What the chosen edition holds already; empty for nothing."""
        self.year_field.set_hint(text or self._texts("settings.codes_year_hint"))

    def _choose_year(self) -> None:
        self._year_chosen = True

    def _lay_out(self) -> None:
        fields = Columns(2, _NARROW)
        fields.add(Field(self._texts("settings.codes_system"), self.system))
        fields.add(self.year_field)
        buttons = QHBoxLayout()
        buttons.setSpacing(Theme.current().space("s"))
        buttons.addWidget(self.read_in)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        self.body.setSpacing(Theme.current().space("m"))
        for widget in (self.file, self.fault, fields, self.state, self.examples, self.left_out):
            self.body.addWidget(widget)
        self.body.addLayout(buttons)

    def _show(
        self,
        *,
        state: str = "",
        fault: str = "",
        examples: Sequence[tuple[str, str]] = (),
        left_out: str = "",
    ) -> None:
        for label, text in ((self.state, state), (self.fault, fault), (self.left_out, left_out)):
            label.setText(text)
            label.setVisible(bool(text))
        self.examples.set_facts(examples)
        self.examples.setVisible(bool(examples))

    def _enable(self) -> None:
        for widget in (self.year, self.system, self.cancel):
            widget.setEnabled(True)

    def _left_out(self, preview: Preview) -> str:
        texts = self._texts
        counts = Counter(each.reason for each in preview.left_out)
        told = []
        for reason, count in counts.items():
            lines = [each.line for each in preview.left_out if each.reason == reason][:_LINES]
            places = ", ".join(str(line) for line in lines) + (" …" if count > len(lines) else "")
            why = texts(f"settings.codes_left_{reason}")
            told.append(
                texts("settings.codes_left_one", lines=places, why=why)
                if count == 1
                else texts("settings.codes_left_many", count=texts.number(count), lines=places, why=why)
            )
        return "\n".join(told)
