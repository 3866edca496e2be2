"""`python -m tests.prove.letters`: every letter in every language, judged by others than the one that made it.

Each is made with everything a letter can have and read back: valid PDF/UA-1 and PDF/A-2a (its copy to fill in:
PDF/UA-1) by veraPDF; poppler's text in the order of the letter's file; with names of 60 letters, addresses of six lines
and texts twice as long no word leaves the page or covers another; one sheet where one was meant; hostile texts stand
there literally, what cannot be seen as a mark, and no file or socket is opened meanwhile. Controls: an untagged file, a
word outside, words over each other, two texts that changed places, a direction mark on the paper, and a file and a
socket that are opened while it listens are found.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import socket
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from kpr_desktop.codebook.letters import Block, Frame, LetterText, LetterTexts
from kpr_desktop.domain.characters import MARK
from kpr_desktop.domain.person import Address
from kpr_desktop.letters import Letters
from kpr_desktop.letters.fonts import clean
from kpr_desktop.letters.pdf import make
from kpr_desktop.letters.sheet import address_lines
from kpr_desktop.usecases.letter_records import SignaturePlace
from tests.prove.bad_cases import TEXTS
from tests.support.letter_full import CHART, any_request, logo, spoken
from tests.support.letter_requests import OFFICE
from tests.support.pdf import Word, misplaced, squeezed, text_of, words_of
from tests.support.verapdf import faults, why_no_verapdf

LONG = "Overraskendevennlig Sommerfuglsamlersen-Vinterlandskapsmaleriet"
ADDRESS = Address("c/o Grønn Dal\nInngang B\n3. etasje", "Stille vei 12", "4998", "Lyngmo")
SIGNED = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
STROKES = (((0.1, 0.2), (0.5, 0.7)),)
_OPENS = ("open", "socket", "subprocess", "os.", "exec", "compile", "import", "urllib", "ctypes.dlopen")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_POPPLERS = re.compile("[\u202a-\u202e]")
"""What poppler itself puts around words that are written from right to left."""
_CONTROLS = 6


@dataclass
class Count:
    """What was looked at, and what was wrong."""

    letters: int = 0
    files: int = 0
    texts: int = 0
    words: int = 0
    hostile: int = 0
    wrong: list[str] = field(default_factory=list)


def meant(letter: LetterText) -> Iterator[str]:
    """The texts of a letter in the order of its file; of one with gaps its longest piece."""
    yield letter.title
    for heading, blocks in [("", letter.lead), *((part.heading, part.blocks) for part in letter.sections)]:
        if heading:
            yield heading
        for block in blocks:
            if block.style == "part":
                yield from spoken()
            elif block.style != "code":
                yield max(re.split(r"\{\w+\}", block.text), key=len).strip(" .,:;–-§")


def out_of_order(pdf: bytes, texts: Iterator[str]) -> list[str]:
    """The texts that do not follow the one before them."""
    said, at, wrong = squeezed(text_of(pdf, "-raw")), 0, []
    for text in map(squeezed, texts):
        found = said.find(text, at)
        if found < 0:
            wrong.append(text[:40])
        else:
            at = found
    return wrong


def check_standards(letters: Letters, letter: LetterText, count: Count) -> None:
    """Valid, and in order."""
    name = f"{letter.kind}.{letter.language}"
    plain = letters.make(any_request(letter)).data
    count.files += 3
    count.wrong += [f"{name}: {fault}" for fault in faults(plain, "ua1", "2a")]
    others: tuple[dict[str, Any], ...] = ({"fillable": True}, {"training": True, "window": False})
    for changes in others:
        made = letters.make(any_request(letter, **changes)).data
        flavours = ("ua1",) if "fillable" in changes else ("ua1", "2a")
        count.wrong += [f"{name} {min(changes)}: {fault}" for fault in faults(made, *flavours)]
    texts = list(meant(letter))
    count.texts += len(texts)
    count.wrong += [f"{name}: {text} is out of order" for text in out_of_order(plain, iter(texts))]


def check_pages(letters: Letters, letter: LetterText, count: Count) -> None:
    """No more pages than were meant, as it is sent: to sign by hand, and drawn by a guardian, both with long names."""
    if not letter.pages or letter.parts - {"signature"}:
        return
    office = replace(OFFICE, logo=logo())
    by_hand = {name: (SignaturePlace("Underskrift"),) for name in letter.parts}
    drawn = {name: (SignaturePlace("Underskrift", LONG, SIGNED, STROKES),) for name in letter.parts}
    plain = dict.fromkeys(letter.fields, "ABCDE FGHJK")
    guarded = {name: LONG if name == "gitt_av" else value for name, value in plain.items()}
    for changes in (
        {"parts": by_hand, "fields": plain},
        {"parts": drawn, "fields": guarded, "name": LONG, "address": ADDRESS},
    ):
        made = letters.make(any_request(letter, office=office, **changes))
        if made.pages > letter.pages:
            count.wrong.append(
                f"{letter.kind}.{letter.language}: {made.pages} pages, {letter.pages} were meant"
            )


def check_places(letter: LetterText, frame: Frame, count: Count) -> None:
    """Nothing leaves the page or covers another text, as the letter is and with texts twice as long."""
    office = replace(OFFICE, name=LONG, unit=LONG, email=f"{LONG}@example.example", logo=logo())
    changes = {
        "name": LONG,
        "address": ADDRESS,
        "office": office,
        "case_worker": LONG,
        "your_reference": LONG,
    }
    for text in (letter, twice_as_long(letter)):
        made = make(text, frame, any_request(text, LONG, **changes))
        for page in range(1, made.pages + 1):
            words = words_of(made.data, page)
            count.words += len(words)
            count.wrong += [f"{text.kind}.{text.language} page {page}: {each}" for each in misplaced(words)]
        lost = out_of_order(made.data, meant(text))
        count.wrong += [f"{text.kind}.{text.language}: {each} is cut, or out of order" for each in lost]
        count.wrong += [f"{text.kind}.{text.language}: {each} is cut" for each in _cut_off(text, made.data)]


def _cut_off(letter: LetterText, pdf: bytes) -> list[str]:
    """The lines of a receiver that are not whole."""
    said = squeezed(text_of(pdf, "-raw"))
    lines = (LONG, *address_lines(ADDRESS)) if letter.head == "letter" else ()
    return [line for line in lines if squeezed(line) not in said]


def check_hostile(
    letters: Letters, letter: LetterText, texts: tuple[str, ...], count: Count, ear: Listening
) -> None:
    """Each text is literal, in names and in what the case holds, and opens nothing."""
    name = f"{letter.kind}.{letter.language}"
    letters.make(any_request(letter, "☐ Ж"))  # what is read once for all is read now
    for text in texts:
        count.hostile += 1
        value = text.strip() or "x"
        office = replace(OFFICE, unit=text)
        address = Address(text, "Stille vei 12", "4998", "Lyngmo")
        parts = _all_say(letter, text)
        request = any_request(letter, value, name=value, address=address, office=office, parts=parts)
        with ear:
            made = letters.make(request)
        said = text_of(made.data, "-raw")
        # Poppler turns the words that are written from right to left, and says so with marks of its own.
        plain = squeezed(_POPPLERS.sub("", said))
        shown = squeezed(clean(text))[:30]
        turned = "".join(word[::-1] for word in clean(text).split())[:30]
        if shown not in plain and turned not in plain:
            count.wrong.append(f"{name}: {shown!a} is not there")
        count.wrong += [f"{name}: {text[:30]!a}: {fault}" for fault in unmarked(text, said)]
    count.wrong += [f"{name}: {event} while the letter was made" for event in sorted(set(ear.heard))]
    ear.heard.clear()


def unmarked(text: str, said: str) -> list[str]:
    """What cannot be seen and is on the paper as it is, or is not there as a mark."""
    if any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text if char.isalpha()):
        said = _POPPLERS.sub("", said)
    found = {char for char in said if unicodedata.category(char) in _UNSEEN} - {"\n", "\f"}
    wrong = [f"U+{ord(char):04X} is on the paper" for char in sorted(found)]
    unseen = sum(unicodedata.category(char) in _UNSEEN for char in text.strip())
    return wrong if said.count(MARK) >= unseen else [*wrong, "a mark is missing"]


def _all_say(letter: LetterText, text: str) -> dict[str, tuple[object, ...]]:
    chart = replace(CHART, alt=text, now=text)
    return dict.fromkeys(letter.parts, (SignaturePlace(text, text), chart))


class Listening:
    """Hears of the files and sockets that are opened while it is entered. There is one in a process."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._on = False
        sys.addaudithook(self._hear)

    def _hear(self, event: str, _: object) -> None:
        if self._on and event.startswith(_OPENS):
            self.heard.append(event)

    def __enter__(self) -> None:
        self._on = True

    def __exit__(self, *_: object) -> None:
        self._on = False


