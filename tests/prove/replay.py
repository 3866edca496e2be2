"""`python -m tests.prove.replay --persons 500`: a year of corrections, told to a receiver that knows nothing of us.

A vault is filled with a generated year (`replay_year`); every now and then the program makes a message, as the one
responsible for submission does. The receiver (`receiver`, written from the specification alone) takes all files in
order, checks each against the register's own schema and the rules of the 56 sent fields, and rebuilds the picture. It
has to be the vault's own, read from persons and services. Then every deliberate writer bug is done to the same files,
and has to be told. `--kills`: children that work and make messages are killed at random moments; no gap may be left.

Needs KPR_OFFICIAL_XSD (the folder of the register's schema), which is not ours to publish.
"""

from __future__ import annotations

import argparse
import os
import select
import signal
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from tests.prove.bug_places import NoPlaceError
from tests.prove.receiver import Receiver
from tests.prove.receiver_picture import Service
from tests.prove.receiver_rules import Rules
from tests.prove.replay_files import (
    all_files,
    make_message,
    open_for_submission,
    opened_again,
    send_again_some,
)
from tests.prove.replay_year import Year, now_held
from tests.prove.writer_bugs import BUGS
from tests.support.children import answer_of, read_lines, rest_of, spawn, write_line
from tests.support.world import World, make_world

STEPS_A_PERSON = 10
MESSAGES = 40
LONGEST = 0.5
START = 60.0


def rules() -> Rules:
    """The register's schema and field table. Ends the run where they are not at hand."""
    folder = os.environ.get("KPR_OFFICIAL_XSD", "")
    table = Path(folder).parent / "data" / "ipl56_fields.csv"
    if not folder or not table.exists():
        raise SystemExit("KPR_OFFICIAL_XSD names no folder with the register's schema and its field table.")
    return Rules(Path(folder), table)


def told(files: list[bytes], checks: Rules | None) -> Receiver:
    """A receiver that was handed the files in order."""
    receiver = Receiver(checks)
    for data in files:
        receiver.receive(data)
    return receiver


def picture(receiver: Receiver) -> dict[str, Service]:
    """What the receiver holds, whatever the municipality."""
    return {key: service for held in receiver.state().values() for key, service in held.items()}


def differing(held: dict[str, Service], wanted: dict[str, Service]) -> list[str]:
    """Which services the receiver has otherwise than the vault; by id."""
    return sorted(key for key in held.keys() | wanted.keys() if held.get(key) != wanted.get(key))


