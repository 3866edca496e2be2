"""The parts of renewing: publishers' keys, scopes, comparison and completeness, beside what tests/usecases does."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kpr_desktop.codebook.comparison import CODE, WITHDRAWN, Change, book_changes
from kpr_desktop.codebook.completeness import check_complete
from kpr_desktop.codebook.edition_files import SCOPE, EditionFolder, EditionTexts
from kpr_desktop.codebook.klass import PlaceList
from kpr_desktop.codebook.loader import CodeBooks, load_book, load_edition
from kpr_desktop.codebook.model import CodeBook, ItemKind
from kpr_desktop.codebook.node import ResourceError
from kpr_desktop.codebook.package import CODEBOOK, looks_like, read_package, read_seal, written
from kpr_desktop.codebook.places import Places
from kpr_desktop.codebook.publishers import load_publishers
from kpr_desktop.codebook.renewal import edition_from, kept_edition, kept_places, places_from
from kpr_desktop.codebook.resources import resource
from kpr_desktop.errors import UserFault
from tests.support.codebooks import YEAR, Publisher, book_package, shipped_files

BOOK = CodeBooks().edition(2026)
KEY = base64.b64encode(bytes(range(32))).decode()


def test_the_slot_for_our_own_key_is_empty() -> None:
    assert load_publishers() == {}


def test_a_key_in_the_slot(tmp_path: Path) -> None:
    path = tmp_path / "publishers.yaml"
    path.write_text(f'publishers:\n  Forlaget: "{KEY}"\n', encoding="utf-8")
    assert load_publishers(path) == {bytes(range(32)): "Forlaget"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (f'  A: "{KEY}"\n  B: "{KEY}"\n', "twice"),
        (f'  {"A" * 81}: "{KEY}"\n', "characters"),
        ('  A: "ikke base64"\n', "base64"),
        ('  A: "AAAA"\n', "32 bytes"),
    ],
)
def test_a_wrong_key_in_the_slot(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "publishers.yaml"
    path.write_text(f"publishers:\n{content}", encoding="utf-8")
    with pytest.raises(ResourceError, match=message):
        load_publishers(path)


def test_what_is_written_is_read_again() -> None:
    package = book_package("Forlaget", YEAR)
    signed = written(package)
    assert read_package(signed) == package
    assert read_seal(Publisher().sign(signed)).signed == signed
    assert (looks_like(signed), looks_like(b"\xef\xbb\xbf {"), looks_like(b"code;name")) == (
        True,
        True,
        False,
    )
    assert package.kind == CODEBOOK


def test_the_folder_and_its_texts_give_the_same_book() -> None:
    folder = EditionFolder(resource("codebook", "2026"))
    texts = EditionTexts("2026", folder.texts())
    assert texts.names() == folder.names()
    assert repr(load_edition(texts)) == repr(load_book(folder.path)) == repr(BOOK)
    assert edition_from(2026, kept_edition(texts)) == texts
    with pytest.raises(ResourceError, match="cannot be read"):
        texts.load("borte.yaml")


def test_a_scope_is_for_its_own_edition_and_for_services_that_are_there() -> None:
    for scope, message in (
        ('from_year: "2028"\n', "called '2027'"),
        ('from_year: "2027"\nin_message: {"999": yes}\n', "unknown service '999'"),
    ):
        with pytest.raises(ResourceError, match=message):
            load_edition(EditionTexts("2027", {**shipped_files(), SCOPE: scope}))
    book = load_edition(EditionTexts("2027", {**shipped_files(), SCOPE: 'from_year: "2027"\n'}))
    assert (book.year, book.from_year, book.services) == (2027, 2027, BOOK.services)


def test_places_are_kept_as_they_are() -> None:
    for places in (PlaceList({"0301": "Oslo"}, None), PlaceList(None, {"030101": "Gamle Oslo"})):
        assert places_from(kept_places(places)) == places
    assert Places().with_list(2030, PlaceList(None, None)).list_for(2030) == Places().list_for(2030)


def _without_list(book: CodeBook) -> CodeBook:
    return replace(book, lists={k: v for k, v in book.lists.items() if k != "9335"})


def _without_item(book: CodeBook) -> CodeBook:
    return replace(book, items={k: v for k, v in book.items.items() if k != "took_part"})


def _item(name: str, **parts: object) -> Callable[[CodeBook], CodeBook]:
    def change(book: CodeBook) -> CodeBook:
        return replace(book, items={**book.items, name: replace(book.items[name], **parts)})  # type: ignore[arg-type]

    return change


def _named(part: str, name: str) -> Callable[[CodeBook], CodeBook]:
    def change(book: CodeBook) -> CodeBook:
        held = getattr(book, part)
        return replace(book, **{part: {**held, name: next(iter(held.values()))}})

    return change


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_without_list, "codebook.lost"),
        (_without_item, "codebook.lost"),
        (_item("took_part", fields=()), "codebook.lost"),
        (_item("took_part", kind=ItemKind.DATE), "codebook.other_kind"),
        (_item("took_part", local=False), "codebook.other_kind"),
        (_item("v01", code="2"), "codebook.other_kind"),
        (_item("household", list="9159"), "codebook.other_kind"),
        (_named("items", "../x"), "codebook.bad_name"),
        (_named("rules", "a b"), "codebook.bad_name"),
        (_named("lists", "x" * 41), "codebook.bad_name"),
        (_named("scales", "Ø"), "codebook.bad_name"),
    ],
)
def test_what_an_edition_may_not_lack(change: Callable[[CodeBook], CodeBook], code: str) -> None:
    check_complete(BOOK, BOOK)
    with pytest.raises(UserFault) as caught:
        check_complete(change(BOOK), BOOK)
    assert caught.value.code == code


def test_a_book_is_no_change_from_itself() -> None:
    assert book_changes(BOOK, BOOK, YEAR) == ()
    moved = replace(BOOK, services={**BOOK.services, "1": replace(BOOK.services["1"], source="S2")})
    assert book_changes(BOOK, moved, YEAR) == ()


def test_a_code_that_ends_is_withdrawn() -> None:
    held = BOOK.lists["9335"]
    ended = replace(held.codes[0], valid_to=YEAR - 1)
    book = replace(BOOK, lists={**BOOK.lists, "9335": replace(held, codes=(ended, *held.codes[1:]))})
    assert book_changes(BOOK, book, YEAR) == (Change(WITHDRAWN, CODE, "9335 1", before=ended.label.nb),)
    check_complete(book, BOOK)
