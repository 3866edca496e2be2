"""The letters' words: each is taken and stands in every language; one of something is told as one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.domain.care_service import DecisionRow, Every
from kpr_desktop.usecases.letter_content.care import CareTeller
from kpr_desktop.usecases.letter_content.plain import Plain
from tests.support.gathered import TEXTS

CONTENT = Path(__file__).parents[3] / "kpr_desktop/usecases/letter_content"
KINDS = ("insight", "access_log", "assessment_copy", "changes", "blank_form", "control_report")


def test_one_of_something_is_told_as_one() -> None:
    plain = Plain(*TEXTS.letter("insight", "nb"))
    assert [plain.counted("times", count) for count in (0, 1, 2)] == ["0 ganger", "1 gang", "2 ganger"]
    teller = CareTeller(plain, CodeBooks().for_year(2026), {})
    told = {
        0: "0 minutter i uka",
        1: "1 minutt i uka",
        60: "1 time i uka",
        90: "1 time og 30 minutter i uka",
        121: "2 timer og 1 minutt i uka",
    }
    assert {minutes: teller._hours(minutes) for minutes in told} == told
    assert teller._decided(DecisionRow("", 1, Every.DAY, 1)) == "1 gang om dagen, 1 minutt hver gang"


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_taken_and_stands_in_every_language(kind: str) -> None:
    words = [set(TEXTS.letter(kind, language)[0].words) for language in LANGUAGES]
    assert words[0] == words[1] == words[2]
    whole: set[str] = set()
    families: set[str] = set()
    for path in CONTENT.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                families.add(str(node.values[0].value))
    families |= {f"{name}_" for name in ("kind", "way", "how", "to", "purpose", "receipt", "language")}
    unused = {
        word
        for word in words[0]
        if word.removesuffix("_one") not in whole
        and not any(word.startswith(family) for family in families if len(family) > 2)
    }
    assert unused == set()
