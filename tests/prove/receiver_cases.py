"""For each fault that the independent receiver tells without the official files: wrong messages, and right ones."""

from __future__ import annotations

from collections.abc import Callable

from tests.prove.receiver import ZERO
from tests.prove.receiver_hand import CHANGED, CONTACTS, END, FROM, START, TO, Hand, person

UNKNOWN = "12345678-0000-4000-8000-000000000000"


def two(*, second: Callable[[Hand, str], object], first: Callable[[Hand], str] | None = None) -> list[bytes]:
    """A start in one message, and what `second` adds after it in the next."""
    hand = Hand()
    original = first(hand) if first else hand.n(START)
    hand.send()
    second(hand, original)
    return hand.send().sent


def one(*kinds: Callable[[Hand], object], **sending: str) -> list[bytes]:
    hand = Hand()
    for kind in kinds:
        kind(hand)
    return hand.send(**sending).sent


def replaced(messages: list[bytes], old: str, new: str) -> list[bytes]:
    text = messages[-1].decode()
    assert old in text
    return [*messages[:-1], text.replace(old, new, 1).encode()]


def start(hand: Hand) -> str:
    return hand.n(START)


def other_town(own: Callable[[str], str]) -> list[bytes]:
    """Oslo's start, then Bergen's start and its correction; `own` chooses what that refers to, given Bergen's own."""
    oslo, bergen = Hand(), Hand("4601", space=2)
    oslo.n(START)
    mine = bergen.n(START)
    bergen.m(own(mine), START)
    return [*oslo.send().sent, *bergen.send().sent]


def same_content_again(*, changed: bool) -> list[bytes]:
    hand = Hand()
    hand.n(START)
    text = hand.notes[0]
    hand.send()
    hand.send(again=text.replace("2021-03-01", "2021-03-02") if changed else text)
    return hand.sent


def corrected(second: str = "", **more: str) -> list[bytes]:
    """A start, an M of it, and a second M that refers to the N, or to the M when `second` says so."""
    hand = Hand()
    original = hand.n(START)
    again = hand.m(original, START, day="2021-03-02", **more)
    hand.m(again if second == "M" else original, START, day="2021-03-03")
    return hand.send().sent


def paused(*steps: Callable[[Hand], object], first: Callable[[Hand], str] = start) -> list[bytes]:
    hand = Hand()
    first(hand)
    for step in steps:
        step(hand)
    return hand.send().sent


def two_services(**changed: str) -> list[bytes]:
    return one(start, lambda hand: hand.n(START, "T2", who=person(0, **changed)))


TOWN = '<Kommune kommuneNr="0301"/>'
PLAIN = one(start)
DOCTYPE = '<!DOCTYPE Melding [<!ENTITY a "b">]><Melding '
EARLIER, LATER = "2021-02-01", "2021-04-01"
PAUSED = paused(lambda h: h.n(FROM), lambda h: h.n(TO, day=LATER))

