"""Everybody's case files, read in large pieces: a few questions for five hundred persons, not a dozen for each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.store.assessments import AssessmentTable
from kpr_desktop.store.consents import ConsentTable
from kpr_desktop.store.database import Database
from kpr_desktop.store.persons import PersonTable
from kpr_desktop.store.rows import Hand
from kpr_desktop.store.services import ServiceTable
from kpr_desktop.usecases.rehearsal_ports import CaseFile, Choice

_STAMPS = (
    "SELECT p.id, p.version,"
    " (SELECT count(*) || '.' || coalesce(sum(s.version), 0) FROM service s WHERE s.person = p.row),"
    " (SELECT count(*) FROM assessment a WHERE a.person = p.row AND a.state = 'finished'),"
    " (SELECT count(*) || '.' || count(c.withdrawn_on) FROM consent c WHERE c.person_id = p.id)"
    " FROM person p WHERE p.id IN (SELECT value FROM json_each(?))"
)


def _chosen(own: Mapping[int, Assessment], choose: Choice) -> dict[int, Assessment]:
    wanted = {assessment.id for assessment in choose(own.values())}
    return {row: head for row, head in own.items() if head.id in wanted}


class CaseTable:
    """CaseFiles of the ports."""

    def __init__(self, database: Database, hand: Hand) -> None:
        self._database = database
        self._persons = PersonTable(database, hand)
        self._services = ServiceTable(database, hand)
        self._assessments = AssessmentTable(database)
        self._consents = ConsentTable(database)

    def count(self) -> int:
        """How many there are, hidden persons too."""
        return self._persons.count(hidden=True)

    def batches(self, choose: Choice, size: int = 500) -> Iterator[list[CaseFile]]:
        """In the order the persons were registered; nothing is held back in memory."""
        last = 0
        while persons := self._persons.batch(last, size):
            first, last = persons[0][0], persons[-1][0]
            services = self._services.between(first, last)
            heads = self._assessments.heads(first, last)
            chosen = {owner: _chosen(own, choose) for owner, own in heads.items()}
            full = self._assessments.filled(
                {row: head for own in chosen.values() for row, head in own.items()}
            )
            consents = self._consents.between(first, last)
            yield [
                CaseFile(
                    person,
                    tuple(services.get(row, ())),
                    tuple(full[number] for number in chosen.get(row, ())),
                    tuple(consents.get(person.id, ())),
                )
                for row, person in persons
            ]

    def stamps(self, ids: Iterable[PersonId]) -> dict[PersonId, str]:
        """A text that changes with the person, a service, a consent or a finished assessment."""
        rows = self._database.rows(_STAMPS, (json.dumps(list(ids)),))
        return {PersonId(row[0]): "/".join(str(part) for part in row[1:]) for row in rows}
