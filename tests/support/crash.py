"""What the proofs of the disk share: a hand that saves by the use cases, and what is found in a vault afterwards.

A *fact* is a thing that stands in the vault, as text by key: a person, an answer with its note, a service, how many
events and lines of the log there are of one kind. A save is told in two lines: before it which facts it leads to
(`going`), and once the call has returned that it is done (`done`).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.crypto import kdf
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.problems import Severity
from kpr_desktop.store.database import Database
from kpr_desktop.store.vault import UnlockedVault
from kpr_desktop.usecases.interview import Interview
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault import FirstRun
from tests.support.asked_once import remembering

LOGIN = "kari"
PASSPHRASE = "femten tegn og mer"
Facts = dict[str, str | None]
"""Key -> text; None for what is not there."""
_LOGGED = (
    "person.register", "interview.start", "interview.answer", "interview.note", "interview.finish", "service.add",
    "service.change",
)  # fmt: skip
_LOG_FACTS = (
    "SELECT 'log/' || action || '/' || coalesce(person_id, '') || '/' || subject, count(*) FROM log"
    f" WHERE action IN ({', '.join(repr(each) for each in _LOGGED)}) GROUP BY action, person_id, subject"
)
_FACTS = (
    "SELECT 'person/' || id, given_name || ' ' || family_name FROM person",
    "SELECT 'assessment/' || id, state FROM assessment",
    "SELECT 'answer/' || a.id || '/' || item, value || '|' || note FROM answer JOIN assessment a ON a.row = assessment",
    "SELECT 'service/' || id, version || '|' || note FROM service",
    "SELECT 'event/' || service_id, count(*) FROM event GROUP BY service_id",
    _LOG_FACTS,
)
_OPEN_DRAFTS = 3
_NOTE_LETTERS = "abcdefghijklmnoprstuvyæøåš ,."


def secret() -> bytearray:
    """The passphrase; a new one each time, because it is wiped."""
    return bytearray(PASSPHRASE.encode())


def remember_keys() -> None:
    """Work each passphrase out once. All else of the unlocking stays as it is; only Argon2id is not run again."""
    kdf.passphrase_key = remembering(kdf.passphrase_key)


@dataclass
class PlannedIds:
    """New ids from a seed; `plan` tells the next one beforehand."""

    random: Random
    planned: list[str] = field(default_factory=list)

    def __call__(self) -> str:
        return self.planned.pop(0) if self.planned else self._made()

    def plan(self) -> str:
        """The id that the next call gives."""
        self.planned.append(self._made())
        return self.planned[-1]

    def _made(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))


@dataclass(frozen=True)
class Ground:
    """The folder of a proof: a vault, and the settings of the machine."""

    root: Path
    passphrase: str = PASSPHRASE

    @property
    def vault(self) -> Path:
        return self.root / "hvelv"

    def program(self, ids: PlannedIds | None = None) -> Application:
        """The real program, with Argon2id at its floor."""
        program = Application(config=self.root / "config", cost=kdf.FLOOR_COST)
        if ids is not None:
            program.new_id = ids
        return program

    def make(self) -> None:
        """A new training vault."""
        first = FirstRun(
            self.vault, "4201", "Hjemmetjenesten", "Kari Saksbehandler", LOGIN, secret(), training=True
        )
        self.program().door.create(first).vault.close()

    def open(self, *, write: bool = True) -> Session:
        """Log in by the program's door."""
        return self.program().door.open(self.vault, LOGIN, bytearray(self.passphrase.encode()), write=write)

    def found(self) -> tuple[Facts, list[str]]:
        """Open the vault for writing, as after a crash; what stands in it, and what its check tells."""
        session = self.open()
        with closing(session.vault):
            return facts(session), session.vault.check()


def facts(session: Session) -> Facts:
    """Everything a hand may have saved."""
    vault = session.vault
    assert isinstance(vault, UnlockedVault)
    return database_facts(vault._database)


def database_facts(database: Database) -> Facts:
    """The same from a database, in one view of it."""
    database.begin()
    try:
        return {key: str(text) for sql in _FACTS for key, text in database.rows(sql)}
    finally:
        database.rollback()


