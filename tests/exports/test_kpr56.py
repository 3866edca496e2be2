from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import read_area
from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.notification import (
    FIRST_PREVIOUS,
    EventKind,
    Message,
)
from kpr_desktop.exports.kpr56 import NAMESPACE, Kpr56, field_table
from kpr_desktop.exports.naming import file_name
from kpr_desktop.exports.xml_text import xml_text
from kpr_desktop.usecases.records import Finding
from tests.exports.golden import check_golden
from tests.exports.refusals import WRITER, refused
from tests.exports.samples import CONTACTS, corrections, guid, identity_repair, message

N = f"{{{NAMESPACE}}}"


def codes(message: Message) -> set[str]:
    return {each.code for each in WRITER.check(message)}


def with_first(message: Message, **changes: Any) -> Message:
    return replace(
        message, notifications=(replace(message.notifications[0], **changes), *message.notifications[1:])
    )


def with_event(message: Message, place: int, **changes: Any) -> Message:
    links = list(message.notifications)
    links[place] = replace(links[place], event=replace(links[place].event, **changes))
    return replace(message, notifications=tuple(links))


def with_subject(message: Message, **changes: Any) -> Message:
    return with_first(message, subject=replace(message.notifications[0].subject, **changes))


def with_contact(message: Message, **changes: Any) -> Message:
    return replace(message, contacts=(replace(message.contacts[0], **changes), *message.contacts[1:]))


def test_what_it_is() -> None:
    assert (WRITER.id, WRITER.official) == ("kpr-56", True)
    at = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
    assert WRITER.file_name(message(), at) == file_name(message(), at)


def test_golden_file_with_all_five_events() -> None:
    data = WRITER.write(message())
    assert not WRITER.check(message())
    check_golden("kpr56_all_events.xml", data)


def test_the_register_takes_our_golden_file(official_xsd: Path) -> None:
    schema = etree.XMLSchema(file=str(official_xsd / "XPR(ipl).xsd"))
    schema.assertValid(etree.fromstring(WRITER.write(message())))


def test_golden_file_with_corrections() -> None:
    """A start that is moved, moved again and annulled, and after that a new original."""
    data = WRITER.write(corrections())
    assert not WRITER.check(corrections())
    check_golden("kpr56_corrections.xml", data)
    links: Any = etree.fromstring(data)[:5]
    assert [link.get("statusNotifikasjon") for link in links] == ["N", "M", "M", "C", "N"]
    assert [link.get("notifikasjonRef") for link in links] == [None, *[guid(500)] * 3, None]
    assert len({link[0].get("tjenesteID") for link in links}) == 1


def test_golden_file_with_the_right_person() -> None:
    """Everything told with a birth date is told again with the number, in a message of its own."""
    data = WRITER.write(identity_repair())
    assert not WRITER.check(identity_repair())
    check_golden("kpr56_identity.xml", data)
    links: Any = etree.fromstring(data)[:2]
    assert [(link.get("statusNotifikasjon"), link.get("notifikasjonRef")) for link in links] == [
        ("M", guid(498)), ("M", guid(499)),
    ]  # fmt: skip


def test_the_register_takes_corrections(official_xsd: Path) -> None:
    schema = etree.XMLSchema(file=str(official_xsd / "XPR(ipl).xsd"))
    for whole in (corrections(), identity_repair()):
        schema.assertValid(etree.fromstring(WRITER.write(whole)))


def test_a_supplement_is_not_to_be_used_yet() -> None:
    extra = with_first(message(), status="T", reference=guid(9))
    assert codes(extra) == {"kpr56.field.statusNotifikasjon", "kpr56.rule.reference"}
    refused(extra)
    refused(with_first(message(), status="T"))


def registered_in(year: int, whole: Message) -> Message:
    at = datetime(year, 6, 1, tzinfo=UTC)
    links = (replace(link, event=replace(link.event, registered_at=at)) for link in whole.notifications)
    return replace(whole, notifications=tuple(links))


@pytest.mark.parametrize(("number", "year", "odd"), [
    ("3803", 2023, False), ("3803", 2024, True), ("3905", 2024, False), ("3905", 2023, True), ("9999", 2026, True),
])  # fmt: skip
def test_the_municipality_has_the_number_of_the_data_year(
    number: str, year: int, odd: bool
) -> None:  # Tønsberg
    whole = replace(registered_in(year, message()), municipality=number)
    found = [each for each in WRITER.check(whole) if each.code == "kpr56.odd.municipality"]
    assert found == [Finding("kpr56.odd.municipality", "", "kommuneNr", "none")] * odd
    assert WRITER.write(whole)


