"""A report for whoever helps: read by the user before it is saved, and with nothing of any person or place in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.errors import Param
from kpr_desktop.usecases.health import HealthDesk
from kpr_desktop.usecases.machine_port import Machine
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.written_files import FileWriter

BANDS = (0, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
"""A number is told as one of these or more, and less than the next: a count of few could tell who."""
NAME = "kpr-desktop-rapport"


class SupportDesk:
    """Makes the report and writes it to a folder. Nothing is sent."""

    def __init__(self, session: Session, health: HealthDesk, machine: Machine, writer: FileWriter) -> None:
        self._session, self._health, self._machine, self._writer = session, health, machine, writer

    def report(self, texts: Texts, look: Mapping[str, str]) -> str:
        """The report in the user's language. `look`: settings of the window, by name, none of them typed by anybody.

        Raises UserFault rights.not_allowed.
        """
        session, counts = self._session, self._session.vault.keeping.counts()
        findings = self._health.findings()
        with session.work() as work:
            users = len(work.records.users())
        numbers = {
            "persons": counts.persons,
            "assessments": counts.assessments,
            "log_lines": counts.log_lines,
            "saves": counts.saves,
            "users": users,
        }
        versions = {"KPR Desktop": session.program_version, **self._machine.versions()}
        parts = [
            (texts("help.report_versions"), [f"{name}: {value}" for name, value in versions.items()]),
            (
                texts("help.report_counts"),
                [f"{texts(f'help.report_{name}')}: {band(number)}" for name, number in numbers.items()],
            ),
            (texts("help.report_settings"), [f"{name}: {value}" for name, value in look.items()]),
            (
                texts("help.report_health"),
                [
                    f"[{each.level}] {texts(f'help.health_{each.about}')}: {each.state}"
                    + "".join(f" {name}={_told(name, value)}" for name, value in each.facts.items())
                    for each in findings
                ],
            ),
            (texts("help.report_trouble"), sorted({each.code for each in session.vault.trouble}) or ["-"]),
        ]
        blocks = [f"{title}\n" + "\n".join(f"  {line}" for line in lines) for title, lines in parts]
        return "\n\n".join([texts("help.report_head"), *blocks]) + "\n"

    def save(self, report: str, folder: Path) -> Path:
        """Write what was shown, letter for letter. Raises what the outbox raises."""
        name = f"{NAME}-{self._session.today().isoformat()}.txt"
        return self._writer.plain(folder, name, report.encode("utf-8"))


def _told(name: str, value: Param) -> Param:
    """Days and room as they are; what is counted, and the chain's last number, in bands."""
    return value if name in ("days", "free") or not isinstance(value, int) else band(value)


def band(count: int) -> str:
    """A number as from–to: `10–99`; none is told as it is."""
    if count <= 0:
        return "0"
    low = max(each for each in BANDS if each <= max(count, 1))
    above = next((each for each in BANDS if each > low), None)
    return f"{max(low, 1)}–{above - 1}" if above is not None else f"{low}+"
