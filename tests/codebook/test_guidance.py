"""A municipality's guidance file: read strictly, told by line, laid over ours, and written so that it reads again."""

# ruff: noqa: E501 - a table with one case a line is easier to check
from __future__ import annotations

import pytest

from kpr_desktop.codebook.guidance import (
    LARGEST,
    Guidance,
    OwnWords,
    decoded,
    differing,
    guidance_of,
    laid_over,
    plain_name,
    read_guidance,
    written,
)
from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import CodeBook, Text
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import UserFault

HEAD = 'municipality_guidance: "1"\nname: Øvingsby kommune\nvariables:\n'
WHOLE = (
    HEAD
    + """  v07:
    covers: {nb: "Dekker vask hos oss.", en: "Covers washing here."}
    contrasts:
      "4-5":
        low: {nb: "Vasker hendene selv.", nn: "Vaskar hendene sjølv.", en: "Washes hands alone."}
        high: {nb: "Blir vasket."}
  v02:
    contrasts:
      "1-9": {low: {nb: "Lager middag."}, high: {nb: "Bor på institusjon."}}
"""
)


@pytest.fixture(scope="module")
def book() -> CodeBook:
    return CodeBooks().edition(2026)


def refused(text: str, book: CodeBook) -> tuple[str, dict[str, object]]:
    with pytest.raises(UserFault) as told:
        read_guidance(text, book)
    assert Texts.load("nb").fault(told.value)
    return told.value.code, dict(told.value.params)


def test_a_file_is_laid_over_ours_and_marked(book: CodeBook) -> None:
    over = laid_over(book, read_guidance(WHOLE, book))
    item, ours = over.items["v07"], book.items["v07"]
    assert item.guidance == "Øvingsby kommune"
    assert item.covers == Text("Dekker vask hos oss.", "Dekker vask hos oss.", "Covers washing here.")
    assert item.contrasts["4-5"].low.nn == "Vaskar hendene sjølv."
    assert item.contrasts["4-5"].high == Text(*["Blir vasket."] * 3)
    assert list(item.contrasts) == list(ours.contrasts)
    assert all(item.contrasts[p] == ours.contrasts[p] for p in ours.contrasts if p != "4-5")
    assert (over.items["v02"].covers, over.items["v02"].guidance) == (
        book.items["v02"].covers,
        "Øvingsby kommune",
    )
    changed = {name for name, each in over.items.items() if each != book.items[name]}
    assert changed == {"v02", "v07"}
    assert all(each.guidance == "" for each in book.items.values())
    assert over.groups == book.groups


def test_what_says_the_same_is_not_marked(book: CodeBook) -> None:
    same = guidance_of(book, "Øvingsby")
    assert laid_over(book, same) == book
    assert differing(book, same).items == {}
    ours = book.items["v07"]
    other = Guidance("x", {"household": OwnWords(ours.covers)})
    assert laid_over(book, other) == book