def test_without_notifications_there_is_no_data_year() -> None:
    assert not WRITER.check(replace(message(()), municipality="9999"))


def test_the_file_holds_what_the_message_says() -> None:
    root: Any = etree.fromstring(WRITER.write(message()))
    assert [child.tag for child in root] == [f"{N}Notifikasjon"] * 5 + [f"{N}Kontaktperson"] * 2 + [
        f"{N}Kommune"
    ]
    assert [link[0].tag.removeprefix(N) for link in root[:5]] == [kind.value for kind in EventKind]
    assert list(root.attrib.items()) == [
        ("versjon", "56.0.0"), ("meldingstype", "K"), ("leverandor", "KPR Desktop"), ("navnEPJ", "KPR Desktop"),
        ("versjonEPJ", "1.2.3"), ("versjonUt", "1.2.3"), ("lokalident", "OVELSE"),
    ]  # fmt: skip
    assert root[0].get("notifikasjonForrigeGUID") == FIRST_PREVIOUS
    assert root[1].get("notifikasjonForrigeGUID") == root[0].get("notifikasjonGUID")
    assert root[0].get("notifikasjonTid") == "2026-11-23T09:05:00+01:00"
    start, pause_ends = root[0][0], root[1][0]
    assert start.get("hendelseRegTid") == "2026-09-01T08:30:00+02:00"
    assert start.get("tjenesteOrgNr") is None
    assert start.get("midlertidigStoppID") is None
    assert pause_ends.get("midlertidigStoppID") == guid(300)
    assert start.get("tjenesteID") == guid(200)
    assert start.get("hendelseGUID") == guid(400)
    assert dict(start[0].attrib) == {
        "pasientGUID": guid(100),
        "brukerNr": "B-0000",
        "fid": "20814549217",
        "typeID": "1",
    }
    assert pause_ends[0].get("bydel") == "02"


def test_a_real_file_has_no_local_mark() -> None:
    assert b"lokalident" not in WRITER.write(message(local_id=""))


def test_a_message_without_notifications_may_be_written() -> None:
    empty = message(())
    assert not WRITER.check(empty)
    assert etree.fromstring(WRITER.write(empty))[0].tag == f"{N}Kontaktperson"


def test_a_chain_may_go_on_from_an_earlier_message() -> None:
    later = message((EventKind.START, EventKind.END), first=17)
    assert not WRITER.check(later)
    assert WRITER.write(later)


# --- text ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Blid\u202e <b>Fjell\u0007bekk", "Blid <b>Fjellbekk"),
        ("  Áile\tČáhppes\n", "Áile Čáhppes"),
        ("\"&'<", "\"&'<"),
        ("A\u2028B\r\nC\x0bD\ue000\ufffe\ud800E", "A B C DE"),
        ("plain ", "plain"),
        ("🙂 Blid", "🙂 Blid"),
    ],
)
def test_control_and_direction_marks_are_left_out(name: str, written: str) -> None:
    assert xml_text(name) == written
    root = etree.fromstring(WRITER.write(with_contact(message(), name=name)))
    assert root[5].get("kontPerson") == written


def test_a_name_of_marks_alone_is_missing() -> None:
    hidden = with_contact(message(), name="\u202e\u200b")
    assert WRITER.check(hidden) == [Finding("kpr56.field.kontPerson", "", "kontPerson", "schema")]
    refused(hidden)


# --- rules --------------------------------------------------------------------------------------------------------


