"""`python -m tests.prove.long_day`: a long day in the window, 2,000 saves, 200 letters, 50 rehearsals, 100 locks.

Spent twice. Once with a lock after every twenty saves: each ends the process and a new one takes its place, so what
could grow is the vault, and what could leak into the next process are file handles. And once in one sitting without a
lock, which is harder: there nothing is ever given back but by the program itself. Linux only.

After a warm-up (the first fifth) memory may grow by a fifth at most, and the handles must be the same at the same point
of every stretch. The control keeps a megabyte more after each stretch: it must be told.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kpr_desktop.domain.assessment import Reason
from tests.prove.long_day_child import LETTERS, PER_STRETCH, Day
from tests.support.world import make_world

ROOT = Path(__file__).resolve().parents[2]
MOST_GROWTH = 0.20
AIM_MS = 50.0
PERSONS = 40


@dataclass
class Seen:
    """A day's figures: bytes and handles at the end of each stretch, seconds of each save."""

    memory: list[int] = field(default_factory=list)
    handles: list[int] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    took: float = 0.0

    @property
    def growth(self) -> float:
        """How much the end is above the beginning after the warm-up, as a share: the middle of a tenth of the day each.

        One stretch alone tells nothing: what an allocator keeps differs by a tenth from one process to the next.
        """
        warm, tenth = max(1, len(self.memory) // 5), max(1, len(self.memory) // 10)
        began = statistics.median(self.memory[warm : warm + tenth])
        return statistics.median(self.memory[-tenth:]) / began - 1

    @property
    def steady(self) -> bool:
        """Whether the stretches after the warm-up ended with as many handles as others of their kind.

        There are two kinds: every second one ends with a rehearsal, and a process that has made one keeps a further
        connection to the vault.
        """
        warm = self.handles[max(1, len(self.handles) // 5) :]
        return len(set(warm[::2])) == 1 and len(set(warm[1::2])) == 1


def spend(stretches: int, *, locks: bool, leak: bool = False) -> Seen:
    """One day. Raises RuntimeError with what the window said when it ended by itself."""
    with tempfile.TemporaryDirectory(prefix="kpr-day-") as folder:
        root = Path(folder)
        world = make_world(root)
        person = world.demo(PERSONS)[0]
        draft = world.services.interviews.start(person, world.session.today(), Reason.PERIODIC).assessment.id
        world.close()
        day = Day(folder, person, draft, stretches, locks, leak)
        began = time.monotonic()
        words = [sys.executable, "-m", "tests.prove.long_day_child", json.dumps(asdict(day))]
        ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=3600, check=False)
        seen = Seen(took=time.monotonic() - began)
    for line in map(json.loads, ended.stdout.splitlines()):
        seen.memory.append(line["memory"])
        seen.handles.append(line["handles"])
        seen.saves += line["saves"]
        seen.faults += line["told"]
    if ended.returncode or len(seen.memory) != stretches:
        raise RuntimeError(f"The day ended after {len(seen.memory)} stretches. {ended.stderr[-800:]}")
    return seen


def tell(name: str, seen: Seen, locks: int) -> bool:
    """Print a day's figures; whether it was as it should be."""
    saves = sorted(seen.saves)
    p99 = saves[int(len(saves) * 0.99) - 1] * 1000
    stretches = len(seen.memory)
    print(
        f"{name}: {len(saves)} saves, {stretches * LETTERS} letters, {stretches // 2} rehearsals, {locks} locks"
        f" in {seen.took:.0f} s. Memory after the warm-up +{seen.growth:.1%}"
        f" ({min(seen.memory) / 1e6:.0f} to {max(seen.memory) / 1e6:.0f} MB, limit +{MOST_GROWTH:.0%});"
        f" file handles {sorted(set(seen.handles))}; a save, from the key to the screen: median"
        f" {statistics.median(saves) * 1000:.1f} ms, p99 {p99:.1f} ms (aim {AIM_MS:.0f})."
    )
    every = max(1, stretches // 10)
    print(f"  MB at each tenth: {[each // 1_000_000 for each in seen.memory[every - 1 :: every]]}")
    for line in seen.faults[:5]:
        print(f"  the window said: {line}")
    return seen.growth <= MOST_GROWTH and seen.steady and not seen.faults


def main(words: list[str]) -> int:
    """0 when both days were as they should be and the control was told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--saves", type=int, default=2000)
    args = parser.parse_args(words)
    if sys.platform != "linux":
        print("Not proven: reads /proc, Linux only.")
        return 2
    stretches = max(4, args.saves // PER_STRETCH)
    right = [
        tell("With locks", spend(stretches, locks=True), stretches),
        tell("In one sitting", spend(stretches, locks=False), 0),
    ]
    control = spend(stretches, locks=False, leak=True)
    kept = (control.memory[-1] - control.memory[0]) / (len(control.memory) - 1) / 1e6
    print(f"Control, 1 MB kept a stretch: {kept:.2f} MB a stretch seen, +{control.growth:.1%}.")
    return 0 if all(right) and kept > 0.8 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
