"""Any message, of any length: what may be sent is written, and the register's own schema takes it."""

from __future__ import annotations

import os
import tracemalloc
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kpr_desktop.codebook.resources import resource
from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.notification import ContactPerson, EventKind, Message, Notification, Subject
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.kpr56 import Kpr56
from tests.exports.refusals import WRITER, refused
from tests.exports.samples import endless, guid, message

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


# --- any length ---------------------------------------------------------------------------------------------------


def test_a_chain_may_come_one_link_at_a_time() -> None:
    whole = message(tuple(EventKind) * 200)
    head, out = replace(whole, notifications=()), BytesIO()
    WRITER.write_to(head, iter(whole.notifications), out)
    assert out.getvalue() == WRITER.write(whole)
    assert list(WRITER.findings(head, iter(whole.notifications))) == WRITER.check(whole) == []


def test_a_fault_far_into_the_chain_is_found_on_the_way() -> None:
    """Both by the rules and by the schema, and nothing is asked for after it."""
    for change in ({"status": "M"}, {"number": 10**18}):
        links = list(message(tuple(EventKind) * 400).notifications)
        links[600] = replace(links[600], **change)
        left = iter(links)
        with pytest.raises(UserFault) as caught:
            WRITER.write_to(message(()), left, BytesIO())
        assert caught.value.code == "export.schema"
        assert len(list(left)) > 1000


def test_memory_does_not_follow_the_length() -> None:
    def most(count: int) -> int:
        tracemalloc.start()
        with Path(os.devnull).open("wb") as out:
            WRITER.write_to(message(()), endless(count), out)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(10)
    few, many = most(500), most(4000)
    assert many - few < 3500 * 400  # what is kept of each: its two ids