class Hand:
    """Saves by the use cases, one random gesture after the other, and tells of each."""

    def __init__(
        self, ground: Ground, seed: object, tell: Callable[[dict[str, Any]], None], *, early: bool = False
    ) -> None:
        """`early`: the hand of a control, which says that it is done before it is."""
        self._ids = PlannedIds(Random(f"ids/{seed}"))
        self._program = ground.program(self._ids)
        self._ground = ground
        self._random = Random(f"hand/{seed}")
        self._tell = tell
        self._early = early
        self._drafts: list[Interview] = []
        self.log_in()

    def gesture(self) -> None:
        """One thing that somebody does."""
        acts: list[tuple[Callable[[], None], int]] = [(self._register, 2 if self._persons else 1000)]
        if self._persons:
            acts += [(self._service, 2), (self._start, 2 if len(self._drafts) < _OPEN_DRAFTS else 0)]
        if self._drafts:
            acts += [(self._answer, 6), (self._note, 5), (self._finish, 1)]
        chosen, weights = zip(*acts, strict=True)
        self._random.choices(chosen, weights)[0]()

    def act(self, kind: str) -> None:
        """One gesture of a kind: register, start, answer, note, service or finish."""
        acts = {
            "register": self._register, "start": self._start, "answer": self._answer, "note": self._note,
            "service": self._service, "finish": self._finish,
        }  # fmt: skip
        acts[kind]()

    def has_drafts(self) -> bool:
        """Whether there is something to finish."""
        return bool(self._drafts)

    def look_again(self) -> None:
        """After a save that failed: begin from what stands in the vault."""
        self._ids.planned.clear()
        self._read()

    def reopen(self) -> None:
        """Close, and log in again."""
        self.session.vault.close()
        self.log_in()

    def log_in(self) -> None:
        """Open the vault, and begin from what stands in it."""
        self.session = self._program.door.open(self._ground.vault, LOGIN, secret())
        self._services = self._program.services(self.session)
        self._read()

    def _read(self) -> None:
        self._facts = facts(self.session)
        self._persons = sorted(key.split("/")[1] for key in self._facts if key.startswith("person/"))
        drafts = sorted(
            key.split("/")[1]
            for key, state in self._facts.items()
            if key.startswith("assessment/") and state == "draft"
        )
        self._drafts = [self._services.interviews.resume(each) for each in drafts]  # type: ignore[arg-type]

    def save(self, change: Facts, act: Callable[[], object]) -> None:
        """Tell, do, tell."""
        self._tell({"going": change})
        if self._early:
            self._tell({"done": True})
        act()
        self._facts.update(change)
        if not self._early:
            self._tell({"done": True})

    def _logged(self, action: str, person: str, subject: str = "") -> Facts:
        key = f"log/{action}/{person}/{subject}"
        return {key: str(int(self._facts.get(key) or 0) + 1)}

    def _register(self) -> None:
        name = self._random.choice(("Blid", "Rask", "Stille", "Varm"))
        form = {"given_name": name, "family_name": "Fjellbekk", "birth_date": "14.03.1942"}
        typed = self._services.persons.blank() | form
        new = self._ids.plan()  # after the blank form, which takes one too
        change: Facts = {f"person/{new}": f"{name} Fjellbekk", **self._logged("person.register", new)}
        self.save(change, lambda: self._services.persons.register(typed))
        self._persons.append(new)

    def _start(self) -> None:
        busy = {draft.person.id for draft in self._drafts}
        free = [each for each in self._persons if each not in busy]
        if not free:
            self._register()
            return
        person, new = self._random.choice(free), self._ids.plan()
        change: Facts = {f"assessment/{new}": "draft", **self._logged("interview.start", person, new)}

        def start() -> None:
            day = self.session.today()
            made = self._services.interviews.start(PersonId(person), day, Reason.PERIODIC)
            self._drafts.append(made)

        self.save(change, start)

    def _item(self) -> tuple[Interview, str, str]:
        """A draft, one of its scores, and the key of the fact."""
        draft = self._random.choice(self._drafts)
        scores = [s.item for s in draft.visible() if draft.item(s.item).kind is ItemKind.SCORE]
        item = self._random.choice(scores)
        return draft, item, f"answer/{draft.assessment.id}/{item}"

    def _answer(self) -> None:
        draft, item, key = self._item()
        value = self._random.choice("12345")
        logged = self._logged("interview.answer", draft.person.id, item)
        change: Facts = {key: f"{value}|{draft.note(item)}"}
        self.save(change | logged, lambda: draft.answer(item, value))

    def _note(self) -> None:
        draft, item, key = self._item()
        text = "".join(self._random.choices(_NOTE_LETTERS, k=self._random.randrange(1, 400))).strip()
        change: Facts = {key: f"{draft.seen(item).value}|{text}"}
        self.save(change, lambda: draft.type_note(item, text, len(text)))
        logged = self._logged("interview.note", draft.person.id, item)
        self.save(logged, lambda: draft.leave_text(item, "note"))

    def _service(self) -> None:
        desk, random = self._services.care_services, self._random
        known = [key.split("/")[1] for key in self._facts if key.startswith("service/")]
        if known and random.random() < 0.5:
            old = desk.get(random.choice(known))  # type: ignore[arg-type]
        else:
            old = desk.blank(PersonId(random.choice(self._persons)))
            days = {"applied_on": date(2026, 1, 2), "decided_on": date(2026, 1, 9), "start": date(2026, 2, 1)}
            old = replace(old, type="21", **days)  # type: ignore[arg-type]
        note = f"etter avtale {random.random()}"
        logged = self._logged("service.change" if old.version else "service.add", old.person_id, old.id)
        change: Facts = {f"service/{old.id}": f"{old.version + 1}|{note}", f"event/{old.id}": "1", **logged}
        self.save(change, lambda: desk.save(replace(old, note=note)))

    def _finish(self) -> None:
        draft = self._random.choice(self._drafts)
        if any(each.severity is Severity.HARD for each in draft.problems()):
            self._answer()
            return
        made = draft.assessment
        logged = self._logged("interview.finish", made.person_id, made.id)
        change: Facts = {f"assessment/{made.id}": "finished"}
        self.save(change | logged, draft.finish)
        self._drafts.remove(draft)


def judge(told: Mapping[str, str | None], going: Mapping[str, str | None], there: Facts) -> tuple[bool, bool]:
    """Whether something acknowledged is lost, and whether the save under way is there by half.

    `told` is what the acknowledgements add up to, `going` what the save under way leads to (empty when there is none).
    """
    keys = {*told, *going, *there}
    wrong = {key for key in keys if there.get(key) != told.get(key)}
    lost = any(key not in going or there.get(key) != going[key] for key in wrong)
    half = bool(wrong) and any(there.get(key) != after for key, after in going.items())
    return lost, half and not lost


def told_by(lines: list[dict[str, Any]], before: Facts) -> tuple[Facts, Facts, int]:
    """What the lines of a hand add up to, the save that was under way, and how many were acknowledged."""
    told, going, count = dict(before), {}, 0
    for line in lines:
        if "going" in line:
            going = line["going"]
        elif "done" in line:
            told.update(going)
            going = {}
            count += 1
    return told, going, count
