"""Asking for real deletion of something of one person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.deletion import KINDS
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.access.asking import with_leave
from kpr_desktop_ui.pages.form_dialog import FormDialog
from kpr_desktop_ui.widgets import Banner, ComboBox, Field, Label, LineEdit


class DeletionDialog(FormDialog):
    """What, on which ground, and why. Closes once it is asked for."""

    kept_as = "deletion.ask"

    def __init__(
        self, texts: Texts, services: Services, person_id: PersonId, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            parent,
            texts("deletion.ask_title"),
            texts("deletion.ask_text"),
            texts("deletion.ask_yes"),
            texts("deletion.no"),
        )
        self._texts, self._services, self._person_id = texts, services, person_id
        self.kept_about = person_id
        self._targets = self._found()
        kinds = [kind for kind in KINDS if self._targets[kind]]
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.kind = ComboBox([(kind, texts(f"deletion.kind_{kind}")) for kind in kinds])
        self.target = ComboBox()
        grounds = services.deletion.grounds.items()
        self.ground = ComboBox(
            [
                (code, texts("deletion.ground_line", label=g.label.in_(texts.language), law=g.law))
                for code, g in grounds
            ]
        )
        self.why = LineEdit(500)
        self._fields = {
            "kind": Field(texts("deletion.what"), self.kind),
            "target": Field(texts("deletion.target"), self.target),
            "ground": Field(texts("deletion.ground"), self.ground),
            "reason": Field(texts("deletion.why"), self.why),
        }
        self.column.addWidget(self.banner)
        for field in self._fields.values():
            self.column.addWidget(field)
        others = services.deletion.others()
        if others:
            self.column.addWidget(Label(texts("deletion.others", names=", ".join(others)), "small"))
        self.column.addStretch(1)
        self.yes.clicked.connect(self._ask)
        self.kind.chosen.connect(self._kind_chosen)
        self.why.edited.connect(lambda _text: self._fields["reason"].clear_error())
        self._kind_chosen(self.kind.key())
        self.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def field(self, name: str) -> Field:
        """A field by name: kind, target, ground or reason."""
        return self._fields[name]

    def _found(self) -> dict[str, list[tuple[str, str]]]:
        texts, services = self._texts, self._services
        assessments = services.interviews.of_person(self._person_id)
        newest = {a.series_id: a for a in reversed(assessments)}.values()
        notes = []
        for each in newest:
            book = services.session.books.edition(each.codebook_year)
            for item, answer in each.answers.items():
                if answer.note or answer.reason or answer.evidence.reason or answer.opinion.words:
                    label = book.items[item].label.in_(texts.language) if item in book.items else item
                    line = texts("deletion.note_line", item=label, date=in_table(each.assessed_on))
                    notes.append((f"{each.id} {item}", line))
        types = services.session.books
        held = services.care_services.of_person(self._person_id)
        return {
            "person": [("", "")],
            "assessment": [(a.id, in_table(a.assessed_on)) for a in newest],
            "note": notes,
            "service": [
                (
                    s.id,
                    _service_words(
                        types.for_year(services.session.today().year)
                        .services[s.type]
                        .label.in_(texts.language),
                        in_table(s.start),
                    ),
                )
                for s in held
            ],
        }

    def _kind_chosen(self, kind: str) -> None:
        self.target.set_items(self._targets[kind])
        self._fields["target"].setVisible(kind != "person")
        self.fit()

    def _put(self) -> None:
        self._services.deletion.ask(
            self._person_id, self.kind.key(), self.target.key(), self.ground.key(), self.why.text()
        )

    def _ask(self) -> None:
        try:
            with_leave(self, self._texts, self._services, self._put)
        except Fault as fault:
            field = self._fields.get(getattr(fault, "field", None) or "")
            if field is not None:
                field.set_error(self._texts.fault(fault))
            else:
                self.banner.set_message("stop", self._texts.fault(fault))
                self.banner.show()
            self.fit()
        else:
            self.accept()


def _service_words(label: str, start: str) -> str:
    return f"{label} {start}".strip()
