"""What a PDF says, read by poppler: not by the library that made it."""

from __future__ import annotations

import io
import re
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf

MM = 72 / 25.4
_WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')


@dataclass(frozen=True)
class Word:
    """One word, in millimetres from the upper left corner of its page."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def words_of(pdf: bytes, page: int = 1) -> list[Word]:
    """The words of a page and their places."""
    found = _WORD.findall(text_of(pdf, "-bbox", "-f", str(page), "-l", str(page)))
    places = ([float(number) / MM for number in place] for *place, _ in found)
    return [Word(*place, text=text) for place, (*_, text) in zip(places, found, strict=True)]


def squeezed(text: str) -> str:
    """Without its blanks: where lines end says nothing."""
    return "".join(text.split())


def misplaced(words: list[Word]) -> list[str]:
    """What leaves the page's margins or covers another text. A text turned across the page must not be among them."""
    wrong = [
        f"{w.text} leaves the page"
        for w in words
        if w.left < 21.9 or w.right > 188.2 or w.top < 10 or w.bottom > 297 - 8.4
    ]
    for at, one in enumerate(words):
        for other in words[at + 1 :]:
            if one.left < other.right - 0.3 and other.left < one.right - 0.3:
                deep = min(one.bottom, other.bottom) - max(one.top, other.top)
                if deep >= 0.62 * min(one.bottom - one.top, other.bottom - other.top):
                    wrong.append(f"{one.text} covers {other.text}")
    return wrong


def text_of(pdf: bytes, *options: str) -> str:
    """The text in reading order."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(pdf)
        command = ["pdftotext", "-enc", "UTF-8", *options, str(path), "-"]
        return subprocess.run(command, check=True, capture_output=True, timeout=30).stdout.decode()


def info_of(pdf: bytes) -> str:
    """What `pdfinfo` tells of it."""
    command = ["pdfinfo", "-"]
    return subprocess.run(command, input=pdf, check=True, capture_output=True, timeout=30).stdout.decode()


@lru_cache(maxsize=8)
def structure_of(pdf: bytes) -> str:
    """The tree of what everything is, with its text."""
    command = ["pdfinfo", "-struct-text", "-enc", "UTF-8", "-"]
    return subprocess.run(command, input=pdf, check=True, capture_output=True, timeout=30).stdout.decode()


def nodes_of(pdf: bytes, role: str) -> list[dict[str, Any]]:
    """The elements of a role: their language, alternative, attributes and how many pieces they have."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as read:
        for thing in read.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == f"/{role}" and "/P" in thing:
                attributes = thing.get("/A", pikepdf.Dictionary())
                found.append(
                    {
                        "lang": str(thing.get("/Lang", "")),
                        "alt": str(thing.get("/Alt", "")),
                        "actual": str(thing.get("/ActualText", "")),
                        "scope": str(attributes.get("/Scope", "")),
                        "box": [float(at) for at in attributes.get("/BBox", [])],
                        "kids": len(thing.get("/K", [])),
                    }
                )
    return found
