"""The data behind the results: expectations, our overview, attention points, and the slot for the official measure."""

# ruff: noqa: E501 - a table with one case a line is easier to check
from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.codebook.attention import AttentionPoint, attention_points
from kpr_desktop.codebook.context import check_context
from kpr_desktop.codebook.expectations import expectations
from kpr_desktop.codebook.loader import load_book
from kpr_desktop.codebook.model import LANGUAGES, Certainty
from kpr_desktop.codebook.official_measure import official_measure
from kpr_desktop.codebook.overview import overview
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import Node, ResourceError, parse
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.attention import fires
from kpr_desktop.domain.checks import evaluate
from kpr_desktop.domain.measure import Treatment
from tests.codebook.rule_cases import BOOK, TODAY, assessment

VARIABLES = frozenset(v.id for v in BOOK.variables)
FOLDER = resource("codebook", "2026")
MEASURE = (
    (Path(__file__).parents[2] / "docs/formats/official-measure.md")
    .read_text(encoding="utf-8")
    .split("```yaml\n")[1]
    .split("```")[0]
)
READ: dict[str, Callable[[Node], object]] = {
    "expectations": lambda node: expectations(node, BOOK.sources, VARIABLES),
    "profile": lambda node: overview(node, BOOK.sources, BOOK.groups, VARIABLES),
    "attention": lambda node: attention_points(node, BOOK.sources, VARIABLES),
    "official_measure": lambda node: official_measure(node, VARIABLES),
}
NO_SIGN = "a condition is >=, >, <= or <, a blank and a number such as 3.5"
LAST = "every level has conditions but the last one, which has none"
OURS = "the overview is ours and must not have the official measure's name"
WRONG = [
    ("expectations", 'jump: "2"', 'jump: "0"', "steps are 1 to 4"),
    ("expectations", 'jump: "2"', 'jump: "5"', "steps are 1 to 4"),
    ("expectations", "{v15:", "{household:", "'household' is no function variable"),
    ("expectations", '{v15: "1"}', '{v15: "en"}', "here belongs a whole number"),
    ("expectations", "certainty: own", "certainty: A", "what is ours has the source own and the certainty own, nothing else has"),
    ("profile", 'nb: "Eget oversiktsmål"', 'nb: "Samlemål"', OURS),
    ("profile", 'en: "Our own overview"', 'en: "IPLOS overview"', OURS),
    ("profile", "id: social,", "id: living,", "'living' is no group with function variables"),
    ("profile", "id: social,", "id: nowhere,", "'nowhere' is no group with function variables"),
    ("profile", 'health, least_valid: "1"', 'health, least_valid: "2"', "1 to 1"),
    ("profile", 'health, least_valid: "1"', 'health, least_valid: "0"', "1 to 1"),
    ("profile", "id: senses,", "id: social,", "'social' is there twice"),
    ("attention", "{item: v05, at_least", "{item: household, at_least", "'household' is no function variable"),
    ("attention", 'v05, at_least: "3"', 'v05, at_least: "9"', "'9' is none of: 1, 2, 3, 4, 5"),
    ("attention", 'v11, in: ["1"]', 'v11, in: ["9"]', "'9' is none of: 1, 2, 3, 4, 5"),
    ("attention", '{item: v11, in: ["1"]}', "{item: v11}", "one of at_least, at_most, in"),
    ("attention", '{item: v11, in: ["1"]}', '{item: v11, in: ["1"], at_most: "2"}', "one of at_least, at_most, in"),
    ("attention", '{item: v11, in: ["1"]}', '{item: v05, in: ["1"]}', "'v05' is there twice"),
    ("attention", "- id: money_alone", "- id: toilet_alone", "'toilet_alone' is there twice"),
    ("official_measure", "source:", "kilde:", "unknown key 'kilde'"),
    ("official_measure", 'source: "Made up for this page"', 'source: ""', "a text must not be empty nor have blanks around it"),
    ("official_measure", "nine: left_out", "nine: ignored", "'ignored' is none of: as_one, left_out, unknown"),
    ("official_measure", "items: [v05, v07]", "items: [v05, household]", "'household' is no function variable"),
    ("official_measure", "items: [v05, v07]", "items: [v05, v05]", "'v05' is there twice"),
    ("official_measure", 'least_valid: "2"', 'least_valid: "3"', "1 to 2"),
    ("official_measure", 'least_valid: "2"', 'least_valid: "0"', "1 to 2"),
    ("official_measure", "- id: second", "- id: first", "'first' is there twice"),
    ("official_measure", "- id: little", "- id: much", "'much' is there twice"),
    ("official_measure", '{first: ">= 4"}', '{third: ">= 4"}', "unknown partial measure 'third'"),
    ("official_measure", '{first: ">= 4"}', '{first: "= 4"}', NO_SIGN),
    ("official_measure", '{first: ">= 4"}', '{first: ">= 4,5"}', NO_SIGN),
    ("official_measure", '{first: ">= 4"}', "{}", "an alternative has one condition at least"),
    ("official_measure", '{nb: "Lite", nn: "Lite", en: "Little"}\n', '{nb: "Lite", nn: "Lite", en: "Little"}\n    when: [{first: "< 2"}]\n', LAST),
    ("official_measure", '    when:\n      - {first: ">= 4"}\n      - {first: ">= 2.5", second: "> 3"}\n', "", LAST),
]  # fmt: skip


