"""Searching in the manuals: every word must be there, whole or in part; what stands in a title counts most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpr_desktop.codebook.manual import Chapter, Manual

_AROUND = 40
"""Characters of an excerpt on either side of what was found."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A chapter where every word was found, with a piece of the text around the first of them."""

    part: str
    chapter: str
    title: str
    excerpt: str


def search(manuals: Sequence[Manual], words: str) -> list[Hit]:
    """The chapters that hold every word, the best first; none for no words."""
    asked = words.casefold().split()
    if not asked:
        return []
    found = [
        (rank, at, Hit(manual.part, chapter.id, chapter.title, excerpt))
        for at, (manual, chapter) in enumerate(_all(manuals))
        for rank, excerpt in [_rank(chapter, asked)]
        if rank
    ]
    return [hit for _, _, hit in sorted(found, key=lambda each: (-each[0], each[1]))]


def lines(chapter: Chapter) -> Iterator[str]:
    """Every text of a chapter but its title, in reading order."""
    for block in chapter.blocks:
        yield from block.texts
        for row in block.rows:
            yield " – ".join(row)


def _all(manuals: Sequence[Manual]) -> Iterator[tuple[Manual, Chapter]]:
    for manual in manuals:
        for chapter in manual.chapters:
            yield manual, chapter


def _rank(chapter: Chapter, asked: Sequence[str]) -> tuple[int, str]:
    title = chapter.title.casefold()
    texts = list(lines(chapter))
    whole = "\n".join((chapter.title, *texts)).casefold()
    if not all(word in whole for word in asked):
        return 0, ""
    rank = 1 + 100 * sum(word in title for word in asked) + sum(min(9, whole.count(word)) for word in asked)
    best = max(texts, key=lambda text: sum(word in text.casefold() for word in set(asked)))
    return rank, _excerpt(best, asked)


def _excerpt(text: str, asked: Sequence[str]) -> str:
    """Whole words around the longest word that stands in the text; its beginning where none does."""
    folded = text.casefold()
    there = [word for word in asked if word in folded]
    at = folded.find(max(there, key=len)) if there else 0
    begin = text.rfind(" ", 0, at - _AROUND) + 1 if at > _AROUND else 0
    end = text.find(" ", at + _AROUND)
    return text[begin : end if end >= 0 else None]