def twice_as_long(letter: LetterText) -> LetterText:
    """The letter with each of its texts said twice, as a translation may be long."""
    return replace(
        letter,
        title=f"{letter.title} {letter.title}",
        lead=tuple(_twice(block) for block in letter.lead),
        sections=tuple(
            replace(
                section,
                heading=f"{section.heading} {section.heading}",
                blocks=tuple(map(_twice, section.blocks)),
            )
            for section in letter.sections
        ),
    )


def _twice(block: Block) -> Block:
    """Not what is a code or the name of a part."""
    return block if block.style in {"code", "part"} else replace(block, text=f"{block.text} {block.text}")


def controls(ear: Listening) -> list[str]:
    """What the checks must find in files that are wrong on purpose."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(590, 100, "Outside")
    canvas.drawString(100, 300, "Second")
    canvas.drawString(100, 400, "First")
    canvas.save()
    bad = out.getvalue()
    missed = []
    if len({fault.split()[0] for fault in faults(bad, "ua1", "2a")}) < 2:
        missed.append("an untagged file")
    if not misplaced(words_of(bad)):
        missed.append("a word outside")
    if not misplaced([Word(30, 30, 40, 34, "a"), Word(35, 31, 45, 35, "b")]):
        missed.append("words over each other")
    if not out_of_order(bad, iter(("First", "Second"))):
        missed.append("texts that changed places")
    if len(unmarked("a\u202eb", "a\u202eb")) != 2:
        missed.append("a direction mark on the paper")
    with ear, Path(os.devnull).open("rb"), socket.socket():
        pass
    if not {"open", "socket.__new__"} <= set(ear.heard):
        missed.append("a file and a socket that were opened")
    return missed


def run(kinds: tuple[str, ...], languages: tuple[str, ...], hostile: int) -> int:
    """All checks; 0 when nothing was wrong. No kinds, no languages: all of them."""
    shipped, count, ear = LetterTexts(), Count(), Listening()
    letters, step = Letters(), len(TEXTS) // hostile
    texts = [
        shipped.letter(kind, language)[0]
        for kind in kinds or shipped.kinds()
        for language in shipped.languages(kind)
        if not languages or language in languages
    ]
    for letter in texts:
        count.letters += 1
        check_standards(letters, letter, count)
        check_pages(letters, letter, count)
        check_places(letter, shipped.letter(letter.kind, letter.language)[1], count)
        check_hostile(letters, letter, TEXTS[step // 2 :: step], count, ear)
    missed = controls(ear)
    for each in [*count.wrong, *(f"control: {each} was not found" for each in missed)]:
        print(f"WRONG {each}")
    print(
        f"{count.letters} letters (kind and language), {count.files} files judged by veraPDF, {count.texts} texts in "
        f"order, {count.words:,} words in their places, {count.hostile} hostile texts: {len(count.wrong)} wrong"
    )
    print(f"Control: {_CONTROLS - len(missed)} of {_CONTROLS} planted faults found")
    return 1 if count.wrong or missed else 0


def main() -> int:
    """The proof, long or short."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kind", action="append", default=[])
    parser.add_argument("--language", action="append", default=[])
    parser.add_argument("--hostile", type=int, default=len(TEXTS))
    options = parser.parse_args()
    if why := why_no_verapdf():
        print(why)
        return 1
    return run(tuple(options.kind), tuple(options.language), options.hostile)


if __name__ == "__main__":
    sys.exit(main())
