"""The small parts: lines that keep their place, text that is never markup, the one maker of paragraphs."""

from __future__ import annotations

import ast
import io
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.domain.characters import MARK
from kpr_desktop.letters.fill_in import PITCH, WritingLines
from kpr_desktop.letters.fonts import BOLD, FALLBACK, REGULAR, clean, register, runs, width
from kpr_desktop.letters.styles import Look
from kpr_desktop.letters.table import Columns, Row, Table
from kpr_desktop.letters.tagging.canvas import TaggedCanvas
from kpr_desktop.letters.tagging.nodes import Node
from kpr_desktop.letters.text import Label, Text
from kpr_desktop.letters.wrapping import ELLIPSIS, break_lines, fit, shorten, wrap

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _fonts() -> None:
    register()


def test_nothing_that_reads_markup_is_used() -> None:
    """No name, import or attribute called Paragraph (or another parser of markup) is called anywhere."""
    callers = []
    for path in [*ROOT.glob("kpr_desktop/**/*.py"), *ROOT.glob("ui/**/*.py")]:
        callers += [path.relative_to(ROOT).as_posix()] * markup_calls(path.read_text(encoding="utf-8"))
    assert callers == []


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


LOOK = Look(size=10.0, leading=12.0)


def text(said: str, **options: Any) -> Text:
    return Text(said, LOOK, Node("P"), **options)


@pytest.mark.parametrize(
    "said", ["<b>x</b>", "a & b", "<", "&lt;", "<font name='x'>", "</para>", "plain ☐ text", "{x}"]
)
def test_a_paragraph_says_what_it_was_given(said: str) -> None:
    assert text(said).text == said


def test_a_paragraph_splits_with_two_lines_on_each_page() -> None:
    long = text("mm " * 5)
    assert long.wrap(width("mm", REGULAR, 10), 99) == (width("mm", REGULAR, 10), 60)
    wide = long.width
    assert long.split(wide, 60) == [long]
    assert long.split(wide, 23.9) == []
    above, below = long.split(wide, 59)
    assert (above.wrap(wide, 99)[1], below.wrap(wide, 99)[1]) == (36, 24)
    assert above.node is below.node is long.node
    assert (above.text.strip(), below.text.strip()) == ("mm mm mm", "mm mm")
    assert text("mm mm mm").split(wide, 25) == [], "three lines stay together"


def test_the_label_stays_with_the_first_part() -> None:
    label = Label(Node("Lbl"), "•")
    long = text("mm " * 5, label=label)
    above, below = long.split(width("mm", REGULAR, 10), 40)
    assert (above.label, below.label) == (label, None)


def test_ends_of_lines_are_kept_where_they_may_be() -> None:
    assert break_lines(text("a b\nc", lines=True).text, REGULAR, 10, 99) == [("a b", True), ("c", True)]
    assert text("a\nb").text == f"a{MARK}b"
    assert clean("a\r\nb", lines=True) == "a\nb"


def cells(*texts: str) -> Row:
    return Row(tuple(text(said) for said in texts))


def test_a_table_goes_on_over_pages_with_its_head_for_the_eye_alone() -> None:
    head = cells("Dag", "Hvem")
    table = Table((100, 100), head, [cells("x", "y") for _ in range(5)], 1.0, 2.0)
    assert table.wrap(200, 999) == (200, 6 * 18)
    assert table.split(200, 6 * 18) == [table]
    assert table.split(200, 35) == [], "the head never stands alone"
    above, below = table.split(200, 3 * 18)
    assert (above.wrap(200, 0)[1], below.wrap(200, 0)[1]) == (3 * 18, 4 * 18)
    assert isinstance(below, Table)
    again = next(below._all())
    assert [cell.text for cell in again.cells] == ["Dag", "Hvem"]
    assert [cell.node for cell in again.cells] == [None, None]
    plain = Table((100, 100), None, [cells("x", "y")] * 3, 0.0, 0.0)
    assert [part.wrap(200, 0)[1] for part in plain.split(200, 40)] == [36, 18]


def test_a_row_is_cut_when_it_is_tall() -> None:
    row = cells("mm " * 20, "y")
    narrow = width("mm", REGULAR, 10) + 8
    table = Table((narrow, 100), None, [row], 0.0, 0.0)
    above, below = table.split(200, 100)
    assert isinstance(above, Table)
    assert isinstance(below, Table)
    first, rest = next(above._all()), next(below._all())
    assert first.cells[0].node is rest.cells[0].node
    assert (first.cells[1].text, rest.cells[1].text) == ("y", "")
    assert table.split(200, 20) == [], "less than two lines"


def test_columns_become_one_column_only_where_they_are_taller_than_a_page() -> None:
    few = Columns([text("a"), text("b"), text("c")])
    assert few.wrap(400, 99) == (400, 32)
    assert few.split(400, 10) == []
    many = Columns([text("a") for _ in range(200)])
    many.wrap(400, 99)
    assert len(many.split(400, 10)) == 200


def test_lines_to_write_on_go_on_over_pages() -> None:
    lines = WritingLines("", 5, Node("Sect"), "")
    assert lines.wrap(400, 99)[1] == 5 * PITCH
    assert [part.wrap(400, 0)[1] / PITCH for part in lines.split(400, 4.5 * PITCH)] == [3, 2]
    assert lines.split(400, 1.5 * PITCH) == []
    assert WritingLines("", 3, Node("Sect"), "").split(400, 2 * PITCH) == []


def test_a_piece_of_content_is_one_thing_only() -> None:
    canvas = TaggedCanvas(io.BytesIO())
    with canvas.artifact(), pytest.raises(RuntimeError, match="one thing only"), canvas.content(Node("P")):
        pass


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
