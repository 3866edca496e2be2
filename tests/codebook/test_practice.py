"""The practice cases: strict to read, and all that they promise."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.practice import PracticeCase, load_cases
from kpr_desktop.codebook.strict import ResourceError

SHIPPED = CodeBooks().for_year(2026)
CASES = load_cases(SHIPPED)
ANSWERS = """
answers:
  v07: {score: "3", reason: {nb: a, nn: b, en: c}}
"""
HEAD = """
title: {nb: a, nn: b, en: c}
story: {nb: a, nn: b, en: c}
"""


def read(folder: Path, text: str, book: CodeBook = SHIPPED) -> tuple[PracticeCase, ...]:
    (folder / "b.yaml").write_text(text, encoding="utf-8")
    (folder / "a.yaml").write_text(HEAD + ANSWERS, encoding="utf-8")
    return load_cases(book, folder)


def test_read_by_file_name(tmp_path: Path) -> None:
    cases = read(tmp_path, HEAD + ANSWERS)
    assert [case.id for case in cases] == ["a", "b"]
    assert [(a.item, a.score, a.reason.en) for a in cases[1].answers] == [("v07", "3", "c")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD, "missing key 'answers'"),
        (HEAD + "answers: {}", "one variable at least"),
        (HEAD + ANSWERS.replace("v07", "v77"), "b.yaml:6: no such variable: v77"),
        (HEAD + ANSWERS.replace("v07", "household"), "no such variable: household"),
        (HEAD + ANSWERS.replace('"3"', '"6"'), "'6' is none of"),
        (HEAD + ANSWERS.replace("nb: a,", ""), "missing key 'nb'"),
        (HEAD + ANSWERS.replace("nb: a", f"nb: {'x' * 161}"), "160 at most"),
        (HEAD.replace("title", "name") + ANSWERS, "unknown key 'name'"),
    ],
)
def test_what_is_wrong_is_told_with_its_file(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ResourceError, match=message):
        read(tmp_path, text)


def test_every_variable_and_every_score_occurs_often_enough() -> None:
    items = Counter(a.item for case in CASES for a in case.answers)
    scores = Counter(a.score for case in CASES for a in case.answers)
    assert len(CASES) == 8
    assert {item.id for item in SHIPPED.variables} == items.keys()
    assert min(items.values()) >= 2
    assert {score: scores[score] >= 3 for score in "123459"} == dict.fromkeys("123459", True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_is_short_and_asks_for_a_handful(case: PracticeCase, language: str) -> None:
    assert 120 <= len(case.story.in_(language).split()) <= 180
    assert 6 <= len(case.answers) <= 8


def test_no_text_is_told_twice_nor_left_in_another_language() -> None:
    reasons = [a.reason.in_(language) for case in CASES for a in case.answers for language in LANGUAGES]
    assert len(set(reasons)) == len(reasons)
    for case in CASES:
        for one, other in combinations(LANGUAGES, 2):
            assert case.story.in_(one) != case.story.in_(other)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_story_gives_no_score_away(case: PracticeCase) -> None:
    """The story tells what happens; digits with a score's look belong to the reasons."""
    for language in LANGUAGES:
        words = case.story.in_(language).replace(",", " ").replace(".", " ").split()
        assert not set(words) & set("123459")
