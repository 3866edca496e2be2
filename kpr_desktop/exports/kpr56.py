"""KPR message 56.0.0, "IPLOS i KPR" (HIS 1135:2021): check and write. The format is official, its status a pilot's.

All data are attributes; their order is fixed here, so that the same message gives the same bytes. Notifications are
taken one at a time, so that a chain of any length needs little memory. A released version of the format is never edited
again: a newer one is a module of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any, BinaryIO

from lxml import etree

from kpr_desktop.codebook.places import Places
from kpr_desktop.codebook.resources import resource
from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.domain.notification import (
    FIRST_PREVIOUS,
    ContactPerson,
    EventKind,
    Message,
    Notification,
    Status,
)
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.field_rules import REFUSED, FieldTable, read_field_table
from kpr_desktop.exports.naming import file_name
from kpr_desktop.exports.xml_text import xml_text
from kpr_desktop.usecases.records import Finding

NAMESPACE = "http://www.npr.no/xmlstds/56_0_0_ipl"
PROGRAM = "KPR Desktop"
CONTACT_KINDS = {"16": "kpr56.rule.contact_person", "17": "kpr56.rule.submitter"}
"""List 8471: IPLOS contact person and the one responsible for submission; the message needs both."""
_CORRECTIONS = (Status.REPLACES, Status.ANNULS)
_PAUSES = (EventKind.PAUSE_BEGINS, EventKind.PAUSE_ENDS)
_SIX_DIGITS = re.compile(r"(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{2}", re.ASCII)
_SOFT = "none"
_AT_A_TIME = 256
"""Notifications that are built before they are handed on to the file and to the schema."""
_REASON = "KPR message 56.0.0"
_lxml: Any = etree
"""The stubs of lxml know neither `xmlfile` nor `iterparse`."""


@dataclass(frozen=True, slots=True)
class _Record:
    """One element with its attributes, in the order in which they are written; an empty value is left out."""

    element: str
    values: Mapping[str, str]


class Kpr56:
    """Writer of message 56.0.0. `program_version` is the program's own version, as the register is to see it.

    `places` tells which municipality numbers are valid in which data year; by default the lists that we ship.
    """

    id: str = "kpr-56"
    official: bool = True

    def __init__(self, program_version: str, places: Places | None = None) -> None:
        self._version = program_version
        self._places = places or Places()

    def check(self, message: Message) -> list[Finding]:
        """Everything that is wrong or odd: the head, then notification by notification, last the data year.

        A finding whose consequence is "none" (`kpr56.odd.…`) may be sent; with any other `write` refuses the message.
        """
        return list(self.findings(message, message.notifications))

    def findings(self, head: Message, notifications: Iterable[Notification]) -> Iterator[Finding]:
        """As `check`, for a chain that need not be in memory; the notifications of `head` itself are not looked at."""
        yield from self._head_faults(head)
        yield from _contact_faults(head)
        chain, year = _Chain(picked=head.picked), 0
        for notification in notifications:
            for record in _notification_records(notification):
                yield from _field_faults(record, notification.id)
            yield from chain.faults(notification)
            yield from _odd(notification)
            year = max(year, notification.event.registered_at.year)
        if year and self._places.municipality(head.municipality, year) is None:
            yield Finding("kpr56.odd.municipality", "", "kommuneNr", _SOFT)

    def write(self, message: Message) -> bytes:
        """The file's bytes in UTF-8. Raises UserFault export.schema when the message breaks a rule or our schema."""
        out = BytesIO()
        self.write_to(message, message.notifications, out)
        return out.getvalue()

    def write_to(self, head: Message, notifications: Iterable[Notification], out: BinaryIO) -> None:
        """Write the same bytes to a file, with a few hundred notifications in memory at a time.

        The notifications of `head` itself are not looked at. Raises UserFault export.schema when the message breaks a
        rule or our schema; what `out` holds by then is no message, and must be thrown away.
        """
        if any(_contact_faults(head)):
            raise UserFault("export.schema")
        try:
            self._build(head, notifications, out)
        except etree.XMLSyntaxError:
            # The library's words quote the value; ours must not.
            raise UserFault("export.schema") from None
        finally:
            etree.clear_error_log()

    def file_name(self, message: Message, made_at: datetime) -> str:
        """See `naming.file_name`."""
        return file_name(message, made_at)

    def _build(self, head: Message, notifications: Iterable[Notification], out: BinaryIO) -> None:
        chain, melding, built = _Chain(picked=head.picked), self._head(head), BytesIO()
        checked = _Checked(built, out)
        with _lxml.xmlfile(built, encoding="UTF-8") as xml:
            xml.write_declaration()
            with xml.element(_name(melding), _attributes(melding), nsmap={None: NAMESPACE}):
                for place, notification in enumerate(notifications, 1):
                    if any(chain.faults(notification)):
                        raise UserFault("export.schema")
                    _write_nested(xml, _notification_records(notification), "\n ")
                    if place % _AT_A_TIME == 0:
                        xml.flush()
                        checked.hand_on()
                for contact in head.contacts:
                    _write_nested(xml, (_contact(contact),), "\n ")
                _write_nested(xml, (_municipality(head),), "\n ")
                xml.write("\n")
        built.write(b"\n")
        checked.finish()

    def _head_faults(self, message: Message) -> Iterator[Finding]:
        yield from _field_faults(self._head(message), "")
        for contact in message.contacts:
            yield from _field_faults(_contact(contact), "")
        yield from _field_faults(_municipality(message), "")

    def _head(self, message: Message) -> _Record:
        return _record(
            "Melding",
            versjon="56.0.0",
            meldingstype="K",
            leverandor=PROGRAM,
            navnEPJ=PROGRAM,
            versjonEPJ=self._version,
            versjonUt=self._version,
            lokalident=message.local_id,
        )


