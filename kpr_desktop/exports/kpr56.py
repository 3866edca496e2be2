"""KPR message 56.0.0, "IPLOS i KPR" (HIS 1135:2021): check and write. The format is official, its status a pilot's.

All data are attributes; their order is fixed here, so that the same message gives the same bytes. A released version
of the format is never edited again: a newer one is a module of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Any

from lxml import etree

from kpr_desktop.codebook.resources import resource
from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.domain.notification import FIRST_PREVIOUS, ContactPerson, EventKind, Message, Notification
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.field_rules import REFUSED, FieldTable, read_field_table
from kpr_desktop.exports.naming import file_name
from kpr_desktop.exports.xml_text import xml_text
from kpr_desktop.usecases.records import Finding

NAMESPACE = "http://www.npr.no/xmlstds/56_0_0_ipl"
PROGRAM = "KPR Desktop"
CONTACT_KINDS = {"16": "kpr56.rule.contact_person", "17": "kpr56.rule.submitter"}
"""List 8471: IPLOS contact person and the one responsible for submission; the message needs both."""
_PAUSES = (EventKind.PAUSE_BEGINS, EventKind.PAUSE_ENDS)
_SIX_DIGITS = re.compile(r"(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{2}", re.ASCII)
_SOFT = "none"
_REASON = "KPR message 56.0.0"
_lxml: Any = etree
"""The stubs of lxml know neither `xmlfile` nor `iterparse`."""


@dataclass(frozen=True, slots=True)
class _Record:
    """One element with its attributes, in the order in which they are written; an empty value is left out."""

    element: str
    values: Mapping[str, str]


class Kpr56:
    """Writer of message 56.0.0. `program_version` is the program's own version, as the register is to see it."""

    id: str = "kpr-56"
    official: bool = True

    def __init__(self, program_version: str) -> None:
        self._version = program_version

    def check(self, message: Message) -> list[Finding]:
        """Everything that is wrong or odd, message level first, then notification by notification.

        A finding whose consequence is "none" (`kpr56.odd.…`) may be sent; with any other `write` refuses the message.
        """
        found = [*self._head_faults(message), *_rule_faults(message)]
        for notification in message.notifications:
            for record in _notification_records(notification):
                found += _field_faults(record, notification.id)
            found += _odd(notification)
        return found

    def write(self, message: Message) -> bytes:
        """The file's bytes in UTF-8. Raises UserFault export.schema when the message breaks a rule or our schema."""
        if any(_rule_faults(message)):
            raise UserFault("export.schema")
        data = self._bytes(message)
        _validate(data)
        return data

    def file_name(self, message: Message, made_at: datetime) -> str:
        """See `naming.file_name`."""
        return file_name(message, made_at)

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

    def _bytes(self, message: Message) -> bytes:
        out = BytesIO()
        head = self._head(message)
        with _lxml.xmlfile(out, encoding="UTF-8") as xml:
            xml.write_declaration()
            with xml.element(_name(head), _attributes(head), nsmap={None: NAMESPACE}):
                for notification in message.notifications:
                    _write_nested(xml, _notification_records(notification), "\n ")
                for contact in message.contacts:
                    _write_nested(xml, (_contact(contact),), "\n ")
                _write_nested(xml, (_municipality(message),), "\n ")
                xml.write("\n")
        return out.getvalue() + b"\n"


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


def _rule_faults(message: Message) -> Iterator[Finding]:
    """What neither a field rule nor the schema can say."""
    kinds = {contact.kind for contact in message.contacts}
    for kind, code in CONTACT_KINDS.items():
        if kind not in kinds:
            yield Finding(code, "", "typeKontaktperson", REFUSED)
    yield from _repeated([(each.id, each.id) for each in message.notifications], "notifikasjonGUID")
    yield from _repeated([(each.id, each.event.id) for each in message.notifications], "hendelseGUID")
    for each in message.notifications:
        # A correction points to its original; originals point nowhere, and nothing else can be told yet.
        if each.status != "N":
            yield Finding("kpr56.rule.reference", each.id, "notifikasjonRef", REFUSED)
    yield from _chain_faults(message)


def _repeated(ids: list[tuple[str, str]], attribute: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for notification_id, value in ids:
        if value in seen:
            yield Finding(f"kpr56.rule.repeated_{attribute}", notification_id, attribute, REFUSED)
        seen.add(value)


def _chain_faults(message: Message) -> Iterator[Finding]:
    """Number 1, and only number 1, follows the all-zero GUID; then each link names the one before and counts on."""
    for first in message.notifications[:1]:
        if (first.number == 1) is not (first.previous == FIRST_PREVIOUS):
            yield Finding("kpr56.rule.chain_start", first.id, "notifikasjonForrigeGUID", REFUSED)
    for before, after in pairwise(message.notifications):
        if after.number <= before.number:
            yield Finding("kpr56.rule.number", after.id, "notifikasjonLopeNr", REFUSED)
        if after.previous != before.id:
            yield Finding("kpr56.rule.previous", after.id, "notifikasjonForrigeGUID", REFUSED)


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
    return etree.XMLSchema(file=str(resource("schemas", "kpr56.xsd")))


def _validate(data: bytes) -> None:
    """Read the file once through the schema, keeping one notification in memory at a time."""
    try:
        for _, element in _lxml.iterparse(
            BytesIO(data), schema=_schema(), no_network=True, resolve_entities=False
        ):
            if element.getparent() is not None and element.getparent().getparent() is None:
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        # The library's words quote the value; ours must not.
        raise UserFault("export.schema") from None
    finally:
        etree.clear_error_log()
