"""For every rule of the code book: one case that fires it and one that does not."""

# ruff: noqa: E501 - a table with one case a line is easier to check
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.domain.assessment import Answer, Assessment, Entry, Evidence, Reason
from kpr_desktop.domain.care_service import MAX_WEEK_MINUTES, CareService, DecisionRow, Every, Outcome, Pause
from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.domain.ids import AssessmentId, DeviceId, PersonId, ServiceId, UserId
from kpr_desktop.domain.person import Person, Residence
from tests.support import numbers

BOOK = CodeBooks().edition(2026)
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
BORN = date(1942, 3, 14)
NUMBER = Fnr.parse(numbers.fnr(1, born=BORN, series="tenor"))
SCORED = {v.id: "3" for v in BOOK.variables}
COMPLETE = {
    **SCORED,
    "household": "2",
    "work_help_need": "9",
    "work_transport_need": "9",
    "leisure_help_need": "2",
    "leisure_transport_need": "2",
    "private_help": "6",
    "individual_plan": "3",
    "coordinator": "11",
}
D = date.fromisoformat


def person(**changes: Any) -> Person:
    made = Person(
        PersonId("p"), DeviceId("d"), NOW, "1", "Blid", "Fjellbekk", identity=NUMBER, birth_date=BORN, sex="2",
        residences=(Residence(D("2020-01-01"), "4201"),),
    )  # fmt: skip
    return replace(made, **changes)


def assessment(
    answers: Mapping[str, str] | None = None,
    *,
    on: str = "2026-11-20",
    entries: tuple[Entry, ...] = (),
    **more: str,
) -> Assessment:
    held = {**(COMPLETE if answers is None else answers), **more}
    return Assessment(
        AssessmentId("a"), "s", PersonId("p"), DeviceId("d"), NOW, D(on), Reason.PERIODIC, UserId("u"), "Rolig Elvemo",
        2026, answers={i: Answer(i, v) for i, v in held.items()}, entries=entries,
    )  # fmt: skip


def service(type_: str = "15", ident: str = "1", **changes: Any) -> CareService:
    made = CareService(
        ServiceId(ident), PersonId("p"), DeviceId("d"), NOW, type_, applied_on=D("2026-01-02"), decided_on=D("2026-01-10"),
        outcome=Outcome.GRANTED, start=D("2026-01-20"), week_minutes=300 if type_ in HOURS else None,
        provider_number="974760673" if type_ in STAYS else "",
    )  # fmt: skip
    return replace(made, **changes)


HOURS = {s.code for s in BOOK.services.values() if s.kind == "hours"}
STAYS = {s.code for s in BOOK.services.values() if s.kind == "stay"}


def diagnosis(code: str = "P70", **values: str) -> Entry:
    held = {"system": "icpc-2", "code": code, "source": "fastlege", "date": "2026-01-01", **values}
    return Entry("e", "diagnosis", {k: v for k, v in held.items() if v})


def coercion(kind: str = "24", begins: str = "2026-01-01", ends: str = "2026-06-30") -> Entry:
    held = {"kind": kind, "from": begins, "to": ends}
    return Entry("e", "coercion", {k: v for k, v in held.items() if v})


def left_over(item: str = "v15", way: str = "told") -> Assessment:
    made = assessment()
    answer = replace(made.answer(item), evidence=Evidence(frozenset({way}), "consent"))
    return replace(made, answers={**made.answers, item: answer})


def nines(count: int) -> dict[str, str]:
    return {**COMPLETE, **dict.fromkeys(list(SCORED)[:count], "9")}


Parts = dict[str, Any]


def of(who: Person) -> Parts:
    return {"person": who}


def rows(*entries: Entry) -> Parts:
    return {"assessment": assessment(entries=entries)}


def one(made: CareService, *others: CareService, who: Person | None = None) -> Parts:
    return {"services": (made, *others), "person": who}


def pauses(*periods: tuple[str, str | None]) -> Parts:
    made = tuple(Pause(str(n), D(a), D(b) if b else None) for n, (a, b) in enumerate(periods))
    return one(service(end=D("2026-10-31"), pauses=made))


