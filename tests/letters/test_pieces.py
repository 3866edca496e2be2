"""The small parts: lines that keep their place, text that is never markup, the one maker of paragraphs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kpr_desktop.domain.characters import MARK
from kpr_desktop.letters import styles
from kpr_desktop.letters.fonts import BOLD, FALLBACK, REGULAR, clean, register, runs, width
from kpr_desktop.letters.paragraphs import paragraph
from kpr_desktop.letters.wrapping import ELLIPSIS, fit, shorten, wrap

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _fonts() -> None:
    register()


def test_paragraphs_are_made_in_one_place_only() -> None:
    """No name, import or attribute called Paragraph (or another parser of markup) is called anywhere else."""
    callers = []
    for path in [*ROOT.glob("kpr_desktop/**/*.py"), *ROOT.glob("ui/**/*.py")]:
        callers += [path.relative_to(ROOT).as_posix()] * markup_calls(path.read_text(encoding="utf-8"))
    assert callers == ["kpr_desktop/letters/paragraphs.py"]


def markup_calls(code: str) -> int:
    """Calls of Paragraph and its kin, also under another name given by an import."""
    kin = {"Paragraph", "XPreformatted", "ParaParser", "PythonPreformatted"}
    tree = ast.parse(code)
    aliases = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in kin
    }
    names = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    bases = [base for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in node.bases]
    return sum(
        (isinstance(name, ast.Name) and name.id in kin | aliases)
        or (isinstance(name, ast.Attribute) and name.attr in kin)
        for name in [*names, *bases]
    )


@pytest.mark.parametrize(
    "code",
    [
        "from reportlab.platypus import Paragraph\nParagraph('x')",
        "from reportlab.platypus import Paragraph as P\nP('x')",
        "import reportlab.platypus as rp\nrp.Paragraph('x')",
        "from reportlab.platypus import Paragraph\nclass Mine(Paragraph): pass",
    ],
)
def test_a_planted_paragraph_is_found(code: str) -> None:
    assert markup_calls(code) == 1


@pytest.mark.parametrize(
    "text", ["<b>x</b>", "a & b", "<", "&lt;", "<font name='x'>", "</para>", "plain ☐ text", "{x}"]
)
def test_a_paragraph_says_what_it_was_given(text: str) -> None:
    assert paragraph(text, styles.styles()["text"]).getPlainText() == text


def test_clean() -> None:
    assert clean("a\u202eb\n王\u200b") == f"a{MARK}b{MARK}{MARK}{MARK}"
    assert clean("A\u030a ❤\ufe0f ☐ Ŋ ؤ") == "Å ❤ ☐ Ŋ ؤ"


def test_runs() -> None:
    assert list(runs("", REGULAR)) == []
    assert list(runs("abc", BOLD)) == [(BOLD, "abc")]
    assert list(runs("a ☐☑ b", BOLD)) == [(BOLD, "a "), (FALLBACK, "☐☑"), (BOLD, " b")]
    assert width("a☐", REGULAR, 10) == width("a", REGULAR, 10) + width("☐", REGULAR, 10)


def test_wrap_breaks_at_blanks_and_inside_long_words() -> None:
    limit = width("mmmm", REGULAR, 10)
    assert wrap("mm m mmmm m", REGULAR, 10, limit) == ["mm m", "mmmm", "m"]
    assert wrap("m mmmmmmmmm m", REGULAR, 10, limit) == ["m", "mmmm", "mmmm", "m m"]
    assert wrap("  ", REGULAR, 10, limit) == []
    assert wrap("mmm@mmm.no", REGULAR, 10, width("mmm@mmm", REGULAR, 10)) == ["mmm@", "mmm.no"]
    assert wrap("m@mmmmmmm", REGULAR, 10, width("m@mmmm", REGULAR, 10)) == ["m@mmmm", "mmm"], (
        "not a sign too early"
    )
    assert wrap("mm", REGULAR, 10, 0.1) == ["m", "m"], "never an endless loop"


def test_shorten() -> None:
    limit = width("mmmm", REGULAR, 10)
    assert shorten(" mm  m ", REGULAR, 10, limit) == "mm m"
    short = shorten("mmm mmmmm", REGULAR, 10, limit)
    assert short == f"mmm{ELLIPSIS}"
    assert width(short, REGULAR, 10) <= limit
    assert shorten("mm", REGULAR, 10, 0.1) == ELLIPSIS


def test_fit_gets_smaller_then_shares_lines_then_cuts() -> None:
    limit = width("m" * 10, REGULAR, 10)
    assert fit(["m" * 10, " ", "m"], REGULAR, (10, 8), limit, 2) == (10, ["m" * 10, "m"])
    assert fit(["m" * 12], REGULAR, (10, 8), limit, 1) == (8, ["m" * 12])
    size, lines = fit(["m" * 30], REGULAR, (10, 8), limit, 2)
    assert (size, len(lines)) == (8, 2)
    assert lines[-1].endswith(ELLIPSIS)
    assert fit(["a", "b", "c", "d"], REGULAR, (10, 8), limit, 3) == (10, ["a", "b c", "d"])
    assert fit(["a", "m" * 5, "m" * 6, "d"], REGULAR, (10, 8), limit, 3) == (
        8,
        ["a", f"{'m' * 5} {'m' * 6}", "d"],
    )
    assert fit(["a", "m" * 30], REGULAR, (10,), limit, 2) == (10, ["a", f"{'m' * 9}{ELLIPSIS}"])
    assert fit([], REGULAR, (10,), limit, 2) == (10, [])
