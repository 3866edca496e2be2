"""What one kind of letter asks for before it is made: its language, what it is about, and its own lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.consents import NAME_LIMIT
from kpr_desktop.usecases.letter_content.insight import WHOLE_NUMBER
from kpr_desktop.usecases.letter_making import Wanted
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.letters import letter_kinds
from kpr_desktop_ui.pages.letters.letter_words import kind_name, language_name
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Card, CheckBox, Columns, ComboBox, DateEdit, Field, Label, LineEdit

LINES = {
    "appointment": ("dag", "klokken", "sted", "hvem", "varighet"),
    **dict.fromkeys(letter_kinds.CONSENTS, ("kilder", "formaal", "samtykke_fra", "samtykke_til", "gitt_av")),
}
"""The lines of our letters; a municipality's own has those that its text names."""
_DAYS = frozenset(("dag", "samtykke_fra", "samtykke_til"))
_LONGEST = 300
_BREAKPOINT = 520


class LetterForm(QWidget):
    """The form of one kind. What is typed stays here while another kind is looked at."""

    def __init__(
        self, texts: Texts, services: Services, person: Person, kind: str, about: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__()
        self._texts, self._services, self._person, self.kind = texts, services, person, kind
        desk = services.letters
        self._languages = desk.texts.languages(kind)
        self._letter = desk.texts.letter(kind, self._own_language())[0]
        self._today = services.session.today()
        self.fields: dict[str, Field] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("l"))
        column.addWidget(self._what(about))
        column.addWidget(self._sender())
        self._follow_about()

    def wanted(self) -> Wanted:
        """The letter as it is asked for. Raises UserFault date.* (the line)."""
        filled = {name: self._value(name) for name in self._lines if self._shown(name)}
        for name in ("our_reference", "your_reference", "case_worker"):
            filled[name] = self._text(name)
        for name, box in (("window", self.window_), ("exempt", self.exempt)):
            filled[name] = "yes" if box.isChecked() else "no"
        filled[WHOLE_NUMBER] = "yes" if self.whole is not None and self.whole.isChecked() else ""
        return Wanted(
            self.kind,
            self.language.key(),
            {name: text for name, text in filled.items() if text},
            self.about.key() if self.about is not None else "",
            self.fillable is not None and self.fillable.isChecked(),
        )

    def is_ready(self) -> bool:
        """Whether there is something that the letter can be about."""
        return self.about is None or bool(self.about.count())

    def set_about(self, key: str) -> None:
        """Choose what it is about, where that is there."""
        if self.about is not None and self.about.findData(key) >= 0:
            self.about.set_key(key)
            self._follow_about()

    def set_language(self, code: str) -> None:
        """Choose the language, where the letter has it."""
        if code in self._languages:
            self.language.set_key(code)

    def set_fault(self, fault: UserFault) -> bool:
        """Show what is wrong beside its line; False when it is about none of them."""
        field = self.fields.get(fault.field or "")
        if field is None or field.isHidden():
            return False
        empty = fault.code == "letter.field_missing"
        field.set_error(self._texts("letters.field_empty") if empty else self._texts.fault(fault))
        field.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def clear_faults(self) -> None:
        """Nothing is wrong any more."""
        for field in self.fields.values():
            field.clear_error()

    # --- inside

    def _what(self, about: Sequence[tuple[str, str]]) -> Card:
        texts, kind = self._texts, self.kind
        card = Card(kind_name(texts, kind))
        card.body.setSpacing(Theme.current().space("m"))
        told = f"letters.about_{kind}"
        card.body.addWidget(Label(texts(told) if texts.has(told) else texts("letters.about_own"), "muted"))
        self.language = ComboBox([(each, language_name(texts, each)) for each in self._languages])
        self.language.set_key(self._own_language())
        grid = Columns(2, _BREAKPOINT)
        grid.add(self._field("language", texts("letters.language"), self.language))
        self.about = self._about_box(about)
        if self.about is not None:
            grid.add(self._field("about", texts(f"letters.which_{kind}"), self.about))
        card.body.addWidget(grid)
        if not self.is_ready():
            card.body.addWidget(Label(texts(f"letters.none_{kind}"), "strong"))
        self._lines = self._own_lines()
        if self._lines:
            lines = Columns(2, _BREAKPOINT)
            for name in self._lines:
                lines.add(self._line(name))
            card.body.addWidget(lines)
        self.whole = CheckBox(texts("letters.whole_number")) if kind == "insight" else None
        if self.whole is not None:
            card.body.addWidget(self.whole)
        self.fillable = CheckBox(texts("letters.fillable")) if letter_kinds.has_fields(self._letter) else None
        if self.fillable is not None:
            card.body.addWidget(self.fillable)
            card.body.addWidget(Label(texts("letters.fillable_hint"), "small"))
        return card

    def _about_box(self, about: Sequence[tuple[str, str]]) -> ComboBox | None:
        if self.kind not in letter_kinds.ABOUT:
            return None
        blank = [("", self._texts("letters.consent_typed"))] if self.kind in letter_kinds.CONSENTS else []
        box = ComboBox([*about, *blank])
        box.setEnabled(bool(box.count()))
        box.chosen.connect(lambda _key: self._follow_about())
        return box

    def _sender(self) -> Card:
        texts, office = self._texts, self._services.office.get()
        card = Card(texts("letters.sender"))
        card.body.setSpacing(Theme.current().space("m"))
        grid = Columns(2, _BREAKPOINT)
        for name in ("your_reference", "our_reference"):
            grid.add(self._field(name, texts(f"letters.{name}"), LineEdit(60)))
        worker = LineEdit(NAME_LIMIT)
        worker.setText(self._services.session.user.name)
        grid.add(
            self._field(
                "case_worker", texts("letters.case_worker"), worker, texts("letters.hint_case_worker")
            )
        )
        card.body.addWidget(grid)
        self.window_ = CheckBox(texts("letters.window"))
        self.window_.setChecked(office.window)
        self.window_.setEnabled(not self._person.protected)
        self.exempt = CheckBox(texts("letters.exempt"))
        self.exempt.setChecked(office.exempt)
        self.address = Label("", "muted")
        self.window_.toggled.connect(lambda _on: self._tell_address())
        self._tell_address()
        for widget in (self.window_, self.address, self.exempt):
            card.body.addWidget(widget)
        if self._letter.head != "letter":
            card.hide()  # never shown by hand: without a parent yet it would be a window of its own
        return card

    def _own_lines(self) -> tuple[str, ...]:
        if self.kind in LINES:
            return tuple(name for name in LINES[self.kind] if name in self._letter.fields)
        known = {kind for _, kinds in letter_kinds.GROUPS for kind in kinds}
        return () if self.kind in known else tuple(sorted(self._letter.fields))

    def _line(self, name: str) -> Field:
        texts, key = self._texts, f"letters.line_{name}"
        editor = DateEdit(texts("letters.date_pattern"), lambda: self._today) if name in _DAYS else None
        line = editor or LineEdit(_LONGEST)
        if name == "hvem":
            line.setText(self._services.session.user.name)
        if name == "dag" and self._person.planned_visit and self._person.planned_visit >= self._today:
            line.setText(in_table(self._person.planned_visit))
        if name == "samtykke_fra":
            line.setText(in_table(self._today))
        hint = f"letters.hint_{name}"
        label = texts(key) if texts.has(key) else name.replace("_", " ").capitalize()
        return self._field(name, label, line, texts(hint) if texts.has(hint) else "")

    def _field(self, name: str, label: str, editor: ComboBox | LineEdit, hint: str = "") -> Field:
        field = self.fields[name] = Field(label, editor, hint)
        told = editor.chosen if isinstance(editor, ComboBox) else editor.edited
        told.connect(lambda _text: field.clear_error())
        return field

    def _text(self, name: str) -> str:
        editor = self.fields[name].editor
        return editor.text().strip() if isinstance(editor, LineEdit) else ""

    def _value(self, name: str) -> str:
        editor = self.fields[name].editor
        if isinstance(editor, DateEdit):
            day = editor.date(name)
            return day.isoformat() if day else ""
        return self._text(name)

    def _shown(self, name: str) -> bool:
        return not self.fields[name].isHidden()

    def _follow_about(self) -> None:
        """A consent that is on record fills the letter; only without one is there something to type."""
        typed = self.about is None or not self.about.key()
        for name in self._lines:
            self.fields[name].setVisible(typed)

    def _own_language(self) -> str:
        wanted = self._person.language
        return (
            wanted if wanted in self._languages else ("nb" if "nb" in self._languages else self._languages[0])
        )

    def _tell_address(self) -> None:
        """Where the address stands, or why there is none."""
        key = "used" if self.window_.isChecked() else "above"
        if not self._person.address.line1:
            key = "missing"
        if self._person.protected:
            key = "protected"
        self.address.setText(self._texts(f"letters.address_{key}"))
