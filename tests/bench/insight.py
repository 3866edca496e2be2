"""The insight package of a person of whom much is held: gathered, made as a PDF, kept and logged."""

from __future__ import annotations

from pathlib import Path

from tests.bench.measure import Report, median_of
from tests.support.world import make_world
from tests.usecases.letter_content.full_case import fill

ASSESSMENTS, LOG_ROWS = 20, 2_000
SECONDS_AIM = 2.0
_RUNS = 3


def measure(folder: Path, report: Report) -> None:
    """The parts alone and the whole letter, from the click to the bytes."""
    world = make_world(folder / "insight")
    person = world.services.persons.register(world.form())
    fill(world, person.id, assessments=ASSESSMENTS, log_rows=LOG_ROWS)
    made = world.services.letters.make(person.id, "insight", "nb")
    whole = median_of(lambda: world.services.letters.make(person.id, "insight", "nb"), _RUNS)
    report.aim(
        f"insight package, {ASSESSMENTS} assessments, {LOG_ROWS:,} log rows",
        whole / 1000,
        SECONDS_AIM,
        "s",
        f"{made.delivery.pages} pages, {len(made.pdf) // 1024} kB",
    )
    world.close()
