"""Assessments: heads, answers, entries. A finished one is never written to again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from sqlcipher3 import dbapi2

from kpr_desktop.domain.assessment import (
    Answer,
    Assessment,
    Contributor,
    Cursor,
    Entry,
    Evidence,
    Opinion,
    Reason,
    State,
)
from kpr_desktop.domain.ids import AssessmentId, DeviceId, PersonId, UserId
from kpr_desktop.errors import UserFault
from kpr_desktop.store.database import Database, Row
from kpr_desktop.store.rows import marks, text_or_none, time_or_none

_COLUMNS = (
    "id", "series_id", "device_id", "created_at", "assessed_on", "reason", "assessor_id", "assessor_name",
    "codebook_year", "state", "version", "version_reason", "finished_at", "cursor_item", "cursor_field", "cursor_caret",
    "carry", "citizen_language",
)  # fmt: skip
_ADD = (
    f"INSERT INTO assessment ({', '.join(_COLUMNS)}, person)"  # noqa: S608 - our own column names
    f" SELECT {marks(len(_COLUMNS))}, row FROM person WHERE id = ?"
)
_GET = (
    f"SELECT a.row, p.id, {', '.join(f'a.{column}' for column in _COLUMNS)}"  # noqa: S608 - as above
    " FROM assessment a JOIN person p ON p.row = a.person"
)
_DRAFT = "FROM assessment WHERE id = ? AND state = 'draft'"
_ANSWER = (
    "item", "value", "note", "answered_at", "deciding", "reason", "ways", "basis", "basis_reason", "consent_id",
    "own", "view", "words",
)  # fmt: skip
_SAVE_ANSWER = (
    f"INSERT INTO answer (assessment, {', '.join(_ANSWER)}) SELECT row, {marks(len(_ANSWER))} {_DRAFT}"
    f" ON CONFLICT (assessment, item) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in _ANSWER[1:])}"
)
_SAVE_ENTRY = (
    f"INSERT INTO entry (assessment, id, item, fields) SELECT row, ?, ?, ? {_DRAFT}"
    " ON CONFLICT (assessment, id) DO UPDATE SET item = excluded.item, fields = excluded.fields"
)
_SAVE_CURSOR = (
    "UPDATE assessment SET cursor_item = ?, cursor_field = ?, cursor_caret = ?"
    " WHERE id = ? AND state = 'draft'"
)
_SAVE_TIME = (
    "INSERT INTO contributor (assessment, place, user_id, name, seconds)"  # noqa: S608 - as above
    " SELECT row, (SELECT count(*) FROM contributor c WHERE c.assessment = assessment.row), ?, ?, ?"
    f" {_DRAFT} ON CONFLICT (assessment, user_id) DO UPDATE SET name = excluded.name, seconds = excluded.seconds"
)
_SAVE_HEAD = (
    "UPDATE assessment SET assessed_on = ?, reason = ?, assessor_id = ?, assessor_name = ?, codebook_year = ?,"
    " version_reason = ?, carry = ? WHERE id = ? AND state = 'draft'"
)
_NEWEST = (
    "FROM assessment a WHERE a.person = person.row AND a.state = 'finished' AND NOT EXISTS"
    " (SELECT 1 FROM assessment b WHERE b.series_id = a.series_id AND b.version > a.version AND b.state = 'finished')"
)
RENEWED = (
    "UPDATE person SET draft = (SELECT d.row FROM assessment d WHERE d.person = person.row AND d.state = 'draft'),"  # noqa: S608 - as above
    f" last_assessed = (SELECT max(a.assessed_on) {_NEWEST}),"
    f" lacking = coalesce((SELECT a.lacking {_NEWEST} ORDER BY a.assessed_on DESC, a.finished_at DESC LIMIT 1), 0)"
)
"""What the person table keeps of a person's assessments, told anew; WHERE belongs behind it."""
_VALUES = (
    "SELECT assessment, json_group_object(item, value),"
    " json_group_array(json_array(item, deciding, reason, ways, basis, basis_reason, consent_id, own, view))"
    " FILTER (WHERE deciding <> '' OR reason <> '' OR ways <> '' OR basis <> '' OR own <> '' OR view <> '')"
    " FROM answer WHERE assessment IN (SELECT value FROM json_each(?)) GROUP BY assessment"
)
_ENTRIES = (
    "SELECT assessment, id, item, fields FROM entry WHERE assessment IN (SELECT value FROM json_each(?))"
    " ORDER BY assessment, row"
)
_LAST_ASSESSED = f"{RENEWED} WHERE row = (SELECT person FROM assessment WHERE id = ?)"  # noqa: S608 - as above


