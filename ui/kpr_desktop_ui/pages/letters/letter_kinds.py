"""The letters one can choose among, in groups, and what each of them can be about."""

from __future__ import annotations

from collections.abc import Sequence

from kpr_desktop.codebook.letters import LetterText
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.assessment import State
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.letter_making import recipe_of
from kpr_desktop.usecases.letters import LetterDesk
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.letters.letter_words import kind_name

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("information", ("information",)),
    ("consent", ("consent_others", "consent_doctor", "consent_withdrawn")),
    ("rights", ("insight", "access_log", "request", "request_received", "reservation")),
    ("assessment", ("assessment_copy", "changes")),
    ("practical", ("appointment",)),
)
"""In the order of the screen; what is not here is the municipality's own."""
OWN = "own"
CONSENTS = ("consent_others", "consent_doctor")
WITHDRAWN, RECEIVED = "consent_withdrawn", "request_received"
ASSESSMENTS = ("assessment_copy", "changes")
ABOUT = frozenset((*CONSENTS, WITHDRAWN, RECEIVED, *ASSESSMENTS))
"""Letters that are about something of the person's."""
NEEDS_ABOUT = frozenset((WITHDRAWN, RECEIVED, *ASSESSMENTS))
"""Those that cannot be made without it."""
_FIELD_STYLES = frozenset(("tick", "room", "sign"))


def groups(desk: LetterDesk, *, batch: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    """The letters that are there, by group. `batch`: those alone that can be made to many at once."""
    kinds = {kind for kind in desk.texts.kinds() if recipe_of(kind).of_person}
    if batch:
        kinds -= {kind for kind in kinds if recipe_of(kind).consent} | {WITHDRAWN, RECEIVED, "appointment"}
    known = {kind for _, held in GROUPS for kind in held}
    own = tuple(sorted(kinds - known))
    if batch:  # nothing can be typed for each of them
        texts = desk.texts
        own = tuple(
            kind for kind in own if not any(texts.letter(kind, c)[0].fields for c in texts.languages(kind))
        )
    found = [(group, tuple(kind for kind in held if kind in kinds)) for group, held in GROUPS]
    return [(group, held) for group, held in (*found, (OWN, own)) if held]


def named(
    texts: Texts, found: Sequence[tuple[str, tuple[str, ...]]]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """The groups and letters with their names."""
    return [
        (texts(f"letters.group_{group}"), [(kind, kind_name(texts, kind)) for kind in held])
        for group, held in found
    ]


def has_fields(letter: LetterText) -> bool:
    """Whether somebody fills something in: then there is a copy for the screen."""
    return "signature" in letter.parts or any(block.style in _FIELD_STYLES for block in letter.blocks())


def choices(texts: Texts, services: Services, person_id: PersonId, kind: str) -> list[tuple[str, str]]:
    """What the letter can be about: id and words, the newest first. Reading them is logged.

    Raises what the desks raise.
    """
    if kind in CONSENTS or kind == WITHDRAWN:
        return [
            (each.id, texts("letters.consent_of", day=in_table(each.given_on), sources=each.sources))
            for each in services.consents.of_person(person_id)
            if (each.withdrawn_on is not None) is (kind == WITHDRAWN)
        ]
    if kind == RECEIVED:
        return [
            (
                each.id,
                texts(
                    "letters.request_of",
                    kind=texts(f"letters.request_{each.kind.value}"),
                    day=in_table(each.received_on),
                ),
            )
            for each in services.requests.of_person(person_id)
        ]
    if kind in ASSESSMENTS:
        return [
            (each.id, texts("letters.assessment_of", day=in_table(each.assessed_on), version=each.version))
            for each in services.interviews.of_person(person_id)
            if each.state is State.FINISHED
        ]
    return []
