"""The rules beside their pairs (test_every_rule): more that fires, what is quiet, and the words they are told in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kpr_desktop.codebook.context import check_context, lookups
from kpr_desktop.codebook.wording import problem_words
from kpr_desktop.domain.checks import evaluate
from kpr_desktop.domain.problems import Problem
from tests.codebook.rule_cases import (
    BOOK,
    LAST_YEAR,
    LONG,
    MORE_THAT_FIRES,
    QUIET,
    TODAY,
    TWO,
    D,
    Parts,
    assessment,
    coercion,
    diagnosis,
    one,
    person,
    rows,
    service,
)
from tests.codebook.service_cases import MORE_SERVICES_THAT_FIRE, QUIET_SERVICES


def found(parts: Parts, **more: Any) -> list[Problem]:
    return evaluate(BOOK.rules.values(), check_context(BOOK, today=TODAY, **parts, **more))


FIRING = MORE_THAT_FIRES | MORE_SERVICES_THAT_FIRE
SILENT = QUIET | QUIET_SERVICES


@pytest.mark.parametrize(("code", "parts"), FIRING.values(), ids=FIRING)
def test_other_ways_to_fire(code: str, parts: Parts) -> None:
    assert code in [p.code for p in found(parts)]


@pytest.mark.parametrize(("meant", "parts"), SILENT.values(), ids=SILENT)
def test_quiet(meant: Any, parts: Parts) -> None:
    assert [p.code for p in found(parts) if meant(p.code)] == []


def test_all_is_well_with_a_complete_person() -> None:
    made = assessment(
        doctor_date="2026-01-01", dentist_date="2026-01-01", entries=(diagnosis(main="1"), coercion())
    )
    parts = {"person": person(), "assessment": made, "previous": assessment(), "services": TWO}
    assert found(parts) == []


def test_hard_problems_come_first() -> None:
    problems = found({"person": person(birth_date=None, sex="x"), "assessment": assessment(v01="")})
    assert [p.severity.value for p in problems] == ["hard", "soft", "soft"]


def test_only_the_edited_service_is_judged() -> None:
    wrong = service("21", "2", end=D("2020-01-01"))
    right = service("15", "1")
    assert [p.target for p in found({}, service=right, services=(right, wrong))] == []
    assert [p.target for p in found({}, service=wrong, services=(right, wrong))] == ["service.end"]


def test_a_stay_and_hours_beside_each_other_are_told_on_either_form() -> None:
    home = service("15", "2")
    other = service("1", "3")
    for edited, target, named in ((LONG, "service.start", "15"), (home, "service.end", "15")):
        problems = found({}, service=edited, services=(LONG, home, other))
        assert [(p.target, p.params["other"]) for p in problems] == [(target, named)]
    assert found({}, service=service("5", "4"), services=(LONG, home, service("5", "4"))) == []
    second = service("21", "5")
    assert {p.code for p in found({}, service=home, services=(LONG, second, home))} == {
        "service.hours_beside_long_stay"
    }


def test_the_municipality_sets_the_reminder() -> None:
    parts = {"assessment": assessment(on="2026-05-22")}
    assert [p.params["months"] for p in found(parts, reminder_months=6)] == [6]
    assert found({"assessment": assessment(on="2026-05-23")}, reminder_months=6) == []


def test_hidden_answers_are_not_missing_and_not_judged() -> None:
    hidden = assessment(work_help_need="2", work_help_received="7")
    assert found({"assessment": hidden}) == []
    shown = assessment(work_help_need="1")
    assert [p.target for p in found({"assessment": shown})] == ["work_help_received"]


def test_a_row_counts_as_an_answer() -> None:
    needed = replace(BOOK, items={**BOOK.items, "diagnosis": replace(BOOK.items["diagnosis"], required=True)})
    context = check_context(needed, today=TODAY, assessment=assessment())
    assert [p.target for p in evaluate(needed.rules.values(), context)] == ["diagnosis"]
    context = check_context(needed, today=TODAY, assessment=assessment(entries=(diagnosis(),)))
    assert evaluate(needed.rules.values(), context) == []


def test_words() -> None:
    def words(parts: Parts, code: str, language: str) -> tuple[str, str]:
        return problem_words(BOOK, next(p for p in found(parts) if p.code == code), language)

    assert (
        words({"assessment": assessment(v20="")}, "assessment.answer_missing", "nb")[0]
        == "«Opplevelse av trygghet» er ikke besvart ennå."
    )
    assert words(one(service("21", week_minutes=1)), "service.hours_not_wanted", "en")[0].startswith(
        "“Long-term stay in an institution” is"
    )
    assert words(one(LONG, service("15", "2")), "service.hours_beside_long_stay", "nn")[0] == (
        "Personen har langtidsopphald og «Helsetenester i heimen» på same tid."
    )
    assert (
        words(rows(diagnosis(code="")), "assessment.row_incomplete", "nb")[0]
        == "Linje 1 under «Diagnoser» mangler kode."
    )
    assert words({"assessment": assessment(), "previous": assessment(LAST_YEAR)}, "assessment.jump", "nb")[
        0
    ] == ("«Personlig hygiene» har gått fra 1 til 3 siden sist.")


def test_words_for_what_the_edition_has_lost() -> None:
    rule = BOOK.rules["assessment.row_incomplete"]
    lost = Problem(rule.code, rule.severity, "x", {"item": "gone", "row": 1, "field": "code"})
    assert problem_words(BOOK, lost)[0] == "Linje 1 under «gone» mangler code."
    lost = Problem(rule.code, rule.severity, "x", {"item": "diagnosis", "row": 1, "field": "gone"})
    assert problem_words(BOOK, lost)[0] == "Linje 1 under «Diagnoser» mangler gone."
    rule = BOOK.rules["service.hours_missing"]
    assert (
        problem_words(BOOK, Problem(rule.code, rule.severity, "x", {"service": "99"}))[0]
        == "«99» skal ha timer per uke."
    )


def test_the_data_year() -> None:
    made = assessment(on="2024-12-31")
    assert check_context(BOOK, today=TODAY, assessment=made).lookups.year == 2024
    assert check_context(BOOK, today=TODAY, assessment=made, service=LONG).lookups.year == 2026
    assert check_context(BOOK, today=TODAY).lookups.year == 2026
    assert check_context(BOOK, today=TODAY, year=2020, assessment=made).lookups.year == 2020


def test_only_codes_of_the_year() -> None:
    held = BOOK.lists["9335"]
    codes = tuple(
        replace(c, valid_from=2030 if c.code == "1" else None, valid_to=2024 if c.code == "2" else None)
        for c in held.codes
    )
    changed = replace(BOOK, lists={**BOOK.lists, "9335": replace(held, codes=codes)})
    assert lookups(changed, 2024).codes["9335"] == {"2", "3"}
    assert lookups(changed, 2025).codes["9335"] == {"3"}
    assert lookups(changed, 2030).codes["9335"] == {"1", "3"}
