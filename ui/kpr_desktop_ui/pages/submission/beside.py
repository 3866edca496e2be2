"""Heavy work of the submission on a connection of its own, so that the window stays alive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, Self, TypeVar

from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.submission import Submission

T = TypeVar("T")


class _Desk(Protocol):
    def on(self, session: Session) -> Self: ...


D = TypeVar("D", bound=_Desk)


def beside(services: Services, work: Callable[[Submission], T], *, write: bool = False) -> Callable[[], T]:
    """`work` as something a worker's thread can do: with its own connection to the same vault, closed at the end."""
    return beside_desk(services, services.submission, work, write=write)


def beside_desk(
    services: Services, desk: D, work: Callable[[D], T], *, write: bool = False
) -> Callable[[], T]:
    """The same with another desk."""
    session = services.session

    def run() -> T:
        vault = session.vault.beside(write=write)
        try:
            return work(desk.on(replace(session, vault=vault)))
        finally:
            vault.close()

    return run