# --- elements -----------------------------------------------------------------------------------------------------


def _record(element: str, **values: str) -> _Record:
    return _Record(element, {name: xml_text(value) for name, value in values.items()})


def _notification_records(notification: Notification) -> tuple[_Record, _Record, _Record]:
    """The notification, its event and the event's person: three elements, each inside the one before."""
    event, subject = notification.event, notification.subject
    return (
        _record(
            "Notifikasjon",
            statusNotifikasjon=notification.status,
            notifikasjonTid=_time(notification.made_at),
            notifikasjonGUID=notification.id,
            notifikasjonForrigeGUID=notification.previous,
            notifikasjonLopeNr=str(notification.number),
            notifikasjonRef=notification.reference,
        ),
        _record(
            event.kind.value,
            tjenesteType=event.service_type,
            hendelseRegTid=_time(event.registered_at),
            tjenesteOrgNr=event.provider_number,
            hendelseDato=event.happened_on.isoformat(),
            tjenesteID=event.service_id,
            hendelseGUID=event.id,
            **({"midlertidigStoppID": event.pause_id} if event.kind in _PAUSES else {}),
        ),
        _record(
            "Bruker",
            pasientGUID=subject.person_id,
            brukerNr=subject.user_number,
            bydel=subject.district,
            fid=subject.identity.reveal(_REASON),
            typeID=subject.identity.kind.type_code,
        ),
    )


def _contact(contact: ContactPerson) -> _Record:
    return _record(
        "Kontaktperson",
        kontPerson=contact.name,
        meldTelefon=contact.phone,
        meldEpost1=contact.email,
        typeKontaktperson=contact.kind,
    )


def _municipality(message: Message) -> _Record:
    return _record("Kommune", kommuneNr=message.municipality)


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _name(record: _Record) -> str:
    return f"{{{NAMESPACE}}}{record.element}"


def _attributes(record: _Record) -> dict[str, str]:
    return {name: value for name, value in record.values.items() if value}


def _write_nested(xml: Any, records: tuple[_Record, ...], indent: str) -> None:
    """Each element inside the one before, one a line."""
    xml.write(indent)
    with xml.element(_name(records[0]), _attributes(records[0])):
        if len(records) > 1:
            _write_nested(xml, records[1:], indent + " ")
            xml.write(indent)


# --- rules --------------------------------------------------------------------------------------------------------


@cache
def field_table() -> FieldTable:
    """The field rules of this version."""
    return read_field_table(resource("exports", "kpr56_fields.yaml"))


def _field_faults(record: _Record, notification_id: str) -> Iterator[Finding]:
    for attribute, consequence in field_table().faults(record.element, record.values):
        yield Finding(f"kpr56.field.{attribute}", notification_id, attribute, consequence)


def _contact_faults(head: Message) -> Iterator[Finding]:
    kinds = {contact.kind for contact in head.contacts}
    for kind, code in CONTACT_KINDS.items():
        if kind not in kinds:
            yield Finding(code, "", "typeKontaktperson", REFUSED)


