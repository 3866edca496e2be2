"""Every screen in three languages as the accessibility bus tells it, and the whole main job done by names alone.

`python -m tests.prove.accessibility [--language nb ...] [--only NAME ...] [--no-job] [--keep FOLDER]`. A client of the
bus (`listener.py`, under the system's Python) reads the real tree of the real window and walks it by Tab; what it read
is judged by `tests/support/spoken.py`. Three bad controls are planted on the first screen after each log-in: one
without a name, one that Tab does not lead out of, one that Tab does not come to. Each must be told.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kpr_desktop.codebook.languages import LANGUAGES
from tests.prove.heard import PLANTED
from tests.prove.screens import SCREENS
from tests.support.spoken import controls, faults, upward

ROOT = Path(__file__).resolve().parents[2]
LISTENER = ROOT / "tests" / "prove" / "listener.py"
SYSTEM_PYTHON = "/usr/bin/python3"
LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
SIGNS = {"nameless": "name: push button", "trap": "trap: ", "unreachable": "unreachable: "}
"""How the line begins that tells of each planted control."""
AT_ONCE = 2
LIMIT = 3600
VARIABLES = 20


@cache
def why_not() -> str:
    """Why nothing can be proven here; empty when it can."""
    if sys.platform != "linux":
        return "AT-SPI can not be used here: Linux only"
    missing = [name for name in ("dbus-run-session", "Xvfb", "xdotool") if not shutil.which(name)]
    missing += [] if any(Path(each).exists() for each in LAUNCHERS) else ["at-spi2-core"]
    asked = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    if not missing and (
        not Path(SYSTEM_PYTHON).exists()
        or subprocess.run([SYSTEM_PYTHON, "-c", asked], capture_output=True, check=False).returncode
    ):
        missing.append("gir1.2-atspi-2.0")
    return f"AT-SPI can not be used here, missing: {', '.join(missing)}" if missing else ""


@dataclass
class Heard:
    """What came of one run of the listener."""

    language: str
    screens: int = 0
    controls: int = 0
    upward: int = 0
    faults: list[str] = field(default_factory=list)
    caught: set[str] = field(default_factory=set)
    planted: set[str] = field(default_factory=set)
    job: dict[str, Any] = field(default_factory=dict)


def run(words: Sequence[str], keep: Path | None = None) -> list[dict[str, Any]]:
    """The lines that the listener says. Raises RuntimeError when it broke off."""
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY"}
    }
    paths = [str(ROOT / each) for each in ("", "ui", "resources")]
    env["PYTHONPATH"] = os.pathsep.join([*paths, *filter(None, [env.get("PYTHONPATH")])])
    command = ["dbus-run-session", "--", SYSTEM_PYTHON, str(LISTENER), "--python", sys.executable, *words]
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        # Files, not pipes: the bus's own helpers hold what they were given open for a while.
        ended = subprocess.run(command, cwd=ROOT, env=env, stdout=out, stderr=err, timeout=LIMIT, check=False)
        out.seek(0)
        err.seek(0)
        heard, complaint = out.read(), err.read()
    lines = [json.loads(line) for line in heard.splitlines() if line.startswith("{")]
    if ended.returncode or not any("end" in each for each in lines):
        raise RuntimeError(f"{' '.join(words)} broke off: {complaint[-1500:]}")
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"{words[1]}.jsonl").write_text(heard, encoding="utf-8")
    return lines


def judge(language: str, lines: Sequence[dict[str, Any]]) -> Heard:
    """What the lines of one run say."""
    heard = Heard(language)
    for line in lines:
        if "planted" in line:
            heard.planted.add(line["planted"])
            if any(each.startswith(SIGNS[line["planted"]]) for each in faults(line)):
                heard.caught.add(line["planted"])
        elif "nodes" in line:
            heard.screens += 1
            heard.controls += len(controls(line["nodes"]))
            heard.upward += upward(line) > 1
            heard.faults += [f"{language} {line['screen']}: {each}" for each in faults(line)]
        elif "job" in line:
            heard.job = line
        elif "end" in line:
            heard.faults += [f"{language}: {each}" for each in line["faults"]]
    return heard


def main(argv: Sequence[str] | None = None) -> int:
    """0 when nothing is wrong, every planted control was told of, and the job was done."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", nargs="*", default=list(LANGUAGES), choices=LANGUAGES)
    parser.add_argument("--only", nargs="*", default=[], help="names of screens")
    parser.add_argument("--no-job", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for everything that was heard")
    words = parser.parse_args(argv)
    if reason := why_not():
        print(f"Not proven: {reason}.")
        return 2
    only = ["--only", *words.only] if words.only else []
    runs = [["--language", each, *only, "--plant", *PLANTED] for each in words.language]
    if not words.no_job:
        runs.append(["--language", "nb", "--job"])
    began = time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = list(pool.map(lambda each: run(each, words.keep), runs))
    heard = [judge(each[1], lines) for each, lines in zip(runs, told, strict=True)]
    return report(heard, time.monotonic() - began, len(words.only) or len(SCREENS), job=not words.no_job)


def report(heard: Sequence[Heard], seconds: float, wanted: int, *, job: bool) -> int:
    """Print the figures and every fault."""
    walks = [each for each in heard if not each.job]
    found = [line for each in heard for line in each.faults]
    for line in found:
        print(line)
    kinds = {
        kind: sum(f": {kind}: " in line for line in found) for kind in ("name", "role", "unreachable", "trap")
    }
    few = [each.language for each in walks if each.screens < wanted]
    print(
        f"{sum(each.screens for each in walks)} screens in {len(walks)} languages "
        f"({', '.join(each.language for each in walks)}), {sum(each.controls for each in walks)} controls: "
        f"{kinds['name']} without name, {kinds['role']} without role, {kinds['unreachable']} unreachable by Tab, "
        f"{kinds['trap']} keyboard traps, {len(found) - sum(kinds.values())} other faults ({seconds:.0f} s)"
    )
    print(f"Tab leads up the screen more than once on {sum(each.upward for each in walks)} of them")
    missed = [f"{each.language}: {kind}" for each in walks for kind in PLANTED if kind not in each.caught]
    print(f"Control: {f'NOT told: {missed}' if missed else 'every planted control was told of'}")
    done = not job or _job(heard)
    if few:
        print(f"Too few screens in: {', '.join(few)}")
    return 0 if done and not found and not missed and not few else 1


def _job(heard: Sequence[Heard]) -> bool:
    none: dict[str, Any] = {"job": [], "lost": "it was not begun"}
    told = next((each.job for each in heard if each.job), none)
    if "lost" in told:
        print(f"The main job by names alone: NOT done: {told['lost']}")
        return False
    kept = told["kept"]
    whole = kept["persons"] == kept["finished"] == 1 and kept["letters"] == 1 and bool(kept["practice"])
    print(f"The main job by names alone: {'; '.join(told['job'])}.")
    print(f"The vault holds of it: {json.dumps(kept, ensure_ascii=False)}")
    return whole


if __name__ == "__main__":
    sys.exit(main())
