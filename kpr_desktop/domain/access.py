"""Who may do what with whose data: one pure decision, from a table of rules and the facts of the moment."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from kpr_desktop.domain.ids import UserId


class Relation(StrEnum):
    """How somebody stands to a person. `FREE`: nobody is responsible and nobody is assigned."""

    OWN = "own"
    FREE = "free"
    OUTSIDE = "outside"


class Outcome(StrEnum):
    """What comes of asking."""

    ALLOWED = "allowed"
    REASON_NEEDED = "reason_needed"
    PASSPHRASE_NEEDED = "passphrase_needed"  # noqa: S105 - a name, no secret
    BLOCKED = "blocked"
    REFUSED = "refused"
    NOT_IN_EMERGENCY = "not_in_emergency"


class Outside(StrEnum):
    """What an action asks of somebody outside whose own list the person is."""

    REASON = "reason"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Rule:
    """One action of the table.

    `outside` is None for an action that concerns no single person. `despite_blocks`: a block does not stop it (it
    shows nothing of the person). `emergency`: emergency access opens it. `confirm`: the passphrase is asked for again.
    `leaves`: data leave the vault in bulk by it, so it never goes with an emergency access.
    """

    roles: frozenset[str]
    outside: Outside | None = None
    despite_blocks: bool = False
    emergency: bool = False
    confirm: bool = False
    leaves: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts of one user and one person: responsible, the assignment's id or empty, and an own draft.

    `anybody`: somebody is responsible or assigned, this user or another.
    """

    responsible: bool = False
    assignment: str = ""
    anybody: bool = False
    draft: bool = False

    @property
    def relation(self) -> Relation:
        """What the facts come to."""
        if self.responsible or self.assignment or self.draft:
            return Relation.OWN
        return Relation.OUTSIDE if self.anybody else Relation.FREE

    @property
    def basis(self) -> str:
        """The word of the log: assignment, or case for everything that follows from the person's own case."""
        return "assignment" if self.assignment and not self.responsible else "case"


@dataclass(frozen=True, slots=True)
class Asked:
    """What else counts at the moment: a block that holds against the user, and what the user has brought with her.

    `reason`: the basis word of a reason that was given (self | citizen), or empty. `emergency`: an emergency access to
    this person runs. `in_emergency`: one runs to anybody at all. `confirmed`: the passphrase was given again just now.
    """

    standing: Standing | None = None
    blocked: bool = False
    reason: str = ""
    emergency: bool = False
    in_emergency: bool = False
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer. `basis` is the log's word when it is allowed; `emergency_possible` when emergency access would do."""

    outcome: Outcome
    basis: str = ""
    emergency_possible: bool = False


def decide(rule: Rule, clinical: AbstractSet[str], roles: AbstractSet[str], asked: Asked) -> Verdict:
    """Whether somebody with `roles` may do what `rule` is about. `clinical` are the roles that work with persons.

    A refusal by role comes before all else, so that nobody learns of a block by asking for what she may not do anyway.
    """
    held = rule.roles & roles
    if not held:
        return Verdict(Outcome.REFUSED)
    if rule.leaves and asked.in_emergency:
        return Verdict(Outcome.NOT_IN_EMERGENCY)
    verdict = Verdict(Outcome.ALLOWED, "duty")
    if rule.outside is not None and asked.standing is not None:
        verdict = _with_person(rule, bool(held & clinical), asked, asked.standing)
    if verdict.outcome is Outcome.ALLOWED and rule.confirm and not asked.confirmed:
        return Verdict(Outcome.PASSPHRASE_NEEDED)
    return verdict


def bites(against: str, target: str, user_id: UserId, roles: Iterable[str]) -> bool:
    """Whether a block holds against a user. One against a role holds against everybody who has it, other roles or not.

    An unknown word is taken as `all`: a block that cannot be read must not open anything.
    """
    if against == "user":
        return target == user_id
    if against == "role":
        return target in set(roles)
    return True


def _with_person(rule: Rule, clinical: bool, asked: Asked, standing: Standing) -> Verdict:  # noqa: FBT001 - private
    emergency = asked.emergency and rule.emergency
    possible = rule.emergency and clinical
    if asked.blocked and not rule.despite_blocks:
        if emergency:
            return Verdict(Outcome.ALLOWED, "emergency")
        return Verdict(Outcome.BLOCKED, emergency_possible=possible)
    relation = standing.relation
    if relation is Relation.OWN or (relation is Relation.FREE and clinical):
        return Verdict(Outcome.ALLOWED, standing.basis)
    if rule.outside is Outside.OPEN:
        return Verdict(Outcome.ALLOWED, "duty")
    if asked.reason:
        return Verdict(Outcome.ALLOWED, asked.reason)
    if emergency:
        return Verdict(Outcome.ALLOWED, "emergency")
    return Verdict(Outcome.REASON_NEEDED, emergency_possible=possible)
