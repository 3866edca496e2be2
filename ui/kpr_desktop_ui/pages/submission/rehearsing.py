"""A dress rehearsal as work for a thread."""

from __future__ import annotations

from collections.abc import Callable

from kpr_desktop.usecases.rehearsal import Progress
from kpr_desktop.usecases.rehearsal_records import DressRehearsal
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.submission.beside import beside_desk


def rehearsing(
    services: Services, year: int, progress: Progress, stop: Callable[[], bool]
) -> Callable[[], DressRehearsal | None]:
    """The rehearsal itself only reads.

    Before it the events of services that wait for it are brought up to date, on a connection that writes.
    """
    desk = services.rehearsals
    plan = beside_desk(services, desk, lambda own: own.plan(), write=True)
    rehearse = beside_desk(services, desk, lambda own: own.run(year, progress, stop))
    waits = services.session.vault.writable and desk.waits_for_plan()

    def run() -> DressRehearsal | None:
        if waits:
            plan()
        return rehearse()

    return run