TWO = (service("15", "1"), service("1", "2"))
LONG = service("21", "1")
LAST_YEAR = {**COMPLETE, "v07": "1", "v08": "9", "v09": "2", "v10": ""}
NO_HELP = {**COMPLETE, **dict.fromkeys(SCORED, "2")}

CASES: dict[str, tuple[Parts, str, Parts]] = {
    "person.identity_missing": (of(person(identity=None)), "person.identity", of(person())),
    "person.identity_no_kpr_id": (
        of(person(identity=Fnr.other(IdKind.SWEDISH, "19420314-0000"))), "person.identity",
        of(person(identity=Fnr.parse(numbers.d_number(2, series="tenor")))),
    ),
    "person.identity_doubtful": (
        of(person(identity=Fnr.parse(numbers.duf(1, right=False)))), "person.identity",
        of(person(identity=Fnr.parse(numbers.duf(1)))),
    ),
    "person.birth_date_differs": (of(person(birth_date=D("1942-03-15"))), "person.birth_date", of(person())),
    "person.birth_date_missing": (of(person(birth_date=None)), "person.birth_date", of(person())),
    "person.birth_date_in_future": (of(person(birth_date=D("2026-11-24"))), "person.birth_date", of(person(birth_date=TODAY))),
    "person.death_in_future": (of(person(death_date=D("2026-11-24"))), "person.death_date", of(person(death_date=TODAY))),
    "person.death_before_birth": (of(person(death_date=D("1942-03-13"))), "person.death_date", of(person(death_date=BORN))),
    "person.household_unknown": (of(person(household="4")), "person.household", of(person(household="3"))),
    "person.sex_unknown": (of(person(sex="3")), "person.sex", of(person(sex="9"))),
    "person.municipality_missing": (of(person(residences=())), "person.municipality", of(person())),
    "assessment.date_in_future": (
        {"assessment": assessment(on="2026-11-24")}, "assessment.assessed_on", {"assessment": assessment(on="2026-11-23")},
    ),
    "assessment.outside_life": (
        {"assessment": assessment(), "person": person(death_date=D("2026-11-19"))}, "assessment.assessed_on",
        {"assessment": assessment(), "person": person(death_date=D("2026-11-20"))},
    ),
    "assessment.old": (
        {"assessment": assessment(on="2025-11-22")}, "assessment.assessed_on", {"assessment": assessment(on="2025-11-23")},
    ),
    "assessment.score_not_in_scale": (
        {"assessment": assessment(v13="6")}, "v13", {"assessment": assessment(v13="9")},
    ),
    "assessment.code_not_in_list": (
        {"assessment": assessment(private_help="7")}, "private_help", {"assessment": assessment(private_help="5")},
    ),
    "assessment.not_a_date": (
        {"assessment": assessment(doctor_date="i fjor")}, "doctor_date", {"assessment": assessment(doctor_date="2026-01-31")},
    ),
    "assessment.answer_missing": (
        {"assessment": assessment(v20="")}, "v20", {"assessment": assessment(nutrition="", doctor_date="")},
    ),
    "assessment.item_date_in_future": (
        {"assessment": assessment(doctor_date="2026-11-24")}, "doctor_date",
        {"assessment": assessment(doctor_date="2026-11-23")},
    ),
    "assessment.item_date_before_birth": (
        {"assessment": assessment(dentist_date="1942-03-13"), "person": person()}, "dentist_date",
        {"assessment": assessment(dentist_date="1942-03-14"), "person": person()},
    ),
    "assessment.doctor_date_old": (
        {"assessment": assessment(doctor_date="2025-11-19", dentist_date="2020-01-01")}, "doctor_date",
        {"assessment": assessment(doctor_date="2025-11-20", dentist_date="2020-01-01")},
    ),
    "assessment.dentist_date_old": (
        {"assessment": assessment(dentist_date="2025-11-19", doctor_date="2020-01-01")}, "dentist_date",
        {"assessment": assessment(dentist_date="2025-11-20", doctor_date="2020-01-01")},
    ),
    "assessment.no_help_scored": (
        {"assessment": assessment(NO_HELP), "services": TWO}, "v01",
        {"assessment": assessment({**NO_HELP, "v11": "3"}), "services": TWO},
    ),
    "assessment.mostly_not_relevant": (
        {"assessment": assessment(nines(15))}, "v01", {"assessment": assessment(nines(14))},
    ),
    "assessment.jump": (
        {"assessment": assessment(), "previous": assessment(LAST_YEAR)}, "v07.reason",
        {"assessment": assessment(v07="2"), "previous": assessment(LAST_YEAR)},
    ),
    "assessment.receives_without_need": (
        {"assessment": assessment(leisure_transport_need="2", leisure_transport_received="1")}, "leisure_transport_need",
        {"assessment": assessment(leisure_transport_need="1", leisure_transport_received="9")},
    ),
    "assessment.long_stay_lives_alone": (
        {"assessment": assessment(household="1"), "services": (LONG,)}, "household",
        {"assessment": assessment(household="2"), "services": (LONG,)},
    ),
    "assessment.plan_missing": (
        {"assessment": assessment(individual_plan=""), "services": TWO}, "individual_plan",
        {"assessment": assessment(individual_plan=""), "services": TWO[:1]},
    ),
    "assessment.coordinator_missing": (
        {"assessment": assessment(coordinator=""), "services": TWO}, "coordinator",
        {"assessment": assessment(), "services": TWO},
    ),
    "assessment.row_incomplete": (rows(diagnosis(code="")), "diagnosis", rows(diagnosis(date=""))),
    "assessment.row_unfinished": (
        rows(Entry.unfinished("coercion", coercion().values)), "coercion", rows(coercion()),
    ),
    "assessment.row_code_not_in_list": (rows(coercion("15")), "coercion", rows(coercion("14"))),
    "assessment.row_not_a_date": (rows(coercion(begins="1. mai")), "coercion", rows(coercion())),
    "diagnosis.source_missing": (rows(diagnosis(source="")), "diagnosis", rows(diagnosis())),
    "diagnosis.twice": (rows(diagnosis("P70"), diagnosis("p 70")), "diagnosis", rows(diagnosis("P70"), diagnosis("P71"))),
    "diagnosis.several_main": (
        rows(diagnosis(main="1"), diagnosis("P71", main="1")), "diagnosis",
        rows(diagnosis(main="1"), diagnosis("P71", main="2"), diagnosis("P72")),
    ),
    "diagnosis.pattern_icpc2": (rows(diagnosis("F00.1")), "diagnosis", rows(diagnosis("-45"), diagnosis("F001", system="icd-10"))),
    "diagnosis.pattern_icd10": (
        rows(diagnosis("Demens", system="icd-10")), "diagnosis", rows(diagnosis("F00.1*", system="icd-10"), diagnosis("x")),
    ),
    "diagnosis.date_in_future": (rows(diagnosis(date="2026-11-24")), "diagnosis", rows(diagnosis(date="2026-11-23"))),
    "coercion.ends_before_it_begins": (
        rows(coercion(ends="2025-12-31")), "coercion", rows(coercion(ends="2026-01-01"), coercion(ends="")),
    ),
    "coercion.too_long": (
        rows(coercion(begins="2025-05-01", ends="2026-05-01")), "coercion",
        rows(coercion(begins="2025-05-01", ends="2026-04-30"), coercion("14", "2024-01-01", "2026-01-01")),
    ),
    "service.type_unknown": (one(service("99")), "service.1.type", one(service("15"))),
    "service.type_expired": (one(service("6")), "service.1.type", one(service("6", start=D("2018-01-01"), end=D("2020-12-31")))),
    "service.start_before_end": (one(service(end=D("2026-01-19"))), "service.1.end", one(service(end=D("2026-01-20")))),
    "service.end_without_start": (one(service(start=None, end=TODAY)), "service.1.start", one(service(start=None))),
    "service.start_before_birth": (
        one(service(), who=person(birth_date=D("2026-01-21"))), "service.1.start", one(service(), who=person()),
    ),
    "service.start_long_ago": (
        one(service(start=D("1979-12-31"))), "service.1.start", one(service(start=D("1980-01-01"))),
    ),
    "service.after_death": (
        one(service(), who=person(death_date=D("2026-06-01"))), "service.1.end",
        one(service(end=D("2026-06-01")), who=person(death_date=D("2026-06-01"))),
    ),
    "service.applied_in_future": (
        one(service(applied_on=D("2026-11-24"))), "service.1.applied_on", one(service(applied_on=TODAY)),
    ),
    "service.decided_in_future": (
        one(service(decided_on=D("2026-11-24"))), "service.1.decided_on", one(service(decided_on=TODAY)),
    ),
    "service.decided_before_applied": (
        one(service(decided_on=D("2026-01-01"))), "service.1.decided_on", one(service(decided_on=D("2026-01-02"))),
    ),
    "service.start_before_decided": (
        one(service(start=D("2026-01-09"))), "service.1.start", one(service(start=D("2026-01-10"))),
    ),
    "service.refused_but_started": (
        one(service(outcome=Outcome.REFUSED)), "service.1.start", one(service(outcome=Outcome.REFUSED, start=None)),
    ),
    "service.hours_missing": (
        one(service(week_minutes=None)), "service.1.week_minutes",
        one(service(week_minutes=None, start=None, outcome=None), service("21", week_minutes=None)),
    ),
    "service.hours_not_wanted": (one(service("21", week_minutes=60)), "service.1.week_minutes", one(service("21"))),
    "service.hours_too_many": (
        one(service(week_minutes=MAX_WEEK_MINUTES + 1)), "service.1.week_minutes", one(service(week_minutes=MAX_WEEK_MINUTES)),
    ),
    "service.working_differs": (
        one(service(working=(DecisionRow("", 2, Every.DAY, 20),), week_minutes=281)), "service.1.week_minutes",
        one(service(working=(DecisionRow("", 2, Every.DAY, 20),), week_minutes=280), service("15", "2")),
    ),
    "service.hours_not_positive": (one(service(week_minutes=0)), "service.1.week_minutes", one(service(week_minutes=1))),
    "service.rolling_missing": (one(service("8")), "service.1.rolling", one(service("8", rolling=False))),
    "service.subtype_missing": (one(service("29")), "service.1.subtype", one(service("29", subtype="10"))),
    "service.subtype_unknown": (one(service("29", subtype="12")), "service.1.subtype", one(service("29", subtype="31"), service())),
    "service.period_missing": (one(service("29", start=None)), "service.1.start", one(service("15", start=None))),
    "service.provider_missing": (
        one(service("21", provider_number="")), "service.1.provider_number", one(service("21"), service("15")),
    ),
    "service.pause_ends_before_it_begins": (
        pauses(("2026-05-02", "2026-05-01")), "service.1.pauses", pauses(("2026-05-01", "2026-05-01")),
    ),
    "service.pause_outside_service": (
        pauses(("2026-01-19", "2026-02-01")), "service.1.pauses", pauses(("2026-01-20", "2026-10-31"), ("2026-05-01", None)),
    ),
    "service.pauses_overlap": (
        pauses(("2026-05-01", "2026-05-10"), ("2026-05-10", None)), "service.1.pauses",
        pauses(("2026-05-01", "2026-05-10"), ("2026-05-11", None)),
    ),
    "service.hours_beside_long_stay": (
        one(LONG, service("15", "2")), "service.2.end", one(LONG, service("15", "2", end=D("2026-11-22"))),
    ),
    "service.long_stay_twice": (
        one(service("21", "1", end=D("2026-06-02")), service("21", "2", start=D("2026-06-01"))), "service.2.start",
        one(service("21", "1", end=D("2026-06-01")), service("21", "2", start=D("2026-06-01"))),
    ),
}  # fmt: skip
"""Rule -> (what fires it, where it points to, what is near it and does not)."""

