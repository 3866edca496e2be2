"""How many persons can let others in: a vault that hangs on one of them alone may be closed for ever (4.4)."""

from __future__ import annotations

from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session

FEWEST = 2
ADMINISTRATOR = "administrator"


def administrators(session: Session, work: UnitOfWork) -> int:
    """Persons who hold the role today and have a slot in the key file. Raises EnvironmentFault of the key file."""
    slots = set(session.vault.logins())
    return sum(
        1
        for user in work.records.users()
        if user.login in slots and user.revoked_at is None and ADMINISTRATOR in user.roles
    )


def too_few(session: Session, count: int) -> bool:
    """Whether somebody should be told; a training vault holds nothing that could be lost."""
    return count < FEWEST and not session.training
