"""The gate: whether a file for the register may be made at all, by whom, and by which vault."""

from __future__ import annotations

from collections.abc import Iterable

from kpr_desktop.domain.identity import Fnr
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session

SUBMITS_SETTING = "submission.submits"
"""Set ("yes") in the one vault of the municipality that gives the numbers of the chain; elsewhere events wait."""


def submits(work: UnitOfWork) -> bool:
    """Whether this vault gives the numbers of the municipality's chain."""
    return work.records.setting(SUBMITS_SETTING) == "yes"


def gate(session: Session, identities: Iterable[Fnr | None]) -> None:
    """The one place that decides whether a file for the register may be made at all.

    Raises UserFault gate.training_vault for a training vault and gate.synthetic_person when any of the persons has a
    synthetic number. There is no way around it: every use case that makes a register file calls it before the file's
    bytes are kept, and the one that writes kept bytes again calls it for the vault.
    """
    if session.training:
        raise UserFault("gate.training_vault")
    synthetic = sum(1 for identity in identities if identity is not None and identity.synthetic)
    if synthetic:
        raise UserFault("gate.synthetic_person", count=synthetic)


def let_out(session: Session, work: UnitOfWork) -> None:
    """Whether the user may make a file at all. A training vault says no before it asks for a passphrase.

    Raises UserFault gate.training_vault, and what `Session.admit` raises.
    """
    session.require_role("export.make")
    gate(session, ())
    session.admit(work, "export.make")
