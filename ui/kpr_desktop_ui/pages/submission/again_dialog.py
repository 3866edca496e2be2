"""Which notifications to send again, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.messages import Preview, PreviewPerson
from kpr_desktop.usecases.output_ports import Envelope
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.submission_records import SendFilter
from kpr_desktop_ui.pages.access.fields_dialog import FieldsDialog
from kpr_desktop_ui.pages.submission.envelope_card import envelope_choice
from kpr_desktop_ui.widgets import ComboBox, DateEdit, LineEdit

KINDS = {
    "export": (),
    "id": ("id",),
    "since": ("since",),
    "between": ("since", "until"),
    "from_id": ("from_id",),
    "between_ids": ("from_id", "to_id"),
    "person": ("person",),
}
"""Each way to ask, and its fields: the specification's list for the one responsible for submission."""
_GUID = 36


class AgainDialog(FieldsDialog):
    """A way to ask, its fields, an envelope, a reason. Closed with yes, it has `chosen`, `reason` and `preview`."""

    kept_as = "submission.again"

    def __init__(
        self,
        texts: Texts,
        services: Services,
        export_id: str,
        persons: Sequence[PreviewPerson],
        parent: QWidget | None = None,
    ) -> None:
        title, text, yes = (texts(f"desk.again_{word}") for word in ("title", "text", "yes"))
        super().__init__(texts, (title, text, yes, texts("desk.sure_no")), parent)
        self._services, self._export = services, export_id
        self.kept_about = export_id
        self.chosen, self.reason = SendFilter(""), ""
        self.preview: Preview | None = None
        self.kind = ComboBox([(kind, texts(f"desk.again_{kind}")) for kind in KINDS])
        pattern = texts("desk.day_pattern")
        today = services.session.today
        self.since, self.until = DateEdit(pattern, today), DateEdit(pattern, today)
        self.id, self.from_id, self.to_id = (LineEdit(_GUID) for _ in range(3))
        self.person = ComboBox([(p.person_id, f"{p.name} {p.user_number}".strip()) for p in persons])
        self._ways = services.messages.ways()
        self.envelope = envelope_choice(texts, self._ways)
        self.why = LineEdit(500)
        self.put("kind", texts("desk.again_kind"), self.kind)
        for name in ("since", "until", "id", "from_id", "to_id", "person"):
            self.put(name, texts(f"desk.field_{name}"), getattr(self, name))
        self.put("envelope", texts("desk.envelope"), self.envelope)
        self.put("reason", texts("desk.again_reason"), self.why)
        self.kind.chosen.connect(lambda _key: self._show())
        self.yes.clicked.connect(lambda: self.attempt(self._ask))
        self._show()
        self.begin()

    def way(self) -> Envelope:
        """What the file is put into."""
        return next(way for way in self._ways if way.id == self.envelope.key())

    def _show(self) -> None:
        wanted = KINDS[self.kind.key()]
        for name, field in self.fields.items():
            field.setVisible(name in ("kind", "envelope", "reason", *wanted))
        self.fit()

    def _ask(self) -> None:
        kind, wanted = self.kind.key(), KINDS[self.kind.key()]
        days = {name: getattr(self, name).date(name) for name in ("since", "until") if name in wanted}
        typed = {
            name: getattr(self, name).text().strip() for name in ("id", "from_id", "to_id") if name in wanted
        }
        for name, value in (days | typed).items():
            if not value:
                raise UserFault("submission.field_missing", name)
        if not self.why.text().strip():
            raise UserFault("submission.reason_missing", "reason")
        found = SendFilter(
            "",
            ids=(typed["id"],) if "id" in typed else (),
            since=days.get("since"),
            until=days.get("until"),
            from_id=typed.get("from_id", ""),
            to_id=typed.get("to_id", ""),
            person=PersonId(self.person.key()) if kind == "person" else None,
            export=self._export if kind == "export" else "",
        )
        self.preview = self._services.messages.preview(found)
        self.chosen, self.reason = found, self.why.text().strip()
