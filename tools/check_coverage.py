"""Compares the measured coverage with the floor of each package and prints the count of excluded lines.

Use: `python tools/check_coverage.py build/coverage/coverage.json`, after a test run that wrote it. The floors stand in
`pyproject.toml`, [tool.kpr.coverage-floors]: per cent of lines and branches together. Exit 1 when one is not reached.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("kpr_desktop", "ui")
NO_COVER = re.compile(r"#\s*pragma:\s*no cover\b(?P<reason>.*)$")


@dataclass(slots=True)
class Tally:
    """Lines and branches of one package: how many there are, how many ran, and the files with gaps."""

    total: int = 0
    covered: int = 0
    gaps: list[str] | None = None

    @property
    def percent(self) -> float:
        """0 to 100; a package with nothing to run is complete."""
        return 100.0 * self.covered / self.total if self.total else 100.0


def floors() -> dict[str, float]:
    """The floors by folder, the most exact folder first."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        table: dict[str, float] = tomllib.load(file)["tool"]["kpr"]["coverage-floors"]
    return dict(sorted(table.items(), key=lambda item: -len(item[0])))


def folder_of(path: str, folders: list[str]) -> str | None:
    """The first folder of the list that holds the file; None for a file outside all of them."""
    return next((folder for folder in folders if path.startswith(f"{folder}/")), None)


def tally(report: Path) -> tuple[dict[str, Tally], list[str]]:
    """Adds up coverage.py's JSON report by folder; also names the files that no floor covers."""
    result = {folder: Tally(gaps=[]) for folder in floors()}
    strays: list[str] = []
    for name, entry in json.loads(report.read_text(encoding="utf-8"))["files"].items():
        path = name.replace("\\", "/")
        folder = folder_of(path, list(result))
        if folder is None:
            strays.append(path)
            continue
        summary, sums = entry["summary"], result[folder]
        total = summary["num_statements"] + summary["num_branches"]
        covered = summary["covered_lines"] + summary["covered_branches"]
        sums.total += total
        sums.covered += covered
        if covered < total and sums.gaps is not None:
            sums.gaps.append(f"{path} ({100.0 * covered / total:.1f})")
    return result, strays


def no_cover_lines() -> list[tuple[str, str]]:
    """Every line excluded from coverage, as (file:line, reason); the reason is empty when none is given."""
    found = []
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*.py")):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                if match := NO_COVER.search(line):
                    reason = match["reason"].strip(" -:–#()")
                    found.append((f"{path.relative_to(ROOT).as_posix()}:{number}", reason))
    return found


def main(arguments: list[str]) -> int:
    """Prints the table; 0 when every floor is reached and every exclusion has a reason, else 1; 2 for wrong use."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    sums, strays = tally(Path(arguments[0]))
    failed = bool(strays)
    for stray in strays:
        print(f"coverage  {stray}: no floor in pyproject.toml")
    for folder, floor in sorted(floors().items()):
        done = sums[folder]
        low = done.percent < floor
        failed |= low
        print(f"coverage  {folder:<28} {done.percent:6.2f} %  (floor {floor:g}){'  TOO LOW' if low else ''}")
        if low:
            print("".join(f"            {gap}\n" for gap in done.gaps or []), end="")
    excluded = no_cover_lines()
    print(f"coverage  {len(excluded)} line(s) excluded by `no cover`")
    for place, reason in excluded:
        print(f"            {place}: {reason or 'NO REASON GIVEN'}")
        failed |= not reason
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
