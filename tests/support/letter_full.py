"""A letter that has everything a letter can have: every style of block and every kind of part."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from kpr_desktop.codebook.letters import LetterText
from kpr_desktop.codebook.resources import resource
from kpr_desktop.usecases.letter_records import (
    Choice,
    Facts,
    Grid,
    Heading,
    LetterRequest,
    Part,
    Profile,
    ProfileRow,
    Room,
    Said,
    SignaturePlace,
)
from tests.support.letter_requests import OFFICE, letter_request

KIND = "full"
_TEXT = """
title: "Alt et brev kan ha"
fields: [kode]
parts: [told, empty, chart, fill]
lead:
  - id: lead.what
    text: "Dette brevet har alle slags avsnitt, til {navn}."
sections:
  - id: blocks
    heading: "Avsnitt"
    blocks:
      - id: blocks.strong
        strong: "Du må svare innen {dato}."
      - id: blocks.text
        text: "Et vanlig avsnitt."
      - id: blocks.sami
        text: "Dát teaksta lea davvisámegillii: čáhppes guovža, ŋiŋŋá, đuoŧŧar."
        lang: se
      - id: blocks.one
        bullet: "første punkt"
      - id: blocks.two
        bullet: "andre punkt"
      - id: blocks.first
        number: "Gjør dette først."
      - id: blocks.second
        number: "Gjør så dette."
      - id: blocks.a
        short: "venstre øverst"
      - id: blocks.b
        short: "venstre nederst"
      - id: blocks.c
        short: "høyre øverst"
      - id: blocks.code
        code: "{kode}"
      - id: blocks.phone
        line: "Telefon: {kontakt_telefon}"
      - id: blocks.mail
        line: "E-post: {kontakt_epost}"
      - id: blocks.law
        law: "Liten skrift om loven."
  - id: told
    heading: "Det saken holder"
    blocks:
      - id: told.part
        part: told
      - id: told.empty
        part: empty
        optional: yes
      - id: told.chart
        part: chart
  - id: fill
    heading: "Fyll inn"
    blocks:
      - id: fill.tick
        tick: "Ja, dere kan spørre fastlegen."
      - id: fill.tick_two
        tick: "Ja, dere kan spørre sykehuset."
      - id: fill.room
        room: "Hvem gjelder det?"
      - id: fill.part
        part: fill
      - id: fill.sign
        sign: "Underskrift"
"""

TOLD: tuple[Part, ...] = (
    Heading("Opplysninger"),
    Said("Dette står om deg.\nPå to linjer."),
    Said("This is kept in the language it came in.", lang="en"),
    Heading("Grunnlag", 4),
    Facts(
        (
            ("Navn", "Blid Fjellbekk"),
            ("Bor", "alene, i egen bolig med god plass til alt som trengs " * 3),
            ("Tom", ""),
        )
    ),
    Said("viktig", "bullet"),
    Said("Merk dette.", "strong"),
    Said("Kryss her.", "tick"),
    Said("Kilde: oss selv.", "note"),
    Grid(
        "Hvem har sett",
        ("Dag", "Hvem", "Hvorfor"),
        (
            ("23.11.2026", "Glad Nordavind", "Vedtak om hjelp hjemme"),
            ("24.11.2026", "Rolig Sti", "Doctor's note, as it was sent"),
        ),
        (1.0, 1.6, 2.4),
        row_heads=True,
        langs=("", "", "en"),
    ),
)
CHART = Profile(
    "Figuren viser fire skårer nå og sist: gå 3 nå og 2 sist, kle på seg 1 begge ganger, spise 9, lage mat 5 nå.",
    (
        ("Bevege seg", (ProfileRow("Gå inne og ute i all slags vær, med eller uten hjelpemidler", 3, 2),)),
        (
            "Egen helse",
            (
                ProfileRow("Kle på seg", 1, 1),
                ProfileRow("Spise", 9, None),
                ProfileRow("Lage mat", 5, None),
                ProfileRow("Vaske", None, 4),
            ),
        ),
    ),
    "nå",
    "sist",
)
FILL: tuple[Part, ...] = (
    Choice("Vil du ha hjelp?", ("Ja", "Nei", "Vet ikke"), "Sett ett kryss.", "hjelp"),
    Choice(
        "Hva gjelder?",
        ("Det er noe som jeg har tenkt på lenge og gjerne vil snakke med dere om på mandag", "Nei"),
    ),
    Room("Telefon", 1, "telefon"),
    Room("Skriv det du vil at vi skal vite om deg og det som er viktig for deg i livet ditt nå", 4, "fritt"),
    SignaturePlace("Pårørende", "Rolig Sti"),
    SignaturePlace(
        "Underskrift på skjermen",
        "Blid Fjellbekk",
        datetime(2026, 11, 23, 9, 5, tzinfo=UTC),
        (
            tuple((i / 40, 0.5 + (0.4 if i % 2 else -0.3) * (1 - i / 45)) for i in range(40)),
            ((0.9, 0.9),),
            (),
        ),
    ),
)


def full_letter(folder: Path) -> Path:
    """The folder, with the letter and the frame of its language in it."""
    (folder / "frame.nb.yaml").write_bytes(resource("letters", "frame.nb.yaml").read_bytes())
    (folder / f"{KIND}.nb.yaml").write_text(_TEXT, encoding="utf-8")
    return folder


@cache
def logo(wide: int = 300, tall: int = 200) -> bytes:
    """Arms that nobody has, with a clear ground."""
    picture = Image.new("RGBA", (wide, tall), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((0, 0, wide - 1, tall - 1), fill=(15, 85, 99, 255))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def full_request(**changes: Any) -> LetterRequest:
    """A request for it with everything set; `changes` are the request's own arguments."""
    plain: dict[str, Any] = {
        "kind": KIND,
        "office": replace(OFFICE, logo=logo(), logo_alt="Sildrebekk kommunes våpen"),
        "fields": {"kode": "ABCDE FGHJK WMWMW 23456"},
        "parts": {"told": TOLD, "chart": (CHART,), "fill": FILL},
        "number": "2026-000123",
        "collect_by": date(2026, 11, 30),
        "your_reference": "2026/44-2",
        "case_worker": "Glad Nordavind",
        "exempt": True,
    }
    return letter_request(**(plain | changes))


def any_request(letter: LetterText, value: str = "Blid & Glad", **changes: Any) -> LetterRequest:
    """A request for any letter, with `value` in every field and parts of all kinds in every place."""
    plain: dict[str, Any] = {
        "kind": letter.kind,
        "language": letter.language,
        "fields": dict.fromkeys(letter.fields, value),
        "parts": dict.fromkeys(letter.parts, (*TOLD, CHART, *FILL)),
    }
    return full_request(**(plain | changes))


def spoken() -> Iterator[str]:
    """What the parts of `any_request` say, in reading order."""
    for part in (*TOLD, CHART, *FILL):
        match part:
            case Heading() | Said():
                yield part.text
            case Facts():
                yield from (text for row in part.rows for text in row)
            case Grid():
                yield from (part.caption, *part.head, *(text for row in part.rows for text in row))
            case Profile():
                yield from (row.label for _, rows in part.groups for row in rows)
            case Choice():
                yield from (part.label, part.help, *part.options)
            case Room() | SignaturePlace():
                yield part.label
