"""Every code and key that the program names has its sentence, and every sentence is named somewhere."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from kpr_desktop.codebook.texts import Texts

ROOT = Path(__file__).parents[1]
SOURCES = (ROOT / "kpr_desktop", ROOT / "ui" / "kpr_desktop_ui")
TEXTS = Texts.load("nb")
AREAS = sorted(p.stem for p in (ROOT / "resources/kpr_desktop_resources/texts/nb").glob("*.yaml"))
ALL_KEYS = frozenset(key for area in AREAS for key in TEXTS.keys(area))
FAULTS = ("UserFault", "EnvironmentFault", "NumberTaken", "Finding")
ASKED = re.compile(r"^(self\.)?_?(t|texts)$|\.texts$|^console\.(say)$")
KEY = re.compile(r"[a-z0-9_]+(\.[A-Za-z0-9_]+)+")


@cache
def trees() -> tuple[tuple[str, ast.Module], ...]:
    files = [f for source in SOURCES for f in sorted(source.rglob("*.py"))]
    return tuple((str(f.relative_to(ROOT)), ast.parse(f.read_text(encoding="utf-8"))) for f in files)


@cache
def calls() -> tuple[tuple[str, ast.Call, str], ...]:
    return tuple(
        (f"{name}:{node.lineno}", node, ast.unparse(node.func))
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    )


def first_literal(call: ast.Call) -> str | None:
    if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
        return call.args[0].value
    return None


def pattern(joined: ast.JoinedStr) -> str:
    parts = [
        re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[A-Za-z0-9_.]+" for p in joined.values
    ]
    return "".join(parts)


def test_every_fault_has_a_sentence() -> None:
    raised = {(first_literal(c), place) for place, c, name in calls() if name.split(".")[-1] in FAULTS}
    named = {(code, place) for code, place in raised if code}
    assert len({code for code, _ in named}) > 60
    assert {(code, place) for code, place in named if not TEXTS.has(code)} == set()


def test_a_faults_facts_fill_its_sentence() -> None:
    wrong = set()
    for place, call, name in calls():
        code = first_literal(call)
        if name.split(".")[-1] in ("UserFault", "EnvironmentFault") and code and TEXTS.has(code):
            given = {k.arg for k in call.keywords if k.arg and k.arg != "field"}
            if any(k.arg is None for k in call.keywords):
                continue
            if not TEXTS.gaps(code) <= given:
                wrong.add((place, code, tuple(sorted(TEXTS.gaps(code) - given))))
    assert wrong == set()


def test_every_text_that_is_asked_for_is_there() -> None:
    lacking = set()
    for place, call, name in calls():
        key = first_literal(call)
        if ASKED.search(name) and key and KEY.fullmatch(key):
            given = {k.arg for k in call.keywords}
            if key not in ALL_KEYS:
                lacking.add((place, key))
            elif None not in given and given != TEXTS.gaps(key):
                lacking.add((place, key, tuple(sorted(str(g) for g in given ^ TEXTS.gaps(key)))))
        elif ASKED.search(name) and call.args and isinstance(call.args[0], ast.JoinedStr):
            shape = re.compile(pattern(call.args[0]))
            if not any(shape.fullmatch(k) for k in ALL_KEYS):
                lacking.add((place, shape.pattern))
    assert lacking == set()


@cache
def named_somewhere() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    literals, shapes = set(), set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                literals.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                shapes.add(pattern(node))
    # A shape that could be anything names nothing.
    return frozenset(literals), tuple(re.compile(s) for s in shapes if re.match(r"[a-z0-9_]+\\\.", s))


@cache
def rules_and_resources() -> str:
    folder = ROOT / "resources/kpr_desktop_resources"
    files = [
        f for part in ("codebook", "exports", "fields", "letters") for f in (folder / part).rglob("*.yaml")
    ]
    return "\n".join(f.read_text(encoding="utf-8") for f in files)


@pytest.mark.parametrize("area", AREAS)
def test_no_sentence_is_stale(area: str) -> None:
    literals, shapes = named_somewhere()
    data = rules_and_resources()
    stale = {
        key
        for key in TEXTS.keys(area)
        if key not in literals and not any(s.fullmatch(key) for s in shapes) and key not in data
    }
    assert stale == set()
