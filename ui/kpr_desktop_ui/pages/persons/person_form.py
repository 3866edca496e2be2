"""The person form, made from the field catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpr_desktop.codebook.fields import FieldCatalogue, FieldGroup, FieldKind, FieldSpec
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.places import Places
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.records import User
from kpr_desktop_ui.pages.persons import form_editor
from kpr_desktop_ui.theme import Theme
from kpr_desktop_ui.widgets import Abreast, Button, Card, Columns, ComboBox, Field

COLUMNS = 2
ROOM = 1000
LEAST = 200
"""Pixels that two columns need at 100 % text."""


class PersonForm(QWidget):
    """Every field of a person under its heading, with the fault beside it and the note of where it can go.

    `edited`: a person changed something. `reveal_asked`: the number is to be shown. `existing_asked`: the person who
    has the number is to be opened. Values are the texts of `usecases.person_form`.
    """

    edited = Signal()
    reveal_asked = Signal()
    existing_asked = Signal()

    def __init__(
        self,
        texts: Texts,
        catalogue: FieldCatalogue,
        book: CodeBook,
        places: Places,
        users: Sequence[User],
        today: date,
    ) -> None:
        super().__init__()
        self._texts, self._catalogue, self._book, self._places = texts, catalogue, book, places
        self._users, self._today = users, today
        self.fields: dict[str, Field] = {}
        self.editors: dict[str, form_editor.Editor] = {}
        self._cells: dict[str, QWidget] = {}
        self._districts = ComboBox()
        self.reveal = Button(texts("person.reveal"), "quiet", icon="eye", small=True)
        self.reveal.clicked.connect(self.reveal_asked)
        self.reveal.hide()
        self.existing = Button(texts("person.go_existing"), small=True)
        self.existing.clicked.connect(self.existing_asked)
        self.existing.hide()
        self._existing_row = {"identity": QVBoxLayout(), "user_number": QVBoxLayout()}
        columns = Columns(COLUMNS, ROOM)
        for number in range(1, COLUMNS + 1):
            columns.add(self._column([g for g in catalogue.groups if g.column == number]))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(columns)
        outer.addStretch(1)

    # --- values

    def set_values(self, values: Mapping[str, str]) -> None:
        """Fill the form; no signal."""
        for name, value in values.items():
            if name == "district":
                self._fill_districts(values.get("municipality", ""))
            form_editor.set_value(self.editors[name], value)

    def values(self) -> dict[str, str]:
        """What stands in the form."""
        return {name: form_editor.value(editor) for name, editor in self.editors.items()}

    def typed(self) -> dict[str, str]:
        """What stands in the form to the letter, so that nothing typed counts as nothing."""
        return {name: form_editor.typed(editor) for name, editor in self.editors.items()}

    # --- faults

    def show_faults(self, faults: Iterable[UserFault]) -> int:
        """Tell each fault beside its field, take old ones away, go to the first one. Gives how many there are."""
        self.clear_faults()
        told = [fault for fault in faults if fault.field in self.fields]
        for fault in told:
            field = self.fields[fault.field or ""]
            if not field.error():
                field.set_error(self._texts.fault(fault))
        if told:
            self.fields[told[0].field or ""].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return len({fault.field for fault in told})

    def clear_faults(self) -> None:
        """Nothing is wrong (any more)."""
        self.existing.hide()
        for field in self.fields.values():
            if field.error():
                field.clear_error()

    def offer_existing(self, field: str) -> None:
        """Show the way to the person who has the number of `field`."""
        self._existing_row[field].addWidget(self.existing, 0, Qt.AlignmentFlag.AlignLeft)
        self.existing.show()

    # --- making

    def _column(self, groups: Sequence[FieldGroup]) -> QWidget:
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Theme.current().space("l"))
        for group in groups:
            layout.addWidget(self._card(group))
        return column

    def _card(self, group: FieldGroup) -> Card:
        card = Card(group.label.in_(self._texts.language))
        card.body.setSpacing(Theme.current().space("m"))
        line: Abreast | None = None
        for spec in self._catalogue.of_group(group.id):
            if line is None or not spec.beside:
                line = Abreast(LEAST)
                card.body.addWidget(line)
            line.add(self._cell(spec))
        return card

    def _cell(self, spec: FieldSpec) -> QWidget:
        cell = self._cells[spec.id] = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Theme.current().space("xs"))
        column.addWidget(self._field(spec))
        if spec.id == "identity":
            column.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignLeft)
        if spec.id in self._existing_row:
            column.addLayout(self._existing_row[spec.id])
        column.addStretch(1)
        return cell

    def _field(self, spec: FieldSpec) -> Field:
        language = self._texts.language
        label = spec.label.in_(language)
        if spec.kind is FieldKind.DISTRICT:
            editor: form_editor.Editor = self._districts
        else:
            editor = form_editor.make(spec, label, self._items(spec), self._texts, self._today)
        field = Field(
            "" if spec.kind is FieldKind.CHECK else label,
            editor,
            spec.hint.in_(language) if spec.hint else "",
            self._leaves(spec),
        )
        editor.setAccessibleName(self._spoken(spec, label))
        editor.setToolTip(spec.purpose.in_(language))
        self.fields[spec.id], self.editors[spec.id] = field, editor
        form_editor.changed(editor).connect(lambda *_: self._edited(spec.id))
        return field

    def _spoken(self, spec: FieldSpec, label: str) -> str:
        """What a screen reader calls the field: with its heading where several fields have the same label."""
        language = self._texts.language
        if sum(1 for each in self._catalogue.fields.values() if each.label.in_(language) == label) == 1:
            return label
        heading = next(g.label.in_(language) for g in self._catalogue.groups if g.id == spec.group)
        return self._texts("person.field_of", heading=heading, field=label)

    def _items(self, spec: FieldSpec) -> list[tuple[str, str]]:
        language, year = self._texts.language, self._today.year
        match spec.kind:
            case FieldKind.CODE if spec.options:
                return [(code, label.in_(language)) for code, label in spec.options.items()]
            case FieldKind.CODE:
                codes = self._book.lists[spec.list].codes
                valid = [(c.code, c.label.in_(language)) for c in codes if c.valid_in(year)]
                return [("", self._texts("person.not_chosen")), *valid]
            case FieldKind.MUNICIPALITY:
                places = self._places
                return [(m.number, f"{places.label(m, year)} – {m.number}") for m in places.all_for(year)]
            case FieldKind.USER:
                return [("", self._texts("person.nobody")), *((u.id, u.name) for u in self._users)]
        return []

    def _leaves(self, spec: FieldSpec) -> str:
        ways = "_".join(way.value for way in spec.leaves) or "nowhere"
        return self._texts(f"person.leaves_{ways}")

    # --- gestures

    def _edited(self, name: str) -> None:
        if self.fields[name].error():
            self.fields[name].clear_error()
        if name in self._existing_row:
            self.existing.hide()
        if name == "municipality":
            self._fill_districts(form_editor.value(self.editors["municipality"]))
        self.edited.emit()

    def _fill_districts(self, municipality: str) -> None:
        districts = self._places.districts(municipality, self._today.year)
        self._districts.set_items(
            [("", self._texts("person.not_chosen")), *((d.code, d.name) for d in districts)]
        )
        self._cells["district"].setVisible(bool(districts))
