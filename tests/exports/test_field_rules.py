from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kpr_desktop.codebook.strict import ResourceError
from kpr_desktop.exports.field_rules import FieldRule, read_field_table
from kpr_desktop.exports.kpr56 import field_table
from tests.exports.samples import guid

RULES = [rule for rules in field_table().rules.values() for rule in rules]
RIGHT = {
    "versjon": "56.0.0", "meldingstype": "K", "leverandor": "KPR Desktop", "navnEPJ": "KPR Desktop", "versjonEPJ": "1",
    "versjonUt": "1", "lokalident": "OVELSE", "statusNotifikasjon": "M", "notifikasjonTid": "2026-10-25T02:30:00+02:00",
    "notifikasjonGUID": guid(1), "notifikasjonForrigeGUID": guid(0).upper(), "notifikasjonLopeNr": "12",
    "notifikasjonRef": guid(3),
    "kontPerson": "Blid Fjellbekk", "meldTelefon": "0047 90 00 00 00", "meldEpost1": "b.f+x@e-post.eksempel.test",
    "meldEpost2": "b@e.test", "typeKontaktperson": "17", "kommuneNr": "0301", "tjenesteType": "18",
    "hendelseRegTid": "2026-01-01T00:00:00Z", "tjenesteOrgNr": "3123456780", "hendelseDato": "2026-12-31",
    "tjenesteID": "t-1",
    "hendelseGUID": guid(4), "midlertidigStoppID": "p-1", "pasientGUID": guid(5), "brukerNr": "B 1", "bydel": "030102",
    "fid": "20814549217", "typeID": "10",
}  # fmt: skip
WRONG = {
    "versjon": ["56.0.1"], "meldingstype": ["B", "k"], "leverandor": ["x" * 101], "navnEPJ": ["x" * 101],
    "versjonEPJ": ["x" * 101],
    "versjonUt": ["x" * 101], "lokalident": ["x" * 101], "statusNotifikasjon": ["1", "n", "NM"],
    "notifikasjonTid": ["2026-10-25", "2026-10-25T02:30:00", "2026-10-25T24:00:00Z", "2026-10-25T02:30:00.5Z",
        "1899-01-01T00:00:00Z"],
    "notifikasjonGUID": ["1", guid(1)[:-1], "{" + guid(1) + "}"], "notifikasjonForrigeGUID": ["0"],
    "notifikasjonLopeNr": ["0", "-1", "1.0", "01", "٣"], "notifikasjonRef": ["N"], "kontPerson": ["x" * 101],
    "meldTelefon": ["9000000", "+46 90 00 00 00", "90 00 00 00 0", "ring meg"],
    "meldEpost1": ["b", "b@e", "@e.test", "b@.test", "b c@e.test", "é@e.test", f"{'a' * 248}@e.test"],
    "meldEpost2": ["b"],
    "typeKontaktperson": ["6", "160"], "kommuneNr": ["301", "42010", "Oslo"], "tjenesteType": ["210", "-1", "x"],
    "hendelseRegTid": ["2026-01-01 00:00:00"], "tjenesteOrgNr": ["31234567", "3123456781", "31234567890"],
    "hendelseDato": ["2026-12-31T00:00:00", "31.12.2026", "2026-13-01", "1899-12-31"], "tjenesteID": ["a b", "x" * 101],
    "hendelseGUID": ["x"], "midlertidigStoppID": ["a b"], "pasientGUID": ["x"], "brukerNr": ["x" * 101],
    "bydel": ["1", "0301021", "Øst"], "fid": ["x" * 21], "typeID": ["100", "fnr"],
}  # fmt: skip
UNLISTED = {
    "statusNotifikasjon": "T", "typeKontaktperson": "15", "tjenesteType": "14", "typeID": "11",
}  # fmt: skip


def told(consequence: str) -> str:
    return "schema" if consequence == "none" else consequence


def test_all_56_fields_are_there() -> None:
    assert len(RULES) == 56
    assert len(field_table().prohibited) == 8
    assert field_table().version == "56.0.0"
    assert {rule.attribute for rule in RULES} == RIGHT.keys() == WRONG.keys()


@pytest.mark.parametrize("rule", RULES, ids=lambda r: f"{r.element}.{r.attribute}")
def test_each_field_rule_fires_and_does_not_fire(rule: FieldRule) -> None:
    assert rule.consequence(RIGHT[rule.attribute]) is None
    for bad in WRONG[rule.attribute]:
        assert rule.consequence(bad) == told(rule.if_bad)
    assert rule.consequence("") == (told(rule.if_missing) if rule.mandatory else None)
    if rule.attribute in UNLISTED:
        assert rule.consequence(UNLISTED[rule.attribute]) == told(rule.if_unlisted)