class AssessmentTable:
    """Assessments of the ports. Writing to what is not a draft raises UserFault assessment.locked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, assessment: Assessment, *, lacking: int = 0) -> None:
        """With its answers and entries; `lacking` as in `finish`, for one that comes finished.

        Raises UserFault person.unknown, or assessment.draft_exists.
        """
        cursor = assessment.cursor
        values = (
            assessment.id, assessment.series_id, assessment.device_id, assessment.created_at.isoformat(),
            assessment.assessed_on.isoformat(), assessment.reason.value, assessment.assessor_id,
            assessment.assessor_name, assessment.codebook_year, assessment.state.value, assessment.version,
            assessment.version_reason, text_or_none(assessment.finished_at), cursor.item, cursor.field, cursor.caret,
            int(assessment.carry), assessment.citizen_language, assessment.person_id,
        )  # fmt: skip
        try:
            made = self._database.run(_ADD, values)
        except dbapi2.IntegrityError as error:
            if str(error).endswith("assessment.person"):
                raise UserFault("assessment.draft_exists") from error
            raise
        if made.rowcount != 1:
            raise UserFault("person.unknown")
        self._add_parts(made.lastrowid or 0, assessment)
        if assessment.state is State.DRAFT:
            self._database.run(
                "UPDATE person SET draft = ? WHERE id = ?", (made.lastrowid, assessment.person_id)
            )
        else:
            self._database.run("UPDATE assessment SET lacking = ? WHERE row = ?", (lacking, made.lastrowid))
            self._renew_last_assessed(assessment.id)

    def get(self, assessment_id: AssessmentId) -> Assessment:
        """Raises UserFault assessment.unknown."""
        found = self._load(f"{_GET} WHERE a.id = ?", assessment_id)
        if not found:
            raise UserFault("assessment.unknown")
        return found[0]

    def of_person(self, person_id: PersonId) -> list[Assessment]:
        """All versions, newest `assessed_on` first, answers included."""
        return self._load(f"{_GET} WHERE p.id = ? ORDER BY a.assessed_on DESC, a.row DESC", person_id)

    def heads(self, first: int, last: int) -> dict[int, dict[int, Assessment]]:
        """Finished assessments without their answers, of the persons with rows `first` to `last`: by row and row."""
        found: dict[int, dict[int, Assessment]] = {}
        sql = _GET.replace("SELECT", "SELECT a.person,", 1)
        where = "WHERE a.person BETWEEN ? AND ? AND a.state = 'finished'"
        for owner, *row in self._database.each(f"{sql} {where}", (first, last)):
            found.setdefault(owner, {})[row[0]] = _head(tuple(row))
        return found

    def filled(self, heads: Mapping[int, Assessment]) -> dict[int, Assessment]:
        """The same assessments with what the rules look at: no notes, no times, nobody's seconds."""
        rows = json.dumps(list(heads))
        answers: dict[int, dict[str, Answer]] = {}
        for number, values, more in self._database.each(_VALUES, (rows,)):
            answers[number] = {item: _plain(item, value) for item, value in json.loads(values).items()}
            for item, deciding, reason, ways, basis, why, consent_id, own, view in json.loads(more):
                evidence = Evidence(frozenset(ways.split()), basis, why, consent_id)
                value = answers[number][item].value
                answers[number][item] = Answer(
                    item, value, "", None, deciding, reason, evidence, Opinion(own, view)
                )
        entries: dict[int, list[Entry]] = {}
        for number, entry_id, item, fields in self._database.each(_ENTRIES, (rows,)):
            entries.setdefault(number, []).append(Entry(entry_id, item, json.loads(fields)))
        return {
            number: replace(head, answers=answers.get(number, {}), entries=tuple(entries.get(number, ())))
            for number, head in heads.items()
        }

    def draft_of(self, person_id: PersonId) -> AssessmentId | None:
        """The one draft a person may have."""
        row = self._database.one(
            "SELECT a.id FROM person p JOIN assessment a ON a.row = p.draft WHERE p.id = ?", (person_id,)
        )
        return AssessmentId(row[0]) if row else None

    def save_answer(self, assessment_id: AssessmentId, answer: Answer) -> None:
        """Put in or replace one item's answer."""
        self._on_draft(_SAVE_ANSWER, *_columns(answer), assessment_id)

    def save_cursor(self, assessment_id: AssessmentId, cursor: Cursor) -> None:
        """Where the interview stands."""
        self._on_draft(_SAVE_CURSOR, cursor.item, cursor.field, cursor.caret, assessment_id)

    def save_time(self, assessment_id: AssessmentId, contributor: Contributor) -> None:
        """Put in or replace what one contributor has done."""
        self._on_draft(_SAVE_TIME, contributor.user_id, contributor.name, contributor.seconds, assessment_id)

    def save_language(self, assessment_id: AssessmentId, language: str) -> None:
        """The language of the citizen's view."""
        self._on_draft(
            "UPDATE assessment SET citizen_language = ? WHERE id = ? AND state = 'draft'",
            language,
            assessment_id,
        )

    def save_entry(self, assessment_id: AssessmentId, entry: Entry) -> None:
        """Put in or replace one row of a repeating item; a replaced one keeps its place."""
        self._on_draft(_SAVE_ENTRY, entry.id, entry.item, _fields_text(entry), assessment_id)

    def remove_entry(self, assessment_id: AssessmentId, entry_id: str) -> None:
        """Raises UserFault assessment.locked when the draft has no such entry."""
        self._on_draft(
            f"DELETE FROM entry WHERE id = ? AND assessment = (SELECT row {_DRAFT})",  # noqa: S608 - as above
            entry_id,
            assessment_id,
        )

    def save_head(self, assessment: Assessment) -> None:
        """Date, reason, assessor, code book edition, reason for the version and `carry` of a draft."""
        self._on_draft(
            _SAVE_HEAD, assessment.assessed_on.isoformat(), assessment.reason.value, assessment.assessor_id,
            assessment.assessor_name, assessment.codebook_year, assessment.version_reason,
            int(assessment.carry), assessment.id,
        )  # fmt: skip

    def finish(self, assessment_id: AssessmentId, at: datetime, *, lacking: int = 0) -> None:
        """Lock for good, and renew when the person was last assessed. `lacking`: items that should have an answer."""
        self._on_draft(
            "UPDATE assessment SET state = 'finished', finished_at = ?, lacking = ? WHERE id = ? AND state = 'draft'",
            at.isoformat(),
            lacking,
            assessment_id,
        )
        self._renew_last_assessed(assessment_id)

    def discard(self, assessment_id: AssessmentId) -> None:
        """Remove a draft (never a finished one)."""
        row = self._database.one(f"SELECT row {_DRAFT}", (assessment_id,))
        if row is None:
            raise UserFault("assessment.locked")
        for sql in (
            "DELETE FROM answer WHERE assessment = ?",
            "DELETE FROM entry WHERE assessment = ?",
            "DELETE FROM contributor WHERE assessment = ?",
            "UPDATE person SET draft = NULL WHERE row = (SELECT person FROM assessment WHERE row = ?)",
            "DELETE FROM assessment WHERE row = ?",
        ):
            self._database.run(sql, row)

    def _on_draft(self, sql: str, *values: str | int | None) -> None:
        if self._database.run(sql, values).rowcount != 1:
            raise UserFault("assessment.locked")

    def _renew_last_assessed(self, assessment_id: AssessmentId) -> None:
        self._database.run(_LAST_ASSESSED, (assessment_id,))

    def _add_parts(self, row: int, assessment: Assessment) -> None:
        self._database.run_many(
            f"INSERT INTO answer (assessment, {', '.join(_ANSWER)}) VALUES (?, {marks(len(_ANSWER))})",  # noqa: S608 - as above
            [(row, *_columns(answer)) for answer in assessment.answers.values()],
        )
        self._database.run_many(
            "INSERT INTO entry (assessment, id, item, fields) VALUES (?, ?, ?, ?)",
            [(row, entry.id, entry.item, _fields_text(entry)) for entry in assessment.entries],
        )
        self._database.run_many(
            "INSERT INTO contributor (assessment, place, user_id, name, seconds) VALUES (?, ?, ?, ?, ?)",
            [(row, i, c.user_id, c.name, c.seconds) for i, c in enumerate(assessment.contributors)],
        )

    def _load(self, sql: str, value: str) -> list[Assessment]:
        return [self._assessment(row) for row in self._database.rows(sql, (value,))]

    def _assessment(self, row: Row) -> Assessment:
        number = row[0]
        answers = self._database.rows(
            f"SELECT {', '.join(_ANSWER)} FROM answer WHERE assessment = ?",  # noqa: S608 - as above
            (number,),
        )
        entries = self._database.rows(
            "SELECT id, item, fields FROM entry WHERE assessment = ? ORDER BY row", (number,)
        )
        workers = self._database.rows(
            "SELECT user_id, name, seconds FROM contributor WHERE assessment = ? ORDER BY place", (number,)
        )
        return replace(
            _head(row),
            answers={each[0]: _answer(each) for each in answers},
            entries=tuple(Entry(each[0], each[1], json.loads(each[2])) for each in entries),
            contributors=tuple(Contributor(UserId(u), n, s) for u, n, s in workers),
        )


