"""Real deletion: the content goes (`secure_delete` overwrites its pages), the tombstone in `deletion` stays.

What has been reported to the register keeps its place in the chain of notifications, or the chain would fork and the
register could never be told to take it back; a service or a person that such links hang on stays as a row without
content, of version 0. Ordinary SQL alone, so that the seals follow (store.watch).
"""

from __future__ import annotations

from collections.abc import Sequence

from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId
from kpr_desktop.errors import UserFault
from kpr_desktop.store.assessments import RENEWED
from kpr_desktop.store.database import Database

_OF_SERIES = "assessment IN (SELECT row FROM assessment WHERE series_id = ?)"
_EMPTY_SERVICE = (
    'UPDATE service SET version = 0, applied_on = NULL, decided_on = NULL, outcome = NULL, start = NULL, "end" = NULL,'
    " week_minutes = NULL, rolling = NULL, subtype = '', provider_number = '', provider_name = '', note = '',"
    " working = '', complained_on = NULL, complaint_answered_on = NULL, version_reason = '', replan = 0 WHERE row = ?"
)
_BLANK = (
    "given_name", "family_name", "address_line1", "address_line2", "postal_code", "place", "phone", "interpreter",
    "kin_name", "kin_relation", "kin_phone", "guardian_name", "guardian_relation", "guardian_phone",
    "practitioner_name", "practitioner_relation", "practitioner_phone", "household", "sort_name",
)  # fmt: skip
_NULL = (
    "number_kind", "number_sealed", "number_index", "birth_date", "responsible", "planned_visit", "death_date",
)  # fmt: skip
_EMPTY_PERSON = (
    f"UPDATE person SET {', '.join(f'{c} = ?' for c in _BLANK)}, {', '.join(f'{c} = NULL' for c in _NULL)},"  # noqa: S608 - our own column names
    " user_number = 'slettet ' || row, sex = '0', language = 'nb', protected = 1, hidden = 1, version = 0"
    " WHERE row = ?"
)
_FORGET_LETTERS = (
    "DELETE FROM letter_file WHERE person_id = (SELECT id FROM person WHERE row = ?)"
    " AND delivery_id NOT IN (SELECT letter FROM consent)"
)
_OF_PERSON = (
    "DELETE FROM letter_file WHERE person_id = (SELECT id FROM person WHERE row = ?)",
    "DELETE FROM letter_step WHERE person_id = (SELECT id FROM person WHERE row = ?)",
    "DELETE FROM correction_notice WHERE person_id = (SELECT id FROM person WHERE row = ?)",
    "DELETE FROM rights_request WHERE person_id = (SELECT id FROM person WHERE row = ?)",
    "DELETE FROM disclosure WHERE person_id = (SELECT id FROM person WHERE row = ?)",
    "DELETE FROM reservation_talk WHERE person_id = (SELECT id FROM person WHERE row = ?)",
    "DELETE FROM delivery WHERE person_id = (SELECT id FROM person WHERE row = ?)",
    "DELETE FROM consent WHERE person_id = (SELECT id FROM person WHERE row = ?)",
    "DELETE FROM assignment WHERE person_id = (SELECT id FROM person WHERE row = ?)",
    "DELETE FROM block WHERE person_id = (SELECT id FROM person WHERE row = ?)",
    "DELETE FROM hospital_stay WHERE person_id = (SELECT id FROM person WHERE row = ?)",
    "DELETE FROM person_search WHERE person = ?",
    "DELETE FROM person_history WHERE person = ?",
    "DELETE FROM residence WHERE person = ?",
)


