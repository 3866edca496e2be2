"""The words that decisions are read with (`resources/…/decision.yaml`)."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from kpr_desktop.codebook.node import Node
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import load
from kpr_desktop.domain.decision_words import DecisionWords

_LISTS = tuple(each.name for each in fields(DecisionWords) if each.name != "numbers")
_MAY_SHARE = frozenset(("articles", "fillers"))
"""Lists whose words may be in another list too: what they mean depends on what stands beside them."""


def load_decision_words(path: Path | None = None) -> DecisionWords:
    """Read the words; raises ResourceError with file and line when a word is in two lists or not in small letters."""
    table = load(path or resource("decision.yaml")).map(required=("numbers", *_LISTS))
    seen: set[str] = set()
    numbers = {}
    for word, node in table["numbers"].items():
        _take(word, node, seen)
        if not node.number():
            raise node.error("a number of times or minutes is 1 or more")
        numbers[word] = node.number()
    lists: dict[str, frozenset[str]] = {}
    for name in _LISTS:
        entries = table[name].list()
        if name not in _MAY_SHARE:
            for entry in entries:
                _take(entry.text(), entry, seen)
        lists[name] = frozenset(entry.text() for entry in entries)
    for entry in table["articles"].list():
        if entry.text() not in numbers:
            raise entry.error(f"no such number: {entry.text()}")
    return DecisionWords(numbers=numbers, **lists)


def _take(word: str, node: Node, seen: set[str]) -> None:
    if word != word.lower():
        raise node.error(f"not in small letters: {word!r}")
    if word in seen:
        raise node.error(f"{word!r} stands in two lists")
    seen.add(word)
