"""Checks of how an answer came about: what others told and on what basis, and a 9 that is not decided yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kpr_desktop.domain.assessment import CONSENT_BASES, NINE_ASKED, OTHER_BASIS, TOLD_BY_OTHERS, Answer
from kpr_desktop.domain.checks.base import CheckContext, Finding, check


def _told_by_others(context: CheckContext) -> Iterator[Answer]:
    """A basis counts only as long as something was told by others, at an item that the skip logic shows."""
    return _of(context, lambda answer: TOLD_BY_OTHERS in answer.evidence.ways)


def _of(context: CheckContext, wanted: Callable[[Answer], bool]) -> Iterator[Answer]:
    """What stands at the items that are shown, in their order, answered or not."""
    hits = {answer.item: answer for answer in context.talked if wanted(answer)}
    for item in context.shown if hits else ():
        if item in hits:
            yield hits[item]


@check("assessment", gives=("item",))
def basis_missing(context: CheckContext) -> Iterator[Finding]:
    """Others told something, and no basis for asking them is chosen."""
    for answer in _told_by_others(context):
        if not answer.evidence.basis:
            yield answer.item, {"item": answer.item}


@check("assessment", gives=("item",))
def basis_reason_missing(context: CheckContext) -> Iterator[Finding]:
    """The basis «other» without its reason."""
    for answer in _told_by_others(context):
        if answer.evidence.basis == OTHER_BASIS and not answer.evidence.reason.strip():
            yield f"{answer.item}.basis", {"item": answer.item}


@check("assessment", gives=("item",))
def consent_missing(context: CheckContext) -> Iterator[Finding]:
    """A basis that rests on a consent, without a consent record that holds on the day of the assessment.

    One that held when it was chosen may hold no more: it was withdrawn, or the assessment was given another day. Then
    nothing is finished that rests on it.
    """
    held = context.consents
    for answer in _told_by_others(context):
        evidence = answer.evidence
        lost = not evidence.consent_id or (held is not None and evidence.consent_id not in held)
        if evidence.basis in CONSENT_BASES and lost:
            yield answer.item, {"item": answer.item}


@check("assessment", gives=("item",))
def nine_open(context: CheckContext) -> Iterator[Finding]:
    """9 was pressed, and the question before it has no answer yet."""
    for answer in _of(context, lambda answer: answer.deciding == NINE_ASKED and not answer.value):
        yield answer.item, {"item": answer.item}
