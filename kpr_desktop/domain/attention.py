"""Attention points: scores that together are worth a second look. They ask, they never conclude."""

from __future__ import annotations

from dataclasses import dataclass

from kpr_desktop.domain.assessment import Assessment


@dataclass(frozen=True, slots=True)
class Demand:
    """One variable's score is one of `scores` (of 1-5; 9 and «not asked yet» never meet a demand)."""

    item: str
    scores: frozenset[str]


@dataclass(frozen=True, slots=True)
class Signal:
    """Demands that must all be met."""

    id: str
    demands: tuple[Demand, ...]


def fires(signal: Signal, assessment: Assessment) -> bool:
    """Whether every demand is met."""
    return all(assessment.value(demand.item) in demand.scores for demand in signal.demands)
