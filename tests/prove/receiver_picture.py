"""The independent receiver's picture of one municipality: what holds once the corrections are followed.

Written from the specification alone. Decisions where its text leaves room:

- `tjenesteType` may be corrected by M: the text lists only `tjenesteID` and `midlertidigStoppID` as staying the same
  through corrections. But one service has one type, so all events in force of a service must agree once a message ends.
- The person may be corrected by M, and "everything already reported for it is sent again": once a message ends, the
  events in force of a service must name one person, and one `pasientGUID` must go with one brukerNr, fid and typeID.
  `bydel` may differ, since moving raises no event; the picture shows the one told last.
- Start before end, pause and provider change, `MidlertidigStoppFra` before `Til`: looked at when a message ends, not
  between its notifications. A repair by C and a new N passes through a moment without a start, and annulling a service
  takes its events back one by one; the specification says nothing of the order among them.
- M or C after C: "a new M or C puts the original and everything that referred to it out of force", which may be read
  so that an M brings an annulled event back. It is taken so, and noted.
- A new `hendelseGUID` for each version. A C makes no new version of the facts, so it may also carry the GUID of the
  version that it annuls.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

START, END, CHANGED = "TjenesteStart", "TjenesteSlutt", "TjenesteutforerEndret"
PAUSE_FROM, PAUSE_TO = "MidlertidigStoppFra", "MidlertidigStoppTil"
KINDS = (START, PAUSE_TO, PAUSE_FROM, CHANGED, END)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a notification is about, as it says it."""

    patient: str  # pasientGUID
    user: str  # brukerNr
    fid: str
    type_id: str
    bydel: str

    def identity(self) -> Person:
        """All but the bydel, which may change without an event."""
        return replace(self, bydel="")


@dataclass(frozen=True, slots=True)
class Event:
    """The one event of a notification. Dates as written, yyyy-mm-dd; "" for an attribute that is not there."""

    kind: str
    guid: str
    service: str
    type: str
    day: str
    registered: str
    provider: str
    pause: str
    person: Person


