"""Small messages written by hand for the tests of the independent receiver. Nothing of the program's writer is used.

Persons have numbers of the synthetic kind only, read from tests/data.
"""

from __future__ import annotations

import csv
from pathlib import Path
from uuid import UUID
from xml.sax.saxutils import quoteattr

from tests.prove.receiver import ZERO

NUMBERS = Path(__file__).resolve().parents[1] / "data" / "testnumre_syntetiske.csv"
NS = "http://www.npr.no/xmlstds/56_0_0_ipl"
START, END, CHANGED = "TjenesteStart", "TjenesteSlutt", "TjenesteutforerEndret"
FROM, TO = "MidlertidigStoppFra", "MidlertidigStoppTil"
PROVIDER, OTHER_PROVIDER = "974760673", "9740297230"

MESSAGE = """<?xml version="1.0" encoding="utf-8"?>
<Melding xmlns="{ns}" versjon="56.0.0" meldingstype="K" leverandor="Hånd"
 navnEPJ="Hånd" versjonEPJ="1" versjonUt="1"{more}>
{notes}
{contacts}
{municipalities}
</Melding>
"""
CONTACTS = """<Kontaktperson kontPerson="Blid Fjellbekk" typeKontaktperson="16" meldTelefon="+47 900 00 000"
 meldEpost1="blid@example.no"/>
<Kontaktperson kontPerson="Rask Havbris" meldEpost1="rask@example.no" typeKontaktperson="17"/>"""


def synthetic() -> list[str]:
    """The synthetic fødselsnummer of the test data."""
    with NUMBERS.open(encoding="utf-8", newline="") as file:
        return [row["nummer"] for row in csv.DictReader(file) if row["type"].startswith("tenor_fnr")]


FNR = synthetic()


def person(which: int, **changed: str) -> dict[str, str]:
    """The attributes of practice person number `which`."""
    told = {
        "pasientGUID": str(UUID(int=which, version=4)),
        "brukerNr": str(1000 + which),
        "fid": FNR[which],
        "typeID": "1",
    }
    return told | changed