def year(root: Path, persons: int, seed: int) -> tuple[World, Year]:
    """The generated year, with messages made in between."""
    world = make_world(root, training=False)
    open_for_submission(world)
    random = Random(seed)
    made = Year(world, random)
    made.begin(persons)
    steps = persons * STEPS_A_PERSON
    for number in range(steps):
        made.step()
        if number % max(1, steps // MESSAGES) == 0:
            make_message(world, root)
        if number == steps // 2:
            send_again_some(world, root, random)
    make_message(world, root)
    return world, made


def bugs(
    files: list[bytes], checks: Rules, clean: dict[str, Service]
) -> tuple[list[str], list[str], list[str]]:
    """Names of the deliberate bugs that were told, that were not, and that found no place."""
    found: list[str] = []
    missed: list[str] = []
    nowhere: list[str] = []
    for bug in BUGS:
        try:
            receiver = told(bug.apply(files), checks)
        except NoPlaceError:
            nowhere.append(bug.name)
            continue
        caught = bool(receiver.hard()) or picture(receiver) != clean
        (found if caught else missed).append(bug.name)
    return found, missed, nowhere


# --- kills ------------------------------------------------------------------------------------------------------


def _work(root: Path, number: int, seed: int, out: int) -> None:
    world = opened_again(root, number)
    random = Random(f"replay/{seed}/{number}")
    made = Year(world, random, persons_of(world))
    write_line(out, {"open": True})
    while True:
        for _ in range(random.randrange(1, 4)):
            made.step()
        make_message(world, root)


def persons_of(world: World) -> list[Any]:
    """Everybody in the vault."""
    with world.session.work() as work:
        return list(work.persons.ids())


def _look(root: Path, number: int, checks: Rules, out: int) -> None:
    world = opened_again(root, number)
    make_message(world, root)
    receiver = told(all_files(world), checks)
    wrong = differing(picture(receiver), now_held(world, persons_of(world)))
    faults = [fault.code for fault in receiver.hard()]
    write_line(out, {"faults": faults, "missing": len(receiver.missing()), "wrong": len(wrong)})
    world.close()


def kills(root: Path, count: int, checks: Rules, seed: int, look_every: int) -> tuple[int, list[str]]:
    """Kill `count` children at random moments; what the looks in between found wrong."""
    world = make_world(root, training=False)
    open_for_submission(world)
    Year(world, Random(seed)).begin(20)
    world.close()
    wrong: list[str] = []
    random = Random(f"kills/{seed}")
    for number in range(1, count + 1):
        child, pipe = spawn(lambda out, at=number: _work(root, at, seed, out))
        if not select.select([pipe], [], [], START)[0]:
            os.kill(child, signal.SIGKILL)
            raise SystemExit("A child did not begin.")
        lines, _ = read_lines(pipe, time.monotonic() + random.uniform(0, LONGEST))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines += rest_of(pipe)
        os.close(pipe)
        if any("fault" in line for line in lines):
            raise SystemExit(f"A child ended by itself. {lines}")
        if number % look_every == 0 or number == count:
            (seen,) = answer_of(lambda out, at=number: _look(root, at, checks, out))
            if seen.get("faults") or seen.get("missing") or seen.get("wrong") or "fault" in seen:
                wrong.append(f"kill {number}: {seen}")
    return count, wrong


def main(words: list[str]) -> int:
    """0 when the picture is the vault's own, every bug was told and no kill left a gap."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--look-every", type=int, default=10)
    parser.add_argument("--at-least", type=int, default=10, help="so many bugs must have had a place")
    asked = parser.parse_args(words)
    checks = rules()
    began = time.monotonic()
    good = True
    with tempfile.TemporaryDirectory(prefix="kpr-replay-") as folder:
        world, made = year(Path(folder) / "year", asked.persons, asked.seed)
        files = all_files(world)
        receiver = told(files, checks)
        held, wanted = picture(receiver), now_held(world, made.persons)
        wrong = differing(held, wanted)
        hard = [f"{fault.code}" for fault in receiver.hard()]
        good = not wrong and not hard and not receiver.missing()
        print(f"{asked.persons} persons, {sum(made.done.values())} acts ({_counted(made.done)})")
        print(f"  refused by rules: {sum(made.refused.values())} ({_counted(made.refused)})")
        print(
            f"{len(files)} files, {_notifications(files)} notifications, {receiver.repeated} sent again: "
            f"{len(hard)} faults {sorted(set(hard))}, {len(receiver.missing())} missing; "
            f"{len(held)} services in the register's picture, {len(wrong)} otherwise than in the vault"
        )
        for key in wrong[:3]:
            print(f"  told:  {_safe(held.get(key))}\n  vault: {_safe(wanted.get(key))}")
        found, missed, nowhere = bugs(files, checks, held)
        print(
            f"Control: {len(found)} of {len(found) + len(missed)} deliberate bugs told; no place for {nowhere}"
        )
        if missed:
            print(f"  not told: {missed}")
        good = good and not missed and len(found) >= asked.at_least
        world.close()
        if asked.kills:
            count, after = kills(Path(folder) / "kills", asked.kills, checks, asked.seed, asked.look_every)
            print(f"{count} kills: {len(after)} looks with a gap or another picture {after[:3]}")
            good = good and not after
    print(f"{time.monotonic() - began:.0f} seconds")
    return 0 if good else 1


def _counted(counts: Any) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())


def _notifications(files: list[bytes]) -> int:
    return sum(data.count(b"<Notifikasjon ") for data in files)


def _safe(service: Service | None) -> str:
    """A service without whose it is."""
    return (
        "nothing"
        if service is None
        else f"{service.type} {service.start} {service.end} {service.providers} {service.pauses}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
