"""Making a message of everything that waits in a vault: the first load of a whole municipality. Time and memory."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.domain.care_service import CareService, Pause
from kpr_desktop.domain.identity import Fnr
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.person import Person, Residence
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.raising import raise_events
from tests.bench.measure import Report, most_memory
from tests.support import numbers
from tests.support.submitting import may_submit
from tests.support.world import LOGIN, PASSPHRASE, World, confirmed, make_world

LIMIT = 300.0
"""MB for 100,000: the file of 62 MB, 64 MiB at most that SQLite keeps of the vault, and what waits."""
SECONDS = 60.0
SHORTEST = 5.0
"""Seconds for 100,000, and for a few."""
STEPS = 4
_BATCH = 500
_DAYS = 34_000
"""Birthdays, one for each person of 100,000 events: no two then have the same number."""
_CONTACTS = {
    "name": "Øvingskommunen",
    "contact16_name": "Blid Fjellbekk",
    "contact16_email": "blid@example.no",
    "contact17_name": "Rask Granskog",
    "contact17_email": "rask@example.no",
}


def measure(folder: Path, count: int, report: Report) -> None:
    """A process of its own for each length, so that the growth of its memory can be seen."""
    told = []
    for wanted in (count // STEPS, count):
        place = folder / str(wanted)
        _fill(place, wanted)
        words = [sys.executable, "-m", "tests.bench.message_desk", str(place)]
        out = subprocess.run(words, check=True, capture_output=True, text=True).stdout.split()
        told.append((int(out[0]), *(float(each) for each in out[1:])))
    before, (made, seconds, _, peak) = told[0][2], told[-1]
    grown = ", ".join(f"{n}: {most:.0f} MB" for n, _, _, most in told)
    what = f"message of {made:,} that waited, made in the vault"
    report.ratio(f"{what}: memory in MB", peak, LIMIT, f"0: {before:.0f} MB, {grown}")
    report.aim(what, seconds, max(SHORTEST, SECONDS * count / 100_000), "s")


def _fill(folder: Path, count: int) -> None:
    """Persons with one to three services, some of them over, some with a stop: so that `count` events wait."""
    world = make_world(folder, training=False)
    try:
        world.services.office.save(_CONTACTS)
        may_submit(world.session)
        draw, waiting, made = random.Random(3), 0, 0
        while waiting < count:
            with world.session.work() as work:
                for _ in range(_BATCH):
                    if waiting < count:
                        made += 1
                        waiting += _person(world, work, draw, made)
                work.commit()
    finally:
        world.close()


def _person(world: World, work: UnitOfWork, draw: random.Random, seed: int) -> int:
    session = world.session
    born = date(1930, 1, 1) + timedelta(days=seed % _DAYS)
    person = Person(
        id=PersonId(world.ids()),
        device_id=session.vault.device_id,
        created_at=session.now(),
        user_number=f"B{seed:06}",
        given_name="Blid",
        family_name="Fjellbekk",
        identity=Fnr.parse(numbers.fnr(seed // _DAYS, born=born)),
        birth_date=born,
        sex="2",
        residences=(Residence(born, "4201"),),
    )
    work.persons.add(person)
    types = [code for code, each in session.books.for_year(2026).services.items() if each.in_message]
    made = 0
    for _ in range(draw.choice((1, 1, 2, 3))):
        start = date(2022, 1, 1) + timedelta(days=draw.randrange(1500))
        end = start + timedelta(days=draw.randrange(20, 120)) if draw.random() < 0.5 else None
        stop = Pause(world.ids(), start + timedelta(days=4), start + timedelta(days=9), "", "hospital")
        pauses = (stop,) if draw.random() < 0.15 else ()
        service = CareService(
            id=ServiceId(world.ids()),
            person_id=person.id,
            device_id=person.device_id,
            created_at=session.now(),
            type=draw.choice(types),
            decided_on=start,
            start=start,
            end=end,
            pauses=pauses,
            provider_number=numbers.organisation(seed % 50, first="9"),
        )
        work.services.add(service)
        raise_events(session, work, service)
        made += 1 + (end is not None) + 2 * len(pauses)
    return made


def _child(folder: Path) -> None:
    """How many were told, the seconds it took, and the memory before and at its most, in MB (Linux)."""
    app = Application(config=folder / "config", cost=FLOOR_COST)
    session = app.door.open(folder / "hvelv", LOGIN, bytearray(PASSPHRASE.encode()))
    confirmed(session)
    desk = app.services(session).messages
    # Reading the key file takes more than all else for a moment.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before, start = most_memory(), time.perf_counter()
    made = desk.make_message(folder)
    print(made.record.notifications, time.perf_counter() - start, before, most_memory())
    session.vault.close()


if __name__ == "__main__":
    _child(Path(sys.argv[1]))
