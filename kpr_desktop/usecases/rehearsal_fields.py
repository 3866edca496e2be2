"""Where the fields of the message come from: the register's name of a field -> the place where it is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpr_desktop.domain.notification import ContactPerson, Event, EventKind, Message, Status
from kpr_desktop.usecases.chain import ACCEPTED, HELD_WITH, EventFinding, Ready
from kpr_desktop.usecases.output_ports import MessageWriter
from kpr_desktop.usecases.records import Finding
from kpr_desktop.usecases.rehearsal_records import Found, Sign

CORRECTION = "export.correction_waits"
_PERSON = {
    "fid": "identity",
    "typeID": "identity",
    "brukerNr": "user_number",
    "bydel": "district",
    "pasientGUID": "user_number",
}
_DAYS = {
    EventKind.START: "start",
    EventKind.END: "end",
    EventKind.PAUSE_BEGINS: "pauses",
    EventKind.PAUSE_ENDS: "pauses",
    EventKind.PROVIDER_CHANGED: "changes",
}
_CONTACT = {
    "kontPerson": "name",
    "meldTelefon": "phone",
    "meldEpost1": "email",
    "meldEpost2": "email",
    "typeKontaktperson": "name",
}
_MISSING = {"kpr56.rule.contact_person": "16", "kpr56.rule.submitter": "17"}


def of_message(ready: Ready, writer: MessageWriter) -> Iterator[Found]:
    """What the writer's check says of the next message, stops first."""
    for finding in ready.whole:
        yield _of_office(finding, ready.message, writer, Sign.STOP)
    for held in ready.stopped:
        yield _of_event(held, Sign.INFO if held.finding.code == HELD_WITH else Sign.STOP)
    for remark in ready.remarks:
        yield _of_event(remark, Sign.WARNING)
    for finding in ready.notes:
        yield _of_office(finding, ready.message, writer, Sign.WARNING)


def corrections(waiting: Iterable[Event]) -> Iterator[Found]:
    """The services that were told of, and changed since; once for each."""
    told = {e.service_id: e.person_id for e in waiting if e.status is not Status.ORIGINAL}
    for service_id, person_id in told.items():
        yield Found(person_id, CORRECTION, Sign.INFO, ACCEPTED, f"service.{service_id}.start")


def target_of(name: str, kind: EventKind) -> str:
    """The field of the person, or of the service (without its id), that a field of the message is made of."""
    if name in _PERSON:
        return f"person.{_PERSON[name]}"
    if name == "tjenesteType":
        return "service.type"
    if name == "tjenesteOrgNr" and kind is not EventKind.PROVIDER_CHANGED:
        return "service.provider_number"
    return f"service.{_DAYS[kind]}"


def _of_event(found: EventFinding, sign: Sign) -> Found:
    finding = found.finding
    area, _, part = target_of(finding.field, found.kind).partition(".")
    target = f"service.{found.service_id}.{part}" if area == "service" else f"person.{part}"
    return Found(found.person_id, finding.code, sign, finding.consequence, target, finding.field)


def _of_office(finding: Finding, message: Message, writer: MessageWriter, sign: Sign) -> Found:
    target = "office.municipality"
    if finding.field in _CONTACT:
        kind = _MISSING.get(finding.code) or _whose(finding, message.contacts, writer)
        target = f"office.contact{kind}_{_CONTACT[finding.field]}"
    return Found(None, finding.code, sign, finding.consequence, target, finding.field)


def _whose(finding: Finding, contacts: Sequence[ContactPerson], writer: MessageWriter) -> str:
    """The kind of the contact that has the fault: the check is asked about each alone."""
    for contact in contacts[:-1]:
        alone = Message("", (contact,), ())
        if any((f.code, f.field) == (finding.code, finding.field) for f in writer.check(alone)):
            return contact.kind
    return contacts[-1].kind
