"""What the documents say of the tree is so: links lead somewhere, commands, pictures and code words exist."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kpr_desktop.cli import _parser
from kpr_desktop.codebook.texts import Texts

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "packaging" / "README.md"],
    key=lambda path: path.as_posix(),
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
PATH = re.compile(
    r"(?<![\w/.-])(?:kpr_desktop|ui|tests|docs|resources|packaging|scripts|tools|\.ci|\.github)/[\w./…*<>{}-]*"
)
SHORT = {"ui/…": "ui/kpr_desktop_ui", "resources/…": "resources/kpr_desktop_resources"}
MAKE = re.compile(r"(?<!git )\bmake ((?:[a-z][a-z-]*[a-z] ?)+)")
KPR = re.compile(r"(?<![\w./-])(?:\.venv/bin/)?kpr ((?:[a-z]+ \| )*[a-z]+)")
README = (ROOT / "README.md").read_text("utf-8")
GLOSSARY = ROOT / "docs" / "glossary.md"
LIKE_WORDS = frozenset("sure all the it up a no use what".split())
"""After «make» in prose within code: English."""


def told(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code(text: str) -> Iterator[str]:
    yield from (found.group().strip("`") for found in CODE.finditer(text))


@cache
def targets() -> frozenset[str]:
    rules = re.findall(r"^([a-z][a-z-]*):(?!=)", told(ROOT / "Makefile"), re.MULTILINE)
    return frozenset(rules)


@cache
def commands() -> frozenset[str]:
    found = next(a for a in _parser(Texts.load("nb"))._actions if isinstance(a, argparse._SubParsersAction))
    return frozenset(found.choices)


def broken_links(text: str, folder: Path) -> list[str]:
    plain = CODE.sub("", text)
    inside = [link.split("#")[0] for link in LINK.findall(plain) if not re.match(r"https?:|mailto:|#", link)]
    return [link for link in inside if not (folder / link).exists()]


def lost_paths(text: str) -> list[str]:
    lost = []
    for span in code(text):
        for found in PATH.findall(span):
            path = found.rstrip(".")
            for short, long in SHORT.items():
                path = path.replace(short, long, 1) if path.startswith(short) else path
            if special := re.search(r"[*<{…]", path):
                path = path[: path.rfind("/", 0, special.start()) + 1]
            if not ((ROOT / path).exists() or (ROOT / f"{path}.py").exists()):
                lost.append(found)
    return lost


def lost_targets(text: str) -> list[str]:
    words = [word for span in code(text) for found in MAKE.findall(span) for word in found.split()]
    return [word for word in words if word not in targets() | LIKE_WORDS and word != "prove-"]


def lost_commands(text: str) -> list[str]:
    words = [word for span in code(text) for found in KPR.findall(span) for word in found.split(" | ")]
    return [word for word in words if word not in commands()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=named)
def test_what_a_document_names_is_there(path: Path) -> None:
    text = told(path)
    assert broken_links(text, path.parent) == []
    assert lost_paths(text) == []
    assert lost_targets(text) == []
    assert lost_commands(text) == []


def test_what_is_not_there_is_found() -> None:
    assert broken_links("[a](docs/nowhere.md) [b](docs/glossary.md#x) [c](https://x.no)", ROOT) == [
        "docs/nowhere.md"
    ]
    assert lost_paths("`ui/…/theme` `tests/nothing.py` tests/prose.py") == ["tests/nothing.py"]
    assert lost_targets("`make test lint` `make coffee`, and make nothing of it") == ["coffee"]
    assert lost_commands("`kpr init | brew` and `kpr-desktop --vault`") == ["brew"]


def test_the_readme_sells_in_one_screen() -> None:
    """Pictures first, then the two commands, then where things are."""
    order = [
        README.index(each)
        for each in ("![", "## Two commands", "make run", "make test", "## Where things are")
    ]
    assert order == sorted(order)
    assert README.index("## Two commands") < 3500


def test_the_pictures_are_those_that_are_made() -> None:
    source = told(ROOT / "tests" / "tour" / "front_page.py")
    made = set(re.findall(r'_keep\("(\w+)"\)', source))
    assert "tests.tour.front_page docs/pictures" in told(ROOT / "Makefile")
    assert {path.stem for path in (ROOT / "docs" / "pictures").iterdir()} == made
    assert set(re.findall(r"docs/pictures/(\w+)\.png", README)) == made


def test_the_readme_names_every_command_and_every_proof() -> None:
    assert {word for word in commands() if not re.search(rf"\b{word}\b", README)} == set()
    rows = README[README.index("## Proofs") :]
    proofs = {
        f"prove-{name}" for row in re.findall(r"^\| (`.+?) \|", rows, re.MULTILINE) for name in row.split("`")
    }
    all_proofs = {each for each in targets() if each.startswith("prove-")}
    assert all_proofs - proofs == set()
    assert {each for each in proofs if each.strip("prove- …")} - all_proofs - {"prove-make prove-…"} == set()


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = told(folder / "README.md")
    for path in folder.glob("0*.md"):
        title = re.sub(r"^# \d+\.? ", "", told(path).splitlines()[0])
        assert f"| {path.name[:4]} | [{title}]({path.name}) |" in index, path.name
    numbers = sorted(path.name[:4] for path in folder.glob("0*.md"))
    assert numbers == [f"{at:04}" for at in range(1, len(numbers) + 1)]


def test_the_architecture_page_has_the_layers_of_the_contracts() -> None:
    text = told(ROOT / "docs" / "architecture.md")
    contracts = re.findall(r"^layers = (\[.+\])$", told(ROOT / "pyproject.toml"), re.MULTILINE)
    layers = [layer for found in contracts for layer in ast.literal_eval(found)]
    assert len(layers) > 8
    assert [layer for layer in layers if layer not in text] == []
    places = [
        re.search(rf"(?<!\w){re.escape(layer)}(?!\w)", text).start()
        for layer in ast.literal_eval(contracts[0])
    ]  # type: ignore[union-attr]
    assert places == sorted(places)


# --- the words of the glossary


@cache
def names() -> dict[str, set[str]]:
    """Every class of ours with what it holds; under "" the names of all classes and functions."""
    found: dict[str, set[str]] = {"": set()}
    for source in (ROOT / "kpr_desktop", ROOT / "ui" / "kpr_desktop_ui"):
        for path in source.rglob("*.py"):
            for node in ast.walk(ast.parse(told(path))):
                if isinstance(node, ast.ClassDef):
                    found[""].add(node.name)
                    found.setdefault(node.name, set()).update(_members(node))
                elif isinstance(node, ast.FunctionDef):
                    found[""].add(node.name)
    return found


def _members(node: ast.ClassDef) -> Iterator[str]:
    for each in node.body:
        if isinstance(each, ast.FunctionDef):
            yield each.name
        elif isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            yield each.target.id
        elif isinstance(each, ast.Assign):
            yield from (target.id for target in each.targets if isinstance(target, ast.Name))


def _file(parts: list[str]) -> Path | None:
    for base in (ROOT, ROOT / "kpr_desktop", ROOT / "ui" / "kpr_desktop_ui"):
        path = base.joinpath(*parts)
        if path.is_dir() or path.with_suffix(".py").is_file():
            return path.with_suffix(".py") if path.with_suffix(".py").is_file() else path
    return None


def known(word: str) -> bool:
    """Whether a word in the glossary's last column is something of ours."""
    if "/" in word:
        return (
            not lost_paths(f"`{word}`") if PATH.match(word) else _file(word.strip("/").split("/")) is not None
        )
    parts = word.split(".")
    if parts[-1] in ("yaml", "py", "md"):
        return any(ROOT.joinpath("resources").rglob(word)) or any(ROOT.joinpath("kpr_desktop").rglob(word))
    for cut in range(len(parts), 0, -1):
        path = _file(parts[:cut])
        rest = parts[cut:]
        if path is not None and all(_defined(each, _text(path)) for each in rest):
            return True
    if len(parts) == 2:
        return parts[1] in names().get(parts[0], set()) or _column(*parts) or word in _settings()
    return word in names()[""] or any(f"{word}:" in told(path) for path in _books())


