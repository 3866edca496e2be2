"""What an assessment gives back at once: what has changed, our own overview, and what is worth a second look."""

from __future__ import annotations

from dataclasses import dataclass

from kpr_desktop.codebook.attention import AttentionPoint
from kpr_desktop.codebook.model import CodeBook, ItemKind
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.attention import fires
from kpr_desktop.domain.changes import Change, compare
from kpr_desktop.domain.measure import MeasureResult, measure
from kpr_desktop.domain.profile import GroupProfile, profile

DIFFERS = "differs"
"""The code of our list `view` for «we see it differently»."""


@dataclass(frozen=True, slots=True)
class Results:
    """`changes` and `before_groups` are empty without a last time. `groups`: figures by group, in the book's order.

    `measure` is None unless somebody has supplied the rule of the official measure: then nothing is shown under its
    name.
    """

    changes: tuple[Change, ...]
    groups: tuple[GroupProfile, ...]
    before_groups: tuple[GroupProfile, ...]
    attention: tuple[AttentionPoint, ...]
    measure: MeasureResult | None
    differing: tuple[str, ...]
    """The variables that the person sees in another way."""


def results(book: CodeBook, assessment: Assessment, previous: Assessment | None) -> Results:
    """What a draft or a finished assessment gives back. `previous` is what stands beside it as last time."""
    scored = [s.item for s in book.steps if book.items[s.item].kind is ItemKind.SCORE]
    rules = book.overview.rules(book.groups, frozenset(scored)) if book.overview is not None else ()
    official = book.official_measure
    return Results(
        changes=compare(previous, assessment, scored, book.expectations) if previous is not None else (),
        groups=profile(assessment, rules),
        before_groups=profile(previous, rules) if previous is not None else (),
        attention=tuple(point for point in book.attention if fires(point.signal, assessment)),
        measure=measure(official.rule, assessment) if official is not None else None,
        differing=tuple(item for item in scored if _differs(assessment, item)),
    )


def _differs(assessment: Assessment, item: str) -> bool:
    """Whether they have said so, or the two answers are different ones and nothing is said of it."""
    answer = assessment.answer(item)
    opinion = answer.opinion
    apart = bool(opinion.own and answer.value) and opinion.own != answer.value
    return opinion.view == DIFFERS or (apart and not opinion.view)
