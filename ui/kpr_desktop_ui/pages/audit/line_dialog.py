"""One line of the log with all it says."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.usecases.audit import LogLine
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.pages.persons.fact_list import FactList


class LineDialog(FormDialog):
    """Facts to read; one answer."""

    def __init__(self, texts: Texts, line: LogLine, parent: QWidget | None = None) -> None:
        entry = line.entry
        super().__init__(parent, texts("audit.line_title", seq=entry.seq), "", "", texts("audit.close"))
        facts = [
            (texts("audit.fact_time"), entry.at.strftime("%d.%m.%Y %H.%M.%S")),
            (texts("audit.fact_user"), line.user),
            (texts("audit.fact_roles"), ", ".join(line.roles)),
            (texts("audit.fact_unit"), entry.unit),
            (texts("audit.fact_what"), line.what),
            (texts("audit.fact_shows"), line.shows),
            (texts("audit.fact_basis"), line.basis),
            (texts("audit.fact_purpose"), line.purpose),
            (texts("audit.fact_reason"), line.reason),
            (texts("audit.fact_subject"), entry.subject),
            (texts("audit.fact_reference"), entry.decision_ref),
            (texts("audit.fact_device"), entry.device_id),
            (texts("audit.fact_program"), entry.program),
        ]
        rows = FactList()
        rows.set_facts(facts)
        self.column.addWidget(rows)
        self.column.addStretch(1)
        self.no.setDefault(True)
        self.fit()