class _Chain:
    """What neither a field rule nor the schema can say: it takes the notifications of one message in their order."""

    def __init__(self, *, picked: bool) -> None:
        self._picked = picked
        self._before: Notification | None = None
        self._ids: set[str] = set()
        self._events: set[str] = set()
        self._corrections: set[str] = set()
        self._pointed_at: set[str] = set()

    def faults(self, each: Notification) -> Iterator[Finding]:
        """The faults of the next notification."""
        own, event, points_at = _lower(each.id), _lower(each.event.id), _lower(each.reference)
        for attribute, value, seen in (
            ("notifikasjonGUID", own, self._ids), ("hendelseGUID", event, self._events),
        ):  # fmt: skip
            if value in seen:
                yield Finding(f"kpr56.rule.repeated_{attribute}", each.id, attribute, REFUSED)
            seen.add(value)
        # A correction points to its original; originals point nowhere.
        correction = each.status in _CORRECTIONS
        if correction is not bool(points_at):
            yield Finding("kpr56.rule.reference", each.id, "notifikasjonRef", REFUSED)
        if correction:
            self._corrections.add(own)
            self._pointed_at.add(points_at)
        # Never to a correction, to itself, or to what comes later in the chain.
        if points_at in self._corrections or (own in self._pointed_at and points_at != own):
            yield Finding("kpr56.rule.original", each.id, "notifikasjonRef", REFUSED)
        yield from self._link_faults(each)
        self._before = each

    def _link_faults(self, each: Notification) -> Iterator[Finding]:
        """Number 1, and only number 1, follows the all-zero GUID; then each link names the one before and counts on.

        What is sent again may be picked from the chain: over a gap in the numbers a link names one that is not here.
        """
        before = self._before
        if before is None:
            if (each.number == 1) is not (each.previous == FIRST_PREVIOUS):
                yield Finding("kpr56.rule.chain_start", each.id, "notifikasjonForrigeGUID", REFUSED)
            return
        if each.number <= before.number:
            yield Finding("kpr56.rule.number", each.id, "notifikasjonLopeNr", REFUSED)
        elsewhere = self._picked and each.number != before.number + 1 and each.previous != FIRST_PREVIOUS
        if each.previous != before.id and not elsewhere:
            yield Finding("kpr56.rule.previous", each.id, "notifikasjonForrigeGUID", REFUSED)


def _lower(text: str) -> str:
    """The same object where it is lower case: `str.lower` makes a new one, and a long chain has many."""
    lower = text.lower()
    return text if lower == text else lower


def _odd(notification: Notification) -> Iterator[Finding]:
    """What the register takes as it is, or reports back afterwards."""
    event, identity = notification.event, notification.subject.identity
    if not identity.kind.gives_kpr_identity:
        yield Finding("kpr56.odd.identity", notification.id, "typeID", _SOFT)
    if not _fits_type_9(identity):
        yield Finding("kpr56.odd.birth_date", notification.id, "fid", _SOFT)
    if event.happened_on > event.registered_at.date():
        yield Finding("kpr56.odd.day", notification.id, "hendelseDato", _SOFT)
    if event.registered_at > notification.made_at:
        yield Finding("kpr56.odd.time", notification.id, "hendelseRegTid", _SOFT)


def _fits_type_9(identity: Fnr) -> bool:
    """A person without a number has the birth date as ddmmyy; the other kinds have rules of their own."""
    return identity.kind is not IdKind.OTHER or _SIX_DIGITS.fullmatch(identity.reveal(_REASON)) is not None


# --- our schema ---------------------------------------------------------------------------------------------------


@cache
def _schema() -> Any:
    """Without the ids that occur once: for them the library keeps every notification, and `_Chain` sees to it."""
    tree = etree.parse(str(resource("schemas", "kpr56.xsd")))
    for each in list(tree.iter("{http://www.w3.org/2001/XMLSchema}unique")):
        each.getparent().remove(each)
    return etree.XMLSchema(tree)


class _Checked:
    """Takes what is built, reads it through the schema and hands it on, so that neither keeps the whole."""

    def __init__(self, built: BytesIO, out: BinaryIO) -> None:
        self._built = built
        self._out = out
        self._parser = _lxml.XMLPullParser(
            ("end",),
            tag=f"{{{NAMESPACE}}}Notifikasjon",
            schema=_schema(),
            no_network=True,
            resolve_entities=False,
        )

    def hand_on(self) -> None:
        """Pass on what has been built so far. The schema's verdict may wait until the end."""
        data = self._built.getvalue()
        self._built.seek(0)
        self._built.truncate()
        self._parser.feed(data)
        for _, element in self._parser.read_events():
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        self._out.write(data)

    def finish(self) -> None:
        """The rest, and whether the whole is one. Raises XMLSyntaxError when the schema refuses it."""
        self.hand_on()
        self._parser.close()
