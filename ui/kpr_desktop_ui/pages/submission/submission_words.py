"""What the submission page says of a finding, and where the finding leads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.codebook.wording import problem_words
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.notification import Event
from kpr_desktop.domain.problems import Problem
from kpr_desktop.usecases.records import ExportRecord, Finding
from kpr_desktop.usecases.submission import EventFinding, Rehearsal
from kpr_desktop_ui.pages.counting import grouped
from kpr_desktop_ui.pages.places import PersonFormPlace, PersonPlace, Place, ServicePlace, SettingsPlace
from kpr_desktop_ui.widgets import Cell, Row

SHOWN = 100
"""Findings shown at once."""
_OF_PERSON = frozenset(("fid", "typeID", "brukerNr", "bydel", "pasientGUID"))
_OF_CONTACT = frozenset(("kontPerson", "meldTelefon", "meldEpost1", "meldEpost2", "typeKontaktperson"))


@dataclass(frozen=True, slots=True)
class Told:
    """One finding in words. `person_id` None: it is about the whole message."""

    person_id: PersonId | None
    kind: str
    what: str
    register: str
    do: str
    place: Place


class SubmissionWords:
    """Texts of one code book edition about findings and files."""

    __slots__ = ("_book", "_texts")

    def __init__(self, texts: Texts, book: CodeBook) -> None:
        self._texts, self._book = texts, book

    def told(self, rehearsal: Rehearsal, limit: int = SHOWN) -> list[Told]:
        """The first findings: what stops the message or an event, what was told otherwise, what should be looked at."""
        found: Iterator[Told] = chain(
            (self._of_message(each) for each in rehearsal.whole),
            (self._of_event(each, "stop") for each in rehearsal.stopped),
            (self._of_event(each, "warning") for each in rehearsal.remarks),
            (self._overtaken(each) for each in rehearsal.overtaken),
            (self._odd(each.person_id, each.problem) for each in rehearsal.odd),
        )
        return list(islice(found, limit))

    def odd(self, rehearsal: Rehearsal) -> tuple[int, str]:
        """What would be accepted but looks wrong: the number, and that it stops nothing."""
        count = len(rehearsal.remarks) + len(rehearsal.odd)
        return count, self._texts("submission.odd_some" if count else "submission.odd_none")

    def row(self, key: str, told: Told, names: Mapping[PersonId, str]) -> Row:
        """A finding as a row of the table."""
        texts = self._texts
        unknown = texts("submission.person_unknown")
        name = texts("submission.whole") if told.person_id is None else names.get(told.person_id, unknown)
        return Row(key, (name, Cell(told.what, told.kind), told.register, told.do, texts("submission.go")))

    def waiting(self, count: int) -> str:
        """How many events wait."""
        return self._count("submission.waiting", count)

    def passing(self, rehearsal: Rehearsal) -> tuple[int, str]:
        """What would be accepted: the number, and about how many persons."""
        texts = self._texts
        if rehearsal.whole or not rehearsal.message.notifications:
            return 0, texts("submission.passing_none")
        persons = rehearsal.persons
        note = texts("submission.passing_persons", count=grouped(persons))
        return len(rehearsal.message.notifications), texts(
            "submission.passing_person"
        ) if persons == 1 else note

    def stopped(self, rehearsal: Rehearsal) -> tuple[int, str]:
        """What would be stopped: the number of events, and why."""
        texts = self._texts
        held = len({s.finding.notification_id for s in rehearsal.stopped})
        if (whole := len(rehearsal.whole)) > 0:
            note = texts("submission.stopped_whole", count=whole)
            return rehearsal.waiting, texts("submission.stopped_whole_one") if whole == 1 else note
        return held, texts("submission.stopped_some" if held else "submission.stopped_none")

    def ready(self, rehearsal: Rehearsal | None) -> str:
        """How much a message made now would hold."""
        if rehearsal is None:
            return self._texts("submission.ready_unknown")
        count, _ = self.passing(rehearsal)
        return self._count("submission.ready", count)

    def content(self, record: ExportRecord, *, sentence: bool = False) -> str:
        """What a file holds, for a table or as a sentence."""
        counts = {"notifications": grouped(record.notifications), "persons": grouped(record.persons)}
        key = "submission.exports_count"
        if record.notifications:
            return self._texts("submission.made_message" if sentence else key, **counts)
        key = "submission.made_yearly" if sentence else f"{key}_yearly"
        return self._texts(key, persons=counts["persons"])

    def format(self, format_id: str) -> str:
        """The name of a format; its id when we no longer have it."""
        key = f"export.{format_id.replace('-', '_')}.title"
        return self._texts(key) if self._texts.has(key) else format_id

    def _count(self, key: str, count: int) -> str:
        if count == 1:
            return self._texts(f"{key}_one")
        return self._texts(key, count=grouped(count)) if count else self._texts(f"{key}_none")

    def _of_message(self, finding: Finding) -> Told:
        place = SettingsPlace("contacts" if finding.field in _OF_CONTACT else "office")
        return Told(None, "stop", *self._words(finding), place)

    def _of_event(self, found: EventFinding, kind: str) -> Told:
        person_id = found.person_id
        of_person = found.finding.field in _OF_PERSON
        place = PersonFormPlace(person_id) if of_person else ServicePlace(person_id, found.service_id)
        return Told(person_id, kind, *self._words(found.finding), place)

    def _words(self, finding: Finding) -> tuple[str, str, str]:
        """What it is, what the register would do, what a person can do."""
        what, do = sentences(self._texts(finding.code))
        return what, self._texts(f"export.consequence.{finding.consequence}"), do

    def _odd(self, person_id: PersonId, problem: Problem) -> Told:
        what, do = problem_words(self._book, problem, self._texts.language)
        register = self._texts("export.consequence.none")
        return Told(person_id, "warning", what, register, do, target_place(person_id, problem.target))

    def _overtaken(self, event: Event) -> Told:
        """An event that was reported and no longer holds."""
        texts = self._texts
        kind = self._book.services.get(event.service_type)
        service = kind.label.in_(texts.language) if kind else event.service_type
        what = texts(f"submission.event_{event.kind.name.lower()}", date=in_table(event.happened_on))
        return Told(
            event.person_id,
            "info",
            texts("submission.overtaken_what", service=service, event=what),
            texts("submission.overtaken_register"),
            texts("submission.overtaken_do"),
            ServicePlace(event.person_id, event.service_id),
        )


def sentences(text: str) -> tuple[str, str]:
    """What happened, and what to do: the catalogue's texts about findings have these two sentences."""
    what, stop, do = text.partition(". ")
    return what + stop.strip(), do


def target_place(person_id: PersonId, target: str) -> Place:
    """Where a rule's target is on screen."""
    area, _, rest = target.partition(".")
    if area == "person":
        return PersonFormPlace(person_id)
    if area == "service" and (service_id := rest.rpartition(".")[0]):
        return ServicePlace(person_id, ServiceId(service_id))
    return PersonPlace(person_id, "services" if area == "service" else "assessments")
