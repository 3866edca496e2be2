"""What the valid assessment says of plan, coordinator and force. It is changed there, not here."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import Assessment, Entry
from kpr_desktop.domain.dates import in_table, parse_date
from kpr_desktop_ui.pages.persons.person_words import PersonWords
from kpr_desktop_ui.widgets import ActionBar, Button, Label

PLAN, COORDINATOR, COERCION = "individual_plan", "coordinator", "coercion"


class AssessedLine(QWidget):
    """A sentence and a way to the assessment. `asked(id)`: the person wants to see it."""

    asked = Signal(str)

    def __init__(self, texts: Texts, words: PersonWords, beside: Button) -> None:
        """`beside`: one more button on the line."""
        super().__init__()
        self._texts, self._words, self._id = texts, words, ""
        self.line = Label("", "muted")
        self.see = Button(texts("services.see_assessment"), small=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ActionBar(self.line, [self.see, beside], 320))
        self.see.clicked.connect(lambda: self.asked.emit(self._id))

    def show_assessment(self, valid: Assessment | None) -> None:
        """Show this one; None when there is none."""
        texts = self._texts
        self.see.setVisible(valid is not None)
        if valid is None:
            self.line.setText(texts("services.not_assessed"))
            return
        self._id = valid.id
        forced = [self._decision(e) for e in valid.entries if e.item == COERCION]
        parts = (
            texts("services.plan", value=self._value(valid, PLAN)),
            texts("services.coordinator", value=self._value(valid, COORDINATOR)),
            texts("services.coercion", value=", ".join(forced) or texts("services.no_coercion")),
            texts("services.from_assessment", day=in_table(valid.assessed_on)),
        )
        self.line.setText(" · ".join(parts))

    def _value(self, valid: Assessment, item: str) -> str:
        code = valid.value(item)
        return self._words.code(self._words.book.items[item].list, code) or self._texts("services.unknown")

    def _decision(self, entry: Entry) -> str:
        fields = {f.id: f for f in self._words.book.items[COERCION].fields}
        kind = self._words.code(fields["kind"].list, entry.values.get("kind", ""))
        start, end = (self._day(entry.values.get(name, "")) for name in ("from", "to"))
        open_ = self._texts("services.coercion_open")
        return self._texts("services.coercion_row", kind=kind, start=start, end=end or open_)

    def _day(self, text: str) -> str:
        return in_table(parse_date(text, field=COERCION, today=self._words.today))
