"""The independent receiver's rules of schema and fields. They need the official files, which we do not publish."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from tests.prove import receiver
from tests.prove.receiver import Receiver
from tests.prove.receiver_hand import CHANGED, CONTACTS, END, FROM, START, TO, Hand, clean_series
from tests.prove.receiver_rules import ELEMENTS, EXCEPTIONS, SCHEMA, XS, Rules, read_exceptions

Changed = Callable[[str], str]


def swap(old: str, new: str) -> Changed:
    def changed(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return changed


def full() -> str:
    """A message with all five events, every optional field of them and all that a contact person may have."""
    hand = Hand()
    hand.n(START, tjenesteOrgNr="974760673")
    for number, kind in enumerate((FROM, TO, CHANGED, END)):
        hand.n(kind, day=f"2021-04-0{number + 1}", tjenesteOrgNr="9747606730")
    hand.m(hand.last, END, day="2021-04-05")
    more = CONTACTS.replace('"blid@example.no"', '"blid@example.no" meldEpost2="b.f+x@post.example.no"')
    return (
        hand.send(contacts=more, more=' lokalident="1"')
        .sent[0]
        .decode()
        .replace(" typeID", ' bydel="030101" typeID')
    )


# code -> what makes the full message wrong in this, and a like change that is right
CASES: dict[str, tuple[Changed, Changed]] = {
    "schema.invalid": (swap('hendelseDato="2021-03-01"', 'hendelseDato="2021-03-01T10:00:00"'), swap("", "")),
    "field.prohibited": (swap(" lokalident", ' uttakDato="2021-01-01" lokalident'), swap("", "")),
    "field.missing": (swap('brukerNr="1000"', 'brukerNr=""'), lambda text: text.replace("1000", " ")),
    "field.form": (swap("+47 900 00 000", "+46 900 00 000"), swap("+47 900 00 000", "90000000")),
    "field.code": (
        swap('tjenesteType="21"', 'tjenesteType="99"'),
        swap('Kontaktperson="17"', 'Kontaktperson="17"'),
    ),
    "field.fixed": (swap('versjon="56.0.0"', 'versjon="57.0.0"'), swap("", "")),
}


@pytest.fixture(scope="session")
def field_table(official_xsd: Path) -> Path:
    path = official_xsd.parent / "data" / "ipl56_fields.csv"
    if not path.is_file():
        pytest.skip("KPR_OFFICIAL_XSD has no field table (../data/ipl56_fields.csv) beside it")
    return path


@pytest.fixture(scope="session")
def rules(official_xsd: Path, field_table: Path) -> Rules:
    return Rules(official_xsd, field_table)


def received(rules: Rules, text: str) -> Receiver:
    found = Receiver(rules)
    found.receive(text.encode())
    return found


@pytest.mark.parametrize("code", CASES)
def test_each_rule_is_told_once_and_only_where_it_is_broken(code: str, rules: Rules) -> None:
    wrong, right = CASES[code]
    assert [fault.code for fault in received(rules, wrong(full())).faults].count(code) == 1
    assert received(rules, right(full())).faults == []


def test_the_table_has_64_fields_of_which_56_are_sent(rules: Rules) -> None:
    assert (len(rules.fields), len(rules.sent)) == (64, 56)


def test_the_exceptions_are_just_the_places_where_table_and_schema_disagree(
    rules: Rules, official_xsd: Path
) -> None:
    """Presence is compared for all 64; of the patterns, that a value the schema allows has any that passes."""
    classes = {element: name for name, element in ELEMENTS.items()}
    use = {
        (element.get("name"), one.get("name")): one.get("use")
        for element in etree.parse(str(official_xsd / SCHEMA)).getroot().iterchildren(f"{XS}element")
        for one in element.iter(f"{XS}attribute")
    }
    bare = {(field.element, field.name): field for field in rules.fields}
    assert set(use) == set(bare)
    said = {"prohibited": "prohibited", "required": "1", "optional": "0..1"}
    assert {key: said[value or ""] for key, value in use.items()} == {
        key: field.presence for key, field in bare.items()
    }
    listed = {(one.field_class, one.field) for one in rules.exceptions if one.rule == "presence"}
    for one in rules.exceptions:
        if one.rule == "presence":
            assert one.table != one.used
    eight = {(classes[element], name) for (element, name), value in use.items() if value == "prohibited"}
    assert len(eight) == 8
    assert listed == eight | {("Bruker/pasient", "pasientGUID")}
    patterns = {one.field for one in rules.exceptions if one.rule == "pattern"}
    assert patterns == {"statusNotifikasjon", "notifikasjonTid", "hendelseDato", "typeKontaktperson"}


def test_exceptions_that_the_table_does_not_bear_out_are_refused(
    official_xsd: Path, field_table: Path, tmp_path: Path
) -> None:
    good = EXCEPTIONS.read_text(encoding="utf-8")
    lines = good.splitlines(keepends=True)
    presence = next(line for line in lines if ",pasientGUID," in line)
    for bad in (
        good + presence,
        good.replace(presence, presence.replace("0..1", "1..1")),
        good + presence.replace("pasientGUID", "ukjent"),
        good + presence.replace("presence", "colour"),
        good + "Bruker/pasient,fid,presence,1,0..1,\n",
    ):
        path = tmp_path / "exceptions.csv"
        path.write_text(bad, encoding="utf-8")
        with pytest.raises(ValueError, match=r"exception|table"):
            Rules(official_xsd, field_table, path)
    assert len(read_exceptions()) == len(lines) - 1


def sent_fields() -> list[tuple[str, str]]:
    root = etree.fromstring(full().encode())
    found = []
    for element in root.iter(etree.Element):
        for name in element.attrib:
            pair = (etree.QName(element).localname, str(name))
            if pair not in found:
                found.append(pair)
    return found


def broken(element: str, name: str) -> str:
    """The full message where the field holds a character that is in no pattern and no list, far too often."""
    root = etree.fromstring(full().encode())
    place = next(one for one in root.iter(etree.Element) if etree.QName(one).localname == element)
    place.set(name, "§" * 101)
    return etree.tostring(root, encoding="unicode")


ANY_TEXT = {"versjon", "lokalident", "tjenesteID", "midlertidigStoppID"}  # pattern ^.*$
BY_SCHEMA = {"hendelseRegTid", "pasientGUID"}  # no pattern in the table; the schema has a type


def test_the_full_message_holds_all_56(rules: Rules) -> None:
    assert set(sent_fields()) == {(field.element, field.name) for field in rules.sent}
    assert received(rules, full()).faults == []


@pytest.mark.parametrize(("element", "name"), sent_fields())
def test_each_of_the_56_fields_is_looked_at(element: str, name: str, rules: Rules) -> None:
    found = [(fault.code, fault.field) for fault in received(rules, broken(element, name)).faults]
    if name == "versjon":
        assert ("field.fixed", name) in found
    elif name in BY_SCHEMA:
        assert ("schema.invalid", "") in found
    elif name in ANY_TEXT:
        assert not [one for one in found if one[1] == name]
    else:
        assert ("field.form", name) in found


@pytest.mark.parametrize(("element", "name"), sent_fields())
def test_a_mandatory_field_may_be_neither_absent_nor_empty(element: str, name: str, rules: Rules) -> None:
    presence = next(one.presence for one in rules.sent if (one.element, one.name) == (element, name))
    root = etree.fromstring(full().encode())
    place = next(
        one
        for one in root.iter(etree.Element)
        if etree.QName(one).localname == element and name in one.attrib
    )
    del place.attrib[name]
    absent = [fault.code for fault in received(rules, etree.tostring(root, encoding="unicode")).faults]
    place.set(name, "")
    empty = [fault.code for fault in received(rules, etree.tostring(root, encoding="unicode")).faults]
    if name == "notifikasjonRef":
        assert ("ref.missing" in absent, "schema.invalid" in empty) == (True, True)
    elif presence == "1":
        assert {"field.missing", "schema.invalid"} <= set(absent)
        assert "field.missing" in empty
    else:
        assert "field.missing" not in absent + empty


def test_the_consequence_of_the_table_is_what_happens(rules: Rules) -> None:
    # A fid that says nothing deletes the whole message ...
    found = received(rules, re.sub(r' fid="\d+"', ' fid=""', full(), count=1))
    assert ("field.missing", "fid", "Slettemerk melding") in [
        (fault.code, fault.field, fault.consequence) for fault in found.faults
    ]
    assert found.state() == {}
    # ... while a brukerNr that says nothing deletes the row only: here the first, the start.
    found = received(rules, swap('brukerNr="1000"', 'brukerNr=""')(full()))
    missing = next(fault for fault in found.faults if fault.code == "field.missing")
    assert (missing.where, missing.field, missing.consequence) == (
        "1",
        "brukerNr",
        "Slettemerk rad med underelementer",
    )
    assert found.state()["0301"]["T1"].start == ""
    # A phone number is no reason to refuse anything.
    found = received(rules, CASES["field.form"][0](full()))
    assert [fault.where for fault in found.faults] == ["Kontaktperson"]
    assert found.state()["0301"]["T1"].start == "2021-03-01"


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("tjenesteOrgNr", "974760673", "97476067"),
        ("tjenesteOrgNr", "9747606730", "9747606731"),
        ("bydel", "030101", "0"),
        ("bydel", "01", "0301011"),
        ("bydel", "0301", "oslo"),
        ("notifikasjonTid", "2021-06-01T11:59:59", "2021-06-01T11:59:59,5"),
        ("notifikasjonTid", "2021-06-01T11:59:59+02:00", "2021-06-01T11:59:59+0200"),
        ("hendelseDato", "2021-05-31", "2021-05-31Z"),
        ("hendelseRegTid", "2021-06-01T11:00:00.123+02:00", "2021-06-01 11:00:00"),
        ("meldEpost1", "a@example.no", "a@b@example.no"),
        ("notifikasjonLopeNr", "5", "5a"),
        ("typeKontaktperson", "5", "20"),
        ("kommuneNr", "4601", "460"),
    ],
)
def test_forms(name: str, good: str, bad: str, rules: Rules) -> None:
    def set_to(value: str) -> list[str]:
        root = etree.fromstring(full().encode())
        holders = [one for one in root.iter(etree.Element) if name in one.attrib]
        holders[-1].set(name, value)
        faults = received(rules, etree.tostring(root, encoding="unicode")).faults
        return [fault.code for fault in faults if fault.code.startswith(("schema", "field"))]

    assert set_to(good) == []
    assert set_to(bad) != []


def test_the_clean_series_keeps_every_rule(rules: Rules) -> None:
    found = Receiver(rules)
    for message in clean_series():
        found.receive(message)
    assert found.hard() == []


def test_the_command(
    official_xsd: Path, field_table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert receiver.main([]) == 2
    names = []
    for number, message in enumerate(clean_series()):
        (tmp_path / f"{number}.xml").write_bytes(message)
        names.append(str(tmp_path / f"{number}.xml"))
    assert receiver.main([str(official_xsd), str(field_table), *names]) == 0
    assert "5 messages, 4 services, 0 faults" in capsys.readouterr().out
    shutil.copy(names[0], tmp_path / "last.xml")
    assert receiver.main([str(official_xsd), str(field_table), *names[1:]]) == 1
    assert "chain.first_not_zero 1 5" in capsys.readouterr().out
