"""Which letter holds what of the case, and what a user must be allowed to do to make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpr_desktop.usecases.letter_content import (
    Gathered,
    Gatherer,
    Gathering,
    access_log,
    appointment,
    assessment_copy,
    changes,
    consent,
    insight,
    request,
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """`needs`: actions of rights.yaml beside letter.make, asked for with this person's data.

    `case`: it holds of the case file (assessments, services, who has seen them), and not only of what it is about: it
    is not printed again by somebody to whom a block closes a part of the case. `consent`: it is about a consent, which
    then names the letter. `of_person`: False for a sheet that is about nobody and is made elsewhere.
    """

    gather: Gatherer
    needs: tuple[str, ...] = ()
    case: bool = False
    consent: bool = False
    of_person: bool = True


def as_filled(gathering: Gathering) -> Gathered:
    """A letter that is its text, with what the user typed in its own fields."""
    return Gathered(fields={name: gathering.filled.get(name, "") for name in gathering.letter.fields})


PLAIN = Recipe(as_filled)
"""Any kind without an entry: a municipality's own letter too."""

RECIPES: Mapping[str, Recipe] = {
    "access_log": Recipe(access_log.gather, ("log.of_person",), case=True),
    "appointment": Recipe(appointment.gather),
    "assessment_copy": Recipe(assessment_copy.gather, ("person.read",), case=True),
    "blank_form": Recipe(as_filled, of_person=False),
    "changes": Recipe(changes.gather, ("person.read",), case=True),
    "consent_doctor": Recipe(consent.gather, consent=True),
    "consent_others": Recipe(consent.gather, consent=True),
    "consent_withdrawn": Recipe(consent.gather_withdrawn),
    "control_report": Recipe(as_filled, of_person=False),
    "insight": Recipe(
        insight.gather, ("person.read", "log.of_person", "request.read", "disclosure.read"), case=True
    ),
    "recovery": Recipe(as_filled, of_person=False),
    "request_received": Recipe(request.gather),
    "restore_drill": Recipe(as_filled, of_person=False),
}
"""By kind of letter."""
