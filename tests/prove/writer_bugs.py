"""Deliberate bugs of a message writer, each done to a series of messages that is right.

A bug takes the messages (bytes, in order) and gives them back as a writer with that bug would have made them. It looks
for a place where it can do harm, and raises `NoPlaceError` when the series has none: a series that proves something has
a place for each. Nothing of the program is imported. `relink` stands for a writer whose chain is right over a wrong
content: numbers and previous GUIDs fit, so that only what the messages say gives it away.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml import etree

from tests.prove.bug_places import (
    NEW,
    NS,
    ZERO,
    NoPlaceError,
    Trees,
    corrections,
    day_later,
    event,
    first,
    in_force_last,
    kind,
    last_word,
    neighbours,
    notes,
    relink,
    remove,
    repeats,
    status,
    told,
)


@dataclass(frozen=True, slots=True)
class Bug:
    """A bug: what the writer does wrong, in a few words.

    `by_rules`: only schema and field rules can tell of it. `alike`: what is sent again is written as it was first,
    wrong or not; the bugs that are about sending say False.
    """

    name: str
    what: str
    change: Callable[[Trees], None]
    by_rules: bool = False
    alike: bool = True

    def apply(self, messages: Sequence[bytes]) -> list[bytes]:
        """The messages as the bug writes them. Raises NoPlaceError."""
        trees = [etree.fromstring(message) for message in messages]
        before = [etree.tostring(tree) for tree in trees]
        again = repeats(trees) if self.alike else []
        self.change(trees)
        for one, repeated in again:
            if repeated.getparent() is not None:
                repeated.getparent().replace(repeated, copy.deepcopy(one))
        if [etree.tostring(tree) for tree in trees] == before:
            raise NoPlaceError(self.name)
        return [etree.tostring(tree, encoding="utf-8", xml_declaration=True) for tree in trees]


# ---------------------------------------------------------------------------------------------------- the chain


def number_repeated(trees: Trees) -> None:
    one, two = first(neighbours(trees))
    two.set("notifikasjonLopeNr", one.get("notifikasjonLopeNr"))


def numbers_as_text(trees: Trees) -> None:
    for tree in trees:
        found = tree.findall(f"{NS}Notifikasjon")
        for one in found:
            tree.remove(one)
        tree[:0] = sorted(found, key=lambda one: str(one.get("notifikasjonLopeNr")))


def previous_skipped(trees: Trees) -> None:
    one, two = first(pair for pair in neighbours(trees) if pair[0].get("notifikasjonForrigeGUID") != ZERO)
    two.set("notifikasjonForrigeGUID", one.get("notifikasjonForrigeGUID"))


def chain_begins_anew(trees: Trees) -> None:
    for one in notes(trees[1:])[-1:]:
        one.set("notifikasjonForrigeGUID", ZERO)


def first_not_zero(trees: Trees) -> None:
    one = notes(trees)[0]
    one.set("notifikasjonForrigeGUID", one.get("notifikasjonGUID"))


def wrong_order(trees: Trees) -> None:
    one, two = first(neighbours(trees))
    two.addnext(one)


def dropped(trees: Trees) -> None:
    found = notes(trees)
    remove(trees, found[len(found) // 2])


def message_lost(trees: Trees) -> None:
    known: set[str] = set()
    for number, tree in enumerate(trees):
        found = {one.get("notifikasjonGUID") for one in tree.iterfind(f"{NS}Notifikasjon")}
        if number and found - known:
            del trees[number]
            return
        known |= found
    raise NoPlaceError


def messages_swapped(trees: Trees) -> None:
    full = [number for number, tree in enumerate(trees) if tree.find(f"{NS}Notifikasjon") is not None]
    if len(full) < 2:
        raise NoPlaceError
    one, two = full[0], full[1]
    trees[one], trees[two] = trees[two], trees[one]


def again_as_new(trees: Trees) -> None:
    """What is to be sent again gets a new GUID and a new number."""
    one = in_force_last(trees, lambda one: kind(one) == "TjenesteStart" and status(one) == "N")
    new = copy.deepcopy(one)
    new.set("notifikasjonGUID", NEW.format(1))
    event(new).set("hendelseGUID", NEW.format(2))
    one.getparent().insert(len(one.getparent().findall(f"{NS}Notifikasjon")), new)
    relink(trees)


def again_as_it_is_now(trees: Trees) -> None:
    """What is to be sent again is written from what holds now, not from what was sent."""
    one = notes(trees)[0]
    new = copy.deepcopy(one)
    event(new).set("hendelseDato", day_later(event(new).get("hendelseDato")))
    last = first(tree for tree in reversed(trees) if tree is not one.getparent())
    last.insert(0, new)


# ----------------------------------------------------------------------------------------------- corrections


def reference_to_correction(trees: Trees) -> None:
    one, earlier = first((one, old) for one, old in corrections(trees) if len(old) > 1)
    one.set("notifikasjonRef", earlier[-1].get("notifikasjonGUID"))


def reference_to_event(trees: Trees) -> None:
    one, earlier = first(corrections(trees))
    one.set("notifikasjonRef", event(earlier[0]).get("hendelseGUID"))


def reference_left_out(trees: Trees) -> None:
    one, _ = first(corrections(trees))
    del one.attrib["notifikasjonRef"]


def event_guid_kept(trees: Trees) -> None:
    one, earlier = first(corrections(trees, "M"))
    event(one).set("hendelseGUID", event(earlier[-1]).get("hendelseGUID"))


def new_service_id(trees: Trees) -> None:
    one, _ = first(corrections(trees, "M"))
    event(one).set("tjenesteID", event(one).get("tjenesteID") + "-2")


def new_pause_id(trees: Trees) -> None:
    one, _ = first(one for one in corrections(trees, "M") if event(one[0]).get("midlertidigStoppID"))
    event(one).set("midlertidigStoppID", event(one).get("midlertidigStoppID") + "-2")


def correction_as_original(trees: Trees) -> None:
    one, _ = first(corrections(trees, "M"))
    one.set("statusNotifikasjon", "N")
    del one.attrib["notifikasjonRef"]


def correction_left_out(trees: Trees) -> None:
    """A correction that changes what is told, and after which nothing is told of the same."""
    found = corrections(trees, "M")
    one, _ = first((one, old) for one, old in found if last_word(trees, one) and told(one) != told(old[-1]))
    remove(trees, one)
    relink(trees)


def annulment_left_out(trees: Trees) -> None:
    one, _ = first(corrections(trees, "C"))
    remove(trees, one)
    relink(trees)


def annulment_as_correction(trees: Trees) -> None:
    one, _ = first((one, old) for one, old in corrections(trees, "C") if last_word(trees, one))
    one.set("statusNotifikasjon", "M")


def person_left_in_one(trees: Trees) -> None:
    """An identity is corrected everywhere but in one event, which keeps the person it had."""
    found = (pair for pair in corrections(trees, "M") if last_word(trees, pair[0]))
    one, earlier = first(
        (one, old) for one, old in found if event(one)[0].get("fid") != event(old[-1])[0].get("fid")
    )
    event(one).replace(event(one)[0], copy.deepcopy(event(earlier[-1])[0]))


# ------------------------------------------------------------------------------------------------------- facts


def never_told(trees: Trees) -> None:
    """A change for which no event is raised. The chain is whole."""
    one = in_force_last(
        trees, lambda one: status(one) == "N" and kind(one) in {"TjenesteutforerEndret", "TjenesteStart"}
    )
    remove(trees, one)
    relink(trees)


def end_off_by_one(trees: Trees) -> None:
    """The day after the last, as half-open periods are written."""
    one = in_force_last(trees, lambda one: kind(one) == "TjenesteSlutt")
    event(one).set("hendelseDato", day_later(event(one).get("hendelseDato")))


def stop_to_without_from(trees: Trees) -> None:
    found = notes(trees)
    ended = in_force_last(trees, lambda one: kind(one) == "MidlertidigStoppTil")
    pause = event(ended).get("midlertidigStoppID")
    for one in found:
        if kind(one) == "MidlertidigStoppFra" and event(one).get("midlertidigStoppID") == pause:
            remove(trees, one)
    relink(trees)


def stop_to_with_own_id(trees: Trees) -> None:
    for one in notes(trees):
        if kind(one) == "MidlertidigStoppTil":
            event(one).set("midlertidigStoppID", event(one).get("midlertidigStoppID") + "-2")


def provider_of_today(trees: Trees) -> None:
    """The start is told with the provider that the service has now."""
    changed = in_force_last(trees, lambda one: kind(one) == "TjenesteutforerEndret")
    service, number = event(changed).get("tjenesteID"), event(changed).get("tjenesteOrgNr")
    for one in notes(trees):
        if kind(one) == "TjenesteStart" and event(one).get("tjenesteID") == service:
            event(one).set("tjenesteOrgNr", number)


def two_events_in_one(trees: Trees) -> None:
    """Start and end of a service in one notification, which the schema allows and the specification does not."""
    pairs = neighbours(trees)
    one, two = first((one, two) for one, two in pairs if kind(one) == "TjenesteStart" != kind(two))
    one.append(event(two))
    remove(trees, two)
    relink(trees)


# ------------------------------------------------------------------------------------------------ the message


def contact_left_out(trees: Trees) -> None:
    for contact in trees[0].findall(f"{NS}Kontaktperson"):
        if contact.get("typeKontaktperson") == "17":
            trees[0].remove(contact)


def prohibited_written(trees: Trees) -> None:
    event(notes(trees)[0])[0].set("kjonn", "2")


def day_as_moment(trees: Trees) -> None:
    for one in notes(trees):
        event(one).set("hendelseDato", event(one).get("hendelseDato") + "T00:00:00")


def provider_without_number(trees: Trees) -> None:
    for one in notes(trees):
        if kind(one) == "TjenesteutforerEndret":
            event(one).set("tjenesteOrgNr", "")


BUGS = (
    Bug("number_repeated", "two notifications get one number", number_repeated),
    Bug("numbers_as_text", "numbers are sorted as text: 10 before 9", numbers_as_text),
    Bug("previous_skipped", "previous GUID is that of the one before the previous", previous_skipped),
    Bug("chain_begins_anew", "the all-zero GUID in the middle of a chain", chain_begins_anew),
    Bug("first_not_zero", "the first notification names itself as the previous", first_not_zero),
    Bug("wrong_order", "two notifications of a message change places", wrong_order),
    Bug("dropped", "a notification that has its number is not written", dropped),
    Bug("message_lost", "a message is never handed over", message_lost, alike=False),
    Bug("messages_swapped", "two messages are handed over in the wrong order", messages_swapped, alike=False),
    Bug("again_as_new", "what is sent again gets a new GUID and number", again_as_new),
    Bug(
        "again_as_it_is_now",
        "what is sent again says something else than the first time",
        again_as_it_is_now,
        alike=False,
    ),
    Bug(
        "reference_to_correction",
        "a correction refers to the last correction, not to the N",
        reference_to_correction,
    ),
    Bug("reference_to_event", "a correction refers to the hendelseGUID", reference_to_event),
    Bug("reference_left_out", "a correction refers to nothing", reference_left_out),
    Bug("event_guid_kept", "a new version keeps the hendelseGUID", event_guid_kept),
    Bug("new_service_id", "a correction gets a new tjenesteID", new_service_id),
    Bug("new_pause_id", "a correction gets a new midlertidigStoppID", new_pause_id),
    Bug("correction_as_original", "an M is written as N", correction_as_original),
    Bug("correction_left_out", "an M is never raised", correction_left_out),
    Bug("annulment_left_out", "a C is never raised", annulment_left_out),
    Bug("annulment_as_correction", "a C is written as M", annulment_as_correction),
    Bug("person_left_in_one", "a corrected person stays wrong in one event", person_left_in_one),
    Bug("never_told", "an event is never raised", never_told),
    Bug("end_off_by_one", "the end is told a day late", end_off_by_one),
    Bug("stop_to_without_from", "a pause ends that never began", stop_to_without_from),
    Bug("stop_to_with_own_id", "the end of a pause has an id of its own", stop_to_with_own_id),
    Bug("provider_of_today", "the start has today's provider", provider_of_today),
    Bug("two_events_in_one", "one notification holds two events", two_events_in_one),
    Bug("contact_left_out", "no contact person of type 17", contact_left_out),
    Bug("prohibited_written", "a prohibited attribute is written", prohibited_written, by_rules=True),
    Bug("day_as_moment", "a day is written with a time", day_as_moment),
    Bug("provider_without_number", "a provider change without the number", provider_without_number),
)
