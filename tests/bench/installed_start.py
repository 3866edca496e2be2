"""Cold start of the built program to a usable log-in page, in turn with KeePassXC from Debian.

    python -m tests.bench.installed_start [--program FILE] [--runs N] [--dropped] [--pictures FOLDER]

Both are started with a vault of their own, whose log-in page they show. What is measured is the screen's own memory, in
the same way for both: the window is there when a hundredth of the screen has changed, and the page when nothing but a
blinking caret is still missing from what stands there in the end, focus and user name too: it can be used.
`--dropped` empties the system's file cache before each start (as an administrator): the first start of the day.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Report
from tests.support.screen import Screen, different, screen
from tests.support.vaults import SAMPLE

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build/pack/dist/kpr-desktop/kpr-desktop"
LIMIT, AIM = 1.5, 1.0
REST_S = 3
"""The page is complete when the screen has rested so long: what is filled in last must not be missed."""
_SETTINGS = "[General]\nConfigVersion=2\nUpdateCheckMessageShown=true\n[GUI]\nCheckForUpdates=false\n"


@dataclass(frozen=True, slots=True)
class Start:
    """One start: milliseconds to the window and to its page; MiB of memory, alone (RSS) and its fair share (PSS)."""

    window: float
    page: float
    rss: float
    pss: float


@dataclass(frozen=True, slots=True)
class Rival:
    """A program and where its settings lie."""

    name: str
    command: tuple[str, ...]
    home: Path
    bus: str

    def start(self, eye: Screen, *, dropped: bool, picture: Path | None = None) -> Start:
        """Start it, watch the screen, end it."""
        if dropped:
            os.sync()
            Path("/proc/sys/vm/drop_caches").write_text("3", "ascii")
        empty = eye.picture()
        begun = time.monotonic()
        process = subprocess.Popen(
            self.command,
            env=self._environment(eye),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            seen = _watch(eye, empty, begun)
            rss, pss = _memory(process.pid)
        finally:
            process.terminate()
            process.wait(20)
        if picture is not None:
            eye.save(seen[-1][1], picture)
        _wait_until_empty(eye, empty)
        window = next(when for when, what in seen if different(what, empty) > 0.01)
        page = next(when for when, what in seen if different(what, seen[-1][1]) < 0.002)
        return Start(window * 1000, page * 1000, rss, pss)

    def _environment(self, eye: Screen) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        folders = {f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("CONFIG", "DATA", "CACHE")}
        return {
            **kept,
            **folders,
            "HOME": str(self.home),
            "DISPLAY": eye.display,
            "XDG_RUNTIME_DIR": str(self.home),
            "DBUS_SESSION_BUS_ADDRESS": self.bus,
        }


def _watch(eye: Screen, empty: bytes, begun: float, most: float = 30) -> list[tuple[float, bytes]]:
    """Every picture that differs from the one before it, with its time, until the screen rests."""
    seen: list[tuple[float, bytes]] = []
    last = empty
    while (now := time.monotonic() - begun) < most:
        picture = eye.picture()
        if picture != last:
            seen.append((now, picture))
            last = picture
        elif (
            seen and now - seen[0][0] > REST_S and different(seen[-1][1], empty) > 0.01 and _rests(seen, now)
        ):
            return seen
        time.sleep(0.003)
    raise TimeoutError("no page was seen")


def _rests(seen: list[tuple[float, bytes]], now: float) -> bool:
    """Nothing but a caret has changed for a while."""
    return all(now - when > REST_S or different(what, seen[-1][1]) < 0.002 for when, what in seen[-8:])


def _wait_until_empty(eye: Screen, empty: bytes) -> None:
    end = time.monotonic() + 10
    while eye.picture() != empty and time.monotonic() < end:
        time.sleep(0.02)


def _memory(process: int) -> tuple[float, float]:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    except PermissionError:  # the program lets nobody look but an administrator
        told = ""
    found = {
        name: int(value) / 1024 for name, value in re.findall(r"^(Rss|Pss):\s+(\d+) kB", told, re.MULTILINE)
    }
    return found.get("Rss", 0.0), found.get("Pss", 0.0)


@contextlib.contextmanager
def message_bus() -> Iterator[str]:
    """A session's message bus, as on every desktop: without one some programs wait for it."""
    words = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        try:
            assert daemon.stdout is not None
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()


