"""Finding the way in a series of messages, for the deliberate bugs of a writer (writer_bugs.py)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from lxml import etree

NS = "{http://www.npr.no/xmlstds/56_0_0_ipl}"
ZERO = "00000000-0000-0000-0000-000000000000"
NEW = "feedbeef-0000-4000-8000-{:012x}"
Trees = list[Any]


class NoPlaceError(LookupError):
    """The series has no place for this bug."""


def notes(trees: Trees) -> list[Any]:
    """The notifications in order, each the first time it is sent."""
    found: dict[str, Any] = {}
    for tree in trees:
        for one in tree.iterfind(f"{NS}Notifikasjon"):
            found.setdefault(one.get("notifikasjonGUID"), one)
    return list(found.values())


def event(one: Any) -> Any:
    return one[0]


def kind(one: Any) -> str:
    return str(etree.QName(event(one)).localname)


def status(one: Any) -> str:
    return str(one.get("statusNotifikasjon"))


def town(one: Any) -> str:
    return str(one.getparent().find(f"{NS}Kommune").get("kommuneNr"))


def first(found: Iterator[Any]) -> Any:
    """The first place for a bug; NoPlaceError where there is none."""
    place = next(found, None)
    if place is None:
        raise NoPlaceError
    return place


def before(all_notes: list[Any], one: Any) -> list[Any]:
    """Original and earlier corrections of what a correction refers to."""
    reference = one.get("notifikasjonRef")
    earlier = all_notes[: all_notes.index(one)]
    return [
        other
        for other in earlier
        if reference in {other.get("notifikasjonGUID"), other.get("notifikasjonRef")}
    ]


def corrections(trees: Trees, kinds: str = "MC") -> Iterator[tuple[Any, list[Any]]]:
    """Each correction, with the original and the corrections before it."""
    found = notes(trees)
    for one in found:
        if status(one) in kinds and one.get("notifikasjonRef"):
            yield one, before(found, one)


def in_force_last(trees: Trees, wanted: Callable[[Any], bool]) -> Any:
    """A notification that nothing later refers to or replaces, so that what it says stands at the end."""
    found = notes(trees)
    newest = {one.get("notifikasjonRef") or one.get("notifikasjonGUID"): one for one in found}
    return first(one for one in newest.values() if status(one) != "C" and wanted(one))


def relink(trees: Trees) -> None:
    """Numbers and previous GUIDs as a right chain has them, per municipality; what is sent again follows the first."""
    last: dict[str, tuple[int, str]] = {}
    said: dict[str, dict[str, str]] = {}
    for tree in trees:
        for one in tree.iterfind(f"{NS}Notifikasjon"):
            guid = one.get("notifikasjonGUID")
            if guid not in said:
                number, previous = last.get(town(one), (0, ZERO))
                said[guid] = {"notifikasjonLopeNr": str(number + 1), "notifikasjonForrigeGUID": previous}
                last[town(one)] = (number + 1, guid)
            one.attrib.update(said[guid])


def remove(trees: Trees, one: Any) -> None:
    """Take a notification out wherever it is sent."""
    guid = one.get("notifikasjonGUID")
    for tree in trees:
        for other in tree.findall(f"{NS}Notifikasjon"):
            if other.get("notifikasjonGUID") == guid:
                tree.remove(other)


def day_later(text: str, days: int = 1) -> str:
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()


def neighbours(trees: Trees) -> Iterator[tuple[Any, Any]]:
    """Two notifications that follow each other in one message, neither of them sent before."""
    new = {id(one) for one in notes(trees)}
    for tree in trees:
        found = [one for one in tree.iterfind(f"{NS}Notifikasjon") if id(one) in new]
        yield from itertools.pairwise(found)


def last_word(trees: Trees, one: Any) -> bool:
    later = [other for other in notes(trees) if other.get("notifikasjonRef") == one.get("notifikasjonRef")]
    return later[-1] is one


def told(one: Any) -> dict[str, str]:
    """What an event says of the world, without the GUIDs and times that each version has of its own."""
    attributes = {**event(one).attrib, **event(one)[0].attrib}
    own = {"hendelseGUID", "hendelseRegTid", "bydel"}
    return {str(name): str(value) for name, value in attributes.items() if name not in own}


def repeats(trees: Trees) -> list[tuple[Any, Any]]:
    """(the notification as first sent, the same one sent again), for each that is sent again."""
    firsts = {one.get("notifikasjonGUID"): one for one in notes(trees)}
    every = [one for tree in trees for one in tree.iterfind(f"{NS}Notifikasjon")]
    pairs = [(firsts[one.get("notifikasjonGUID")], one) for one in every]
    return [(one, again) for one, again in pairs if one is not again]