class Eraser:
    """Erasing of the ports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, assessment_id: AssessmentId, item: str) -> None:
        """What was written on an item, in every version. Raises UserFault deletion.nothing_there."""
        done = self._database.run(
            "UPDATE answer SET note = '', reason = '', basis_reason = '', words = '' WHERE item = ?"
            " AND assessment IN (SELECT row FROM assessment WHERE series_id ="
            " (SELECT series_id FROM assessment WHERE id = ?))",
            (item, assessment_id),
        )
        if not done.rowcount:
            raise UserFault("deletion.nothing_there")
        owner = self._database.one("SELECT person FROM assessment WHERE id = ?", (assessment_id,))
        if owner is not None:  # pragma: no branch - one of its rows was changed just now
            self._forget_letters(owner[0])

    def assessment(self, assessment_id: AssessmentId) -> None:
        """Every version of it. Raises UserFault deletion.nothing_there."""
        found = self._database.one("SELECT series_id, person FROM assessment WHERE id = ?", (assessment_id,))
        if found is None:
            raise UserFault("deletion.nothing_there")
        series, person = found
        self._database.run(
            "UPDATE person SET draft = NULL WHERE row = ? AND draft IN"
            " (SELECT row FROM assessment WHERE series_id = ?)",
            (person, series),
        )
        for table in ("answer", "entry", "contributor"):
            self._database.run(f"DELETE FROM {table} WHERE {_OF_SERIES}", (series,))  # noqa: S608 - our own names
        self._database.run("DELETE FROM assessment WHERE series_id = ?", (series,))
        self._forget_extracts()
        self._forget_letters(person)
        self._database.run(f"{RENEWED} WHERE row = ?", (person,))

    def service(self, service_id: ServiceId) -> None:
        """With its pauses, versions and events that wait. Raises UserFault deletion.nothing_there."""
        found = self._database.one(
            "SELECT row, person FROM service WHERE id = ? AND version > 0", (service_id,)
        )
        if found is None:
            raise UserFault("deletion.nothing_there")
        self._services([(found[0], service_id)])
        self._forget_extracts()
        self._forget_letters(found[1])

    def person(self, person_id: PersonId) -> None:
        """Everything of a person. Raises UserFault deletion.nothing_there."""
        found = self._database.one(
            "SELECT row, hidden FROM person WHERE id = ? AND version > 0", (person_id,)
        )
        if found is None:
            raise UserFault("deletion.nothing_there")
        row = found[0]
        while (
            one := self._database.one("SELECT id FROM assessment WHERE person = ? LIMIT 1", (row,))
        ) is not None:
            self.assessment(AssessmentId(one[0]))
        self._services(self._database.rows("SELECT row, id FROM service WHERE person = ?", (row,)))
        for sql in _OF_PERSON:
            self._database.run(sql, (row,))
        self._database.run(_EMPTY_PERSON, (*("" for _ in _BLANK), row))
        self._database.run("UPDATE tally SET persons = persons - 1, hidden = hidden - 1")
        self._forget_extracts()

    def is_erased(self, person_id: PersonId) -> bool:
        """Whether the person's content is gone."""
        return (
            self._database.one("SELECT 1 FROM person WHERE id = ? AND version = 0", (person_id,)) is not None
        )

    def to_cancel(self) -> list[str]:
        """The annulments that wait for what is erased, by id, in the order they were registered."""
        rows = self._database.rows(
            "SELECT e.id FROM event e JOIN service s ON s.id = e.service_id"
            " WHERE s.version = 0 AND e.notified_by IS NULL ORDER BY e.row"
        )
        return [row[0] for row in rows]

    def _forget_extracts(self) -> None:
        """Yearly extracts hold everybody and can be made again; a message is a link of the chain and stays."""
        self._database.run("UPDATE export SET data = x'' WHERE notifications = 0 AND length(data) > 0")

    def _forget_letters(self, person: int) -> None:
        """A letter that is kept may hold what is erased; that it was made stays. A signed consent holds none of it."""
        self._database.run(_FORGET_LETTERS, (person,))

    def _services(self, services: Sequence[tuple[int, str]]) -> None:
        for row, service_id in services:
            self._database.run("DELETE FROM pause WHERE service = ?", (row,))
            self._database.run("DELETE FROM provider_change WHERE service = ?", (row,))
            self._database.run("DELETE FROM service_history WHERE service = ?", (row,))
            # An annulment stays until it has been told; nothing else that waits has anybody to tell of.
            self._database.run(
                "DELETE FROM event WHERE service_id = ? AND notified_by IS NULL AND status <> 'C'",
                (service_id,),
            )
            if (
                self._database.one("SELECT 1 FROM event WHERE service_id = ? LIMIT 1", (service_id,))
                is not None
            ):
                self._database.run(_EMPTY_SERVICE, (row,))
            else:
                self._database.run("DELETE FROM service WHERE row = ?", (row,))
