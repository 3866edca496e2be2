"""Reading the elements of a message for the independent receiver, and what the text asks of the message as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lxml import etree

from tests.prove.receiver_picture import KINDS, Event, Notification, Person
from tests.prove.receiver_rules import NS, Finding

CONTACTS = ("16", "17")  # IPLOS contact person, responsible for submission
ORDER = ("Notifikasjon", "Kontaktperson", "Kommune")


def names_in(element: Any) -> list[str]:
    """Names of the child elements; "" for one that is not of the message's namespace."""
    found = [etree.QName(one) for one in element.iterchildren(etree.Element)]
    return [one.localname if one.namespace == NS else "" for one in found]


def whole(root: Any) -> Iterator[Finding]:
    """What the specification's text asks of the message beyond the schema and the field table."""
    names = names_in(root)
    places = [ORDER.index(name) for name in names if name in ORDER]
    if root.tag != f"{{{NS}}}Melding" or len(places) != len(names) or places != sorted(places):
        yield Finding("order.wrong", None)
    if names.count("Kommune") != 1:
        yield Finding("municipality.not_one", None)
    contacts = root.findall(f"{{{NS}}}Kontaktperson")
    for kind in CONTACTS:
        if all(one.get("typeKontaktperson") != kind for one in contacts):
            yield Finding(f"contact.no_{kind}", None)
    if not any(one.get("meldTelefon") for one in contacts):
        yield Finding("contact.no_phone", None)


def notification(element: Any) -> Any:
    while element is not None and etree.QName(element).localname != "Notifikasjon":
        element = element.getparent()
    return element


def where(element: Any) -> str:
    if element is None:
        return ""
    owner = notification(element)
    return str(etree.QName(element).localname if owner is None else owner.get("notifikasjonLopeNr", ""))


def guid(element: Any, name: str) -> str:
    """A GUID may be written with braces and in either case; it is the same one."""
    return str(element.get(name, "")).strip("{}").lower()


def number(element: Any) -> int:
    """The running number; -1 for what is none, which the field rules have told of."""
    try:
        return int(element.get("notifikasjonLopeNr", ""))
    except ValueError:
        return -1


def content(element: Any) -> tuple[Any, ...]:
    """All that an element says, whatever its prefix, its order of attributes and its blank space."""
    children = tuple(content(child) for child in element.iterchildren(etree.Element))
    return (element.tag, tuple(sorted(element.attrib.items())), children)


def moment(text: str) -> datetime | None:
    """A point in time without its zone, if it has one: both times of a notification come from one clock."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def alone(element: Any) -> Iterator[str]:
    children = names_in(element)
    if len(children) != 1 or children[0] not in KINDS:
        yield "event.not_one"
    if element.get("statusNotifikasjon") not in {"N", "M", "C"}:
        yield "status.unknown"


def read(element: Any) -> Notification:
    event = next(element.iterchildren(etree.Element))
    user = event.find(f"{{{NS}}}Bruker")
    about: dict[str, str] = {} if user is None else dict(user.attrib)
    person = Person(
        patient=about.get("pasientGUID", "").strip("{}").lower(),
        user=about.get("brukerNr", ""),
        fid=about.get("fid", ""),
        type_id=about.get("typeID", ""),
        bydel=about.get("bydel", ""),
    )
    return Notification(
        guid=guid(element, "notifikasjonGUID"),
        previous=guid(element, "notifikasjonForrigeGUID"),
        number=number(element),
        status=element.get("statusNotifikasjon", ""),
        reference=guid(element, "notifikasjonRef"),
        made=element.get("notifikasjonTid", ""),
        event=Event(
            kind=etree.QName(event).localname,
            guid=guid(event, "hendelseGUID"),
            service=event.get("tjenesteID", ""),
            type=event.get("tjenesteType", ""),
            day=event.get("hendelseDato", ""),
            registered=event.get("hendelseRegTid", ""),
            provider=event.get("tjenesteOrgNr", ""),
            pause=event.get("midlertidigStoppID", ""),
            person=person,
        ),
    )
