from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import read_area
from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.notification import (
    FIRST_PREVIOUS,
    ContactPerson,
    EventKind,
    Message,
    Notification,
    Subject,
)
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.kpr56 import NAMESPACE, Kpr56, field_table
from kpr_desktop.exports.xml_text import xml_text
from kpr_desktop.usecases.records import Finding
from tests.exports.golden import check_golden
from tests.exports.samples import CONTACTS, guid, message

WRITER = Kpr56("1.2.3")
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


def test_golden_file_with_all_five_events() -> None:
    data = WRITER.write(message())
    assert not WRITER.check(message())
    check_golden("kpr56_all_events.xml", data)


def test_the_register_takes_our_golden_file(official_xsd: Path) -> None:
    schema = etree.XMLSchema(file=str(official_xsd / "XPR(ipl).xsd"))
    schema.assertValid(etree.fromstring(WRITER.write(message())))


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


def refused(message: Message, writer: Kpr56 = WRITER) -> None:
    with pytest.raises(UserFault) as caught:
        writer.write(message)
    assert caught.value.code == "export.schema"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    errors: Any = etree.LxmlError("").error_log
    assert len(errors) == 0  # the library's own words quote values


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
    ("midlertidigStoppID", "schema", lambda m: with_event(m, 1, pause_id="")),
    ("midlertidigStoppID", "schema", lambda m: with_event(m, 2, pause_id="x" * 101)),
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


RULE_FAULTS: list[tuple[str, Callable[[Message], Message]]] = [
    ("contact_person", lambda m: replace(m, contacts=CONTACTS[1:])),
    ("submitter", lambda m: replace(m, contacts=CONTACTS[:1])),
    ("repeated_notifikasjonGUID", lambda m: with_first(m, id=m.notifications[3].id)),
    ("repeated_hendelseGUID", lambda m: with_event(m, 0, id=m.notifications[3].event.id)),
    ("reference", lambda m: with_first(m, status="M")),
    ("reference", lambda m: with_first(m, status="C")),
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
    odd = {f"kpr56.odd.{code}" for code, _ in ODD}
    assert set(texts) == {f"kpr56.field.{each}" for each in attributes} | rules | odd


# --- any message --------------------------------------------------------------------------------------------------

_often_right = {
    "name": st.just("Blid") | st.text(max_size=110),
    "email": st.just("blid@eksempel.test") | st.text(max_size=30) | st.emails(),
    "phone": st.sampled_from(["", "90000000", "0047 90 00 00 00", "9"]) | st.text("+0 479", max_size=16),
    "type": st.sampled_from(["18", "19", "20", "21", "29"]) | st.text("0123456789x", max_size=3),
    "provider": st.sampled_from(["", "312345678", "3123456780"]) | st.text("0123456789", max_size=11),
    "user_number": st.just("B-1") | st.text(max_size=105),
    "district": st.sampled_from(["", "02", "030102"]) | st.text(max_size=8),
    "municipality": st.just("4201") | st.text("0123456789٣", max_size=5),
    "guid": st.uuids().map(str) | st.text("0123456789abcdef-{}", max_size=38),
}
_zones = st.integers(-1000, 1000).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_times = st.datetimes(timezones=_zones) | st.just(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))


@st.composite
def _identities(draw: Any) -> Fnr:
    known = st.sampled_from(message().notifications).map(lambda link: link.subject.identity)
    born = st.dates(date(1900, 1, 1), date(2026, 1, 1)).map(Fnr.birth_date)
    found: Fnr = draw(known | born | st.just(Fnr.other(IdKind.PASSPORT, "Ø 1")))
    return found


_sometimes = st.booleans()


@st.composite
def messages(draw: Any, wild: st.SearchStrategy[bool] = _sometimes) -> Message:
    def pick(name: str, right: str) -> str:
        return draw(_often_right[name]) if draw(wild) else right

    sample = message(tuple(draw(st.lists(st.sampled_from(list(EventKind)), max_size=4))))
    links: list[Notification] = []
    for link in sample.notifications:
        event = replace(
            link.event,
            id=pick("guid", link.event.id),
            service_type=pick("type", "21"),
            provider_number=pick("provider", link.event.provider_number),
            happened_on=draw(st.dates()) if draw(wild) else link.event.happened_on,
            registered_at=draw(_times) if draw(wild) else link.event.registered_at,
        )
        person = Subject(
            PersonId(pick("guid", guid(100))),
            pick("user_number", "B"),
            draw(_identities()),
            pick("district", ""),
        )
        links.append(replace(link, event=event, subject=person))
    contacts = [
        ContactPerson(kind, pick("name", "Blid"), pick("email", "b@e.test"), pick("phone", ""))
        for kind in ("16", "17")
    ]
    return Message(pick("municipality", "4201"), tuple(contacts), tuple(links), sample.local_id)


def writes(message: Message) -> bytes | None:
    try:
        return WRITER.write(message)
    except UserFault as fault:
        assert fault.code == "export.schema"
        return None


@given(messages())
def test_what_may_be_sent_is_written_and_what_may_not_is_refused(message: Message) -> None:
    stops = [each for each in WRITER.check(message) if each.consequence != "none"]
    data = writes(message)
    assert (data is None) is bool(stops)
    if data is not None:
        schema = etree.XMLSchema(file=str(resource("schemas", "kpr56.xsd")))
        schema.assertValid(etree.fromstring(data))
        assert not any(unicodedata.category(char) in ("Cf", "Cs") for char in data.decode())


@given(messages(wild=st.just(False)) | messages())
def test_the_register_takes_whatever_we_write(official_xsd: Path, message: Message) -> None:
    if data := writes(message):
        etree.XMLSchema(file=str(official_xsd / "XPR(ipl).xsd")).assertValid(etree.fromstring(data))


def test_the_same_message_gives_the_same_bytes() -> None:
    assert WRITER.write(message()) == Kpr56("1.2.3").write(message())


def test_a_long_message_is_read_to_its_end() -> None:
    """What has been read is dropped on the way; a fault in the very last element is still seen."""
    good = message(tuple(EventKind) * 400)
    assert len(etree.fromstring(WRITER.write(good))) == 2003
    refused(replace(good, municipality="42"))
    repeated = replace(good.notifications[-1].event, id=good.notifications[0].event.id)
    last = replace(good.notifications[-1], event=repeated)
    refused(replace(good, notifications=(*good.notifications[:-1], last)))