FIELD_FAULTS: list[tuple[str, str, Callable[[Message], Message]]] = [
    ("lokalident", "schema", lambda m: replace(m, local_id="x" * 101)),
    ("statusNotifikasjon", "schema", lambda m: with_first(m, status="T")),
    ("statusNotifikasjon", "schema", lambda m: with_first(m, status="1")),
    ("notifikasjonTid", "schema", lambda m: with_first(m, made_at=datetime(1815, 1, 1, tzinfo=UTC))),
    ("notifikasjonGUID", "message", lambda m: with_first(m, id="")),
    ("notifikasjonGUID", "schema", lambda m: with_first(m, id="{" + guid(1) + "}")),
    ("notifikasjonForrigeGUID", "schema", lambda m: with_first(m, previous="")),
    ("notifikasjonLopeNr", "schema", lambda m: with_first(m, number=0)),
    ("kontPerson", "null", lambda m: with_contact(m, name="x" * 101)),
    ("meldTelefon", "schema", lambda m: with_contact(m, phone="90 00 00 0")),
    ("meldTelefon", "schema", lambda m: with_contact(m, phone="+46 90 00 00 00")),
    ("meldEpost1", "schema", lambda m: with_contact(m, email="")),
    ("meldEpost1", "schema", lambda m: with_contact(m, email="blid@fjell")),
    ("meldEpost1", "schema", lambda m: with_contact(m, email=f"{'a' * 250}@b.no")),
    ("typeKontaktperson", "minus_one", lambda m: with_contact(m, kind="15")),
    ("typeKontaktperson", "schema", lambda m: with_contact(m, kind="1")),
    ("kommuneNr", "schema", lambda m: replace(m, municipality="420")),
    ("kommuneNr", "schema", lambda m: replace(m, municipality="٤٢٠١")),
    ("tjenesteType", "schema", lambda m: with_event(m, 0, service_type="99")),
    ("tjenesteType", "schema", lambda m: with_event(m, 0, service_type="14")),
    ("hendelseRegTid", "schema", lambda m: with_event(m, 0, registered_at=datetime(1815, 1, 1, tzinfo=UTC))),
    ("tjenesteOrgNr", "schema", lambda m: with_event(m, 0, provider_number="12345678")),
    ("tjenesteOrgNr", "schema", lambda m: with_event(m, 3, provider_number="")),
    ("hendelseDato", "schema", lambda m: with_event(m, 0, happened_on=date(1815, 1, 1))),
    ("tjenesteID", "schema", lambda m: with_event(m, 0, service_id=ServiceId(""))),
    ("tjenesteID", "schema", lambda m: with_event(m, 0, service_id=ServiceId("a b"))),
    ("hendelseGUID", "schema", lambda m: with_event(m, 0, id="1")),
    ("midlertidigStoppID", "schema", lambda m: with_event(m, 1, part_id="")),
    ("midlertidigStoppID", "schema", lambda m: with_event(m, 2, part_id="x" * 101)),
    ("pasientGUID", "schema", lambda m: with_subject(m, person_id=PersonId("1"))),
    ("brukerNr", "row", lambda m: with_subject(m, user_number="")),
    ("brukerNr", "row", lambda m: with_subject(m, user_number="x" * 101)),
    ("bydel", "schema", lambda m: with_subject(m, district="2")),
]


@pytest.mark.parametrize(("attribute", "consequence", "change"), FIELD_FAULTS)
def test_a_bad_field_is_found_and_refused(
    attribute: str, consequence: str, change: Callable[[Message], Message]
) -> None:
    bad = change(message())
    found = [each for each in WRITER.check(bad) if each.code == f"kpr56.field.{attribute}"]
    assert {(each.field, each.consequence) for each in found} == {(attribute, consequence)}
    refused(bad)


@pytest.mark.parametrize("version", ["", "x" * 101])
def test_a_program_without_a_proper_version_is_found(version: str) -> None:
    writer = Kpr56(version)
    expected = "null" if version else "schema"
    assert {(each.field, each.consequence) for each in writer.check(message())} == {
        ("versjonEPJ", expected), ("versjonUt", expected),
    }  # fmt: skip
    refused(message(), writer)


def broken_chain(message: Message) -> Message:
    return replace(message, notifications=message.notifications[:1] + message.notifications[2:])


def correction_of_a_correction() -> Message:
    whole = corrections()
    *links, last = whole.notifications
    return replace(whole, notifications=(*links, replace(last, reference=links[-1].id)))


