"""Messages and extracts that nobody lives in: synthetic numbers (month +80), names that nobody has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from uuid import UUID

from kpr_desktop.codebook.model import Certainty, CitizenWords, CodeBook, EntryField, Item, ItemKind, Text
from kpr_desktop.domain.assessment import Answer, Assessment, Entry, Reason, State
from kpr_desktop.domain.care_service import CareService, Outcome, Pause
from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import AssessmentId, DeviceId, PersonId, ServiceId, UserId
from kpr_desktop.domain.notification import (
    FIRST_PREVIOUS,
    ContactPerson,
    Event,
    EventKind,
    Message,
    Notification,
    Status,
    Subject,
)
from kpr_desktop.domain.person import Address, Contact, Person, Residence
from kpr_desktop.usecases.records import YearlyExtract, YearlyPerson

SUMMER = timezone(timedelta(hours=2))
WINTER = timezone(timedelta(hours=1))
NUMBERS = ("20814549217", "08858606587", "26928909629", "23848825999")
CONTACTS = (
    ContactPerson("16", "Blid Fjellbekk", "blid.fjellbekk@eksempel.test", "+47 90 00 00 00"),
    ContactPerson("17", "Rask Granskog", "rask@eksempel.test"),
)


def guid(number: int) -> str:
    """A GUID that is the same every time."""
    return f"00000000-0000-4000-8000-{number:012}"


def subject(number: int = 0, district: str = "") -> Subject:
    return Subject(PersonId(guid(100 + number)), f"B-{number:04}", Fnr.parse(NUMBERS[number]), district)


def event(number: int, kind: EventKind, **changes: str) -> Event:
    provider = "312345678" if kind is EventKind.PROVIDER_CHANGED else ""
    pause = guid(300) if kind in (EventKind.PAUSE_BEGINS, EventKind.PAUSE_ENDS) else ""
    return Event(
        id=guid(400 + number),
        kind=kind,
        person_id=PersonId(guid(100)),
        service_id=ServiceId(guid(200)),
        service_type=changes.get("service_type", "21"),
        happened_on=date(2026, 3, 1) + timedelta(days=number % 60),
        registered_at=datetime(2026, 9, 1, 8, 30, number % 60, 987654, tzinfo=SUMMER),
        provider_number=changes.get("provider_number", provider),
        part_id=changes.get("part_id", pause),
    )


def message(
    kinds: tuple[EventKind, ...] = tuple(EventKind), local_id: str = "OVELSE", first: int = 1
) -> Message:
    """A whole chain: by default one notification of each kind."""
    links = []
    for place, kind in enumerate(kinds):
        links.append(
            Notification(
                id=guid(500 + place),
                number=first + place,
                previous=(FIRST_PREVIOUS if first == 1 else guid(499)) if place == 0 else guid(499 + place),
                made_at=datetime(2026, 11, 23, 9, 5, place % 60, tzinfo=WINTER),
                event=event(place, kind),
                subject=subject(place % 4, "02" if place % 2 else ""),
            )
        )
    return Message("4201", CONTACTS, tuple(links), local_id)


def corrections() -> Message:
    """A start that is moved, moved again and annulled; then the service is started anew."""
    links = list(message((EventKind.START,) * 5).notifications)
    for place, status in enumerate((Status.REPLACES, Status.REPLACES, Status.ANNULS), 1):
        links[place] = replace(links[place], status=status, reference=links[0].id)
    one = [replace(link, subject=links[0].subject) for link in links]
    return Message("4201", CONTACTS, tuple(one), "OVELSE")


def identity_repair() -> Message:
    """What had been told with a birth date (in an earlier message), told again with the number that came later."""
    sample = message((EventKind.START, EventKind.END), first=17)
    links = [
        replace(link, status=Status.REPLACES, reference=guid(498 + place), subject=subject(0))
        for place, link in enumerate(sample.notifications)
    ]
    return replace(sample, notifications=tuple(links))


def endless(count: int) -> Iterator[Notification]:
    """A chain that is never in memory as a whole: ids from the number, as real ones are of no pattern."""
    sample = message().notifications
    previous = FIRST_PREVIOUS
    for number in range(1, count + 1):
        link = sample[number % len(sample)]
        own = str(UUID(int=number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128))
        told = replace(link.event, id=str(UUID(int=UUID(own).int ^ 1)))
        yield replace(link, id=own, number=number, previous=previous, event=told)
        previous = own


# --- yearly -------------------------------------------------------------------------------------------------------


def _text(words: str) -> Text:
    return Text(words, words, words)


def _item(name: str, kind: ItemKind, code: str = "", fields: tuple[EntryField, ...] = ()) -> Item:
    words = _text(name)
    return Item(
        id=name, kind=kind, group="g", official=name, label=words, short=words, question=words, covers=words,
        citizen=CitizenWords(words, words), source="own", certainty=Certainty.OWN, code=code, fields=fields,
    )  # fmt: skip


def book() -> CodeBook:
    """A code book with just enough in it: the 20 variables, a coded item, a date, and one repeating item."""
    fields = (
        EntryField("system", _text("system"), "system", required=True),
        EntryField("code", _text("code"), "text", required=True),
        EntryField("date", _text("date"), "date", required=False),
        EntryField("who", _text("who"), "text", required=False),
    )
    items = [_item(f"v{n:02}", ItemKind.SCORE, str(n)) for n in range(1, 21)]
    items += [_item("private_help", ItemKind.CODE), _item("doctor_date", ItemKind.DATE)]
    items += [_item("diagnosis", ItemKind.ENTRIES, fields=fields)]
    return CodeBook(
        year=2026, from_year=2019, notice=_text("n"), guide=_text("g"), guide_address="", sources={}, scales={},
        lists={}, groups=(), items={i.id: i for i in items}, services={}, rules={},
    )  # fmt: skip


class Shelf:
    """Code books: the same one for every year."""

    def for_year(self, year: int) -> CodeBook:
        assert year >= 2019
        return book()


SECRETS = (
    "Blid", "Fjellbekk", "Granskog", "Storgata", "4790", "hemmelig", "Vrang", "90000000", "Notat", "sykehus", "Elvedal",
)  # fmt: skip
"""Words that stand in the sample persons and must never leave through the extract."""


def assessment(person: str = guid(100), **changes: object) -> Assessment:
    at = datetime(2026, 5, 4, 10, 0, tzinfo=SUMMER)
    answers = {f"v{n:02}": Answer(f"v{n:02}", str(n % 5 + 1), note="Notat om Blid") for n in range(1, 21)}
    answers |= {
        "private_help": Answer("private_help", "3"),
        "doctor_date": Answer("doctor_date", "2026-04-30"),
        "v20": Answer("v20", "", note="hemmelig"),
    }
    entries = (
        Entry("e1", "diagnosis", {"system": "ICPC-2", "code": "P70", "date": "2026-01-02", "who": "Vrang"}),
        Entry("e2", "diagnosis", {"system": "ICPC-2", "code": "hemmelig tekst om Blid"}),
    )
    values: dict[str, object] = {
        "id": AssessmentId(guid(600)), "series_id": guid(601), "person_id": PersonId(person),
        "device_id": DeviceId(guid(1)), "created_at": at, "assessed_on": date(2026, 5, 4), "reason": Reason.PERIODIC,
        "assessor_id": UserId(guid(2)),
        "assessor_name": "Rask Granskog", "codebook_year": 2026, "state": State.FINISHED, "finished_at": at,
        "answers": answers, "entries": entries,
    }  # fmt: skip
    return Assessment(**(values | changes))  # type: ignore[arg-type]


def service(**changes: object) -> CareService:
    values: dict[str, object] = {
        "id": ServiceId(guid(200)), "person_id": PersonId(guid(100)), "device_id": DeviceId(guid(1)),
        "created_at": datetime(2026, 1, 1, tzinfo=WINTER), "type": "15", "applied_on": date(2026, 1, 5),
        "decided_on": date(2026, 1, 20), "outcome": Outcome.GRANTED, "start": date(2026, 2, 1), "week_minutes": 150,
        "provider_number": "312345678", "provider_name": "Elvedal omsorg", "note": "Notat",
        "pauses": (
            Pause(guid(302), date(2026, 6, 1), None, "sykehus"),
            Pause(guid(301), date(2026, 3, 1), date(2026, 3, 9), "sykehus"),
        ),
    }  # fmt: skip
    return CareService(**(values | changes))  # type: ignore[arg-type]


def person(number: int = 0, **changes: object) -> Person:
    values: dict[str, object] = {
        "id": PersonId(guid(100 + number)), "device_id": DeviceId(guid(1)),
        "created_at": datetime(2026, 1, 1, tzinfo=WINTER), "user_number": f"B-{number:04}", "given_name": "Blid",
        "family_name": "Fjellbekk", "identity": Fnr.parse(NUMBERS[number]), "birth_date": date(1945, 1, 20), "sex": "2",
        "address": Address("Storgata 1", "", "4790", "Elvedal"), "phone": "90000000",
        "next_of_kin": Contact("Rask Granskog", "nabo", "90000000"), "household": "1",
        "residences": (Residence(date(2020, 1, 1), "0301", "02"), Residence(date(2027, 1, 1), "4601", "03")),
    }  # fmt: skip
    return Person(**(values | changes))  # type: ignore[arg-type]


def extract(*persons: YearlyPerson, practice: bool = True) -> YearlyExtract:
    return YearlyExtract(
        2026, "4201", datetime(2027, 1, 4, 12, 0, tzinfo=WINTER), "1.2.3", 2026, practice, persons
    )


def whole_extract() -> YearlyExtract:
    """Three persons: with everything; protected; dead and without a number, assessment or service."""
    refused = service(
        id=ServiceId(guid(201)), type="8", outcome=Outcome.REFUSED, start=None, week_minutes=None, rolling=True,
        pauses=(), provider_number="",
    )  # fmt: skip
    housing = service(
        id=ServiceId(guid(202)), type="29", subtype="2", end=date(2026, 8, 1), week_minutes=None, pauses=()
    )
    return extract(
        YearlyPerson(
            person(2, identity=None, household="", residences=(), death_date=date(2026, 7, 7)), (), ()
        ),
        YearlyPerson(person(1, protected=True), (), (housing,)),
        YearlyPerson(
            person(),
            (assessment(version=2, id=AssessmentId(guid(602))), assessment()),
            (refused, service(), housing),
        ),
    )
