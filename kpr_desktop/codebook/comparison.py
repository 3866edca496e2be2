"""What one edition of the code book, or one list of places, has and another has not: the preview of an import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kpr_desktop.codebook.klass import PlaceList
from kpr_desktop.codebook.model import CodeBook, Item, ServiceType

NEW, WITHDRAWN, RENAMED, REWORDED = "new", "withdrawn", "renamed", "reworded"
ITEM, SCORE, CODE, SERVICE, SCOPE, RULE = "item", "score", "code", "service", "scope", "rule"
MUNICIPALITY, DISTRICT = "municipality", "district"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that becomes another. `kind`: new | withdrawn | renamed | reworded (anything but its label).

    `what`: item | score | code | service | scope | rule | municipality | district; `code` tells which. Labels are in
    bokmål; `before` is empty for something new, `after` for something withdrawn.
    """

    kind: str
    what: str
    code: str
    before: str = ""
    after: str = ""


_Entry = tuple[str, object]
"""The label, and everything else."""
_Entries = dict[tuple[str, str], _Entry]


def book_changes(before: CodeBook, after: CodeBook, year: int) -> tuple[Change, ...]:
    """What data year `year` has otherwise than the year before it."""
    return tuple(_changes(_book_entries(before, year - 1), _book_entries(after, year)))


def place_changes(before: PlaceList, after: PlaceList) -> tuple[Change, ...]:
    """The same for places."""
    return tuple(_changes(_place_entries(before), _place_entries(after)))


def _changes(before: _Entries, after: _Entries) -> Iterator[Change]:
    for (what, code), (label, rest) in after.items():
        old = before.get((what, code))
        if old is None:
            yield Change(NEW, what, code, after=label)
        elif old[0] != label:
            yield Change(RENAMED, what, code, old[0], label)
        elif old[1] != rest:
            yield Change(REWORDED, what, code, label, label)
    for (what, code), (label, _) in before.items():
        if (what, code) not in after:
            yield Change(WITHDRAWN, what, code, before=label)


def _place_entries(places: PlaceList) -> _Entries:
    kinds: tuple[tuple[str, Mapping[str, str] | None], ...] = (
        (MUNICIPALITY, places.municipalities),
        (DISTRICT, places.districts),
    )
    return {(what, code): (name, None) for what, names in kinds for code, name in (names or {}).items()}


def _book_entries(book: CodeBook, year: int) -> _Entries:
    found: _Entries = {(ITEM, each.id): (each.label.nb, _told(each)) for each in book.items.values()}
    for scale in book.scales.values():
        for score in scale.values:
            found[SCORE, f"{scale.id} {score.code}"] = (
                score.card.nb,
                (score.official, score.meaning, score.citizen),
            )
    for listed in book.lists.values():
        for code in listed.codes:
            if code.valid_in(year):
                found[CODE, f"{listed.id} {code.code}"] = (
                    code.label.nb,
                    (code.official, code.label, code.note),
                )
    for service in book.services.values():
        if service.valid_in(year):
            found[SERVICE, service.code] = service.label.nb, _of_service(service)
            if service.in_message:
                found[SCOPE, service.code] = service.label.nb, None
    for rule in book.rules.values():
        params = tuple(sorted(rule.params.items()))
        found[RULE, rule.code] = rule.text.nb, (rule.severity, rule.scope, rule.check, params, rule.action)
    return found


def _told(item: Item) -> object:
    """Everything an item says or asks for, but where it comes from."""
    return replace(item, source="", guidance="")


def _of_service(service: ServiceType) -> object:
    return replace(service, source="", in_message=False, valid_to=None)
