"""Every action that the program writes or refuses has its words, and no other has."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kpr_desktop.codebook.log_words import ActionWords, LogWords, load_log_words
from kpr_desktop.codebook.model import Text
from kpr_desktop.codebook.rights import load_rights
from kpr_desktop.codebook.strict import ResourceError
from kpr_desktop.usecases.written_files import PURPOSES

CORE = Path(__file__).parents[2] / "kpr_desktop"
WORDS = load_log_words()
TABLE = """
shows:
  identity: {nb: navn, nn: namn, en: name}
words:
  other: {nb: Annet, nn: Anna, en: Other}
bases:
  case: {nb: sak, nn: sak, en: case}
purposes:
  post: {nb: post, nn: post, en: post}
staff_bases:
  case: {nb: sak, nn: sak, en: case}
actions:
  a.b: {staff: {nb: Gjorde, nn: Gjorde, en: Did}, shows: identity, citizen: other}
  a.c: {staff: {nb: Lot være, nn: Lét vere, en: Let be}, retired: yes}
"""


@cache
def modules() -> tuple[ast.Module, ...]:
    paths = sorted((*CORE.glob("usecases/*.py"), *CORE.glob("store/*.py"), *CORE.glob("*.py")))
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in paths)


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


@cache
def tables() -> dict[str, set[str]]:
    """The texts of each table of a module: `_WRITTEN = {"note": "interview.note", ...}`."""
    found: dict[str, set[str]] = {}
    for tree in modules():
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
                values = set().union(*(texts(value) for value in node.value.values))
                found |= {name.id: values for name in node.targets if isinstance(name, ast.Name)}
    return found


def texts(node: ast.expr) -> set[str]:
    """The literals an expression can come to."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        return tables().get(node.value.id, set())
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


@cache
def takers() -> dict[str, set[int]]:
    """Functions that take an action, each with the place of it among the arguments."""
    found: dict[str, set[int]] = {}
    for tree in modules():
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                names = [a.arg for a in function.args.args if a.arg != "self"]
                if "action" in names:
                    found.setdefault(function.name, set()).add(names.index("action"))
    return found


@cache
def written() -> set[str]:
    """Every literal that is handed on as an action."""
    places = takers()
    assert {"log", "shown", "admit"} <= set(places)
    found: set[str] = set()
    for tree in modules():
        for name, call in calls(tree):
            for place in places.get(name, ()):
                found |= {t for each in call.args[place : place + 1] for t in texts(each)}
            found |= {t for k in call.keywords if k.arg == "action" for t in texts(k.value)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "action":
                found |= texts(node.value)
    return {each for each in found if "." in each}


def test_every_action_of_the_program_has_words() -> None:
    actions = written() | set(load_rights().actions)
    assert len(actions) > 80
    assert actions - set(WORDS.actions) == set()


def test_the_words_tell_of_no_action_that_is_not_there() -> None:
    living = {code for code, words in WORDS.actions.items() if not words.retired}
    assert living - written() - set(load_rights().actions) == set()
    assert all(code not in written() for code, words in WORDS.actions.items() if words.retired)


def test_what_concerns_one_person_has_words_for_the_person() -> None:
    concerned = {code for code, rule in load_rights().actions.items() if rule.outside is not None}
    for tree in modules():
        for name, call in calls(tree):
            if name == "shown" or any(k.arg == "person" for k in call.keywords):
                concerned |= {t for t in texts(call.args[1]) if "." in t} if len(call.args) > 1 else set()
    assert len(concerned) > 40
    assert {code for code in concerned if not WORDS.actions[code].citizen} == set()


def test_every_word_and_purpose_is_used() -> None:
    used = {words.citizen for words in WORDS.actions.values()} | {"other"}
    assert set(WORDS.words) == used - {""}
    assert set(WORDS.shows) == {words.shows for words in WORDS.actions.values()} - {""}
    assert tuple(WORDS.purposes) == PURPOSES
    assert list(WORDS.staff_bases) == list(WORDS.bases)


def read(tmp_path: Path, table: str) -> LogWords:
    path = tmp_path / "log_actions.yaml"
    path.write_text(table, encoding="utf-8")
    return load_log_words(path)


def test_a_table_is_read(tmp_path: Path) -> None:
    words = read(tmp_path, TABLE)
    assert words.actions["a.b"] == ActionWords(Text("Gjorde", "Gjorde", "Did"), "identity", "other")
    assert words.actions["a.c"] == ActionWords(Text("Lot være", "Lét vere", "Let be"), retired=True)
    assert words.for_citizen("a.b") == words.for_citizen("a.c") == Text("Annet", "Anna", "Other")
    assert words.action("x.y") == ActionWords(Text("x.y", "x.y", "x.y"), citizen="other")
    assert words.for_citizen("x.y").en == "Other"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "  other: {nb: Annet, nn: Anna, en: Other}",
            "  done: {nb: A, nn: B, en: C}",
            r":4: missing key 'other'",
        ),
        ("shows: identity", "shows: all", r":13: 'all' is none of"),
        ("citizen: other", "citizen: none", r":13: 'none' is none of"),
        ("retired: yes", "retired: soon", r":14: 'soon' is none of"),
        ("nn: namn", "de: Name", r":3: unknown key 'de'"),
    ],
)
def test_a_table_that_is_not_in_order_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in TABLE
    with pytest.raises(ResourceError, match=rf"log_actions\.yaml{told}"):
        read(tmp_path, TABLE.replace(old, new))


def test_what_staff_read_is_put_into_every_language() -> None:
    for code, words in WORDS.actions.items():
        assert words.staff.en not in (words.staff.nb, words.staff.nn), code
    alike = sum(1 for words in WORDS.actions.values() if words.staff.nb == words.staff.nn)
    assert alike < len(WORDS.actions) / 10