# code -> messages that are wrong in just this, and the nearest that are right
CASES: dict[str, tuple[list[bytes], list[bytes]]] = {
    "xml.broken": ([PLAIN[0][:-20]], PLAIN),
    "xml.doctype": (replaced(PLAIN, "<Melding ", DOCTYPE), PLAIN),
    "order.wrong": (
        [PLAIN[0].replace(b"</Melding>", b'<Kontaktperson typeKontaktperson="1"/></Melding>')],
        PLAIN,
    ),
    "municipality.not_one": (one(start, municipalities=TOWN + TOWN.replace("0301", "4601")), PLAIN),
    "contact.no_16": (one(start, contacts=CONTACTS.replace('"16"', '"1"')), PLAIN),
    "contact.no_17": (one(start, contacts=CONTACTS.replace('"17"', '"15"')), PLAIN),
    "contact.no_phone": (one(start, contacts=CONTACTS.replace('meldTelefon="+47 900 00 000"', "")), PLAIN),
    "event.not_one": (replaced(PLAIN, "<TjenesteStart", "<TjenesteSlutt/><TjenesteStart"), PLAIN),
    "status.unknown": (replaced(PLAIN, 'statusNotifikasjon="N"', 'statusNotifikasjon="T"'), PLAIN),
    "service.not_in_scope": (
        one(lambda h: h.n(START, tjenesteType="15")),
        one(lambda h: h.n(START, tjenesteType="29")),
    ),
    "person.no_kpr_identity": (one(lambda h: h.n(START, typeID="9")), one(lambda h: h.n(START, typeID="10"))),
    "time.before_registration": (one(lambda h: h.n(START, hendelseRegTid="2021-06-01T12:00:01")), PLAIN),
    "date.after_registration": (
        one(lambda h: h.n(START, day="2021-06-02")),
        one(lambda h: h.n(START, day="2021-06-01")),
    ),
    "chain.first_not_zero": (one(lambda h: h.n(START, notifikasjonForrigeGUID=UNKNOWN)), PLAIN),
    "chain.zero_again": (two(second=lambda h, _: h.n(END, day=LATER, notifikasjonForrigeGUID=ZERO)), PLAIN),
    "chain.gap": (
        two(second=lambda h, _: h.n(END, day=LATER, notifikasjonForrigeGUID=UNKNOWN)),
        # Braces and capitals do not make another GUID.
        two(second=lambda h, n: h.n(END, day=LATER, notifikasjonForrigeGUID="{" + n.upper() + "}")),
    ),
    "chain.number_not_rising": (
        two(second=lambda h, _: h.n(END, day=LATER, notifikasjonLopeNr="1")),
        two(second=lambda h, _: h.n(END, day=LATER, notifikasjonLopeNr="7")),
    ),
    "chain.not_sorted": (paused(lambda h: h.n(END, day=LATER, notifikasjonLopeNr="1")), PAUSED),
    "chain.guid_reused": (same_content_again(changed=True), same_content_again(changed=False)),
    "event.guid_reused": (
        one(lambda h: h.m(h.n(START, hendelseGUID=UNKNOWN), START, day=LATER, hendelseGUID=UNKNOWN)),
        one(lambda h: h.c(h.n(START, hendelseGUID=UNKNOWN), START, hendelseGUID=UNKNOWN)),
    ),
    "ref.on_original": (
        two(second=lambda h, n: h.n(END, day=LATER, notifikasjonRef=n)),
        two(second=lambda h, n: h.m(n, START, day=LATER)),
    ),
    "ref.missing": (two(second=lambda h, _: h.note("M", START, day=LATER)), corrected()),
    "ref.unknown": (two(second=lambda h, _: h.m(UNKNOWN, START, day=LATER)), corrected()),
    "ref.other_municipality": (
        other_town(lambda _: Hand().n(START)),
        other_town(lambda own: own),
    ),
    "ref.not_original": (corrected("M"), corrected()),
    "ref.after_annulment": (
        two(second=lambda h, n: (h.c(n, START), h.m(n, START))),
        two(second=lambda h, n: (h.m(n, START), h.c(n, START))),
    ),
    "correction.kind_changed": (two(second=lambda h, n: h.m(n, END, day=LATER)), corrected()),
    "correction.service_changed": (two(second=lambda h, n: h.m(n, START, "T2")), corrected()),
    "correction.pause_changed": (
        paused(lambda h: h.m(h.n(FROM), FROM, midlertidigStoppID="T1-P2")),
        paused(lambda h: h.m(h.n(FROM), FROM, day=LATER)),
    ),
    "start.twice": (two(second=lambda h, _: h.n(START, day=LATER)), corrected()),
    "end.twice": (
        paused(lambda h: h.n(END), lambda h: h.n(END, day=LATER)),
        paused(lambda h: h.m(h.n(END), END, day=LATER)),
    ),
    "end.without_start": (one(lambda h: h.n(END)), one(lambda h: h.n(END), start)),
    "end.before_start": (paused(lambda h: h.n(END, day=EARLIER)), paused(lambda h: h.n(END))),
    "pause.without_start": (one(lambda h: h.n(FROM)), one(lambda h: h.n(FROM), start)),
    "pause.from_twice": (
        paused(lambda h: h.n(FROM), lambda h: h.n(FROM, day=LATER)),
        paused(lambda h: h.n(FROM), lambda h: h.n(FROM, day=LATER, midlertidigStoppID="T1-P2")),
    ),
    "pause.to_twice": (paused(lambda h: h.n(FROM), lambda h: h.n(TO), lambda h: h.n(TO, day=LATER)), PAUSED),
    "pause.to_without_from": (
        paused(lambda h: h.n(FROM), lambda h: h.n(TO, midlertidigStoppID="T1-P2")),
        paused(lambda h: h.n(TO), lambda h: h.n(FROM)),
    ),
    "pause.to_before_from": (paused(lambda h: h.n(FROM), lambda h: h.n(TO, day=EARLIER)), PAUSED),
    "pause.to_after_end": (
        paused(lambda h: h.n(FROM), lambda h: h.n(TO, day=LATER), lambda h: h.n(END, day=LATER)),
        paused(lambda h: h.n(FROM), lambda h: h.n(TO), lambda h: h.n(END, day=LATER)),
    ),
    "pause.id_on_two_services": (
        paused(
            lambda h: h.n(FROM),
            lambda h: h.n(START, "T2"),
            lambda h: h.n(FROM, "T2", midlertidigStoppID="T1-P1"),
        )
        + one(),
        paused(lambda h: h.n(FROM), lambda h: h.n(START, "T2"), lambda h: h.n(FROM, "T2")),
    ),
    "provider.without_start": (one(lambda h: h.n(CHANGED)), one(lambda h: h.n(CHANGED), start)),
    "provider.same_day": (
        paused(lambda h: h.n(CHANGED), lambda h: h.n(CHANGED)),
        paused(lambda h: h.n(CHANGED), lambda h: h.n(CHANGED, day=LATER)),
    ),
    "service.type_differs": (
        paused(lambda h: h.n(END, tjenesteType="29")),
        # The type may be corrected, when every event in force is.
        paused(
            lambda h: h.m(h.n(END), END, tjenesteType="29"), first=lambda h: h.n(START, tjenesteType="29")
        ),
    ),
    "service.person_differs": (
        paused(lambda h: h.n(END, who=person(1))),
        paused(lambda h: h.n(END, bydel="030101")),
    ),
    "person.identity_differs": (two_services(fid="ukjent"), two_services(bydel="030101")),
}
