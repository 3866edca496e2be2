"""The manuals: the same in every language, with pictures that are there, and nothing in them that has gone stale."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from kpr_desktop import cli
from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.manual import PARTS, Block, load_manual, picture_path, read_manual
from kpr_desktop.codebook.manual_search import lines, search
from kpr_desktop.codebook.node import ResourceError
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import Texts
from kpr_desktop_ui.pages import places
from kpr_desktop_ui.pages.start import first_run_page, login_page, restore_page, salvage_page
from tests.tour.manual_pictures import NAMES
from tools.make_manuals import NAMES as DOCS
from tools.make_manuals import written

ROOT = Path(__file__).parents[2]
ALL = [(part, language) for part in PARTS for language in LANGUAGES]
STARTS = (first_run_page, login_page, restore_page, salvage_page)


def shape(block: Block) -> tuple[object, ...]:
    return block.kind, len(block.texts), len(block.rows), block.picture


@pytest.mark.parametrize("part", PARTS)
def test_every_language_says_the_same_in_the_same_order(part: str) -> None:
    shapes = {
        tuple(
            (each.id, each.places, tuple(map(shape, each.blocks)))
            for each in read_manual(part, lang).chapters
        )
        for lang in LANGUAGES
    }
    assert len(shapes) == 1


@pytest.mark.parametrize(("part", "language"), ALL)
def test_what_the_manual_names_is_there(part: str, language: str) -> None:
    manual = read_manual(part, language)
    names = set(vars(places)) | {name for module in STARTS for name in vars(module)}
    for chapter in manual.chapters:
        assert set(chapter.places) <= names
        assert not any("…" in text or "{" in text for text in lines(chapter))
        for block in chapter.blocks:
            if block.kind == "picture":
                head = picture_path(block.picture, language).read_bytes()[:24]
                assert struct.unpack(">II", head[16:]) == (1366, 768)


def test_every_picture_that_is_taken_is_shown() -> None:
    shown = {b.picture for p in PARTS for c in read_manual(p, "nb").chapters for b in c.blocks if b.picture}
    assert shown == set(NAMES)
    for language in LANGUAGES:
        taken = {path.stem for path in picture_path("x", language).parent.glob("*.png")}
        assert taken == set(NAMES)


def test_every_command_stands_in_the_administrators_manual() -> None:
    parser = cli._parser(Texts.load("nb"))
    found = next(each for each in parser._actions if each.choices and "check" in each.choices)
    table = next(
        b
        for c in read_manual("administrator", "nb").chapters
        if c.id == "commands"
        for b in c.blocks
        if b.rows
    )
    told = {row[0].split()[1] for row in table.rows[1:]}
    assert found.choices is not None
    assert told == set(found.choices) - {"init", "demo"}


@pytest.mark.parametrize("part", PARTS)
def test_the_pages_in_docs_are_made_of_it(part: str) -> None:
    assert (ROOT / "docs" / DOCS[part]).read_text(encoding="utf-8") == written(read_manual(part, "nb"))


def test_a_chapter_is_found_by_its_place_and_its_id() -> None:
    manual = read_manual("user", "nb")
    assert (manual.about("InterviewPlace"), manual.about("Nowhere")) == ("interview", "")
    assert manual.chapter("letters").title == "Brev"
    assert manual.chapter("none") is manual.chapters[0]


def test_what_the_window_says_stands_in_the_gaps() -> None:
    texts = Texts.load("nn")
    start = next(iter(lines(read_manual("user", "nn").chapter("person"))))
    assert start
    steps = next(b for b in read_manual("user", "nn").chapter("person").blocks if b.kind == "steps")
    assert f"«{texts('persons.new')}»" in steps.texts[0]


def one(body: str, head: str = "title: T\n") -> str:
    return f"{head}chapters:\n  - id: a\n    title: A\n    blocks:\n{body}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (one("      - text: '{person.nothing}'\n"), "person.nothing"),
        (one("      - text: '{person.age}'\n"), "stand alone"),
        (one("      - text: 'a { b'\n"), "brace"),
        (one("      - {text: a, heading: b}\n"), "exactly one"),
        (one("      - {picture: a}\n"), "exactly one"),
        (one("      - {text: a, alt: b}\n"), "exactly one"),
        (one("      - table: [[a, b], [c]]\n"), "1 cells in a table of 2"),
        (one("      - text: a\n").replace("id: a", "id: A"), "is no id"),
        (one("      - text: a\n") + "  - id: a\n    title: B\n    blocks: [{text: b}]\n", "twice"),
        (one("      - text: a\n", ""), "title"),
    ],
)
def test_a_file_that_is_not_in_order_is_refused(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "user.nb.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResourceError, match=r"user\.nb\.yaml") as refused:
        load_manual(path, Texts.load("nb"))
    assert told in str(refused.value)


def test_a_search_finds_every_word_and_the_title_first() -> None:
    manuals = [read_manual(part, "nb") for part in PARTS]
    assert search(manuals, "  ") == []
    assert search(manuals, "xyzzy") == []
    found = search(manuals, "sikkerhetskopi NØKKEL")
    assert (found[0].part, found[0].chapter) == ("administrator", "backup")
    assert all("nøkkel" in "\n".join((h.title, *text_of(h.part, h.chapter))).casefold() for h in found)
    hit = next(hit for hit in search(manuals, "byte for byte") if hit.chapter == "submission")
    assert "byte" in hit.excerpt
    assert len(hit.excerpt) < 200
    table = next(hit for hit in search(manuals, "dry-run"))
    assert "--dry-run" in table.excerpt
    only_title = search(manuals, "nødtilgang")[0]
    assert only_title.chapter == "emergency"


def text_of(part: str, chapter: str) -> list[str]:
    return list(lines(read_manual(part, "nb").chapter(chapter)))


def test_no_other_file_lies_there() -> None:
    files = {path.name for path in resource("manual").glob("*.yaml")}
    assert files == {f"{part}.{language}.yaml" for part, language in ALL}