RULE_FAULTS: list[tuple[str, Callable[[Message], Message]]] = [
    ("contact_person", lambda m: replace(m, contacts=CONTACTS[1:])),
    ("submitter", lambda m: replace(m, contacts=CONTACTS[:1])),
    ("repeated_notifikasjonGUID", lambda m: with_first(m, id=m.notifications[3].id)),
    ("repeated_hendelseGUID", lambda m: with_event(m, 0, id=m.notifications[3].event.id)),
    ("reference", lambda m: with_first(m, status="M")),
    ("reference", lambda m: with_first(m, status="C")),
    ("reference", lambda m: with_first(m, reference=guid(9))),
    ("original", lambda m: with_first(m, status="M", reference=m.notifications[0].id)),
    ("original", lambda m: with_first(m, status="C", reference=m.notifications[3].id)),
    ("original", lambda m: with_first(m, status="C", reference=m.notifications[3].id.upper())),
    ("original", lambda _: correction_of_a_correction()),
    ("chain_start", lambda m: with_first(m, previous=guid(9))),
    ("chain_start", lambda _: with_first(message(first=4), previous=FIRST_PREVIOUS)),
    ("number", lambda m: with_first(m, number=2, previous=guid(9))),
    ("number", lambda m: replace(m, notifications=tuple(reversed(m.notifications)))),
    ("previous", broken_chain),
]


@pytest.mark.parametrize(("code", "change"), RULE_FAULTS)
def test_a_broken_rule_is_found_and_refused(code: str, change: Callable[[Message], Message]) -> None:
    bad = change(message())
    assert {each.consequence for each in WRITER.check(bad) if each.code == f"kpr56.rule.{code}"} == {"schema"}
    refused(bad)


def test_one_person_may_be_both_contacts() -> None:
    twice = replace(message(), contacts=(CONTACTS[0], replace(CONTACTS[0], kind="17")))
    assert not WRITER.check(twice)


def test_numbers_may_leave_a_gap_but_the_chain_may_not() -> None:
    links = message().notifications
    gap = replace(message(), notifications=(links[0], replace(links[1], number=40)))
    assert not WRITER.check(gap)


def test_what_is_sent_again_may_be_picked_from_the_chain() -> None:
    links = message().notifications
    picked = replace(message(), notifications=(links[0], *links[2:]), picked=True)
    assert not WRITER.check(picked)
    assert WRITER.write(picked)
    for wrong in (
        replace(message(), notifications=(links[0], replace(links[1], previous=links[3].id)), picked=True),
        replace(message(), notifications=(links[0], replace(links[2], previous=FIRST_PREVIOUS)), picked=True),
    ):
        assert [each.code for each in WRITER.check(wrong)] == ["kpr56.rule.previous"]
        refused(wrong)


ODD: list[tuple[str, Callable[[Message], Message]]] = [
    ("identity", lambda m: with_subject(m, identity=Fnr.other(IdKind.PASSPORT, "XY 1"))),
    ("identity", lambda m: with_subject(m, identity=Fnr.birth_date(date(1940, 2, 29)))),
    ("birth_date", lambda m: with_subject(m, identity=Fnr.other(IdKind.OTHER, "310299x"))),
    ("day", lambda m: with_event(m, 0, happened_on=date(2026, 9, 2))),
    ("time", lambda m: with_event(m, 0, registered_at=datetime(2026, 11, 23, 8, 5, 1, tzinfo=UTC))),
]  # fmt: skip


@pytest.mark.parametrize(("code", "change"), ODD)
def test_what_is_odd_is_said_and_written(code: str, change: Callable[[Message], Message]) -> None:
    odd = change(message())
    found = [each for each in WRITER.check(odd) if each.code == f"kpr56.odd.{code}"]
    assert [(each.notification_id, each.consequence) for each in found] == [(guid(500), "none")]
    assert WRITER.write(odd)


def test_a_birth_date_as_number_is_of_type_9() -> None:
    born = with_subject(message(), identity=Fnr.birth_date(date(1940, 2, 29)))
    assert codes(born) == {"kpr56.odd.identity"}
    person = etree.fromstring(WRITER.write(born))[0][0][0]
    assert (person.get("fid"), person.get("typeID")) == ("290240", "9")


def test_no_finding_holds_a_value() -> None:
    bad = with_contact(with_subject(message(), user_number="x" * 101, district="Fjellbekk"), email="Granskog")
    for each in WRITER.check(bad):
        assert "Fjellbekk" not in repr(each)
        assert "Granskog" not in repr(each)


def test_every_finding_has_its_text() -> None:
    texts = read_area(resource("texts", "nb", "kpr56.yaml"))
    attributes = {rule.attribute for rules in field_table().rules.values() for rule in rules}
    rules = {f"kpr56.rule.{code}" for code, _ in RULE_FAULTS}
    odd = {f"kpr56.odd.{code}" for code, _ in ODD} | {"kpr56.odd.municipality"}
    assert set(texts) == {f"kpr56.field.{each}" for each in attributes} | rules | odd
