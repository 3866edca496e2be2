"""Practice cases: short stories to score, with the scores we agreed on and why (`resources/…/practice/`).

Written by us, about people who do not exist. The scores follow the meanings of the facts page, section 1.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.codebook.model import CodeBook, Item, ItemKind, Text
from kpr_desktop.codebook.parts import text3
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import Node, load

TITLE, STORY, REASON = 30, 1200, 160
"""Lengths in characters that the screens are drawn for."""


@dataclass(frozen=True, slots=True)
class AgreedScore:
    """What we agreed on for one variable of a case, and why."""

    item: str
    score: str
    reason: Text


@dataclass(frozen=True, slots=True)
class PracticeCase:
    """One story. `answers` are in the order in which they are asked."""

    id: str
    title: Text
    story: Text
    answers: tuple[AgreedScore, ...]


def load_cases(book: CodeBook, folder: Path | None = None) -> tuple[PracticeCase, ...]:
    """All cases, by file name. Raises ResourceError with file and line for one that is not in order."""
    files = sorted((folder or resource("practice")).glob("*.yaml"))
    return tuple(_case(file.stem, load(file), book) for file in files)


def _case(name: str, root: Node, book: CodeBook) -> PracticeCase:
    found = root.map(required=("title", "story", "answers"))
    answers = tuple(_answer(item, node, book) for item, node in found["answers"].items())
    if not answers:
        raise found["answers"].error("here belongs one variable at least")
    return PracticeCase(name, text3(found["title"], TITLE), text3(found["story"], STORY), answers)


def _answer(name: str, node: Node, book: CodeBook) -> AgreedScore:
    found = node.map(required=("score", "reason"))
    item = book.items.get(name)
    if item is None or item.kind is not ItemKind.SCORE:
        raise node.error(f"no such variable: {name}")
    return AgreedScore(name, found["score"].choice(_scores(item, book)), text3(found["reason"], REASON))


def _scores(item: Item, book: CodeBook) -> list[str]:
    return [value.code for value in book.scales[item.list].values]