def attributes(values: dict[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())


class Hand:
    """Writes one municipality's chain, keeping numbers and previous GUIDs unless told otherwise."""

    def __init__(self, municipality: str = "0301", space: int = 1) -> None:
        self.municipality = municipality
        self.space = space
        self.number = 0
        self.last = ZERO
        self.notes: list[str] = []
        self.sent: list[bytes] = []

    def guid(self, part: int) -> str:
        return str(UUID(int=(self.space << 64) + (self.number << 8) + part, version=4))

    def note(
        self,
        status: str,
        kind: str,
        service: str = "T1",
        day: str = "2021-03-01",
        *,
        who: dict[str, str] | None = None,
        drop: tuple[str, ...] = (),
        **changed: str,
    ) -> str:
        """Add a notification; attributes by name in `changed`, names to leave out in `drop`. Returns its GUID."""
        self.number += 1
        outer = {
            "statusNotifikasjon": status,
            "notifikasjonTid": "2021-06-01T12:00:00",
            "notifikasjonGUID": self.guid(1),
            "notifikasjonForrigeGUID": self.last,
            "notifikasjonLopeNr": str(self.number),
        }
        event = {
            "tjenesteType": "21",
            "hendelseRegTid": "2021-06-01T11:00:00",
            "hendelseDato": day,
            "tjenesteID": service,
            "hendelseGUID": self.guid(2),
        }
        if kind == CHANGED:
            event["tjenesteOrgNr"] = OTHER_PROVIDER
        if kind in {FROM, TO}:
            event["midlertidigStoppID"] = f"{service}-P1"
        user = dict(who if who is not None else person(0))
        for name, value in changed.items():
            holder = outer if name.startswith(("notifikasjon", "status")) else user if name in user else event
            holder[name] = value
        for holder in (outer, event, user):
            for name in drop:
                holder.pop(name, None)
        body = f"<{kind}{attributes(event)}><Bruker{attributes(user)}/></{kind}>"
        self.notes.append(f"<Notifikasjon{attributes(outer)}>{body}</Notifikasjon>")
        self.last = outer["notifikasjonGUID"]
        return self.last

    def n(self, kind: str, service: str = "T1", day: str = "2021-03-01", **more: object) -> str:
        return self.note("N", kind, service, day, **more)  # type: ignore[arg-type]

    def m(
        self, original: str, kind: str, service: str = "T1", day: str = "2021-03-01", **more: object
    ) -> str:
        return self.note("M", kind, service, day, notifikasjonRef=original, **more)  # type: ignore[arg-type]

    def c(
        self, original: str, kind: str, service: str = "T1", day: str = "2021-03-01", **more: object
    ) -> str:
        return self.note("C", kind, service, day, notifikasjonRef=original, **more)  # type: ignore[arg-type]

    def send(
        self, *, contacts: str = CONTACTS, municipalities: str = "", more: str = "", again: str = ""
    ) -> Hand:
        """Close the message. `again`: notifications sent once more, first in it."""
        text = MESSAGE.format(
            ns=NS,
            more=more,
            notes=again + "\n".join(self.notes),
            contacts=contacts,
            municipalities=municipalities or f'<Kommune kommuneNr="{self.municipality}"/>',
        )
        self.sent.append(text.encode())
        self.notes = []
        return self


def clean_series() -> list[bytes]:
    """A series without a fault that holds one of everything: first load, pauses, corrections of corrections, a C and a
    new N after it, a person corrected in all events, and a message sent again."""
    hand, extra = Hand(), person(0, typeID="9", fid="ukjent")
    first = hand.n(START, "T1", "2021-01-01", who=extra, tjenesteOrgNr=PROVIDER)
    other = hand.n(START, "T2", "2021-01-01", who=person(1, bydel="030101"), tjenesteType="18")
    third = hand.n(START, "T3", "2021-01-01", who=extra, tjenesteType="29")
    hand.n(FROM, "T2", "2021-02-01", who=person(1), tjenesteType="18")
    hand.send()
    changed = hand.n(CHANGED, "T1", "2021-03-01", who=extra)
    resumed = hand.n(TO, "T2", "2021-03-01", who=person(1), tjenesteType="18")
    end = hand.n(END, "T3", "2021-03-31", who=extra, tjenesteType="29")
    hand.send()
    again = "\n".join(
        line for line in hand.sent[-1].decode().splitlines() if line.startswith("<Notifikasjon")
    )
    hand.m(end, END, "T3", "2021-04-01", who=extra, tjenesteType="29")
    fourth = hand.n(START, "T4", "2021-03-01", who=person(2), tjenesteType="19")
    fourth_end = hand.n(END, "T4", "2021-03-05", who=person(2), tjenesteType="19")
    hand.send()
    hand.m(end, END, "T3", "2021-04-02", who=extra, tjenesteType="29")
    hand.c(fourth_end, END, "T4", "2021-03-05", who=person(2), tjenesteType="19")
    hand.c(fourth, START, "T4", "2021-03-01", who=person(2), tjenesteType="19")
    hand.n(START, "T4", "2021-03-02", who=person(3), tjenesteType="19")
    hand.send(again=again)
    hand.m(first, START, "T1", "2021-01-01", who=person(0), tjenesteOrgNr=PROVIDER)
    hand.m(changed, CHANGED, "T1", "2021-03-01", who=person(0))
    hand.m(third, START, "T3", "2021-01-01", who=person(0), tjenesteType="29")
    hand.m(end, END, "T3", "2021-04-02", who=person(0), tjenesteType="29")
    hand.m(resumed, TO, "T2", "2021-03-02", who=person(1), tjenesteType="18")
    hand.m(other, START, "T2", "2021-01-02", who=person(1), tjenesteType="18", tjenesteOrgNr=PROVIDER)
    hand.send()
    return hand.sent
