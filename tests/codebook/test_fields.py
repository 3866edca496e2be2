"""The field catalogue: complete, in the form's order, and strict about every line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.codebook.fields import FieldCatalogue, FieldKind, Way, load_fields
from kpr_desktop.codebook.model import LANGUAGES
from kpr_desktop.codebook.strict import ResourceError
from kpr_desktop.usecases.person_form import FIELDS

GOOD = """\
groups:
  - {id: who, column: "1", label: {nb: Hvem, nn: Kven, en: Who}}
fields:
  - id: name
    group: who
    kind: text
    label: {nb: Navn, nn: Namn, en: Name}
    purpose: {nb: Derfor., nn: Difor., en: Because.}
    leaves: [nowhere]
"""
OPTION = "{code: a, label: {nb: A, nn: A, en: A}}"
GROUP = '  - {{id: {}, column: "2", label: {{nb: A, nn: B, en: C}}}}\nfields:\n'


@pytest.fixture(scope="module")
def catalogue() -> FieldCatalogue:
    return load_fields()


def _load(folder: Path, text: str) -> FieldCatalogue:
    path = folder / "person.yaml"
    path.write_text(text, encoding="utf-8")
    return load_fields(path)


def test_has_every_field_of_the_form_in_its_order(catalogue: FieldCatalogue) -> None:
    assert tuple(catalogue.fields) == FIELDS


def test_every_field_tells_its_purpose_in_every_language(catalogue: FieldCatalogue) -> None:
    for field in catalogue.fields.values():
        for language in LANGUAGES:
            assert field.label.in_(language)
            assert field.purpose.in_(language).endswith("."), field.id


def test_every_field_stands_under_a_heading(catalogue: FieldCatalogue) -> None:
    assert [f for g in catalogue.groups for f in catalogue.of_group(g.id)]
    assert sum(len(catalogue.of_group(g.id)) for g in catalogue.groups) == len(FIELDS)


def test_only_what_the_exports_and_letters_hold_leaves_the_machine(catalogue: FieldCatalogue) -> None:
    ways = {way: {f.id for f in catalogue.fields.values() if way in f.leaves} for way in Way}
    assert ways[Way.KPR] == {"id_kind", "identity", "birth_date", "user_number", "district"}
    assert ways[Way.LETTER] == {"given_name", "family_name", "line1", "line2", "postal_code", "place"}
    assert ways[Way.YEARLY] == {
        "id_kind", "identity", "birth_date", "sex", "municipality", "district", "household", "death_date",
    }  # fmt: skip


def test_codes_have_a_list_or_options(catalogue: FieldCatalogue) -> None:
    coded = [f for f in catalogue.fields.values() if f.kind is FieldKind.CODE]
    assert {f.id for f in coded if f.list} == {"household"}
    assert {f.id for f in coded if f.options} == {"id_kind", "sex", "language"}
    assert list(catalogue.fields["sex"].options or ()) == ["0", "2", "1", "9"]


def test_a_small_catalogue(tmp_path: Path) -> None:
    found = _load(tmp_path, GOOD).fields["name"]
    assert (found.kind, found.leaves, found.beside) == (FieldKind.TEXT, (), False)
    assert found.hint is found.options is None


def test_ways_come_in_their_order(tmp_path: Path) -> None:
    found = _load(tmp_path, GOOD.replace("[nowhere]", "[kpr, letter, yearly]"))
    assert found.fields["name"].leaves == tuple(Way)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("kind: text", "kind: prose", 6, "is none of"),
        ("kind: text", "kind: code", 6, "a list or options"),
        ("kind: text", 'kind: text\n    list: "9335"', 6, "a list or options"),
        ("kind: text", f'kind: code\n    list: "9335"\n    options: [{OPTION}]', 6, "a list"),
        ("group: who", "group: whom", 5, "is none of"),
        ("    leaves: [nowhere]\n", "", 4, "missing key 'leaves'"),
        ("    purpose: {nb: Derfor., nn: Difor., en: Because.}\n", "", 4, "missing key 'purpose'"),
        ("[nowhere]", "[]", 9, "a list with one entry"),
        ("[nowhere]", "[fax]", 9, "is none of"),
        ("[nowhere]", "[nowhere, kpr]", 9, "is none of"),
        ("[nowhere]", "[letter, kpr]", 9, "each way once"),
        ("[nowhere]", "[kpr, kpr]", 9, "each way once"),
        ("nb: Navn, ", "", 7, "missing key 'nb'"),
        ("nb: Navn, ", "nb: " + "N" * 41 + ", ", 7, "41 characters"),
        ("kind: text", "kind: text\n    beside: yes", 7, "stands before"),
        ("kind: text", "kind: text\n    colour: red", 7, "unknown key"),
        ('column: "1"', 'column: "3"', 2, "is none of"),
        ("fields:\n", GROUP.format("who"), 3, "is there twice"),
        ("fields:\n", GROUP.format("none"), 1, "has no field"),
        ("kind: text", f"kind: code\n    options: [{OPTION}, {OPTION}]", 7, "is there twice"),
    ],
)
def test_refused_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(ResourceError) as caught:
        _load(tmp_path, GOOD.replace(old, new, 1))
    assert (caught.value.file, caught.value.line) == ("person.yaml", line)
    assert words in caught.value.message


def test_the_same_field_twice(tmp_path: Path) -> None:
    with pytest.raises(ResourceError) as caught:
        _load(tmp_path, GOOD + GOOD.partition("fields:\n")[2])
    assert (caught.value.line, caught.value.message) == (10, "'name' is there twice")


def test_beside_only_within_a_group(tmp_path: Path) -> None:
    second = GOOD.partition("fields:\n")[2].replace("id: name", "id: more").replace("who", "more")
    text = GOOD.replace("fields:\n", GROUP.format("more"))
    with pytest.raises(ResourceError) as caught:
        _load(tmp_path, text + second + "    beside: yes\n")
    assert "stands before" in caught.value.message


def test_beside_the_field_before_it(tmp_path: Path) -> None:
    second = GOOD.partition("fields:\n")[2].replace("id: name", "id: more")
    assert _load(tmp_path, GOOD + second + "    beside: yes\n").fields["more"].beside
