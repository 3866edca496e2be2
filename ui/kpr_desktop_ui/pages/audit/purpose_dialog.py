"""Why a file with person data is written out of the vault, and whether the folder is a good place for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.written_files import PURPOSE_LIMIT, PURPOSES, purpose_of
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.widgets import Banner, ComboBox, Field, LineEdit, ask


class PurposeDialog(FormDialog):
    """A choice, and a line for own words. `risks` are the words of what the folder is warned of."""

    kept_as = "written.purpose"

    def __init__(self, texts: Texts, risks: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            texts("written.purpose_title"),
            texts("written.purpose_text"),
            texts("written.save"),
            texts("written.no"),
        )
        self._texts = texts
        self.purpose = ""
        for risk in risks:
            self.column.addWidget(Banner("warning", texts(f"written.risk_{risk}")))
        self.choice = ComboBox(
            [(code, texts(f"written.purpose_{code}")) for code in PURPOSES if code != "register"]
        )
        self.words = LineEdit(PURPOSE_LIMIT)
        self.words_field = Field(texts("written.words"), self.words)
        self.column.addWidget(Field(texts("written.purpose"), self.choice))
        self.column.addWidget(self.words_field)
        self.column.addStretch(1)
        self.yes.setDefault(True)
        self.yes.clicked.connect(self._answer)
        self.words.edited.connect(lambda _text: self.words_field.clear_error())
        self.choice.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()

    def _answer(self) -> None:
        try:
            self.purpose = purpose_of(self.choice.key(), self.words.text())
        except UserFault as fault:
            self.words_field.set_error(self._texts.fault(fault))
            self.fit()
        else:
            self.accept()


def ask_purpose(parent: QWidget | None, texts: Texts, risks: Sequence[str]) -> str:
    """Ask; an empty text when the person thought better of it."""
    dialog = PurposeDialog(texts, risks, parent)
    answered = bool(dialog.exec())
    dialog.deleteLater()
    return dialog.purpose if answered else ""


def sure_of_place(parent: QWidget | None, texts: Texts, risks: Sequence[str]) -> bool:
    """Whether a folder is meant, after the warnings; nothing is asked where there are none."""
    if not risks:
        return True
    told = "\n\n".join(texts(f"written.risk_{risk}") for risk in risks)
    return ask(
        parent,
        texts("written.risk_title"),
        told,
        texts("written.risk_yes"),
        texts("written.risk_no"),
        danger=True,
    )
