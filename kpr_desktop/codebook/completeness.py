"""What an edition must have beside what the loader asks for, before a vault takes it over.

What was registered under the edition before must still be told: nothing it names may be gone. What goes out of use
stays, with its last year.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass

from kpr_desktop.codebook.model import LANGUAGES, CodeBook, ItemKind, Text
from kpr_desktop.errors import UserFault

TRANSLATED_FROM = 50
"""Characters. A shorter text may be the same in two languages («Diagnose», «Demens»)."""
LONGEST_PATTERN = 120
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}", re.ASCII)
_RULE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}", re.ASCII)


def check_complete(book: CodeBook, before: CodeBook) -> None:
    """Raises UserFault (field file) codebook.bad_name | lost | other_kind | not_translated | same_words | bad_pattern.

    `before` is the edition of the year before.
    """
    _check_names(book)
    _check_nothing_lost(book, before)
    _check_texts(book)
    _check_patterns(book)


def _check_names(book: CodeBook) -> None:
    """Ids and codes go into files, logs and the database: only plain ones are taken."""
    named: tuple[tuple[str, re.Pattern[str], Collection[str]], ...] = (
        ("items", _ID, (*book.items, *(each.id for each in book.groups))),
        ("fields", _ID, [each.id for item in book.items.values() for each in item.fields]),
        ("codelists", _CODE, (*book.lists, *(c.code for each in book.lists.values() for c in each.codes))),
        ("scales", _CODE, tuple(book.scales)),
        ("services", _CODE, tuple(book.services)),
        ("rules", _RULE, tuple(book.rules)),
    )
    for part, pattern, names in named:
        if any(not pattern.fullmatch(name) for name in names):
            raise UserFault("codebook.bad_name", "file", part=f"{part}.yaml")


def _check_nothing_lost(book: CodeBook, before: CodeBook) -> None:
    for name, held in before.lists.items():
        now = book.lists.get(name)
        for code in held.codes:
            if now is None or now.get(code.code) is None:
                raise _lost("codelists.yaml", f"{name} {code.code}")
    for name in before.services:
        if name not in book.services:
            raise _lost("services.yaml", name)
    for item in before.items.values():
        found = book.items.get(item.id)
        if found is None:
            raise _lost("items.yaml", item.id)
        if (found.kind, found.code, found.local) != (item.kind, item.code, item.local) or (
            item.kind is not ItemKind.SCORE and found.list != item.list
        ):
            raise UserFault("codebook.other_kind", "file", item=item.id)
        if lacking := {each.id for each in item.fields} - {each.id for each in found.fields}:
            raise _lost("items.yaml", f"{item.id} {min(lacking)}")


def _lost(part: str, name: str) -> UserFault:
    return UserFault("codebook.lost", "file", part=part, name=name)


def _check_texts(book: CodeBook) -> None:
    for place, text in _texts_in(book, "book"):
        if len(text.nb) >= TRANSLATED_FROM and text.en in (text.nb, text.nn):
            raise UserFault("codebook.not_translated", "file", place=place[:80])
    for language in LANGUAGES:
        rules = [rule.text.in_(language) for rule in book.rules.values()]
        if len(set(rules)) < len(rules):
            raise UserFault("codebook.same_words", "file", part="rules.yaml")
        for scale in book.scales.values():
            for words in ("card", "meaning", "citizen"):
                told = [getattr(value, words).in_(language) for value in scale.values]
                if len(set(told)) < len(told):
                    raise UserFault("codebook.same_words", "file", part="scales.yaml")


def _texts_in(value: object, place: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield place, value
    elif is_dataclass(value):
        for each in fields(value):
            yield from _texts_in(getattr(value, each.name), f"{place}.{each.name}")
    elif hasattr(value, "items"):
        for key, entry in value.items():
            yield from _texts_in(entry, f"{place}.{key}")
    elif isinstance(value, tuple):
        for number, entry in enumerate(value, 1):
            yield from _texts_in(entry, f"{place}.{number}")


def _check_patterns(book: CodeBook) -> None:
    for rule in book.rules.values():
        pattern = rule.params.get("pattern", "")
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError):
            raise UserFault("codebook.bad_pattern", "file", rule=rule.code) from None
        if len(pattern) > LONGEST_PATTERN:
            raise UserFault("codebook.bad_pattern", "file", rule=rule.code)