def _defined(name: str, text: str) -> bool:
    return re.search(rf"^ *(?:(?:class|def) )?{re.escape(name)}\b *[:=(]", text, re.MULTILINE) is not None


def _text(path: Path) -> str:
    return told(path) if path.is_file() else "\n".join(told(each) for each in path.glob("*.py"))


@cache
def _books() -> tuple[Path, ...]:
    return tuple((ROOT / "resources" / "kpr_desktop_resources").rglob("*.yaml"))


@cache
def _settings() -> str:
    return "\n".join(told(path) for path in (ROOT / "kpr_desktop").rglob("*.py"))


def _column(table: str, column: str) -> bool:
    schema = told(ROOT / "kpr_desktop" / "store" / "schema.sql")
    made = re.search(rf"CREATE TABLE \"?{re.escape(table)}\"?\s*\((.+?)\n\)", schema, re.DOTALL)
    return made is not None and re.search(rf"\b{re.escape(column)}\b", made.group(1)) is not None


def rows() -> list[list[str]]:
    lines = [line for line in told(GLOSSARY).splitlines() if line.startswith("| ")][2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_the_glossarys_names_are_in_the_code() -> None:
    assert len(rows()) > 100
    assert {len(row) for row in rows()} == {3}
    lost = [(row[0], word) for row in rows() for word in re.findall(r"`([^`]+)`", row[2]) if not known(word)]
    assert lost == []


def test_no_term_stands_twice() -> None:
    terms = [row[0].lower() for row in rows()]
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


@pytest.mark.parametrize(
    "word", ["domain.nothing", "Answer.nothing", "usecases.health.Nobody", "nowhere/", "log.nothing"]
)
def test_a_name_that_is_not_there_is_found(word: str) -> None:
    assert not known(word)
