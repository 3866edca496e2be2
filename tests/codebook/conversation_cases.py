"""The cases of the rules about the talk itself: one line a rule, as in `rule_cases`.

To add a rule: its code -> (what fires it, where it points to, the nearest thing that does not fire it).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kpr_desktop.domain.assessment import NINE_ASKED, OTHER_BASIS, TOLD_BY_OTHERS, Evidence
from tests.codebook.rule_cases import COMPLETE, Parts, assessment

WORSE = assessment({**COMPLETE, "v15": "4"})


def better(score: str) -> Parts:
    """Memory was 4 last time, and is `score` now."""
    return {"assessment": assessment(v15=score), "previous": WORSE}


def known(**evidence: Any) -> Parts:
    """Moving outdoors, as others told it, on the ground that is given."""
    return changed("v12", evidence=Evidence(frozenset({TOLD_BY_OTHERS}), **evidence))


def changed(item: str, **parts: Any) -> Parts:
    """A complete assessment with something else standing at one item."""
    made = assessment()
    return {"assessment": replace(made, answers={**made.answers, item: replace(made.answers[item], **parts)})}


CONVERSATION_CASES: dict[str, tuple[Parts, str, Parts]] = {
    "assessment.unexpected": (better("3"), "v15.reason", better("4")),
    "assessment.nine_open": (
        changed("v12", value="", deciding=NINE_ASKED), "v12", changed("v12", value="", deciding="help=yes"),
    ),
    "talk.basis_missing": (known(), "v12", known(basis="informed")),
    "talk.basis_reason_missing": (
        known(basis=OTHER_BASIS), "v12.basis", known(basis=OTHER_BASIS, reason="Svarer ikke selv"),
    ),
    "talk.consent_missing": (known(basis="consent"), "v12", known(basis="consent", consent_id="c")),
}  # fmt: skip
