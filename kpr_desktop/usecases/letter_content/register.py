"""What was sent to the register about a person, when, what became of it, and what waits to be sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.notification import Event
from kpr_desktop.usecases.letter_content.care import CareTeller
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_records import Grid, Part, Said
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.submission_records import Sent

_WIDTHS = (0.36, 0.14, 0.2, 0.3)
_FILES = 100_000
"""More files than a vault ever holds."""


@dataclass(frozen=True, slots=True)
class RegisterTeller:
    """Tells of notifications. `care` has the words of services."""

    plain: Plain
    care: CareTeller
    work: UnitOfWork

    def parts(self, person_id: PersonId) -> tuple[Part, ...]:
        """Every notification in a table, what the register answered, what waits, and the extracts of whole years."""
        plain, work = self.plain, self.work
        sent = work.events.links_of(person_id)
        found: list[Part] = []
        if sent:
            files = self._files()
            head = tuple(plain.word(key) for key in ("kpr_what", "kpr_day", "kpr_kind", "kpr_sent"))
            rows = tuple(self._row(each, files) for each in sent)
            found.append(Grid(plain.word("kpr_table"), head, rows, _WIDTHS))
        found += self._answers(sent)
        waiting = work.events.waiting_of(person_id)
        found += [Said(plain.word("kpr_waits", what=self._event(each)), "bullet") for each in waiting]
        return plain.or_none(found, "kpr_nothing")

    def _row(self, sent: Sent, files: dict[str, str]) -> tuple[str, ...]:
        plain, told = self.plain, sent.notification
        went = "; ".join(files.get(each, each) for each in sent.exports)
        what = plain.word("kpr_number", what=self._event(told.event), number=told.number)
        return (
            what,
            plain.day(told.event.happened_on),
            plain.word(f"kpr_status_{told.status.lower()}"),
            went or plain.word("kpr_in_no_file", at=plain.at(told.made_at)),
        )

    def _event(self, event: Event) -> str:
        plain = self.plain
        what = plain.word(f"kpr_event_{event.kind.name.lower()}")
        return plain.word("kpr_event", what=what, service=self.care.type_of(event.service_type))

    def _files(self) -> dict[str, str]:
        """File -> when it was made, and what became of it, in words."""
        plain, latest = self.plain, self.work.sendings.latest()
        found = {}
        for record in self.work.records.exports(limit=_FILES):
            made = plain.word("kpr_file", at=plain.at(record.made_at))
            step = latest.get(record.id)
            told = plain.word(f"kpr_state_{step.state.value}", at=plain.at(step.at)) if step else ""
            found[record.id] = plain.joined((made, told))
        return found

    def _answers(self, sent: Iterable[Sent]) -> list[Part]:
        """What the register said was wrong with what was told of this person: its words, as they came."""
        own = {each.notification.id: each for each in sent}
        exports = dict.fromkeys(export for each in own.values() for export in each.exports)
        found: list[Part] = []
        for export in exports:
            for receipt in self.work.sendings.receipts(export):
                for fault in self.work.sendings.faults(receipt.id):
                    if fault.notification_id in own:
                        about = own[fault.notification_id].notification
                        key = "kpr_error_handled" if fault.handled_at else "kpr_error"
                        told = self.plain.word(
                            key,
                            number=about.number,
                            at=self.plain.at(receipt.read_at),
                            code=fault.code,
                            text=fault.text,
                            note=fault.note,
                        )
                        found.append(Said(told, "bullet"))
        return found
