"""What a file would give, before anything is taken in."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.usecases.case_records import Line
from kpr_desktop.usecases.exchange import Preview
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.widgets import Banner, Label, ProblemList, ProblemRow

_KINDS = {"refused": "stop", "differs": "warning", "new": "info", "exists": "info", "passed_over": "info"}
_ORDER = tuple(_KINDS)
_MOST = 100
"""More lines than these are counted, not shown."""


class ImportDialog(FormDialog):
    """Whom the file is about, a line for everything in it, and the button that takes all of it in, or none."""

    def __init__(self, texts: Texts, preview: Preview, parent: QWidget | None = None) -> None:
        ready = not preview.refusals and not preview.nothing_new
        super().__init__(
            parent,
            texts("exchange.title"),
            texts("exchange.text"),
            texts("exchange.take") if ready else "",
            texts("exchange.no" if ready else "exchange.close"),
        )
        self._texts = texts
        self.person = Label(preview.person.name if preview.person else texts("exchange.nobody"), "strong")
        self.lines = ProblemList()
        ordered = sorted(preview.lines, key=lambda line: _ORDER.index(line.state))
        self.lines.set_problems(
            [ProblemRow(_KINDS[line.state], self._words(line)) for line in ordered[:_MOST]]
        )
        if preview.refusals:
            self.column.addWidget(Banner("stop", texts("fhir.refused", count=preview.refusals)))
        elif preview.nothing_new:
            self.column.addWidget(Banner("info", texts("fhir.nothing_new")))
        self.column.addWidget(self.person)
        self.column.addWidget(self.lines)
        if len(ordered) > _MOST:
            self.column.addWidget(Label(texts("exchange.more", shown=_MOST, count=len(ordered)), "small"))
        self.column.addStretch(1)
        self.yes.clicked.connect(self.accept)
        (self.yes if ready else self.no).setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def _words(self, line: Line) -> str:
        params = dict(line.params)
        if "date" in params:
            params["date"] = in_table(date.fromisoformat(str(params["date"])))
        text = self._texts(line.code, **params)
        if line.rule is not None:
            text = f"{text} {line.rule.in_(self._texts.language)}"
        if line.state != "refused" or line.where == "/":
            return text
        return self._texts("exchange.place", text=text, where=line.where)
