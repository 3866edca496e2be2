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


def of_health(place: str) -> bool:
    """Whether a `Finding` is a line of the health page, whose texts are put together of two words."""
    return place.startswith("kpr_desktop/usecases/health.py:")


def test_every_fault_has_a_sentence() -> None:
    raised = {
        (first_literal(c), place)
        for place, c, name in calls()
        if name.split(".")[-1] in FAULTS and not of_health(place)
    }
    named = {(code, place) for code, place in raised if code}
    assert len({code for code, _ in named}) > 60
    assert {(code, place) for code, place in named if not TEXTS.has(code)} == set()


def words_of(node: ast.expr) -> set[str]:
    """The literals that an argument can come to."""
    if isinstance(node, ast.IfExp):
        return words_of(node.body) | words_of(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def health_lines(tree: ast.Module) -> set[tuple[str, str]]:
    """What each line of the health page can be about, with each state it can be in.

    A function that takes `about` gives the states of its own lines to whatever it is asked for.
    """
    states: dict[str, set[str]] = {}
    for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        if function.args.args and function.args.args[0].arg == "about":
            made = (
                n for n in ast.walk(function) if isinstance(n, ast.Call) and ast.unparse(n.func) == "Finding"
            )
            states[function.name] = set().union(*(words_of(each.args[1]) for each in made))
    lines = set()
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call) and n.args):
        name = ast.unparse(call.func)
        if name == "Finding":
            lines |= {(about, state) for about in words_of(call.args[0]) for state in words_of(call.args[1])}
        elif name in states:
            lines |= {(about, state) for about in words_of(call.args[0]) for state in states[name]}
    return lines


def test_every_line_of_the_health_page_has_its_texts() -> None:
    (tree,) = (tree for name, tree in trees() if of_health(f"{name}:"))
    lines = health_lines(tree)
    assert {("vault", "trouble"), ("backup", "never"), ("drill", "old"), ("administrators", "alone")} <= lines
    lacking = {f"help.health_{about}" for about, _ in lines} | {f"help.health_{a}_{s}" for a, s in lines}
    assert lacking - ALL_KEYS == set()


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
    keys = folder / "shortcuts.yaml"
    return "\n".join(f.read_text(encoding="utf-8") for f in [*files, keys])


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
