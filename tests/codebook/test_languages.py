"""All that the window and the commands say is there in every language, and says it in that language."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kpr_desktop.codebook.languages import DECIMAL_MARKS, LANGUAGES
from kpr_desktop.codebook.node import Node
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load
from kpr_desktop.codebook.texts import Texts, read_area

ROOT = Path(__file__).parents[2]
ALIKE = ROOT / "tests" / "data" / "identical_texts.yaml"
GAP, WORD = re.compile(r"\{[a-z0-9_]+\}"), re.compile(r"[^\W\d_]{2,}")
Told = dict[str, tuple[str, frozenset[str]]]


def told(language: str) -> Told:
    """Every key of a language's own files, with its text and gaps."""
    found: Told = {}
    for path in sorted(resource("texts", language).glob("*.yaml")):
        found |= read_area(path)
    return found


ALL: dict[str, Told] = {language: told(language) for language in LANGUAGES}
NB = ALL["nb"]


def alike() -> list[str]:
    return [
        text.text() for row in load(ALIKE).list() for text in _row(row)["texts"].list()
    ]  # fmt: skip


def _row(row: Node) -> dict[str, Node]:
    found = row.map(required=("reason", "texts"))
    assert len(found["reason"].text()) > 20
    return found


def identical() -> set[str]:
    """Texts with a word in them that two languages have in common."""
    found = set()
    for one, other in (("nb", "nn"), ("nb", "en"), ("nn", "en")):
        for key, (text, _) in ALL[one].items():
            if key in ALL[other] and ALL[other][key][0] == text and WORD.search(GAP.sub("", text)):
                found.add(text)
    return found


@pytest.mark.parametrize("language", ["nn", "en"])
def test_no_text_is_missing_or_stale(language: str) -> None:
    assert len(NB) > 1500
    assert sorted(NB.keys() - ALL[language].keys()) == [], "missing"
    assert sorted(ALL[language].keys() - NB.keys()) == [], "stale"


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_gaps_are_the_same(language: str) -> None:
    own = ALL[language]
    assert {key for key in NB.keys() & own.keys() if NB[key][1] != own[key][1]} == set()


@pytest.mark.parametrize("language", ["nn", "en"])
def test_the_files_are_the_same(language: str) -> None:
    areas = {path.name for path in resource("texts", "nb").glob("*.yaml")}
    assert {path.name for path in resource("texts", language).glob("*.yaml")} == areas


def test_a_text_that_is_the_same_has_a_reason() -> None:
    rows = alike()
    assert len(set(rows)) == len(rows), "a text stands twice"
    assert sorted(identical() - set(rows)) == [], "not translated, or to be put into the list with a reason"
    assert sorted(set(rows) - identical()) == [], "a reason that nothing needs"


def test_no_text_falls_back_on_bokmaal() -> None:
    for language in LANGUAGES:
        texts = Texts.load(language)
        for key in NB:
            assert texts.has(key)
            assert texts.gaps(key) == NB[key][1]
        assert language in DECIMAL_MARKS


def keys_of_the_window() -> set[str]:
    """The texts that the program itself reads, as the keys of a short cut."""
    found = set()
    for path in (ROOT / "ui" / "kpr_desktop_ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("QKeySequence", "key_sequence"):
                inner = [each for arg in node.args for each in ast.walk(arg)]
                found |= {str(e.value) for e in inner if isinstance(e, ast.Constant)} & NB.keys()
    return found | {"shell.lock_keys", "lock.keys_switch", "lock.keys_curtain", "shell.undo_keys"}


def test_the_keys_of_short_cuts_are_the_same_in_every_language() -> None:
    keys = keys_of_the_window()
    assert len(keys) > 5
    assert {key for key in keys for own in ALL.values() if own.get(key, NB[key]) != NB[key]} == set()
