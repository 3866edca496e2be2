"""A person with 20 assessments, 2,000 log rows and something in every table that names persons."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from kpr_desktop.domain.assessment import (
    Answer,
    Assessment,
    Contributor,
    Entry,
    Evidence,
    Opinion,
    Reason,
    State,
)
from kpr_desktop.domain.care_service import (
    CareService,
    DecisionRow,
    Every,
    Outcome,
    Pause,
    ProviderChange,
)
from kpr_desktop.domain.consent import Consent, Giver, Signature, Way
from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId, UserId
from kpr_desktop.domain.person import Address, Contact, Residence
from kpr_desktop.domain.rights import (
    CorrectionNotice,
    Disclosure,
    RequestKind,
    ReservationTalk,
    RightsRequest,
)
from kpr_desktop.domain.rights import Outcome as Answered
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import LogEntry
from kpr_desktop.usecases.submission_records import HospitalStay
from kpr_desktop.usecases.vault_records import Assignment, Block, Deletion, Emergency
from tests.support.world import World

GONE = "v99"
"""An item that no book has."""


def answers(world: World, seed: int) -> dict[str, Answer]:
    """One answer to every item, with texts; the last ones as an other edition would have left them."""
    draw = random.Random(seed)
    book = world.session.books.for_year(2026)
    made: dict[str, Answer] = {}
    for item in book.items.values():
        if item.kind.value == "entries":
            continue
        codes = (
            [v.code for v in book.scales[item.list].values]
            if item.kind.value == "score"
            else [c.code for c in book.lists[item.list].codes]
            if item.list
            else [f"2025-03-{1 + seed % 28:02}"]
        )
        value = draw.choice(codes)
        score = item.kind.value == "score"
        made[item.id] = Answer(
            item.id,
            value,
            note=f"notat {seed} {item.id}",
            answered_at=world.session.now(),
            deciding=draw.choice(["help=yes always=no", "nine", "old=yes", ""]) if score else "",
            reason=f"grunn {seed} {item.id}" if draw.random() < 0.3 else "",
            evidence=Evidence(frozenset({"told", "others", "gone"}), "other", f"fordi {seed} {item.id}")
            if score
            else Evidence(),
            opinion=Opinion(
                draw.choice(codes), "differs", f"mine ord {seed} {item.id}" + " lang" * 60 * (seed % 2)
            )
            if score
            else Opinion(),
        )
    made[GONE] = Answer(GONE, "7", note="fra en annen utgave")
    made["household"] = Answer("household", "88")
    made["v01"] = replace(made["v01"], evidence=Evidence(frozenset(), "consent", "", "borte"))
    made["v02"] = replace(made["v02"], evidence=Evidence(frozenset(), "consent", "", f"samtykke-{seed % 2}"))
    made["v03"] = Answer("v03", "", opinion=Opinion(words="bare ord"))
    made["v04"] = Answer("v04", "77")
    made["doctor_date"] = Answer("doctor_date", "i fjor")
    return made


def assessment(world: World, person_id: PersonId, number: int, **changes: object) -> Assessment:
    """A finished one of its own series."""
    session = world.session
    day = date(2020, 1, 15) + timedelta(days=100 * number)
    made = Assessment(
        id=AssessmentId(session.new_id()),
        series_id=session.new_id(),
        person_id=person_id,
        device_id=session.vault.device_id,
        created_at=session.now(),
        assessed_on=day,
        reason=Reason.PERIODIC,
        assessor_id=session.user.id,
        assessor_name=f"Kartlegger {number}",
        codebook_year=2026 if number % 2 else 2019,
        state=State.FINISHED,
        finished_at=session.now(),
        version_reason=f"rettet {number}",
        answers=answers(world, number),
        entries=(
            Entry(session.new_id(), "diagnosis", {"system": "icpc-2", "code": f"K{number:02}", "date": "2024-02-01",
                                                  "source": "Lege, epikrise", "main": "1", "old": "mer"}),
            Entry(session.new_id(), "took_part", {"role": "relative", "name": f"Datter {number}"}),
            Entry(session.new_id(), "gone", {"x": "rad uten bok"}),
            Entry(session.new_id(), "coercion", {}),
        ),
        contributors=(Contributor(session.user.id, "Kari Saksbehandler", 600),),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def service(world: World, person_id: PersonId, number: int) -> CareService:
    """A service with everything in it that one can have."""
    session = world.session
    book = session.books.for_year(2026)
    kinds = sorted(book.services.values(), key=lambda each: (not each.subtype_list, each.code))
    kind = kinds[number - 2]
    subtypes = book.lists[kind.subtype_list].codes if kind.subtype_list else ()
    return CareService(
        id=ServiceId(session.new_id()),
        person_id=person_id,
        device_id=session.vault.device_id,
        created_at=session.now(),
        type="zz" if number == 0 else kind.code,
        applied_on=date(2025, 1, 1 + number),
        decided_on=date(2025, 2, 1),
        outcome=Outcome.GRANTED,
        start=date(2025, 3, 1),
        end=date(2026, 1, 1),
        week_minutes=95,
        rolling=True,
        subtype=subtypes[0].code if subtypes else "x1",
        provider_number="",
        provider_name=f"Utfører {number}",
        changes=(ProviderChange(session.new_id(), date(2025, 6, 1), "", f"Neste {number}"),
                 ProviderChange(session.new_id(), date(2025, 7, 1))),
        pauses=(Pause(session.new_id(), date(2025, 4, 1), date(2025, 4, 9), f"ferie {number}", "holiday"),
                Pause(session.new_id(), date(2025, 8, 1))),
        note=f"tjenestenotat {number}",
        working=(DecisionRow("dusj", 2, Every.WEEK, 30), DecisionRow("", 1, Every.DAY, 5)),
        complained_on=date(2025, 2, 10),
        complaint_answered_on=date(2025, 2, 20),
        annulled=number == 1,
    )  # fmt: skip


def fill(world: World, person_id: PersonId, *, assessments: int = 20, log_rows: int = 2000) -> None:
    """Everything. The log gets rows until it has `log_rows` of the person."""
    session = world.session
    with session.work() as work:
        person = work.persons.get(person_id)
        kin = Contact("Snill Bekk", "Søster", "90 00 00 00")
        after = replace(
            person, family_name="Endretdal", next_of_kin=kin, guardian=Contact("Klok Haug"), interpreter="Polsk",
            practitioner=Contact("Lege Lund", "", "22 22 22 22"), responsible=session.user.id, household="2",
            planned_visit=date(2026, 12, 1), phone="99 99 99 99", version=person.version + 1, language="pl",
            residences=(Residence(date(2020, 1, 1), "0301", "01"), Residence(date(2021, 1, 1), "9999", "77")),
        )  # fmt: skip
        work.persons.update(after)
        work.persons.update(
            replace(after, address=Address("Ny vei 1"), protected=True, version=after.version + 1)
        )
        for number in range(assessments):
            work.assessments.add(assessment(world, person_id, number))
        work.assessments.add(
            assessment(world, person_id, 30, state=State.DRAFT, finished_at=None, assessed_on=session.today(),
                       entries=(Entry.unfinished("diagnosis", {"code": "halvv"}),), contributors=())
        )  # fmt: skip
        for number in range(5):
            made = service(world, person_id, number)
            work.services.add(made)
            work.services.update(
                replace(made, version=2, note="", end=None, version_reason=f"hvorfor {number}")
            )
        work.commit()
    _around(world, person_id)
    _log(world, person_id, log_rows)


def _around(world: World, person_id: PersonId) -> None:
    session = world.session
    me, now, day, new = session.user.id, session.now(), session.today(), session.new_id
    with session.work() as work:
        for number in range(2):
            work.consents.save(
                Consent(f"samtykke-{number}", person_id, session.vault.device_id, now, me, Giver.GUARDIAN,
                        f"Verge {number}", f"kilder {number}", f"formål {number}", Way.SPOKEN, day,
                        withdrawn_on=day if number else None, expires_on=None if number else day,
                        signature=None if number else Signature("Signe Haug", now, (((0.1, 0.1), (0.2, 0.2)),)))
            )  # fmt: skip
        first = work.assessments.of_person(person_id)[-1].id
        for against, target, whom, item in (
            ("user", me, None, ""), ("role", "leader", first, ""), ("role", "gone", first, "v05"),
            ("all", "", None, ""),
        ):  # fmt: skip
            block = Block(new(), person_id, against, target, "ønsket det", "Personen", me, now, whom, item)
            work.access.save_block(block)
            lifted = replace(block, lifted_by=me, lifted_at=now, lift_why=f"opphevet {against}")
            work.access.save_block(lifted)
        work.access.save_assignment(Assignment(new(), person_id, me, "case", day, None, me, now))
        work.access.save_assignment(Assignment(new(), person_id, me, "assignment", day, day, me, now))
        for purpose, outcome in (("care_now", ""), ("gone", "justified")):
            made = Emergency(new(), me, person_id, purpose, "hastet veldig", now, now + timedelta(hours=4))
            work.access.save_emergency(made)
            if outcome:
                work.access.save_emergency(
                    replace(made, outcome=outcome, decided_by=me, decided_at=now, decided_why="greit nok")
                )
        for ground, state in (("not_needed", "asked"), ("gone", "refused")):
            asked = Deletion(new(), person_id, "assessment", first, ground, f"slett {state}", me, now)
            work.oversight.save_deletion(asked)
            if state != "asked":
                work.oversight.save_deletion(
                    replace(asked, state=state, decided_by=me, decided_at=now, decided_why="avslått fordi")
                )
        for made in _of_another(world, work):
            work.access.save_emergency(made[0])
            work.oversight.save_deletion(made[1])
        work.diagnosis_codes.replace("icpc-2", 2020, {"K01": "Brystsmerte (test)"})
        work.hospital.save(HospitalStay(new(), person_id, day, None, "", "Sykehuset Berg"))
        work.hospital.save(HospitalStay(new(), person_id, day, day, withdrawn=True))
        work.commit()
    _rights(world, person_id)


def _of_another(world: World, work: UnitOfWork) -> list[tuple[Emergency, Deletion]]:
    """What is kept of somebody else must not be told."""
    session = world.session
    me, now, new = session.user.id, session.now(), session.new_id
    ids = [each.id for each in work.persons.page(limit=9) if each.name == "Annen Haugli"]
    return [
        (
            Emergency(new(), me, other, "care_now", "x", now, now),
            Deletion(new(), other, "person", "", "not_needed", "en annens sak", me, now),
        )
        for other in ids
    ]


def _rights(world: World, person_id: PersonId) -> None:
    session = world.session
    me, now, day, new = session.user.id, session.now(), session.today(), session.new_id
    with session.work() as work:
        request = RightsRequest(new(), person_id, RequestKind.CORRECTION, day, me, Giver.PERSON, "", "rett dette",
                                day + timedelta(days=30), now, me)  # fmt: skip
        work.rights.save_request(request)
        work.rights.save_request(
            replace(request, answered_on=day, outcome=Answered.GRANTED, answer="det er rettet nå")
        )
        other = replace(
            request, id=new(), kind=RequestKind.LOG, asked_by=Giver.GUARDIAN, asker_name="Verge Vik"
        )
        work.rights.save_request(other)
        work.rights.save_request(
            replace(other, extended_to=day + timedelta(days=60), extended_why="mye å lete i", extended_on=day)
        )
        notice = CorrectionNotice(new(), request.id, person_id, "Fastlegen", "rettet diagnose")
        work.rights.save_notice(notice)
        work.rights.save_notice(replace(notice, told_on=day, told_by=me, told_how="ringte"))
        silent = CorrectionNotice(new(), request.id, person_id, "Barnehagen", "adresse")
        work.rights.save_notice(silent)
        work.rights.save_notice(replace(silent, told_on=day, told_by=me))
        work.rights.save_notice(CorrectionNotice(new(), request.id, person_id, "NAV", "satsen"))
        wrong = Disclosure(
            new(), person_id, "Feil mottaker", "", "hjemmel", "hva de fikk", day, "phone", now, me
        )
        work.rights.add_disclosure(wrong)
        work.rights.add_disclosure(
            replace(
                wrong,
                id=new(),
                recipient="Rett mottaker",
                replaces=wrong.id,
                consent_id="samtykke-0",
                basis="",
            )
        )
        work.rights.add_disclosure(replace(wrong, id=new(), recipient="Tredje", consent_id="borte", basis=""))
        work.rights.add_talk(ReservationTalk(new(), person_id, day, "informed", "fortalte alt", now, me))
        work.commit()


def _log(world: World, person_id: PersonId, rows: int) -> None:
    session = world.session
    users = [(f"Ansatt {n}", f"bruker-{n}") for n in range(7)]
    actions = [
        "person.open",
        "interview.read",
        "service.list",
        "letter.save_copy",
        "fjern.ukjent",
        "emergency.begin",
    ]
    with session.work() as work:
        there = len(work.records.log_entries(limit=10 * rows, person_id=person_id))
        for row in range(max(rows - there, 0)):
            n = row // 3
            name, login = users[n % 7]
            work.records.log(
                LogEntry(
                    session.now() - timedelta(minutes=row * 33), UserId(login), session.vault.device_id,
                    actions[n % 6], person_id, "", "post: til naboen" if n % 6 == 3 else "hemmelige ord",
                    "denied" if n % 11 == 0 else "ok", user_name=name if n % 5 else "", roles="registrar,gone",
                    unit="Nord", basis=("self", "case", "rart")[n % 3], purpose=("casework", "", "rart")[n % 3],
                )
            )  # fmt: skip
        work.commit()
