"""Saving, opening, finding and letters in a small and a large vault."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.demo import PASSPHRASE, DemoPlan, fill
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault import FirstRun
from tests.bench.measure import Report, interleaved, median_of, milliseconds

RUNS = 200
OPENINGS = 25
GROWTH = 1.5


@dataclass
class Figures:
    """Medians of one vault, milliseconds."""

    save: float
    bare: float
    opening: float
    verifying: float
    by_number: float
    by_name: float
    letter: float
    overview: float


def measure(folder: Path, small: int, large: int, report: Report) -> None:
    """Both sizes, then the growth between them."""
    found = {size: _figures(folder / str(size), size) for size in (small, large)}
    for size, figures in found.items():
        report.ratio(
            f"save one answer / bare commit of the same rows, {size:,}",
            figures.save / figures.bare,
            1.5,
            f"{figures.save:.3f} / {figures.bare:.3f} ms",
        )
    big = found[large]
    report.aim(
        f"opening with checks, and work list, {large:,} persons (without the derivation)", big.opening, 1000
    )
    report.aim(f"one case file compared with its seal, {large:,}", big.verifying, 5)
    report.aim(f"find by number, {large:,}", big.by_number, 1)
    report.aim(f"find by name as typed, {large:,}", big.by_name, 30)
    report.aim(f"one letter, {large:,}", big.letter, 30)
    report.aim(f"the overview of a year, beside the window, {large:,}", big.overview, 10_000)
    report.aim(f"the overview of a year, {small:,}", found[small].overview, 1_000)
    # Opening grows with the persons: every seal is looked at.
    for name in ("save", "verifying", "by_number", "by_name", "letter"):
        one, other = getattr(found[small], name), getattr(big, name)
        report.ratio(
            f"growth {small:,} -> {large:,}: {name}", other / one, GROWTH, f"{one:.3f} -> {other:.3f} ms"
        )


def _figures(folder: Path, size: int) -> Figures:
    folder.mkdir(parents=True)
    app = Application(config=folder / "config", cost=FLOOR_COST)
    path = folder / "hvelv"
    first = FirstRun(
        path,
        "4201",
        "Hjemmetjenesten",
        "Øvingsbruker",
        "ovelse",
        bytearray(PASSPHRASE.encode()),
        training=True,
    )
    session = app.door.create(first)
    start = time.perf_counter()
    people = fill(session, app.demo_words(), DemoPlan(size, 1))
    print(f"       made {size:,} persons in {time.perf_counter() - start:.0f} s", flush=True)
    session.vault.close()
    opening = _opening(app, path)
    session = app.door.open(path, "ovelse", bytearray(PASSPHRASE.encode()))
    try:
        save, bare = _saving(app, session, people)
        verifying = _verifying(session, people)
        by_number, by_name = _finding(app, session, people)
        letters = app.services(session).letters
        person = itertools.cycle(people[:50])
        letter = median_of(lambda: letters.make(next(person), "information", "nb"), 40)
        overview = median_of(lambda: app.services(session).overview.make(session.today().year), 3)
    finally:
        session.vault.close()
    return Figures(save, bare, opening, verifying, by_number, by_name, letter, overview)


def _opening(app: Application, path: Path) -> float:
    """Opening and the first work list, less what unlocking the key file alone takes."""
    keys = app.door.vaults._key_files  # type: ignore[attr-defined]

    def whole() -> None:
        session = app.door.open(path, "ovelse", bytearray(PASSPHRASE.encode()))
        app.services(session).work_lists.view()
        session.vault.close()

    def derivation() -> None:
        keys.unlock(path, "ovelse", bytearray(PASSPHRASE.encode()))[1].wipe()

    one, other = interleaved(whole, derivation, OPENINGS)
    return one - other


def _saving(app: Application, session: Session, people: list[PersonId]) -> tuple[float, float]:
    """One answer through the use case, in turn with the same rows written by bare SQLCipher."""
    services = app.services(session)
    person = next(i for i in people if services.interviews.draft_of(i) is None)
    interview = services.interviews.start(person, session.today(), Reason.PERIODIC)
    scores = itertools.cycle("12345")
    items = itertools.cycle(v.id for v in interview.book.variables)
    bare = _Bare(session, interview.assessment.id)
    try:
        return interleaved(
            lambda: interview.answer(next(items), next(scores)),
            lambda: bare.save(next(items), next(scores)),
            RUNS,
        )
    finally:
        bare.close()
        interview.discard()


class _Bare:
    """The same rows with nothing of ours in between: one connection, three statements, one commit.

    On a copy: rows that come behind the program's back are tampering.
    """

    def __init__(self, session: Session, assessment: str) -> None:
        path = session.vault.info.path.with_name("bare.kpr")
        session.vault._database.copy_to(path, session.vault._keys.database_key)  # type: ignore[attr-defined]
        self._session = session
        self._assessment = assessment
        key = session.vault._keys.database_key  # type: ignore[attr-defined]
        self._connection = dbapi2.connect(path, isolation_level=None)
        self._connection.set_key(b"x'" + key.hex().encode() + b"'")
        for setting in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",
            "foreign_keys = ON",
        ):
            self._connection.execute(f"PRAGMA {setting}").fetchall()
        (self._row,) = self._connection.execute(
            "SELECT row FROM assessment WHERE id = ?", (assessment,)
        ).fetchone()

    def save(self, item: str, value: str) -> None:
        now = self._session.now().isoformat()
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        run(
            "INSERT INTO answer (assessment, item, value, note, answered_at) VALUES (?, ?, ?, '', ?)"
            " ON CONFLICT (assessment, item) DO UPDATE SET value = excluded.value, note = excluded.note,"
            " answered_at = excluded.answered_at",
            (self._row, item, value, now),
        )
        run(
            "UPDATE assessment SET cursor_item = ?, cursor_field = ?, cursor_caret = ? WHERE row = ?",
            (item, "score", 0, self._row),
        )
        run(
            "INSERT INTO log (at, user_id, device_id, action, person_id, subject, reason, result, user_name, roles,"
            " unit, basis, program, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                now,
                self._session.user.id,
                self._session.vault.device_id,
                "interview.answer",
                self._assessment,
                item,
                "",
                "ok",
                self._session.user.name,
                " ".join(sorted(self._session.user.roles)),
                self._session.user.unit,
                "assignment",
                self._session.program_version,
                bytes(32),
            ),
        )
        run("COMMIT")

    def close(self) -> None:
        self._connection.close()


def _verifying(session: Session, people: list[PersonId]) -> float:
    """One case file compared with its seal, as when it is opened."""
    person = itertools.cycle(people[:: max(1, len(people) // 100)])
    with session.work() as work:
        return median_of(lambda: work.verify(next(person)), 100)


def _finding(app: Application, session: Session, people: list[PersonId]) -> tuple[float, float]:
    with session.work() as work:
        sample = [work.persons.get(i) for i in people[:: max(1, len(people) // 200)]]
    numbers = itertools.cycle([p.identity.reveal("measuring") for p in sample if p.identity])

    # As typed: every beginning of a name, one call a key stroke; inside a word and two part words too.
    persons = app.services(session).persons

    def by_number() -> None:
        # As the user does it: the search names one person, so its log entry is on disk before the answer.
        assert len(persons.find(next(numbers))) == 1

    typed = itertools.cycle(
        [p.name[:n] for p in sample[:20] for n in range(1, 6)]
        + [p.family_name[2:6] for p in sample[:20]]
        + [f"{p.given_name[:2]} {p.family_name[:3]}" for p in sample[:20]]
    )
    worst = max(milliseconds(lambda: persons.find(next(typed))) for _ in range(140))
    print(f"       find by name: slowest of 140 key strokes {worst:.1f} ms", flush=True)
    return median_of(by_number, RUNS), median_of(lambda: persons.find(next(typed)), 140)