@dataclass(frozen=True, slots=True)
class Notification:
    """One notification; GUIDs in small letters and without braces."""

    guid: str
    previous: str
    number: int
    status: str
    reference: str
    made: str
    event: Event


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause; "" while it lasts."""

    id: str
    begins: str
    ends: str


@dataclass(frozen=True, slots=True)
class Service:
    """What the register knows of one service. `providers`: (day, organisation number), by day and then as told."""

    person: Person
    type: str
    start: str
    end: str
    providers: tuple[tuple[str, str], ...]
    pauses: tuple[Pause, ...]


@dataclass(slots=True)
class Original:
    """An N and what holds of it now: itself, its last M, or nothing after a C."""

    first: Event
    in_force: Notification | None
    number: int  # of the last that says something of it

    def key(self) -> tuple[str, str, str]:
        return self.first.kind, self.first.service, self.first.pause


def latest(notifications: Iterable[Notification]) -> Event | None:
    """The event that was told last, or None where there is none."""
    found = max(notifications, key=lambda one: one.number, default=None)
    return None if found is None else found.event


class Picture:
    """One municipality's originals, their corrections, and the services that follow from them."""

    def __init__(self) -> None:
        self.originals: dict[str, Original] = {}  # by notifikasjonGUID of the N
        self._of_service: dict[str, list[Original]] = defaultdict(list)
        self._of_patient: dict[str, set[str]] = defaultdict(set)  # pasientGUID -> tjenesteIDs ever told of it
        self._of_pause: dict[str, set[str]] = defaultdict(
            set
        )  # midlertidigStoppID -> tjenesteIDs ever told of it
        self._standing: dict[str, set[str]] = {}
        self._between: set[str] = set()  # patients and pauses that stand wrong between services
        self._touched: set[str] = set()
        self._touched_patients: set[str] = set()
        self._touched_pauses: set[str] = set()

    # ------------------------------------------------------------------------------------------ one notification

    def apply(self, one: Notification) -> Iterator[str]:
        """Take a notification in; codes of what is wrong with it. One whose reference does not hold changes nothing."""
        if one.status == "N":
            if one.reference:
                yield "ref.on_original"
                return
            original = Original(one.event, one, one.number)
            self.originals[one.guid] = original
            self._of_service[one.event.service].append(original)
            self._note(one.event)
            return
        original = self.originals[one.reference]
        wrong = list(self._changed(original, one.event))
        yield from wrong
        if wrong:
            return
        if one.number < original.number:
            return  # it comes late; what put it out of force is here already
        if original.in_force is None:
            yield "ref.after_annulment"
        original.number = one.number
        original.in_force = one if one.status == "M" else None
        self._note(one.event)

    def _note(self, event: Event) -> None:
        self._touched.add(event.service)
        self._touched_patients.add(event.person.patient)
        self._of_patient[event.person.patient].add(event.service)
        if event.pause:
            self._touched_pauses.add(event.pause)
            self._of_pause[event.pause].add(event.service)

    def annulled(self, one: Notification) -> str:
        """hendelseGUID of the version that a C takes out of force; "" for anything else."""
        original = self.originals.get(one.reference)
        if one.status != "C" or original is None or original.in_force is None:
            return ""
        return original.in_force.event.guid

    @staticmethod
    def _changed(original: Original, event: Event) -> Iterator[str]:
        kind, service, pause = original.key()
        if event.kind != kind:
            yield "correction.kind_changed"
        if event.service != service:
            yield "correction.service_changed"
        if event.kind == kind and event.pause != pause:
            yield "correction.pause_changed"

    # ----------------------------------------------------------------------------------------- when a message ends

    def settle(self) -> Iterator[tuple[str, str]]:
        """(code, tjenesteID) of what stands wrong once a message ends, and did not before it."""
        for service in sorted(self._touched):
            now = set(self._wrong(service))
            yield from ((code, service) for code in sorted(now - self._standing.get(service, set())))
            self._standing[service] = now
        between = {(about, code): service for about, code, service in self._wrong_between()}
        yield from (
            (code, service)
            for (about, code), service in sorted(between.items())
            if about not in self._between
        )
        self._between -= self._touched_patients | self._touched_pauses
        self._between |= {about for about, _ in between}
        for touched in (self._touched, self._touched_patients, self._touched_pauses):
            touched.clear()

    def _in_force(self, service: str) -> dict[str, list[Notification]]:
        found: dict[str, list[Notification]] = {kind: [] for kind in KINDS}
        for original in self._of_service[service]:
            if original.in_force is not None:
                found[original.first.kind].append(original.in_force)
        return found

    def _wrong(self, service: str) -> Iterator[str]:
        told = self._in_force(service)
        start, end = latest(told[START]), latest(told[END])
        if len(told[START]) > 1:
            yield "start.twice"
        if len(told[END]) > 1:
            yield "end.twice"
        if start is None:
            if end is not None:
                yield "end.without_start"
            if told[PAUSE_FROM] or told[PAUSE_TO]:
                yield "pause.without_start"
            if told[CHANGED]:
                yield "provider.without_start"
        elif end is not None and end.day < start.day:
            yield "end.before_start"
        days = [one.event.day for one in told[CHANGED]]
        if len(set(days)) != len(days):
            yield "provider.same_day"
        if end is not None and any(one.event.day >= end.day for one in told[PAUSE_TO]):
            yield "pause.to_after_end"
        yield from self._wrong_pauses(told[PAUSE_FROM], told[PAUSE_TO])
        yield from self._wrong_wholes([one for kind in KINDS for one in told[kind]])

    @staticmethod
    def _wrong_pauses(begun: list[Notification], ended: list[Notification]) -> Iterator[str]:
        for pause in sorted({one.event.pause for one in begun + ended}):
            begins = [one for one in begun if one.event.pause == pause]
            ends = [one for one in ended if one.event.pause == pause]
            if len(begins) > 1:
                yield "pause.from_twice"
            if len(ends) > 1:
                yield "pause.to_twice"
            first, last = latest(begins), latest(ends)
            if first is None:
                yield "pause.to_without_from"
            elif last is not None and last.day < first.day:
                yield "pause.to_before_from"

    @staticmethod
    def _wrong_wholes(told: list[Notification]) -> Iterator[str]:
        if len({one.event.type for one in told}) > 1:
            yield "service.type_differs"
        if len({one.event.person.identity() for one in told}) > 1:
            yield "service.person_differs"

    def _wrong_between(self) -> Iterator[tuple[str, str, str]]:
        """(what it is about, code, first tjenesteID) of what does not fit between services; each is named once."""
        for patient in self._touched_patients:
            services = self._of_patient[patient]
            people = {
                one.person.identity() for one in self._events_of(services) if one.person.patient == patient
            }
            if len(people) > 1:
                yield patient, "person.identity_differs", min(services)
        for pause in self._touched_pauses:
            services = {one.service for one in self._events_of(self._of_pause[pause]) if one.pause == pause}
            if len(services) > 1:
                yield pause, "pause.id_on_two_services", min(services)

    def _events_of(self, services: Iterable[str]) -> Iterator[Event]:
        for service in services:
            for told in self._in_force(service).values():
                yield from (one.event for one in told)

    # --------------------------------------------------------------------------------------------------- the state

    def state(self) -> dict[str, Service]:
        """tjenesteID -> the service, for every service of which anything is in force."""
        found = {}
        for service in self._of_service:
            told = self._in_force(service)
            last = latest(one for kind in KINDS for one in told[kind])
            if last is not None:
                found[service] = self._service(told, last)
        return found

    @staticmethod
    def _service(told: dict[str, list[Notification]], last: Event) -> Service:
        start, end = latest(told[START]), latest(told[END])
        changes = sorted(told[CHANGED], key=lambda one: (one.event.day, one.number))
        providers = [(one.event.day, one.event.provider) for one in changes]
        if start is not None and start.provider:
            providers.insert(0, (start.day, start.provider))
        pauses = []
        for pause in {one.event.pause for one in told[PAUSE_FROM] + told[PAUSE_TO]}:
            begins = latest(one for one in told[PAUSE_FROM] if one.event.pause == pause)
            ends = latest(one for one in told[PAUSE_TO] if one.event.pause == pause)
            over = ends or end  # a pause ends with its service at the latest
            pauses.append(Pause(pause, begins.day if begins else "", over.day if over else ""))
        return Service(
            person=last.person,
            type=last.type,
            start=start.day if start else "",
            end=end.day if end else "",
            providers=tuple(providers),
            pauses=tuple(sorted(pauses, key=lambda one: (one.begins, one.id))),
        )
