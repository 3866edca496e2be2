"""The KPR message with very many notifications: its time against that of one reading, and its memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from lxml import etree

from kpr_desktop.codebook.resources import resource
from kpr_desktop.exports.kpr56 import Kpr56
from tests.bench.measure import Report, milliseconds
from tests.exports.samples import endless, message

STEPS = 4
"""The memory is read at so many lengths, so that its growth can be seen."""


def measure(folder: Path, count: int, report: Report) -> None:
    """Build and validate against parse and validate of the same file; then the memory of a process of its own."""
    path = folder / "message.xml"
    built = milliseconds(lambda: _write(path, count))
    read = milliseconds(lambda: _read(path))
    detail = f"{built:.0f} ms against {read:.0f} ms, {path.stat().st_size / 1e6:.0f} MB"
    report.ratio(f"{count} notifications: build+validate / parse+validate", built / read, 5.0, detail)
    peaks = [(n, _peak_of(path, n)) for n in (count * step // STEPS for step in range(STEPS + 1))]
    grown = ", ".join(f"{n}: {peak:.0f} MB" for n, peak in peaks)
    report.ratio(f"{count} notifications: memory in MB", peaks[-1][1], 300.0, grown)


def _write(path: Path, count: int) -> None:
    with path.open("wb") as out:
        Kpr56("1.2.3").write_to(message(()), endless(count), out)


def _read(path: Path) -> None:
    schema = etree.XMLSchema(file=str(resource("schemas", "kpr56.xsd")))
    schema.assertValid(etree.parse(str(path)))


def _peak_of(path: Path, count: int) -> float:
    """The most memory that a process of its own has had, in MB (Linux)."""
    words = [sys.executable, "-m", "tests.bench.notifications", str(path), str(count)]
    return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)


def _child(path: Path, count: int) -> None:
    if count:
        _write(path, count)
    told = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    print(next(int(line.split()[1]) for line in told if line.startswith("VmHWM:")) * 1024 / 1e6)


if __name__ == "__main__":
    _child(Path(sys.argv[1]), int(sys.argv[2]))