def _head(row: Row) -> Assessment:
    """What stands in the assessment's own row, without answers and entries."""
    (_, person_id, assessment_id, series_id, device_id, created_at, assessed_on, reason, assessor_id, name,
     year, state, version, version_reason, finished_at, item, field, caret,
     carry, language) = row  # fmt: skip
    return Assessment(
        id=AssessmentId(assessment_id),
        series_id=series_id,
        person_id=PersonId(person_id),
        device_id=DeviceId(device_id),
        created_at=datetime.fromisoformat(created_at),
        assessed_on=date.fromisoformat(assessed_on),
        reason=Reason(reason),
        assessor_id=UserId(assessor_id),
        assessor_name=name,
        codebook_year=year,
        state=State(state),
        version=version,
        version_reason=version_reason,
        finished_at=time_or_none(finished_at),
        cursor=Cursor(item, field, caret),
        carry=bool(carry),
        citizen_language=language,
    )


@lru_cache(maxsize=10_000)
def _plain(item: str, value: str) -> Answer:
    """An answer that is nothing but its value; there are few of them, and many who gave them."""
    return Answer(item, value)


def _columns(answer: Answer) -> tuple[str | None, ...]:
    evidence, opinion = answer.evidence, answer.opinion
    return (
        answer.item, answer.value, answer.note, text_or_none(answer.answered_at), answer.deciding, answer.reason,
        " ".join(sorted(evidence.ways)), evidence.basis, evidence.reason, evidence.consent_id,
        opinion.own, opinion.view, opinion.words,
    )  # fmt: skip


def _answer(row: Row) -> Answer:
    (item, value, note, at, deciding, reason, ways, basis, basis_reason, consent_id, own, view, words) = row
    evidence = Evidence(frozenset(ways.split()), basis, basis_reason, consent_id)
    return Answer(item, value, note, time_or_none(at), deciding, reason, evidence, Opinion(own, view, words))


def _fields_text(entry: Entry) -> str:
    return json.dumps(dict(entry.values), ensure_ascii=False)
