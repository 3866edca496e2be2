"""An independent receiver of notification messages: what the register could tell from our files alone.

Written from the specification (HIS 1135:2021, 56.0.0.5: its text, schema and field table) without a look at the writer.
It imports the standard library, lxml and its own neighbours, and nothing of the program; a test holds it to that.
It takes message files as bytes, in the order they were handed over, tells every fault with a code that stays, and holds
the picture that follows from what it has received.

What happens to what is wrong (`FAULTS`): a *refused message* is not received at all, so its notifications may come
again in another one. A *refused notification* has its place in the chain and changes nothing in the picture. All else
is told, and followed. *Notes* are soft: allowed, and worth a look.

A notification already received (same `notifikasjonGUID`) is ignored when its content is the same to the last attribute.
What comes late (from a message that failed, sent again after newer ones) is told as a gap when the newer one comes, and
as a number that does not rise when it comes itself; then it takes its place by its number. A correction refused because
its original had not come is looked at again when it is sent again. `missing()` is what the chain names and nobody sent.
A C may be of any service type, since it may take back just the type that was wrong.

    python -m tests.prove.receiver SCHEMA_FOLDER FIELD_TABLE MESSAGE...
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from tests.prove import receiver_reading as reading
from tests.prove.receiver_picture import Notification, Picture, Service
from tests.prove.receiver_rules import DELETE_MESSAGE, DELETE_ROW, NS, Finding, Rules

ZERO = "00000000-0000-0000-0000-000000000000"
SCOPE = frozenset({"18", "19", "20", "21", "29"})  # service types in scope today
KPR_IDENTITY = frozenset({"1", "2", "10"})  # fødselsnummer, D-number, DUF

MESSAGE, NOTIFICATION, TOLD, NOTE = "message refused", "notification refused", "told", "note"
FAULTS: dict[str, str] = {
    # the file
    "xml.broken": MESSAGE,
    "xml.doctype": MESSAGE,
    "schema.invalid": MESSAGE,
    "order.wrong": MESSAGE,
    "municipality.not_one": MESSAGE,
    "contact.no_16": TOLD,
    "contact.no_17": TOLD,
    "contact.no_phone": NOTE,
    # fields; the field table's own consequence may refuse the message or the notification
    "field.prohibited": TOLD,
    "field.missing": TOLD,
    "field.form": TOLD,
    "field.code": TOLD,
    "field.fixed": TOLD,
    # one notification
    "event.not_one": NOTIFICATION,
    "status.unknown": NOTIFICATION,
    "service.not_in_scope": TOLD,
    "person.test": NOTIFICATION,
    "person.no_kpr_identity": NOTE,
    "time.before_registration": NOTE,
    "date.after_registration": NOTE,
    # the chain
    "chain.first_not_zero": TOLD,
    "chain.zero_again": TOLD,
    "chain.gap": TOLD,
    "chain.number_not_rising": TOLD,
    "chain.not_sorted": TOLD,
    "chain.guid_reused": NOTIFICATION,
    "event.guid_reused": TOLD,
    # corrections
    "ref.on_original": NOTIFICATION,
    "ref.missing": NOTIFICATION,
    "ref.unknown": NOTIFICATION,
    "ref.other_municipality": NOTIFICATION,
    "ref.not_original": NOTIFICATION,
    "ref.after_annulment": NOTE,
    "correction.kind_changed": NOTIFICATION,
    "correction.service_changed": NOTIFICATION,
    "correction.pause_changed": NOTIFICATION,
    # the picture, when a message ends
    "start.twice": TOLD,
    "end.twice": TOLD,
    "end.without_start": TOLD,
    "end.before_start": TOLD,
    "pause.without_start": TOLD,
    "pause.from_twice": TOLD,
    "pause.to_twice": TOLD,
    "pause.to_without_from": TOLD,
    "pause.to_before_from": TOLD,
    "pause.to_after_end": TOLD,
    "pause.id_on_two_services": NOTE,
    "provider.without_start": TOLD,
    "provider.same_day": NOTE,
    "service.type_differs": TOLD,
    "service.person_differs": TOLD,
    "person.identity_differs": TOLD,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault or note. No name or number of a person is in it.

    `message` counts from 1; `where` is a notifikasjonLopeNr, a tjenesteID, an element's name or "".
    """

    code: str
    message: int
    where: str = ""
    field: str = ""
    consequence: str = ""

    @property
    def soft(self) -> bool:
        return FAULTS[self.code] == NOTE