MORE_THAT_FIRES = {
    "granted, and starts next month": (
        "assessment.no_help_scored", {"assessment": assessment(NO_HELP), "services": (service(start=D("2026-12-01")),)},
    ),
    "granted, and ends today": (
        "assessment.no_help_scored", {"assessment": assessment(NO_HELP), "services": (service(start=None, end=TODAY),)},
    ),
    "runs on an older decision": (
        "assessment.no_help_scored", {"assessment": assessment(NO_HELP), "services": (service(outcome=None),)},
    ),
    "born after": ("assessment.outside_life", {"assessment": assessment(), "person": person(birth_date=TODAY)}),
    "residence without number": ("person.municipality_missing", of(person(residences=(Residence(TODAY, ""),)))),
    "starts after death": ("service.after_death", one(service(), who=person(death_date=D("2026-01-01")))),
    "ends after death": (
        "service.after_death", one(service(end=D("2026-07-01")), who=person(death_date=D("2026-06-01"))),
    ),
    "pause after the end": ("service.pause_outside_service", pauses(("2026-10-31", "2026-11-01"))),
    "open pause after the end": ("service.pause_outside_service", pauses(("2026-11-01", None))),
    "pause without a start": ("service.pause_outside_service", one(service(start=None, pauses=(Pause("1", TODAY),)))),
    "subtype where there is none": ("service.subtype_unknown", one(service("15", subtype="10"))),
    "hours granted, not started": ("service.hours_missing", one(service(week_minutes=None, start=None))),
    "coercion without an end": ("coercion.too_long", rows(coercion(begins="2025-11-23", ends=""))),
    "withdrawn type ends this year": ("service.type_expired", one(service("6", start=D("2018-01-01"), end=D("2021-01-01")))),
}  # fmt: skip
QUIET = {
    "a basis that is left over when nobody else has told anything": (
        lambda code: code.startswith("talk."), {"assessment": left_over()},
    ),
    "what hidden items hold": (lambda code: code.startswith("talk."), {"assessment": left_over("leisure_help_received", "others")}),
    "nobody": (lambda _: True, {}),
    "no person": (lambda code: not code.startswith("person."), one(service(), service("1", "2"))),
    "assessment alone": (lambda code: code.startswith("assessment."), {"assessment": assessment()}),
    "person without dates": (
        lambda code: "birth" in code or "life" in code,
        {**one(service()), "assessment": assessment(doctor_date="2026-01-01"),
         "person": person(birth_date=BORN, identity=None)},
    ),
    "no number at all, no birth date to compare": (
        lambda code: code in ("person.birth_date_differs", "person.birth_date_in_future", "assessment.outside_life"),
        {"person": person(birth_date=None), "assessment": assessment()},
    ),
    "registered by mistake": (
        lambda code: code.startswith("service."), one(service("99", end=D("2020-01-01"), annulled=True)),
    ),
    "unknown type": (
        lambda code: code != "service.type_unknown", one(service("99", subtype="x", week_minutes=None)),
    ),
    "paused home service beside a long stay": (
        lambda code: code == "service.hours_beside_long_stay",
        one(LONG, service("15", "2", pauses=(Pause("1", D("2026-02-01")),))),
    ),
    "a pause that is over": (
        lambda code: code != "service.hours_beside_long_stay",
        one(LONG, service("15", "2", pauses=(Pause("1", D("2026-02-01"), D("2026-03-01")),))),
    ),
    "open pause in a service without an end": (
        lambda code: "pause" in code, one(service(pauses=(Pause("1", D("2026-02-01")),))),
    ),
    "stays without a start": (
        lambda code: code == "service.long_stay_twice", one(service("21", "1", start=None), service("21", "2", start=None)),
    ),
    "refused, or ended": (
        lambda code: code == "assessment.no_help_scored",
        {
            "assessment": assessment(NO_HELP),
            "services": (service(outcome=Outcome.REFUSED, start=None), service(end=D("2026-11-22"))),
        },
    ),
    "not asked about help yet": (
        lambda code: code == "assessment.no_help_scored",
        {"assessment": assessment({"v01": "2"}), "services": TWO},
    ),
    "household of somebody in another service": (
        lambda code: code == "assessment.long_stay_lives_alone",
        {"assessment": assessment(household="1"), "services": TWO},
    ),
}  # fmt: skip
