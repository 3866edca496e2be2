"""Heavy work of the submission on a connection of its own, so that the window stays alive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.submission import Submission

T = TypeVar("T")


def beside(services: Services, work: Callable[[Submission], T], *, write: bool = False) -> Callable[[], T]:
    """`work` as something a worker's thread can do: with its own connection to the same vault, closed at the end."""
    session, desk = services.session, services.submission

    def run() -> T:
        vault = session.vault.beside(write=write)
        try:
            return work(desk.on(replace(session, vault=vault)))
        finally:
            vault.close()

    return run