@dataclass(slots=True)
class Chain:
    """One municipality's chain: the last notification received, and the highest number."""

    last: str = ZERO
    number: int | None = None


@dataclass(slots=True)
class Receiver:
    """The receiver. Without `rules` only the chain and the picture are looked at, not schema and fields.

    `test_persons=False` refuses synthetic numbers (month + 80), as the register's own receiver must: "test persons are
    never reported". A proof runs on practice persons, so it is allowed unless asked.
    """

    rules: Rules | None
    scope: frozenset[str] = SCOPE
    test_persons: bool = True
    faults: list[Fault] = field(default_factory=list)
    messages: int = 0
    repeated: int = 0  # notifications received again, and ignored
    _pictures: dict[str, Picture] = field(default_factory=dict)
    _chains: dict[str, Chain] = field(default_factory=dict)
    # Each notifikasjonGUID received, with the municipality and the content it came with.
    _known: dict[str, tuple[str, tuple[Any, ...]]] = field(default_factory=dict)
    _waiting: set[str] = field(default_factory=set)  # corrections refused because their original had not come
    _named: set[str] = field(default_factory=set)  # GUIDs that a notification names as the one before it
    _events: set[str] = field(default_factory=set)  # every hendelseGUID received

    def receive(self, message: bytes) -> list[Fault]:
        """Take the next message in. Its faults and notes, which are also added to `faults`."""
        self.messages += 1
        before = len(self.faults)
        root = self._parsed(message)
        if root is not None:
            findings = [*reading.whole(root), *(self.rules.check(root) if self.rules else ())]
            for one in findings:
                self._tell(one.code, reading.where(one.element), one.field, one.consequence)
            if not any(MESSAGE in (FAULTS[one.code], _effect(one)) for one in findings):
                self._take(root, findings)
        return self.faults[before:]

    def state(self) -> dict[str, dict[str, Service]]:
        """kommuneNr -> tjenesteID -> what is known of the service now."""
        return {number: picture.state() for number, picture in self._pictures.items()}

    def missing(self) -> set[str]:
        """GUIDs that a chain names as previous and that never came: empty when the chains are whole to their ends."""
        return self._named - set(self._known) - {ZERO}

    def hard(self) -> list[Fault]:
        """The faults without the notes."""
        return [one for one in self.faults if not one.soft]

    def _tell(self, code: str, where: str = "", name: str = "", consequence: str = "") -> None:
        self.faults.append(Fault(code, self.messages, where, name, consequence))

    def _parsed(self, message: bytes) -> Any | None:
        try:
            root: Any = etree.fromstring(message, etree.XMLParser(resolve_entities=False, no_network=True))
        except (etree.XMLSyntaxError, ValueError):
            self._tell("xml.broken")
            return None
        if root.getroottree().docinfo.doctype:
            self._tell("xml.doctype")
            return None
        return root

    def _take(self, root: Any, findings: list[Finding]) -> None:
        municipality = root.find(f"{{{NS}}}Kommune").get("kommuneNr", "")
        self._pictures.setdefault(municipality, Picture())
        self._chains.setdefault(municipality, Chain())
        deleted = {reading.notification(one.element) for one in findings if _effect(one) == NOTIFICATION}
        highest: int | None = None
        for element in root.iterfind(f"{{{NS}}}Notifikasjon"):
            number = reading.number(element)
            if highest is not None and number <= highest:
                self._tell("chain.not_sorted", str(number))
            highest = number if highest is None else max(highest, number)
            self._take_one(municipality, element, deleted=element in deleted)
        for code, service in self._pictures[municipality].settle():
            self._tell(code, service)

    def _take_one(self, municipality: str, element: Any, *, deleted: bool) -> None:
        guid, where = reading.guid(element, "notifikasjonGUID"), element.get("notifikasjonLopeNr", "")
        content = (municipality, reading.content(element))
        if self._known.get(guid, content) != content:
            self._tell("chain.guid_reused", where)
            return
        if guid in self._known:
            if guid not in self._waiting:
                self.repeated += 1
                return
        else:
            self._known[guid] = content
            for code in self._linked(self._chains[municipality], guid, element):
                self._tell(code, where)
        codes = list(reading.alone(element))
        if "event.not_one" not in codes:
            one = reading.read(element)
            codes += self._about(one)
            if not deleted and not any(FAULTS[code] == NOTIFICATION for code in codes):
                codes += self._followed(municipality, one)
        for code in codes:
            self._tell(code, where)

    def _linked(self, chain: Chain, guid: str, element: Any) -> Iterator[str]:
        previous, number = reading.guid(element, "notifikasjonForrigeGUID"), reading.number(element)
        self._named.add(previous)
        if chain.number is None and previous != ZERO:
            yield "chain.first_not_zero"
        elif chain.number is not None and previous == ZERO:
            yield "chain.zero_again"
        elif previous != chain.last:
            yield "chain.gap"
        if chain.number is not None and number <= chain.number:
            yield "chain.number_not_rising"
            return
        chain.last, chain.number = guid, number

    def _about(self, one: Notification) -> Iterator[str]:
        event = one.event
        if one.status != "C" and event.type not in self.scope:
            yield "service.not_in_scope"
        if event.person.type_id not in KPR_IDENTITY:
            yield "person.no_kpr_identity"
        month = event.person.fid[2:4]
        if not self.test_persons and month.isdecimal() and 80 < int(month) <= 92:
            yield "person.test"
        made, registered = reading.moment(one.made), reading.moment(event.registered)
        if made is not None and registered is not None and made < registered:
            yield "time.before_registration"
        if registered is not None and event.day > event.registered[:10]:
            yield "date.after_registration"

    def _followed(self, municipality: str, one: Notification) -> Iterator[str]:
        picture = self._pictures[municipality]
        if one.status != "N":
            wrong = self._reference(municipality, picture, one.reference)
            self._waiting.discard(one.guid)
            if wrong:
                if wrong == "ref.unknown":
                    self._waiting.add(one.guid)
                yield wrong
                return
        if one.event.guid in self._events and one.event.guid != picture.annulled(one):
            yield "event.guid_reused"
        self._events.add(one.event.guid)
        yield from picture.apply(one)

    def _reference(self, municipality: str, picture: Picture, reference: str) -> str:
        if not reference:
            return "ref.missing"
        if reference not in self._known:
            return "ref.unknown"
        if self._known[reference][0] != municipality:
            return "ref.other_municipality"
        return "" if reference in picture.originals else "ref.not_original"


def _effect(one: Finding) -> str:
    return {DELETE_MESSAGE: MESSAGE, DELETE_ROW: NOTIFICATION}.get(one.consequence, "")


def main(words: list[str]) -> int:
    """Receive the files in the order given; 1 when anything hard is wrong, 2 for too few words."""
    if len(words) < 3:
        print(__doc__)
        return 2
    receiver = Receiver(Rules(Path(words[0]), Path(words[1])))
    for name in words[2:]:
        for fault in receiver.receive(Path(name).read_bytes()):
            print(fault.code, fault.message, fault.where, fault.field, fault.consequence)
    services = sum(len(one) for one in receiver.state().values())
    print(f"{receiver.messages} messages, {services} services, {len(receiver.hard())} faults")
    return 1 if receiver.hard() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
