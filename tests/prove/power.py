"""`python -m tests.prove.power --n 10000`: what a power cut may leave on the disk, and whether anything is lost by it.

The real program runs under strace; every state of the files that a power cut could have left at a random moment is
built from what it did (tests/support/crash_states.py), opened with the real program, checked, and compared with what
had been acknowledged by then. Controls: a database without flushing (`off`), and one with the older kind of journal
(`delete`, DELETE with synchronous=FULL). Both must be seen to lose saves.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.errors import Fault, UserFault
from tests.prove.damage_base import restored_facts
from tests.prove.power_child import CONTROL
from tests.support.crash import (
    LOGIN,
    Facts,
    Ground,
    Hand,
    judge,
    remember_keys,
    told_by,
)
from tests.support.crash_states import Disk, State
from tests.support.crash_trace import traced, why_no_strace
from tests.support.steady import StandingClock
from tests.support.vaults import PASSPHRASE as SAMPLE_PASSPHRASE
from tests.support.vaults import SAMPLE

STATES_PER_TRACE = 500
_FIRST_SAVES = 15


@dataclass(frozen=True)
class Scenario:
    """`share` of all states; `prepare` makes what lies there before; `look` judges a state: what is wrong with it."""

    share: float
    prepare: Callable[[Ground, int], None]
    look: Callable[[Ground, list[dict[str, Any]], Facts], list[str]]
    passphrase: str = ""

    def ground(self, root: Path) -> Ground:
        return Ground(root, self.passphrase) if self.passphrase else Ground(root)


@dataclass
class Tally:
    """What was seen."""

    states: int = 0
    acknowledged: int = 0
    traces: int = 0
    events: int = 0
    faults: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


# --- what lies there before


def _new_vault(ground: Ground, _number: int) -> None:
    ground.make()


def _nothing(ground: Ground, _number: int) -> None:
    ground.root.mkdir(exist_ok=True)


def _filled(ground: Ground, number: int) -> None:
    ground.make()
    (ground.root / "kopi").mkdir()
    hand = Hand(ground, f"filled/{number}", lambda _line: None)
    for _ in range(_FIRST_SAVES):
        hand.gesture()
    hand.session.vault.close()


def _sample(ground: Ground, number: int) -> None:
    samples = sorted(each for each in SAMPLE.iterdir() if each.is_dir())
    shutil.copytree(samples[number % len(samples)], ground.vault)


# --- what is found afterwards


def _look_saves(ground: Ground, lines: list[dict[str, Any]], before: Facts) -> list[str]:
    told, going, _ = told_by(lines, before)
    there, check = ground.found()
    lost, half = judge(told, going, there)
    return ["lost"] * lost + ["half"] * half + [f"unsound ({code})" for code in check]


def _look_created(ground: Ground, lines: list[dict[str, Any]], _before: Facts) -> list[str]:
    if not ground.vault.exists():
        return ["lost"] if any("done" in line for line in lines) else []
    return [f"unsound ({code})" for code in ground.found()[1]]


def _look_migrated(ground: Ground, _lines: list[dict[str, Any]], before: Facts) -> list[str]:
    there, check = ground.found()
    return ["lost"] * (there != before) + [f"unsound ({code})" for code in check]


def _look_copies(ground: Ground, lines: list[dict[str, Any]], before: Facts) -> list[str]:
    """The vault itself, and its backups: those acknowledged are there, and each that has a name is whole."""
    wrong = _look_saves(ground, lines, before)
    held = [line["copying"] for line in lines if "copying" in line]
    made = [line["copied"] for line in lines if "copied" in line]
    there = sorted(each.name for each in (ground.root / "kopi").iterdir() if not each.name.startswith("."))
    wrong += ["backup lost"] * bool(set(made) - set(there))
    # One is restored at each look: the newest that was acknowledged, or one that has its name already.
    under_way = [name for name in there if name not in made]
    for name, expected in (
        ((under_way[0], held[-1]),) if under_way else zip(made[-1:], held[len(made) - 1 :], strict=False)
    ):
        if restored_facts(ground, f"kopi/{name}") != expected:
            wrong.append("backup not whole")
    return wrong


def _look_keys(ground: Ground, lines: list[dict[str, Any]], _before: Facts) -> list[str]:
    told, going, _ = told_by(lines, {"passphrase": ground.passphrase})
    files = JsonKeyFiles(StandingClock(), FLOOR_COST)
    for passphrase in filter(None, (told["passphrase"], going.get("passphrase"))):
        try:
            files.unlock(ground.vault, LOGIN, bytearray(passphrase.encode()))[1].wipe()
            break
        except UserFault:
            continue
    else:
        return ["lost"]
    sheets = [line["recovery"] for line in lines if "recovery" in line]
    under_way = (
        bool(lines) and "going" in lines[-1] and not going
    )  # a new sheet takes the place of the one before
    try:
        if sheets:
            files.unlock_with_recovery(ground.vault, sheets[-1]).wipe()
    except UserFault:
        return [] if under_way else ["sheet lost"]
    return []


SCENARIOS: dict[str, Scenario] = {
    "save": Scenario(0.5, _new_vault, _look_saves),
    "create": Scenario(0.05, _nothing, _look_created),
    "migration": Scenario(0.15, _sample, _look_migrated, SAMPLE_PASSPHRASE),
    "backup": Scenario(0.1, _filled, _look_copies),
    "rotation": Scenario(0.1, _filled, _look_saves),
    "key": Scenario(0.1, _new_vault, _look_keys),
}
"""One entry for each thing that writes. Its program is in power_child.py under the same name."""


# --- states


def one_trace(name: str, number: int, states: int, seed: int, control: str) -> Tally:
    """Run a scenario once under strace, build states, open each."""
    remember_keys()
    scenario, tally = SCENARIOS[name], Tally(traces=1)
    root = Path(tempfile.mkdtemp(prefix=f"kpr-power-{name}-"))
    try:
        ground = scenario.ground(root / "ground")
        scenario.prepare(ground, number)
        before = _before(scenario, ground, root)
        words = ["-m", "tests.prove.power_child", name, str(ground.root), f"{seed}/{number}"]
        rest = json.dumps({"passphrase": ground.passphrase})
        trace = traced(ground.root, [*words, rest], {CONTROL: control} if control else {})
        tally.events = len(trace.events)
        random, disk = Random(f"{seed}/{name}/{number}"), Disk(trace)
        end = len(trace.events)
        # The very end is looked at often enough too: there everything has been acknowledged.
        for cut in sorted(min(random.randint(0, round(end * 1.05)), end) for _ in range(states)):
            disk.forward(cut)
            _look(
                scenario, disk.state(random), root / "state", before, tally, f"{name} {number}, event {cut}"
            )
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return tally


def _before(scenario: Scenario, ground: Ground, root: Path) -> Facts:
    """What stands in the vault at the beginning; read from a copy, so that the vault stays as it is."""
    if not ground.vault.exists():
        return {}
    copy = scenario.ground(root / "before")
    shutil.copytree(ground.root, copy.root)
    return copy.found()[0]


def _look(scenario: Scenario, state: State, place: Path, before: Facts, tally: Tally, where: str) -> None:
    lines = [json.loads(line) for line in state.told]
    state.put(place)
    try:
        wrong = scenario.look(scenario.ground(place), lines, before)
    except Fault as fault:
        wrong = [f"unopenable ({fault.code})"]
    except Exception as error:  # noqa: BLE001 - whatever it is, the proof has found it
        wrong = [f"unopenable ({type(error).__name__}: {error})"]
    finally:
        shutil.rmtree(place, ignore_errors=True)
    tally.states += 1
    tally.acknowledged += sum(1 for line in lines if "done" in line or "copied" in line or "migrated" in line)
    tally.kinds.update({each.partition(" (")[0] for each in wrong})
    tally.faults += [f"{where}: {each}" for each in wrong]


def jobs(total: int, only: str, seed: int, control: str) -> Iterator[tuple[str, int, int, int, str]]:
    """Scenario, number of the trace, states from it, seed and control."""
    chosen = {only: 1.0} if only else {name: each.share for name, each in SCENARIOS.items()}
    for name, share in chosen.items():
        states = max(1, round(total * share / sum(chosen.values())))
        # Of each scenario at least as many runs as it has variants (the samples).
        traces = max(-(-states // STATES_PER_TRACE), 2 if name == "migration" else 1)
        for number in range(traces):
            yield name, number, states // traces + (number < states % traces), seed, control


def run(total: int, only: str, seed: int, control: str, processes: int) -> dict[str, Tally]:
    """All jobs, added up by scenario."""
    found: dict[str, Tally] = {}
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=fork) as pool:
        asked = list(jobs(total, only, seed, control))
        for (name, *_), made in zip(asked, pool.map(one_trace, *zip(*asked, strict=True)), strict=True):
            tally = found.setdefault(name, Tally())
            for key, value in asdict(made).items():
                if key != "kinds":
                    setattr(tally, key, getattr(tally, key) + value)
            tally.kinds.update(made.kinds)
    return found


def main(words: list[str]) -> int:
    """The exit code: 0 when nothing was lost; with --control when losses were seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--scenario", choices=tuple(SCENARIOS), default="")
    parser.add_argument("--control", choices=("off", "delete"), default="")
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args(words)
    if why := why_no_strace():
        print(why)
        return 1
    began = time.monotonic()
    only = "save" if asked.control else asked.scenario
    found = run(asked.n, only, asked.seed, asked.control, asked.processes)
    faults = [line for tally in found.values() for line in tally.faults]
    for line in faults[:20]:
        print(f"  {line}")
    for name, tally in found.items():
        seen = ", ".join(f"{count} {kind}" for kind, count in sorted(tally.kinds.items())) or "0 faults"
        print(f"{name}: {tally.states} states of {tally.traces} runs ({tally.events} disk events): {seen}")
    states = sum(each.states for each in found.values())
    kinds = sum((each.kinds for each in found.values()), Counter())
    print(
        f"{states} states after a power cut: {kinds['lost']} with an acknowledged save lost, "
        f"{kinds['unopenable']} unopenable, {sum(kinds.values()) - kinds['lost'] - kinds['unopenable']} other faults "
        f"({sum(each.acknowledged for each in found.values())} acknowledgements compared, "
        f"{time.monotonic() - began:.0f} seconds)"
    )
    if asked.control:
        print(f"Control {asked.control}: {'the losses were found' if faults else 'NO losses were found'}.")
        return 0 if faults else 1
    return 1 if faults or not states else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
