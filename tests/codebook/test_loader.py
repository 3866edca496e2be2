"""Each way in which a code book file can be wrong is refused with file and line."""

# ruff: noqa: E501 - a table with one case a line is easier to check
from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from kpr_desktop.codebook.loader import CodeBooks, load_book
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import ResourceError

V07 = "variables/v07.yaml"
V16_BEGINS = (
    resource("codebook", "2026", "variables", "v16.yaml")
    .read_text(encoding="utf-8")
    .split("id:")[0]
    .count("\n")
)


@dataclass(frozen=True)
class Case:
    """`old` -> `new` in `file` gives `message`, `below` lines under the place of the change.

    `after`: the change is made behind the first such text. `at`: the text in whose line the fault is told, when that is
    not near the change.
    """

    file: str
    old: str
    new: str
    message: str
    below: int = 0
    after: str = ""
    at: str = ""
    named: str = ""


OWN_LIST = '- id: "diagnosis_system"'
CASES = {
    "unknown key": Case("services.yaml", "  class: hours", "  klass: hours", "unknown key 'klass'"),
    "missing key": Case("items.yaml", "  kind: code\n", "", "missing key 'kind'", below=-1),
    "missing translation": Case(V07, '  nn: "Personleg hygiene"\n', "", "missing key 'nn'", at="label:"),
    "unknown language": Case(V07, "  nn: ", "  se: ", "unknown key 'se'"),
    "empty text": Case(V07, '"Personal hygiene"', '""', "a text must not be empty nor have blanks around it"),
    "short too long": Case(V07, '"Personal hygiene"', '"Personal hygiene at home"', "24 characters, 22 at most", after="short:"),
    "question too long": Case(V07, "teeth and hair?", "teeth and hair, all of it?", "64 characters, 62 at most"),
    "duplicate key": Case(V07, "icf:", "code:", "duplicate key 'code'"),
    "unknown scale": Case(V07, 'scale: "9165"', 'scale: "9199"', "unknown scale '9199'"),
    "label is not official": Case(V07, 'official: "Pers', 'official: "pers', "the label in bokmål is the official one", below=1),
    "wrong file name": Case(V07, "id: v07", "id: v08", "v07.yaml holds 'v08'"),
    "code twice": Case(V07, 'code: "7"', 'code: "6"', "'6' is there twice", at="id: v07"),
    "code missing": Case(V07, 'code: "7"', 'code: "21"', "list 9111: no variable 7", at="id: v07", named="2026/variables"),
    "contrast missing": Case(V07, '  "3-4":\n', '  "3-5":\n', "unknown key '3-5'"),
    "code is no number": Case(V07, 'code: "7"', 'code: "syv"', "here belongs a whole number"),
    "folder and year": Case("book.yaml", 'year: "2026"', 'year: "2027"', "the folder is called '2026'"),
    "scale twice": Case("scales.yaml", '- id: "9167"', '- id: "9166"', "'9166' is there twice"),
    "scores in another order": Case("scales.yaml", '- code: "2"', '- code: "3"', "a scale has the scores 1, 2, 3, 4, 5, 9", at="  values:"),
    "card too long": Case("scales.yaml", '"Goes fine, as before"', f'"{"x" * 46}"', "46 characters, 45 at most"),
    "list is a scale": Case("codelists.yaml", '- id: "9341"', '- id: "9165"', "'9165' is a scale already"),
    "list twice": Case("codelists.yaml", '- id: "9341"', '- id: "9340"', "'9340' is there twice"),
    "code twice in a list": Case("codelists.yaml", '- code: "2"', '- code: "1"', "'1' is there twice", after='id: "9335"'),
    "uncertain": Case("codelists.yaml", 'certainty: "A"', 'certainty: "C"', "'C' is none of: A, B, own"),
    "not found": Case("codelists.yaml", 'certainty: "A"', 'certainty: "?"', "'?' is none of: A, B, own"),
    "source not declared": Case("codelists.yaml", 'source: "S2"', 'source: "S2, S99"', "the source 'S99' is not declared in book.yaml"),
    "ours with a source": Case("codelists.yaml", 'source: "own"', 'source: "S1"', "what is ours has the source own and the certainty own, nothing else has", after=OWN_LIST),
    "theirs without": Case("codelists.yaml", 'source: "S2"', 'source: "own"', "what is ours has the source own and the certainty own, nothing else has"),
    "ours as official": Case("codelists.yaml", '    - code: "icpc-2"\n', '    - code: "icpc-2"\n      official: "ICPC-2"\n', "the key 'official' does not belong here", below=1),
    "theirs without label": Case("codelists.yaml", '      official: "Ja"\n', "", "missing key 'official'", below=-1),
    "ends before it begins": Case("codelists.yaml", '      official: "Ja"\n', '      official: "Ja"\n      valid_from: "2020"\n      valid_to: "2019"\n', "ends before it begins", below=2),
    "unknown kind": Case("items.yaml", "kind: date", "kind: dato", "'dato' is none of: code, date, entries, yesno"),
    "list with a date": Case("items.yaml", "  kind: date\n", '  kind: date\n  list: "9159"\n', "the key 'list' does not belong here", below=1),
    "code without list": Case("items.yaml", '  list: "9335"\n', "", "missing key 'list'", below=-2),
    "unknown list": Case("items.yaml", '  list: "9335"', '  list: "9999"', "unknown list '9999'"),
    "yes or no with another list": Case("items.yaml", '  list: "9159"', '  list: "9335"', "list 9159 goes with the kind yesno"),
    "code with yes or no": Case("items.yaml", '  list: "9335"', '  list: "9159"', "list 9159 goes with the kind yesno"),
    "fields missing": Case("items.yaml", "kind: code", "kind: entries", "the key 'list' does not belong here", below=1),
    "unknown person field": Case("items.yaml", "person.household", "person.shoe_size", "'person.shoe_size' is none of: person.household"),
    "neither yes nor no": Case("items.yaml", 'required: "yes"', 'required: "maybe"', "'maybe' is none of: no, yes"),
    "neither local nor not": Case("items.yaml", 'local: "yes"', 'local: "here"', "'here' is none of: no, yes"),
    "entry field twice": Case("items.yaml", "    - id: code\n", "    - id: system\n", "'system' is there twice"),
    "entry field without list": Case("items.yaml", '      list: "diagnosis_system"\n', "", "missing key 'list'", below=-3),
    "entry field with unknown list": Case("items.yaml", '      list: "diagnosis_system"', '      list: "x"', "unknown list 'x'"),
    "unknown entry kind": Case("items.yaml", "      kind: system", "      kind: score", "'score' is none of: code, date, system, text"),
    "item twice": Case("items.yaml", "- id: coercion", "- id: diagnosis", "'diagnosis' is there twice"),
    "condition on a later item": Case("items.yaml", "{item: work_help_need,", "{item: coercion,", "'coercion' is no item before this one"),
    "condition on an unknown item": Case("items.yaml", "{item: work_help_need,", "{item: nothing,", "'nothing' is no item before this one"),
    "condition on a score": Case("items.yaml", "{item: work_help_need,", "{item: v01,", "the answer to 'v01' is no code"),
    "condition on an unknown code": Case("items.yaml", 'in: ["1"]', 'in: ["1", "7"]', "list '9337' has no code '7'"),
    "unknown item in a group": Case("groups.yaml", "[v15, v16]", "[v15, v61]", "unknown item 'v61'"),
    "item in two groups": Case("groups.yaml", "[v15, v16]", "[v15, v16, v01]", "the item 'v01' stands in a group already"),
    "item in no group": Case("groups.yaml", "[v15, v16]", "[v15]", "the item 'v16' stands in no group", at="#", below=V16_BEGINS, named="2026/variables/v16.yaml"),
    "group twice": Case("groups.yaml", "- id: living", "- id: social", "'social' is there twice"),
    "empty group": Case("groups.yaml", "[v15, v16]", "[]", "here belongs a list with one entry at least"),
    "service twice": Case("services.yaml", '- code: "2"', '- code: "1"', "'1' is there twice"),
    "unknown class": Case("services.yaml", "class: hours", "class: days", "'days' is none of: hours, period, stay"),
    "unknown service group": Case("services.yaml", "group: home", "group: house", "'house' is none of: coercion, home, housing, institution, technology"),
    "unknown subtype list": Case("services.yaml", 'subtype_list: "9170"', 'subtype_list: "9171x"', "unknown list '9171x'"),
    "our service as official": Case("services.yaml", '- code: "12"\n', '- code: "12"\n  official: "x"\n', "the key 'official' does not belong here", below=1),
    "rule twice": Case("rules.yaml", "code: person.death_in_future", "code: person.sex_unknown", "'person.sex_unknown' is there twice", at="  severity: hard\n  scope: person\n  check: sex_unknown", below=-1),
    "unknown check": Case("rules.yaml", "check: sex_unknown", "check: sex", "unknown check 'sex'"),
    "wrong scope": Case("rules.yaml", "scope: person", "scope: service", "'service' is none of: person"),
    "unknown severity": Case("rules.yaml", "severity: soft", "severity: mild", "'mild' is none of: hard, soft"),
    "params missing": Case("rules.yaml", '  params: {list: "3101"}\n', "", "missing key 'params'", below=-4),
    "param missing": Case("rules.yaml", '{item: doctor_date, months: "12"}', "{item: doctor_date}", "missing key 'months'"),
    "param unknown": Case("rules.yaml", '{list: "3101"}', '{list: "3101", x: y}', "unknown key 'x'"),
    "param not a number": Case("rules.yaml", 'months: "12"', "months: twelve", "here belongs a whole number"),
    "param names no list": Case("rules.yaml", '{list: "3101"}', '{list: "3102"}', "unknown list '3102'"),
    "param names no item": Case("rules.yaml", "{item: doctor_date,", "{item: doctor,", "unknown item 'doctor'"),
    "param names no service": Case("rules.yaml", 'service: "21"', 'service: "210"', "unknown service '210'"),
    "pair names no item": Case("rules.yaml", "=work_help_received", "=work_help", "unknown item 'work_help'", at="    pairs:"),
    "gap that nobody fills": Case("rules.yaml", "«{item}» er ikke besvart", "«{thing}» er ikke besvart", "the check gives no 'thing'", below=-1),
    "gaps differ": Case("rules.yaml", "«{item}» er ikkje svara på enno", "Det er ikkje svara på enno", "the languages have different placeholders", below=-2),
    "brace": Case("rules.yaml", "«{item}» er ikke besvart", "«{item» er ikke besvart", "a brace that is not a placeholder", below=-1),
    "gap in the action": Case("rules.yaml", "Go there and answer.", "Go {there} and answer.", "the languages have different placeholders", below=-3),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "2026"
    shutil.copytree(resource("codebook", "2026"), made)
    return made


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_refused_with_file_and_line(case: Case, folder: Path) -> None:
    path = folder / case.file
    text = path.read_text(encoding="utf-8")
    place = text.index(case.old, text.index(case.after))
    changed = text[:place] + case.new + text[place + len(case.old) :]
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(ResourceError) as caught:
        load_book(folder)
    told = changed.index(case.at) if case.at else place + len(case.old) - len(case.old.lstrip())
    expected = (changed if case.at else text)[:told].count("\n") + 1 + case.below
    named = case.named or f"2026/{case.file}"
    assert str(caught.value) == f"{named}:{expected}: {case.message}"


def test_the_untouched_copy_is_taken(folder: Path) -> None:
    assert load_book(folder).year == 2026


@pytest.mark.parametrize(
    "file",
    [
        "book.yaml",
        "scales.yaml",
        "codelists.yaml",
        "items.yaml",
        "groups.yaml",
        "guides.yaml",
        "services.yaml",
        "rules.yaml",
    ],
)
def test_a_missing_file_is_named(file: str, folder: Path) -> None:
    (folder / file).unlink()
    with pytest.raises(ResourceError, match=f"2026/{file}:1: cannot be read"):
        load_book(folder)


def test_rules_without_params_take_none(folder: Path) -> None:
    path = folder / "rules.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  check: sex_unknown", "  check: identity_missing", 1), encoding="utf-8")
    with pytest.raises(ResourceError, match="unknown key 'list'"):
        load_book(folder)


def test_the_newest_fitting_edition_is_used(folder: Path) -> None:
    newer = folder.parent / "2030"
    shutil.copytree(folder, newer)
    head = newer / "book.yaml"
    text = head.read_text(encoding="utf-8").replace('year: "2026"', 'year: "2030"', 1)
    head.write_text(text.replace('from_year: "2019"', 'from_year: "2029"'), encoding="utf-8")
    (folder.parent / "notes").mkdir()
    books = CodeBooks(folder.parent)
    assert books.years() == (2026, 2030)
    assert [books.for_year(y).year for y in (2010, 2019, 2028, 2029, 2040)] == [2026, 2026, 2026, 2030, 2030]
    assert books.edition(2030) is books.for_year(2031)