def ours(folder: Path, program: Path, bus: str) -> Rival:
    """The built program at the log-in of a vault."""
    home = folder / "ours"
    shutil.copytree(SAMPLE / max(each.name for each in SAMPLE.iterdir() if each.is_dir()), home / "vault")
    return Rival("KPR Desktop", (str(program), "--vault", str(home / "vault")), home, bus)


def keepassxc(folder: Path, bus: str) -> Rival:
    """KeePassXC at the log-in of a database, with its questions about updates answered."""
    home = folder / "keepassxc"
    (home / "config/keepassxc").mkdir(parents=True)
    (home / "config/keepassxc/keepassxc.ini").write_text(_SETTINGS, "ascii")
    database = home / "a.kdbx"
    subprocess.run(
        ["keepassxc-cli", "db-create", "-q", "-p", str(database)],
        input="long enough\nlong enough\n",
        text=True,
        check=True,
        capture_output=True,
        env={**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
    )
    return Rival("KeePassXC", ("keepassxc", str(database)), home, bus)


def why_not(program: Path) -> str:
    """Why nothing can be measured here; "" when it can."""
    if not program.is_file():
        return "there is no built program yet: make app"
    lacking = [
        name for name in ("Xvfb", "dbus-daemon", "keepassxc", "keepassxc-cli") if shutil.which(name) is None
    ]
    return f"missing: {', '.join(lacking)} (apt-get install xvfb dbus keepassxc)" if lacking else ""


def measure(
    report: Report,
    program: Path = PROGRAM,
    runs: int = 9,
    *,
    dropped: bool = False,
    pictures: Path | None = None,
) -> None:
    """The ratios of the medians of `runs` starts each, in turn, after one that is not counted."""
    told = "file cache dropped" if dropped else "file cache warm"
    with tempfile.TemporaryDirectory() as name, screen() as eye, message_bus() as bus:
        rivals = ours(Path(name), program, bus), keepassxc(Path(name), bus)
        for rival in rivals:
            rival.start(eye, dropped=False, picture=pictures / f"{rival.name}.png" if pictures else None)
        rows = [[rival.start(eye, dropped=dropped) for rival in rivals] for _ in range(runs)]
    for what in ("window", "page"):
        mine, theirs = (statistics.median(getattr(row[i], what) for row in rows) for i in (0, 1))
        ratio, detail = mine / theirs, f"{mine:.0f} / {theirs:.0f} ms, {told}"
        report.ratio(f"installed: log-in {what} / KeePassXC", ratio, LIMIT, detail)
        if what == "page":
            report.aim("installed: log-in page / KeePassXC", ratio, AIM, "x", detail)
    for what in ("rss", "pss"):
        mine, theirs = (statistics.median(getattr(row[i], what) for row in rows) for i in (0, 1))
        if mine and theirs:
            report.aim(
                f"installed: memory ({what.upper()}) / KeePassXC",
                mine / theirs,
                LIMIT,
                "x",
                f"{mine:.0f} / {theirs:.0f} MiB",
            )


def main() -> int:
    """Measure, print, and exit 1 when a ratio was missed, 2 when nothing could be measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, default=PROGRAM)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--dropped", action="store_true")
    parser.add_argument("--pictures", type=Path, default=None)
    options = parser.parse_args()
    if why := why_not(options.program):
        print(f"installed start: {why}", file=sys.stderr)
        return 2
    report = Report()
    measure(report, options.program, options.runs, dropped=options.dropped, pictures=options.pictures)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