def text_of(name: str) -> str:
    return MEASURE if name == "official_measure" else (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "old", "new", "message"), WRONG)
def test_what_is_wrong_is_refused_with_its_line(name: str, old: str, new: str, message: str) -> None:
    text = text_of(name)
    READ[name](parse(text, "x.yaml"))
    assert old in text
    with pytest.raises(ResourceError, match=r"^x\.yaml:\d+: ") as refused:
        READ[name](parse(text.replace(old, new, 1), "x.yaml"))
    assert refused.value.message == message


def test_the_table_of_expectations() -> None:
    table = BOOK.expectations
    assert table.jump == 2
    assert {v: table.improvement_of(v) for v in VARIABLES} == {v: 1 if v == "v15" else 2 for v in VARIABLES}
    bare = 'jump: "3"\nunexpected_improvement: {default: "4"}\nsource: own\ncertainty: own\n'
    read = expectations(parse(bare, "x"), BOOK.sources, VARIABLES)
    assert (read.jump, read.improvement, dict(read.items)) == (3, 4, {})


def test_our_overview_has_every_variable_once_and_never_the_official_name() -> None:
    own = BOOK.overview
    assert own is not None
    rules = own.rules(BOOK.groups, VARIABLES)
    assert sorted(item for rule in rules for item in rule.items) == sorted(VARIABLES)
    assert all(1 <= rule.least_valid <= len(rule.items) for rule in rules)
    assert own.certainty is Certainty.OWN
    assert "samlemål" not in (own.name.nb + own.name.nn + own.name.en).lower()


def near_miss(point: AttentionPoint) -> dict[str, str]:
    """Scores that meet every demand but the last one, by one step."""
    held = {demand.item: min(demand.scores) for demand in point.signal.demands}
    last = point.signal.demands[-1]
    held[last.item] = next(s for s in "12345" if s not in last.scores)
    return held


@pytest.mark.parametrize("point", BOOK.attention, ids=lambda point: point.signal.id)
def test_an_attention_point_fires_on_its_scores_only(point: AttentionPoint) -> None:
    for pick in (min, max):
        meets = {demand.item: pick(demand.scores) for demand in point.signal.demands}
        assert fires(point.signal, assessment(meets))
    for demand in point.signal.demands:
        for score in ("", "9", *(set("12345") - demand.scores)):
            assert not fires(point.signal, assessment({**meets, demand.item: score}))
    assert not fires(point.signal, assessment(near_miss(point)))
    assert not fires(point.signal, assessment({}))


def test_attention_points_ask_and_do_not_conclude() -> None:
    assert 10 <= len(BOOK.attention) <= 14
    begins = {"nb": "Se om ", "nn": "Sjå om ", "en": "See whether "}
    for point in BOOK.attention:
        assert (point.source, point.certainty) == ("own", Certainty.OWN)
        for language in LANGUAGES:
            assert point.consider.in_(language).startswith(begins[language])
            told = (point.text.in_(language) + point.consider.in_(language)).lower()
            assert not [word for word in ("demens", "diagnos", "dementia", "sykdommen") if word in told]
    assert {p.signal.id: [d.item for d in p.signal.demands] for p in BOOK.attention}["toilet_alone"] == [
        "v05",
        "v11",
    ]


def test_the_slot_of_the_official_measure_is_empty_as_shipped(tmp_path: Path) -> None:
    assert BOOK.official_measure is None
    assert not (FOLDER / "official_measure.yaml").exists()
    copy = tmp_path / "2026"
    shutil.copytree(FOLDER, copy)
    (copy / "official_measure.yaml").write_text(MEASURE, encoding="utf-8")
    read = load_book(copy).official_measure
    assert read is not None
    assert (read.name.nb, read.unknown.nb, read.source) == ("Prøvemål", "Uoppgitt", "Made up for this page")
    assert (read.rule.nine, read.rule.missing) == (Treatment.LEFT_OUT, Treatment.UNKNOWN)
    assert list(read.partials) == ["first", "second"]
    assert list(read.levels) == ["much", "little"]
    assert [len(level.alternatives) for level in read.rule.levels] == [2, 0]


@pytest.mark.parametrize(
    ("item", "before", "now", "code"),
    [("v07", "1", "3", "assessment.jump"), ("v07", "5", "3", "assessment.unexpected"), ("v15", "4", "3", "assessment.unexpected")],
)  # fmt: skip
def test_one_rule_asks_for_the_reason_and_is_silent_once_it_is_written(
    item: str, before: str, now: str, code: str
) -> None:
    made, last = assessment(**{item: now}), assessment(**{item: before})

    def asking(current: Assessment) -> list[str]:
        context = check_context(BOOK, today=TODAY, assessment=current, previous=last)
        return [p.code for p in evaluate(BOOK.rules.values(), context)]

    assert asking(made) == [code]
    told = replace(made, answers={**made.answers, item: replace(made.answers[item], reason="Ny hofte.")})
    assert asking(told) == []
    blank = replace(made, answers={**made.answers, item: replace(made.answers[item], reason=" ")})
    assert asking(blank) == [code]
