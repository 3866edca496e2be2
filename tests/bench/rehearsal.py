"""The dress rehearsal of everybody, and how soon it stops."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.usecases.demo import PASSPHRASE
from tests.bench.measure import Report

AIM = 20.0
"""Seconds for 100,000 persons."""
STOP_AIM = 1.0


def measure(folder: Path, size: int, report: Report) -> None:
    """In the vault that `register` made in `folder`, on a connection that only reads."""
    app = Application(config=folder / "config", cost=FLOOR_COST)
    session = app.door.open(folder / "hvelv", "ovelse", bytearray(PASSPHRASE.encode()))
    vault = session.vault.beside()
    try:
        desk = app.services(session).rehearsals.on(replace(session, vault=vault))
        told: list[tuple[int, int]] = []
        made = desk.run(progress=lambda done, total: told.append((done, total)))
        assert made is not None
        assert told[-1] == (size, size)
        detail = f"{made.persons:,} persons, {sum(made.by_rule.values()):,} findings, {len(told):,} steps of progress"
        report.aim(f"dress rehearsal, {size:,} persons", made.seconds, AIM * size / 100_000, "s", detail)
        wanted = {"stop": 0.0}

        def far(done: int, total: int) -> None:
            if done > total // 10 and not wanted["stop"]:
                wanted["stop"] = time.perf_counter()

        assert desk.run(progress=far, stop=lambda: bool(wanted["stop"])) is None
        report.aim("it stops after it was asked to", time.perf_counter() - wanted["stop"], STOP_AIM, "s")
    finally:
        vault.close()
        session.vault.close()
