"""Vaults for the tests of store and crypto: real Argon2id at its floor, real SQLCipher, made-up people."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.domain.assessment import (
    Answer,
    Assessment,
    Contributor,
    Cursor,
    Entry,
    Evidence,
    Opinion,
    Reason,
)
from kpr_desktop.domain.care_service import CareService, DecisionRow, Every, Outcome, Pause, ProviderChange
from kpr_desktop.domain.consent import Consent, Giver, Way
from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import AssessmentId, DeviceId, PersonId, ServiceId, UserId
from kpr_desktop.domain.notification import ContactPerson
from kpr_desktop.domain.person import Address, Contact, Person, Residence
from kpr_desktop.store.vault import SqlCipherVaults, UnlockedVault
from kpr_desktop.usecases.records import LogEntry, NewVault, Office, PracticeScore
from kpr_desktop.usecases.vault_records import Assignment, Block
from tests.support import numbers
from tests.support.steady import NOW, Ids, StandingClock

PASSPHRASE = "blåbær og femten til"
LOGIN = "kari"
DEVICE = DeviceId("11111111-1111-4111-8111-111111111111")
USER = UserId("22222222-2222-4222-8222-222222222222")
OFFICE = Office(
    municipality="4201",
    name="Risør kommune",
    unit="Hjemmetjenesten",
    address=Address("Øvingsveien 1", "", "0001", "Øvingsbyen"),
    phone="00000000",
    email="post@example.no",
    web="https://example.no",
    contacts=(ContactPerson("16", "Blid Fjellbekk", "blid@example.no", "1"),),
)
SAMPLE = Path(__file__).parents[1] / "data" / "vaults"


def passphrase() -> bytearray:
    """The right one; a new bytearray each time, because it is wiped."""
    return bytearray(PASSPHRASE.encode())


def make_vaults(folder: Path, **more: Any) -> SqlCipherVaults:
    clock, new_id = StandingClock(), Ids()
    return SqlCipherVaults(JsonKeyFiles(clock, FLOOR_COST), clock, new_id, folder / "config", **more)


def new_vault(path: Path, **more: Any) -> NewVault:
    plain = NewVault(
        path, "Risør", True, OFFICE, LOGIN, "Kari Saksbehandler", frozenset({"registrar"}), passphrase()
    )
    return replace(plain, **more)


def make_vault(folder: Path) -> UnlockedVault:
    """A new training vault in `folder`/hvelv, open for writing."""
    return make_vaults(folder).create(new_vault(folder / "hvelv"))


def uid(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def person(number: int, name: str = "Blid Fjellbekk", **more: Any) -> Person:
    """A made-up person; `number` decides the ids."""
    given, _, family = name.rpartition(" ")
    return Person(
        id=PersonId(uid(number)),
        device_id=DEVICE,
        created_at=NOW,
        user_number=f"B{number}",
        given_name=given,
        family_name=family,
        **more,
    )


def full_person(number: int, name: str = "Blid Ærlig Fjellbekk") -> Person:
    """Every field filled."""
    return person(
        number,
        name,
        identity=Fnr.parse(numbers.fnr(number, born=date(1942, 3, 14), series="tenor")),
        birth_date=date(1942, 3, 14),
        sex="2",
        address=Address("Øvingsveien 1", "H0101", "0001", "Øvingsbyen"),
        protected=True,
        phone="00000001",
        language="se",
        interpreter="nordsamisk",
        next_of_kin=Contact("Rask Bjørkedal", "datter", "00000002"),
        guardian=Contact("Stille Steinmo", "verge", "00000003"),
        practitioner=Contact("Varm Solli", "fastlege", "00000004"),
        responsible=USER,
        planned_visit=date(2026, 11, 24),
        household="1",
        residences=(Residence(date(2020, 1, 1), "0301", "05"), Residence(date(2024, 7, 1), "4201")),
        death_date=date(2026, 11, 1),
    )


def assessment(number: int, of: Person, **more: Any) -> Assessment:
    plain = Assessment(
        id=AssessmentId(uid(1000 + number)),
        series_id=uid(2000 + number),
        person_id=of.id,
        device_id=DEVICE,
        created_at=NOW,
        assessed_on=date(2026, 11, 1),
        reason=Reason.PERIODIC,
        assessor_id=USER,
        assessor_name="Kari Saksbehandler",
        codebook_year=2026,
    )
    return replace(plain, **more)


def answered(number: int, of: Person) -> Assessment:
    """With answers, entries and a cursor."""
    answers = (Answer("v01", "3", "går med stokk", NOW), Answer("v02", "", "bare et notat"))
    return assessment(
        number,
        of,
        cursor=Cursor("v02", "note", 4),
        answers={each.item: each for each in answers},
        entries=(Entry(uid(1), "diagnosis", {"code": "P70"}), Entry(uid(2), "diagnosis", {"code": "K75"})),
    )


def service(number: int, of: Person, **more: Any) -> CareService:
    plain = CareService(
        id=ServiceId(uid(3000 + number)),
        person_id=of.id,
        device_id=DEVICE,
        created_at=NOW,
        type="1",
        applied_on=date(2026, 1, 1),
        decided_on=date(2026, 1, 10),
        outcome=Outcome.GRANTED,
        start=date(2026, 2, 1),
        week_minutes=90,
        changes=(ProviderChange(uid(7), date(2026, 4, 1), numbers.organisation(1), "Øvingstjenesten"),),
        note="etter avtale",
        pauses=(
            Pause(uid(1), date(2026, 3, 1), date(2026, 3, 8), "sykehus"),
            Pause(uid(2), date(2026, 5, 1)),
        ),
    )
    return replace(plain, **more)


def fill_sample(vault: UnlockedVault) -> None:
    """What every sample vault holds: two persons, a finished and a begun assessment, a service."""
    first, second = full_person(1), person(2, "Rask Bjørkedal", birth_date=date(1950, 5, 17))
    with vault.work() as work:
        work.persons.add(first)
        work.persons.add(second)
        work.assessments.add(answered(1, first))
        work.assessments.finish(AssessmentId(uid(1001)), NOW + timedelta(hours=1))
        work.assessments.add(assessment(2, second))
        work.services.add(service(1, first))
        work.commit()


def talked() -> Answer:
    """An answer with all that format 2 brought."""
    return Answer(
        "v15",
        "4",
        "leter etter ord",
        NOW,
        deciding="help=yes always=yes part=yes",
        reason="fall i august",
        evidence=Evidence(frozenset({"seen", "others"}), "other", "ringte selv", uid(1)),
        opinion=Opinion("2", "differs", "det går bra"),
    )


def consent(of: Person) -> Consent:
    """Every field filled."""
    return Consent(
        id=uid(4001),
        person_id=of.id,
        device_id=DEVICE,
        created_at=NOW,
        created_by=USER,
        given_by=Giver.GUARDIAN,
        giver_name="Stille Steinmo",
        sources="datteren og fastlegen",
        purpose="å vurdere behov for hjelp",
        way=Way.WRITTEN,
        given_on=date(2026, 11, 1),
        expires_on=date(2027, 11, 1),
        withdrawn_on=date(2026, 11, 20),
    )


def worked_out(of: Person) -> CareService:
    """A service whose hours were worked out from rows."""
    rows = (DecisionRow("morgen og kveld", 2, Every.DAY, 20), DecisionRow("dusj", 2, Every.WEEK, 30))
    return service(2, of, week_minutes=340, working=rows)


def practised() -> PracticeScore:
    return PracticeScore(uid(5001), "kaffe", "Kari Saksbehandler", NOW, {"v01": "2", "v15": "9"})


def fill_conversation(vault: UnlockedVault) -> None:
    """What format 2 brought."""
    second = person(2)
    with vault.work() as work:
        draft = AssessmentId(uid(1002))
        work.assessments.save_answer(draft, talked())
        work.assessments.save_time(draft, Contributor(USER, "Kari Saksbehandler", 61))
        work.assessments.save_language(draft, "nn")
        work.consents.save(consent(second))
        work.services.add(worked_out(second))
        work.practice.save(practised())
        work.commit()


def assigned(user: UserId) -> Assignment:
    """Of the vault's own user."""
    return Assignment(uid(6001), person(2).id, user, "case", date(2026, 11, 1), date(2027, 1, 1), USER, NOW)


