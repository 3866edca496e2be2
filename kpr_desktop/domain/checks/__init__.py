"""The checks behind the rules of the code book (facts page section 7), and how they are run."""

from __future__ import annotations

from kpr_desktop.domain.checks import changes, entries, interview, register, service_case, services, talk
from kpr_desktop.domain.checks.base import (
    CHECKS,
    Check,
    CheckContext,
    ItemFacts,
    Lookups,
    ParamKind,
    PlainRule,
    RuleLike,
    ServiceFacts,
    evaluate,
)

__all__ = [
    "CHECKS",
    "Check",
    "CheckContext",
    "ItemFacts",
    "Lookups",
    "ParamKind",
    "PlainRule",
    "RuleLike",
    "ServiceFacts",
    "evaluate",
]

REGISTERED = (changes, entries, interview, register, service_case, services, talk)
"""The modules whose import fills `CHECKS`."""