def test_each_list_can_be_left() -> None:
    listed = {rule.attribute for rule in RULES if rule.codes}
    assert listed == UNLISTED.keys() | {"meldingstype"}  # whose pattern leaves nothing for the list to refuse


def test_every_exception_names_fields_and_a_reason() -> None:
    named = {each for exception in field_table().exceptions for each in exception.attributes}
    assert named <= {rule.attribute for rule in RULES} | {
        attribute for _, attribute in field_table().prohibited
    }
    assert {attribute for _, attribute in field_table().prohibited} <= named
    assert {"statusNotifikasjon", "hendelseDato", "notifikasjonTid", "pasientGUID"} <= named
    for each in field_table().exceptions:
        assert min(len(each.table), len(each.ours), len(each.reason)) > 3


ELEMENTS = {
    "Kommunale helse- og omsorgstjenester": "Kommune", "Tjeneste Start": "TjenesteStart",
    "Midlertidig stopp til": "MidlertidigStoppTil", "Midlertidig stopp fra": "MidlertidigStoppFra",
    "Tjenesteutfører endret": "TjenesteutforerEndret", "Tjeneste Slutt": "TjenesteSlutt", "Bruker/pasient": "Bruker",
}  # fmt: skip
ACTIONS = {
    "": "none", "Ingen handling": "none", "Slettemerk melding": "message", "Sett verdi til NULL": "null",
    "Slettemerk rad med underelementer": "row", "Sett verdi til -1": "minus_one",
}  # fmt: skip


def test_the_data_file_says_what_the_field_table_says(official_xsd: Path) -> None:
    """Row by row against the specification's own table, which lies beside its schema."""
    table = official_xsd.parent / "data" / "ipl56_fields.csv"
    if not table.is_file():
        pytest.skip("beside KPR_OFFICIAL_XSD lies no data/ipl56_fields.csv")
    known = {(rule.element, rule.attribute): rule for rule in RULES}
    excepted = {each for exception in field_table().exceptions for each in exception.attributes}
    with table.open(encoding="utf-8", newline="") as lines:
        rows = {
            (ELEMENTS.get(r["className"], r["className"]), r["attributeShortName"]): r
            for r in csv.DictReader(lines)
        }
    assert rows.keys() == known.keys() | set(field_table().prohibited)
    for place, rule in known.items():
        row = rows[place]
        told = (
            ACTIONS[row["handlingTypeID"]],
            ACTIONS[row["handlingObligatID"]],
            ACTIONS[row["handlingKodeverkID"]],
        )
        assert (rule.if_bad, rule.if_missing, rule.if_unlisted) == told
        assert bool(rule.codes) is bool(row["codeOID"])
        assert rule.mandatory is (row["cardinality"] == "1") or rule.attribute in excepted


# --- the data file is read strictly -------------------------------------------------------------------------------

GOOD = """version: "1"
source: us
patterns: {code: "[0-9]"}
lists: {"1": {codes: ["1"], reason: all}}
fields:
  - {element: E, attribute: a, occurs: "1", pattern: code, list: "1", if_bad: none, if_missing: row, if_unlisted: null}
prohibited: [{element: E, attribute: b}]
exceptions: [{attributes: [a], table: t, ours: o, reason: r}]
"""


def test_a_small_data_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(GOOD, encoding="utf-8")
    table = read_field_table(path)
    assert list(table.faults("E", {})) == [("a", "row")]
    assert list(table.faults("E", {"a": "2"})) == [("a", "null")]
    assert list(table.faults("E", {"a": "x"})) == [("a", "schema")]
    assert not list(table.faults("E", {"a": "1"}))
    assert table.exceptions[0].reason == "r"


AGAIN = "  - {element: E, attribute: a, occurs: '1', pattern: code, if_bad: none, if_missing: row}"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('"[0-9]"', '"[0-9"', 3, "not a pattern"),
        ("occurs: ", "times: ", 6, "unknown key"),
        ('occurs: "1"', 'occurs: "2"', 6, "none of"),
        ("pattern: code", "pattern: kode", 6, "none of"),
        (", if_unlisted: null", "", 6, "belong together"),
        (', list: "1"', "", 6, "belong together"),
        ("if_bad: none", "if_bad: nothing", 6, "none of"),
        ("prohibited:", f"{AGAIN}\nprohibited:", 7, "there already"),
        (", reason: r}", "}", 8, "missing key"),
    ],
)  # fmt: skip
def test_a_wrong_data_file_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    path = tmp_path / "f.yaml"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ResourceError, match=says) as caught:
        read_field_table(path)
    assert caught.value.line == line
