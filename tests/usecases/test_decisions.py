"""Decisions in words: the table as typed, the working, and the sentence in three languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kpr_desktop.codebook.decision_wording import duration, total_line, working_line
from kpr_desktop.codebook.decision_words import load_decision_words
from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import Texts, read_area
from kpr_desktop.domain.care_service import DecisionRow, Every
from kpr_desktop.domain.decision import week_total
from kpr_desktop.domain.decision_reading import read_line
from kpr_desktop.usecases.decisions import TypedRow, read_rows, service_named, translate, typed
from kpr_desktop.usecases.refusal import FormRefused
from tests.support.world import make_world

WORDS = load_decision_words()
NB, NN, EN = (Texts.load(language) for language in ("nb", "nn", "en"))
D, W, M = Every.DAY, Every.WEEK, Every.MONTH
ISSUE = "morgen og kveld 20 minutter, dusj to ganger i uka 30, avlastning 24 timer i måneden"
HOME, RESPITE = read_line(ISSUE, WORDS).rows[:2], read_line(ISSUE, WORDS).rows[2:]


def faults(*rows: TypedRow, services: bool = False) -> list[tuple[str | None, str]]:
    with pytest.raises(FormRefused) as caught:
        read_rows(rows, WORDS, services=services)
    return [(fault.field, fault.code) for fault in caught.value.faults]


def said(rows: tuple[DecisionRow, ...], texts: Texts) -> str:
    return translate({"": rows}, NB, texts)[""].sentence


def test_the_issues_own_example() -> None:
    found = translate({"15": HOME, "7": RESPITE}, NB)
    assert (found["15"].minutes, found["7"].minutes) == (340, 360)
    assert found["15"].working == (
        "morgen og kveld: 2 ganger om dagen × 20 min × 7 dager = 280 min",
        "dusj: 2 ganger i uka × 30 min = 60 min",
        "Til sammen 340 min = 5 timer og 40 minutter i uka",
    )
    assert found["7"].working == (
        "avlastning: 1 gang i måneden × 1440 min : 4 = 360 min",
        "Til sammen 360 min = 6 timer i uka",
    )


@pytest.mark.parametrize(
    ("rows", "texts", "sentence"),
    [
        (HOME, NB, ("Du får hjelp 2 ganger om dagen, 20 minutter hver gang (morgen og kveld), og 2 ganger i uka,"
         " 30 minutter hver gang (dusj). Det blir 5 timer og 40 minutter i uka.")),
        (HOME, NN, ("Du får hjelp 2 gonger om dagen, 20 minutt kvar gong (morgen og kveld), og 2 gonger i veka,"
         " 30 minutt kvar gong (dusj). Det blir 5 timar og 40 minutt i veka.")),
        (HOME, EN, ("You get help 2 times a day, 20 minutes each time (morgen og kveld), and 2 times a week,"
         " 30 minutes each time (dusj). This comes to 5 hours and 40 minutes a week.")),
        (RESPITE, NB, "Du får hjelp 24 timer i måneden (avlastning). Det blir 6 timer i uka."),
        (RESPITE, NN, "Du får hjelp 24 timar i månaden (avlastning). Det blir 6 timar i veka."),
        (RESPITE, EN, "You get help 24 hours a month (avlastning). This comes to 6 hours a week."),
        ((DecisionRow("", 1, W, 61), DecisionRow("", 1, W, 1), DecisionRow("", 1, D, 1)), NB,
         ("Du får hjelp 1 time og 1 minutt i uka, 1 minutt i uka, og 1 minutt om dagen."
          " Det blir 1 time og 9 minutter i uka.")),
        ((DecisionRow("", 1, W, 60),), NN, "Du får hjelp 1 time i veka. Det blir 1 time i veka."),
        ((DecisionRow("", 1, M, 10),), NB,
         "Du får hjelp 10 minutter i måneden. Det blir 3 minutter i uka, rundet av til hele minutter."),
        ((DecisionRow("", 1, M, 10),), NN,
         "Du får hjelp 10 minutt i månaden. Det blir 3 minutt i veka, runda av til heile minutt."),
        ((DecisionRow("", 1, M, 5),), EN,
         "You get help 5 minutes a month. This comes to 1 minute a week, rounded to whole minutes."),
        ((DecisionRow(" <b>stell</b>\u202e  {listed} ", 1, D, 20),), NB,
         "Du får hjelp 20 minutter om dagen (<b>stell</b> {listed}). Det blir 2 timer og 20 minutter i uka."),
    ],
)  # fmt: skip
def test_golden_sentences(rows: tuple[DecisionRow, ...], texts: Texts, sentence: str) -> None:
    assert said(rows, texts) == sentence


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_sentence_has_all_its_texts_in_every_language(language: str) -> None:
    used = read_area(resource("texts", "nb", "decision.yaml"))
    assert "decision.line_day" in used
    assert sorted(read_area(resource("texts", language, "decision.yaml"))) == sorted(used)


def test_rounding_is_told_in_the_working() -> None:
    rows = (DecisionRow("", 3, M, 10),)
    assert working_line(rows[0], NB) == "3 ganger i måneden × 10 min : 4 = 7,5 min"
    assert total_line(week_total(rows), NB) == "Til sammen 7,5 min, rundet av til 8 min = 8 minutter i uka"


def test_numbers_as_the_language_writes_them() -> None:
    assert (NB.number(1440), NB.number(10080), EN.number(10080), EN.number(1440)) == (
        "1440", "10\N{NO-BREAK SPACE}080", "10,080", "1,440",
    )  # fmt: skip
    assert (EN.number(week_total([DecisionRow("", 1, M, 5)]).exact), duration(45, NN)) == (
        "1.25",
        "45 minutt",
    )


def test_above_the_ceiling_no_hours_and_no_sentence() -> None:
    found = translate({"15": (DecisionRow("", 9, D, 24 * 60),)}, NB)["15"]
    assert found.refused is not None
    assert (found.minutes, found.sentence, found.refused.code) == (None, "", "decision.too_many")
    assert len(found.working) == 1


def test_the_table_as_typed_there_and_back() -> None:
    rows = (*HOME, *RESPITE, DecisionRow("", 3, M, 90))
    again = [typed(row, NB) for row in rows]
    assert [each.minutes for each in again] == ["20", "30", "24 t", "1 t 30 min"]
    assert read_rows([*again, TypedRow()], WORDS) == {"": rows}


def test_words_of_how_often_are_kept() -> None:
    rows = read_rows([TypedRow("stell", "morgen og kveld", "day", "20")], WORDS)[""]
    assert rows == (DecisionRow("stell morgen og kveld", 2, D, 20),)


def test_rows_by_service() -> None:
    found = read_rows(
        [
            TypedRow("a", "2", "day", "20", "15"),
            TypedRow("b", "1", "week", "30", "7"),
            TypedRow("c", "1", "day", "5", "15"),
        ],
        WORDS,
        services=True,
    )  # fmt: skip
    assert {service: [row.what for row in rows] for service, rows in found.items()} == {
        "15": ["a", "c"],
        "7": ["b"],
    }


def test_every_fault_of_the_table_at_once() -> None:
    rows = [
        TypedRow("x" * 121, "ofte", "day", "lenge"),
        TypedRow(),
        TypedRow("", "2 i uka", "day", "20", "15"),
    ]
    assert faults(*rows, services=True) == [
        ("rows.0.service", "decision.no_service"),
        ("rows.0.what", "decision.what_too_long"),
        ("rows.0.often", "decision.no_often"),
        ("rows.0.minutes", "decision.not_minutes"),
        ("rows.2.every", "decision.every_differs"),
    ]
    assert faults(TypedRow(), TypedRow(" ")) == [("rows", "decision.no_rows")]
    # Together with the words of «how often» it is longer than what may be kept.
    assert faults(TypedRow("x" * 115, "morgen", "day", "20")) == [("rows.0.what", "decision.what_too_long")]
    (row,) = read_rows([TypedRow("x" * 113, "morgen", "day", "20")], WORDS)[""]
    assert row.what == "x" * 113 + " morgen"


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("avlastning", "7"),
        ("støttekontakt", "9"),
        ("Støttekontakten", "9"),
        ("dusj", ""),
        ("praktisk bistand", "1"),
        ("avlastning og støttekontakt", ""),
    ],
)
def test_a_service_is_offered_only_when_one_alone_is_named(what: str, code: str) -> None:
    assert service_named(what, CodeBooks().for_year(2026), 2026) == code


def test_the_working_is_kept_in_the_vault(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    care = world.services.care_services
    person = world.services.persons.register(world.form())
    made = replace(
        care.blank(person.id), type="15", decided_on=date(2026, 1, 2), start=date(2026, 1, 5), week_minutes=340,
        working=HOME,
    )  # fmt: skip
    saved = care.save(made)
    world.reopen()
    again = world.services.care_services.get(saved.id)
    assert again.working == HOME
    differs = [p.code for p in world.services.care_services.problems(replace(again, week_minutes=300))]
    assert "service.working_differs" in differs
    assert "service.working_differs" not in [p.code for p in world.services.care_services.problems(again)]
    world.close()
