"""The note of an item, and beside it how the answer is known."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages.interview.basis_row import BasisRow
from kpr_desktop_ui.pages.interview.evidence_row import EvidenceRow
from kpr_desktop_ui.pages.interview.talk_edit import TalkEdit
from kpr_desktop_ui.pages.interview.talk_field import TalkField
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import FlowLayout, Label

LEAST, LOW, MOST = 62, 40, 140
"""Pixels at 100 %: two lines of a note are always seen (one beside an open basis), and more where there is room."""


class NotePanel(TalkField):
    """A note that is told at every key stroke, with the chips for evidence on its label's line.

    The basis for what others told opens between the chips and the note.
    """

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        label = texts("interview.note")
        self.evidence = EvidenceRow(texts)
        self.basis = BasisRow(texts)
        self.basis.hide()
        head = QWidget()
        flow = FlowLayout(head, Theme.current().space("m"))
        flow.addWidget(Label(label, "strong", wrap=False))
        flow.addWidget(self.evidence)
        super().__init__(label, TalkEdit(LEAST), head=head, parent=parent)
        self.column.insertWidget(1, self.basis)
        self.edit.setMaximumHeight(Theme.current().px(MOST))

    def show_note(self, text: str) -> None:
        """Show a note; emits nothing."""
        self.show_text(text)

    def open_basis(self, *, shown: bool) -> None:
        """Open or close the line for the basis; the note gives it room."""
        self.basis.setVisible(shown)
        self.edit.set_least(LOW if shown else LEAST)

    def fields(self) -> list[QWidget]:
        """What Tab visits, in its order: the note first, for that is what is wanted most."""
        return [self.edit, *self.evidence.fields(), *self.basis.fields()]
