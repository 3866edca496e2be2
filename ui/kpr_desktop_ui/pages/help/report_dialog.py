"""The report for whoever helps, to read before it is saved."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.support import SupportDesk
from kpr_desktop_ui.pages.letters.leaving import choose_folder
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Banner, Button, Label
from kpr_desktop_ui.widgets.plain_edit import PlainEdit

_SIZE = 680, 620


class ReportDialog(QDialog):
    """What is shown is what is saved, letter for letter. `saved`: the file's name, empty when none was written."""

    def __init__(
        self, texts: Texts, desk: SupportDesk, look: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = Theme.current()
        self._texts, self._desk, self.saved = texts, desk, ""
        self._report = desk.report(texts, look)
        self.setWindowTitle("KPR Desktop")
        self.setAccessibleName(texts("help.report_title"))
        self.setAccessibleDescription(texts("help.report_lead"))
        self.text = PlainEdit()
        self.text.set_text(self._report)
        self.text.set_caret(0)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(texts("help.report_title"))
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.save = Button(texts("help.report_save"), "primary")
        self.close_button = Button(texts("help.close"))
        self.save.clicked.connect(self._save)
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.close_button)
        row.addStretch(1)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.space("xl"),) * 4)
        column.setSpacing(theme.space("m"))
        column.addWidget(Label(texts("help.report_title"), "heading"))
        column.addWidget(Label(texts("help.report_lead"), "muted"))
        column.addWidget(self.banner)
        column.addWidget(self.text, 1)
        column.addLayout(row)
        owner = parent.window().size() if parent is not None else self.screen().availableSize()
        self.resize(min(theme.px(_SIZE[0]), owner.width() - 40), min(theme.px(_SIZE[1]), owner.height() - 40))
        self.text.setFocus()

    def _save(self) -> None:
        folder = choose_folder(self, self._texts)
        if folder is None:
            return
        try:
            self.saved = self._desk.save(self._report, folder).name
        except Fault as fault:
            self.banner.set_message("stop", self._texts.fault(fault))
            self.banner.show()
        else:
            self.accept()