def test_what_is_written_reads_again(book: CodeBook) -> None:
    odd = 'Sier «"{b}" & <b>» \\ # : - é'
    text = WHOLE.replace("Dekker vask hos oss.", odd.replace("\\", "\\\\").replace('"', '\\"'))
    found = read_guidance(text, book)
    assert found.items["v07"].covers == Text(odd, odd, "Covers washing here.")
    assert read_guidance(written(found, book, ("Et notat: #", "")), book) == found
    over = laid_over(book, found)
    whole = written(guidance_of(over, "Øvingsby kommune"), book)
    assert "\n  # 7: Personlig hygiene\n  v07:\n" in whole
    kept = differing(book, read_guidance(whole, book))
    assert kept == read_guidance(written(found, book), book)
    assert len(whole.encode()) < LARGEST // 10


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a" * (LARGEST + 1), "guidance.too_large"),
        ("name: Øvingsby".encode("latin-1"), "guidance.not_text"),
        (b"a\0b", "guidance.not_text"),
        (b"\xff\xfea\0", "guidance.not_text"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(UserFault) as told:
        decoded(data)
    assert told.value.code == code


def test_a_byte_order_mark_and_other_line_ends_are_read(book: CodeBook) -> None:
    text = decoded(WHOLE.replace("\n", "\r\n").encode("utf-8-sig"))
    assert read_guidance(text, book) == read_guidance(WHOLE, book)
    assert len(decoded(b"a" * LARGEST)) == LARGEST


V07 = HEAD + "  v07:\n"
CASES = {
    "empty": ("", "guidance.not_yaml", {"line": 1}),
    "only notes": ("# x\n", "guidance.not_yaml", {}),
    "a list": ("- a\n", "guidance.other_file", {"key": "municipality_guidance"}),
    "another file": ("roles: 1\n", "guidance.other_file", {"key": "municipality_guidance"}),
    "not YAML": (HEAD + '  v07: "x\n', "guidance.not_yaml", {}),
    "tab": (HEAD + "\tv07: x\n", "guidance.not_yaml", {}),
    "anchor": (V07 + "    covers: &a {nb: x}\n", "guidance.not_yaml", {"line": 5}),
    "tag": (V07 + "    covers: {nb: !!python/name:os.system x}\n", "guidance.not_yaml", {"line": 5}),
    "twice": (V07 + "    covers: {nb: x}\n  v07: {covers: {nb: y}}\n", "guidance.twice", {"line": 6}),
    "two documents": (WHOLE + "---\na: b\n", "guidance.not_yaml", {"line": 13}),
    "version": (WHOLE.replace('"1"\n', '"2"\n', 1), "guidance.version", {"line": 1, "known": "1"}),
    "version is a map": ("municipality_guidance: {a: b}\nname: x\nvariables: {}\n", "guidance.version", {"line": 1}),
    "no name": (WHOLE.replace("name: Øvingsby kommune\n", ""), "guidance.missing_key", {"key": "name"}),
    "name too long": (WHOLE.replace("Øvingsby", "Ø" * 40), "guidance.too_long", {"line": 2, "count": 48, "limit": 45}),
    "more at the top": (WHOLE + "more: x\n", "guidance.unknown_key", {"line": 13}),
    "no variables": (HEAD, "guidance.nothing_below", {"line": 3}),
    "empty variables": (HEAD.rstrip() + " {}\n", "guidance.nothing_below", {"line": 3}),
    "unknown variable": (HEAD + "  v21: {covers: {nb: x}}\n", "guidance.unknown_variable", {"line": 4, "first": "v01", "last": "v20"}),
    "another item": (HEAD + "  household: {covers: {nb: x}}\n", "guidance.unknown_variable", {"line": 4}),
    "nothing in it": (V07, "guidance.nothing_below", {"line": 4}),
    "unknown part": (V07 + "    label: {nb: x}\n", "guidance.unknown_key", {"line": 5, "allowed": "covers, contrasts"}),
    "covers is a text": (V07 + "    covers: x\n", "guidance.nothing_below", {"line": 5}),
    "no bokmål": (V07 + "    covers: {nn: x}\n", "guidance.missing_key", {"line": 5, "key": "nb"}),
    "unknown language": (V07 + "    covers: {nb: x, se: y}\n", "guidance.unknown_key", {"line": 5, "allowed": "nb, nn, en"}),
    "unknown pair": (V07 + '    contrasts: {"3-5": {low: {nb: x}, high: {nb: y}}}\n', "guidance.unknown_key", {"line": 5}),
    "half a pair": (V07 + '    contrasts: {"3-4": {low: {nb: x}}}\n', "guidance.missing_key", {"line": 5, "key": "high"}),
    "empty text": (V07 + '    covers: {nb: ""}\n', "guidance.no_text", {"line": 5}),
    "text is a list": (V07 + "    covers: {nb: [x]}\n", "guidance.no_text", {"line": 5}),
    "blanks": (V07 + '    covers: {nb: " x"}\n', "guidance.blanks", {"line": 5}),
    "line feed": (V07 + '    covers: {nb: "a\\nb"}\n', "guidance.odd_text", {"line": 5}),
    "bidi": (V07 + '    covers: {nb: "a\\u202eb"}\n', "guidance.odd_text", {"line": 5}),
    "zero width": (V07 + "    covers: {nb: a\u200bb}\n", "guidance.odd_text", {"line": 5}),
    "covers too long": (V07 + f"    covers: {{nb: {'x' * 151}}}\n", "guidance.too_long", {"count": 151, "limit": 150}),
    "example too long": (V07 + f'    contrasts: {{"3-4": {{low: {{nb: {"x" * 106}}}, high: {{nb: y}}}}}}\n', "guidance.too_long", {"count": 106, "limit": 105}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_told_with_its_line(name: str, book: CodeBook) -> None:
    text, code, params = CASES[name]
    found = refused(text, book)
    assert found[0] == code
    assert params.items() <= found[1].items()


def test_a_hard_space_and_the_longest_texts_are_taken(book: CodeBook) -> None:
    text = V07 + f"    covers: {{nb: {'x' * 148}\u00a0y}}\n"
    words = read_guidance(text, book).items["v07"]
    assert words.covers is not None
    assert len(words.covers.nb) == 150
    assert words.contrasts == {}


def test_a_name_is_made_plain() -> None:
    assert plain_name(" Øvings\u202eby\nkommune ") == "Øvingsbykommune"
    assert plain_name("x" * 44 + " y") == "x" * 44
    assert plain_name("\n") == ""
