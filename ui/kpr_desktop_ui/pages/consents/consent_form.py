"""The fields of a new consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.consent import Giver
from kpr_desktop.domain.dates import in_table
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.consents import FIELDS, ConsentDesk, proposed_end
from kpr_desktop_ui.pages.consents.consent_words import WHAT, ConsentWords
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Columns, ComboBox, DateEdit, Field, LineEdit, TextEdit

_TWO = 400
"""Pixels at 100 % that two fields on one line need."""


class ConsentForm(QWidget):
    """Reads and shows the form's texts; each fault stands beside its field, and what was typed stays."""

    def __init__(self, texts: Texts, desk: ConsentDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = Theme.current()
        words = ConsentWords(texts, desk)
        self._texts, self._words = texts, words
        self._own_end = False
        pattern = texts("consent.date_pattern")
        self.what = ComboBox([(each, texts(f"consent.what_{each}")) for each in WHAT])
        self.given_by = ComboBox(words.givers())
        self.giver_name = LineEdit()
        self.sources = _lines(theme)
        self.purpose = _lines(theme)
        self.way = ComboBox(words.ways())
        self.given_on = DateEdit(pattern, desk.today)
        self.expires_on = DateEdit(pattern, desk.today)
        hints = {name: texts(f"consent.{name}_hint") for name in ("sources", "way", "expires_on")}
        self.fields = {
            name: Field(texts(f"consent.{name}"), editor, hints.get(name, ""))
            for name, editor in self._editors()
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(Field(texts("consent.what"), self.what))
        for group in (
            ("given_by", "way"),
            ("giver_name",),
            ("sources",),
            ("purpose",),
            ("given_on", "expires_on"),
        ):
            column.addWidget(self._line(group) if len(group) > 1 else self.fields[group[0]])
        self._listen()

    def fill(self, form: Mapping[str, str]) -> None:
        """Show a form's texts; no signal."""
        for name, editor in self._editors():
            text = form[name]
            if isinstance(editor, ComboBox):
                editor.set_key(text)
            elif isinstance(editor, TextEdit):
                editor.set_text(text)
            else:
                editor.setText(text)
        self._show_name()

    def read(self) -> dict[str, str]:
        """The texts as they stand."""
        return {
            name: editor.key() if isinstance(editor, ComboBox) else editor.text()
            for name, editor in self._editors()
        }

    def refuse(self, faults: Sequence[UserFault]) -> None:
        """Tell what is wrong beside each field; the first of them gets the focus."""
        for field in self.fields.values():
            field.clear_error()
        for fault in faults:
            self.fields[str(fault.field)].set_error(self._texts.fault(fault))
        self.fields[str(faults[0].field)].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _editors(self) -> list[tuple[str, ComboBox | LineEdit | TextEdit]]:
        editors = (
            self.given_by, self.giver_name, self.sources, self.purpose, self.way, self.given_on, self.expires_on,
        )  # fmt: skip
        return list(zip(FIELDS, editors, strict=True))

    def _line(self, names: Sequence[str]) -> Columns:
        line = Columns(2, _TWO)
        for name in names:
            line.add(self.fields[name])
        return line

    def _listen(self) -> None:
        for name, editor in self._editors():
            changed = editor.chosen if isinstance(editor, ComboBox) else editor.edited
            changed.connect(lambda _text, field=self.fields[name]: field.clear_error())
        self.what.chosen.connect(self._propose)
        self.given_by.chosen.connect(lambda _key: self._show_name())
        self.given_on.edited.connect(lambda _text: self._propose_end())
        self.expires_on.edited.connect(lambda _text: self._keep_end())

    def _propose(self, what: str) -> None:
        """Other words for whom and what for, where nobody has written any."""
        for name, edit in (("sources", self.sources), ("purpose", self.purpose)):
            proposed = [self._words.proposed(name, each) for each in WHAT]
            if edit.text().strip() in ("", *proposed):
                edit.set_text(self._words.proposed(name, what))
                self.fields[name].clear_error()

    def _show_name(self) -> None:
        self.fields["giver_name"].setVisible(self.given_by.key() != Giver.PERSON.value)

    def _keep_end(self) -> None:
        self._own_end = True

    def _propose_end(self) -> None:
        """The proposed end follows the day it was given, until the user has typed another."""
        try:
            given_on = self.given_on.date()
        except UserFault:
            return
        if given_on is not None and not self._own_end:
            self.expires_on.setText(in_table(proposed_end(given_on)))


def _lines(theme: Theme) -> TextEdit:
    edit = TextEdit()
    edit.setFixedHeight(theme.px(52))
    return edit
