from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from kpr_desktop.codebook.klass import PlaceList
from kpr_desktop.codebook.places import Places
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import read_area
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.kpr56 import Kpr56
from kpr_desktop.exports.registry import MESSAGES, YEARLY, formats, message_writer, yearly_writer
from kpr_desktop.exports.yearly import Yearly1
from kpr_desktop.exports.yearly2 import Yearly2
from tests.exports.samples import Shelf, message

BOOKS = Shelf()


def test_each_format_is_what_its_writer_says() -> None:
    for message_format in MESSAGES:
        writer = message_format.make("1", None)
        assert (writer.id, writer.official) == (message_format.id, message_format.official)
    for yearly_format in YEARLY:
        yearly = yearly_format.make(BOOKS)
        assert (yearly.id, yearly.official) == (yearly_format.id, yearly_format.official)
    assert len({each.id for each in formats()}) == len(formats()) == 3


def test_formats_are_found_by_id_and_by_family() -> None:
    assert isinstance(message_writer("1", "kpr-56", 2026), Kpr56)
    assert isinstance(message_writer("1", "kpr", 2021), Kpr56)
    assert isinstance(yearly_writer(BOOKS, "yearly-1", 2026), Yearly1)
    assert isinstance(yearly_writer(BOOKS, "yearly-2", 2026), Yearly2)
    assert isinstance(yearly_writer(BOOKS, "yearly", 2019), Yearly2)
    assert isinstance(message_writer("1"), Kpr56)
    assert isinstance(yearly_writer(BOOKS), Yearly2)


def fault_of(call: Callable[[], object]) -> UserFault:
    with pytest.raises(UserFault) as caught:
        call()
    return caught.value


def test_an_unknown_format_and_a_wrong_year_are_two_faults() -> None:
    assert fault_of(lambda: message_writer("1", "yearly", 2026)).code == "export.unknown_format"
    assert fault_of(lambda: yearly_writer(BOOKS, "kpr-56", 2026)).code == "export.unknown_format"
    early = fault_of(lambda: message_writer("1", "kpr-56", 2020))
    assert (early.code, early.field, early.params) == ("export.not_for_year", "year", {"year": 2020})


def test_the_writer_asks_the_places_it_is_given() -> None:
    places = Places().with_list(2026, PlaceList({"9901": "Elvedal"}, None))
    odd = {
        number: [
            f.code for f in message_writer("1", places=places).check(replace(message(), municipality=number))
        ]
        for number in ("9901", "4201")
    }
    assert odd == {"9901": [], "4201": ["kpr56.odd.municipality"]}


def test_a_newer_version_takes_over_from_its_year_on() -> None:
    old = replace(MESSAGES[0], last_year=2027)
    new = replace(MESSAGES[0], id="kpr-60", first_year=2027, make=lambda *_: Kpr56("new"))
    assert not old.covers(2028)
    assert new.covers(2028)
    known = (old, new)
    chosen = {year: message_writer("old", "kpr", year, known) for year in (2026, 2027, 2028)}
    told = {year: writer._version for year, writer in chosen.items() if isinstance(writer, Kpr56)}
    assert told == {2026: "old", 2027: "new", 2028: "new"}
    assert fault_of(lambda: message_writer("old", "kpr-56", 2028, known)).code == "export.not_for_year"


def test_every_format_has_its_texts() -> None:
    texts = read_area(resource("texts", "nb", "export.yaml"))
    for each in formats():
        name = each.id.replace("-", "_")
        assert {f"export.{name}.{part}" for part in ("title", "carries", "status")} <= texts.keys()
    consequences = ("message", "row", "null", "minus_one", "none", "schema")
    assert {f"export.consequence.{each}" for each in consequences} <= texts.keys()
    assert {
        f"export.{each}" for each in ("schema", "unknown_format", "not_for_year", "unknown_item")
    } <= texts.keys()