def blocked() -> Block:
    """Sperring of a note."""
    return Block(
        uid(6002),
        person(2).id,
        "role",
        "leader",
        "ønsker det",
        "person",
        USER,
        NOW,
        AssessmentId(uid(1002)),
        "v15",
    )


def logged() -> LogEntry:
    """Every field filled; the first line of its log."""
    return LogEntry(
        NOW, USER, DEVICE, "person.open", person(2).id, "v15", "vikar i dag", "ok", "Kari Saksbehandler",
        "case_worker registrar", "Hjemmetjenesten", "self", "care", uid(6001), "0.4.0", 1,
    )  # fmt: skip


def fill_watched(vault: UnlockedVault) -> None:
    """What format 3 brought."""
    with vault.work() as work:
        work.access.save_assignment(assigned(vault.user.id))
        work.access.save_block(blocked())
        work.records.log(logged())
        work.commit()


def closed_vault(folder: Path) -> Path:
    """A closed vault with a full person and a bare one; its folder."""
    made = make_vault(folder)
    with made.work() as work:
        work.persons.add(full_person(1))
        work.persons.add(person(2))
        work.commit()
    made.close()
    return folder / "hvelv"


def opened(folder: Path, *, write: bool = True) -> UnlockedVault:
    """The vault made by `closed_vault`, unlocked."""
    return make_vaults(folder.parent).open(folder, LOGIN, passphrase(), write=write)
