"""The decision itself: what comes first, and what each fact changes."""

from __future__ import annotations

import pytest

from kpr_desktop.domain.access import (
    Asked,
    Outcome,
    Outside,
    Relation,
    Rule,
    Standing,
    Verdict,
    bites,
    decide,
)
from kpr_desktop.domain.ids import UserId

NURSE = frozenset({"nurse"})
BOSS = frozenset({"boss"})
OWN, FREE, OUTSIDE = Standing(responsible=True, anybody=True), Standing(), Standing(anybody=True)
READ = Rule(NURSE | BOSS, Outside.REASON, emergency=True)
WRITE = Rule(NURSE, Outside.REASON)
POINT = Rule(BOSS, Outside.OPEN, despite_blocks=True)
SEND = Rule(BOSS, confirm=True, leaves=True)
ALLOWED = Outcome.ALLOWED


def test_how_somebody_stands() -> None:
    assert Standing(draft=True, anybody=True).relation is Relation.OWN
    assert Standing(assignment="a", anybody=True).relation is Relation.OWN
    assert (OWN.relation, FREE.relation, OUTSIDE.relation) == (Relation.OWN, Relation.FREE, Relation.OUTSIDE)
    assert Standing(assignment="a").basis == "assignment"
    assert Standing(responsible=True, assignment="a").basis == FREE.basis == "case"


@pytest.mark.parametrize(
    ("rule", "roles", "asked", "verdict"),
    [
        (READ, frozenset(), Asked(OWN), Verdict(Outcome.REFUSED)),
        (READ, NURSE, Asked(OWN), Verdict(ALLOWED, "case")),
        (READ, NURSE, Asked(FREE), Verdict(ALLOWED, "case")),
        (READ, BOSS, Asked(FREE), Verdict(Outcome.REASON_NEEDED)),
        (READ, NURSE, Asked(OUTSIDE), Verdict(Outcome.REASON_NEEDED, emergency_possible=True)),
        (READ, NURSE, Asked(OUTSIDE, reason="citizen"), Verdict(ALLOWED, "citizen")),
        (READ, NURSE, Asked(OUTSIDE, emergency=True), Verdict(ALLOWED, "emergency")),
        (READ, NURSE, Asked(OUTSIDE, reason="self", emergency=True), Verdict(ALLOWED, "self")),
        (READ, NURSE, Asked(OWN, blocked=True), Verdict(Outcome.BLOCKED, emergency_possible=True)),
        (READ, BOSS, Asked(OWN, blocked=True), Verdict(Outcome.BLOCKED)),
        (READ, NURSE, Asked(OWN, blocked=True, emergency=True), Verdict(ALLOWED, "emergency")),
        (READ, NURSE, Asked(OWN, emergency=True), Verdict(ALLOWED, "case")),
        (READ, NURSE, Asked(OUTSIDE, blocked=True, reason="self"), Verdict(Outcome.BLOCKED, "", True)),
        (WRITE, NURSE, Asked(OWN, blocked=True, emergency=True), Verdict(Outcome.BLOCKED)),
        (WRITE, NURSE, Asked(OUTSIDE, emergency=True), Verdict(Outcome.REASON_NEEDED)),
        (WRITE, BOSS, Asked(OWN, blocked=True), Verdict(Outcome.REFUSED)),
        (POINT, BOSS, Asked(OUTSIDE, blocked=True), Verdict(ALLOWED, "duty")),
        (POINT, BOSS, Asked(OWN), Verdict(ALLOWED, "case")),
        (READ, NURSE, Asked(), Verdict(ALLOWED, "duty")),
        (SEND, BOSS, Asked(), Verdict(Outcome.PASSPHRASE_NEEDED)),
        (SEND, BOSS, Asked(confirmed=True), Verdict(ALLOWED, "duty")),
        (SEND, BOSS, Asked(confirmed=True, in_emergency=True), Verdict(Outcome.NOT_IN_EMERGENCY)),
        (SEND, NURSE, Asked(confirmed=True, in_emergency=True), Verdict(Outcome.REFUSED)),
    ],
)
def test_the_decision(rule: Rule, roles: frozenset[str], asked: Asked, verdict: Verdict) -> None:
    assert decide(rule, NURSE, roles, asked) == verdict


def test_the_passphrase_is_asked_for_last() -> None:
    rule = Rule(BOSS, Outside.REASON, confirm=True)
    assert decide(rule, NURSE, BOSS, Asked(OUTSIDE)).outcome is Outcome.REASON_NEEDED
    assert decide(rule, NURSE, BOSS, Asked(OWN)).outcome is Outcome.PASSPHRASE_NEEDED


def test_a_clinical_role_counts_only_where_the_action_is_open_to_it() -> None:
    """A leader who is a nurse too has no more of what only leaders do."""
    rule = Rule(BOSS, Outside.REASON, emergency=True)
    assert decide(rule, NURSE, NURSE | BOSS, Asked(FREE)) == Verdict(Outcome.REASON_NEEDED)


def test_whom_a_block_holds_against() -> None:
    me = UserId("me")
    assert bites("user", "me", me, NURSE)
    assert not bites("user", "you", me, NURSE)
    assert bites("role", "boss", me, NURSE | BOSS)
    assert not bites("role", "boss", me, NURSE)
    assert bites("all", "", me, frozenset())
    assert bites("a word of a later version", "x", me, NURSE)
