"""A whole program on a temporary folder: real key file, real SQLCipher database, a clock that stands still."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.domain.access import Rule
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases import demo
from kpr_desktop.usecases.recovery import PROVED
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault import FirstRun
from tests.support import numbers
from tests.support.ready_vaults import READY
from tests.support.steady import Ids, StandingClock

PASSPHRASE = "femten tegn og mer"
LOGIN = "kari"
TODAY = date(2026, 11, 23)


@dataclass
class World:
    """One program, one vault, one user with every role."""

    app: Application
    session: Session
    services: Services
    path: Path
    clock: StandingClock
    ids: Ids

    def close(self) -> None:
        self.session.vault.close()

    def reopen(self) -> None:
        """Close and log in again, as after a lock."""
        self.close()
        self.session = self.app.door.open(self.path, LOGIN, bytearray(PASSPHRASE.encode()))
        confirmed(self.session)
        self.services = self.app.services(self.session)

    def demo(self, persons: int, seed: int = 1) -> list[PersonId]:
        return demo.fill(self.session, self.app.demo_words(), demo.DemoPlan(persons, seed))

    def form(self, **fields: str) -> dict[str, str]:
        """A person form that can be saved, with `fields` on top."""
        form = self.services.persons.blank()
        series = "tenor" if self.session.training else "real"
        born = date(1942, 3, 14)
        form |= {
            "given_name": "Blid",
            "family_name": "Fjellbekk",
            "identity": numbers.fnr(1, born=born, series=series),
            "birth_date": "14.03.1942",
            "sex": "2",
            "line1": "Øvingsveien 1",
            "postal_code": "0001",
            "place": "Øvingsbyen",
        }
        return form | fields


def make_world(folder: Path, *, training: bool = True, clock: StandingClock | None = None) -> World:
    """A new vault under `folder`, open for writing; a test's first may be a copy (`ready_vaults`)."""
    clock = clock or StandingClock()
    ids = Ids()
    app = Application(clock=clock, new_id=ids, config=folder / "config", cost=FLOOR_COST)
    path = folder / "hvelv"
    folder.mkdir(parents=True, exist_ok=True)
    secret = bytearray(PASSPHRASE.encode())
    first = FirstRun(path, "4201", "Hjemmetjenesten vest", "Kari Saksbehandler", LOGIN, secret, training)
    with READY.lent_to(app.door.vaults):  # type: ignore[arg-type]  # the door knows a port
        session = app.door.create(first)
    confirmed(session)
    if not training:
        sheet_proved(session)
    return World(app, session, app.services(session), path, clock, ids)


def sheet_proved(session: Session) -> None:
    """As when set-up had ended: a recovery sheet that was typed back."""
    made = session.vault.make_recovery()
    with session.work() as work:
        work.records.save_setting(PROVED, made.fingerprint)
        work.commit()


def not_set_up(session: Session) -> None:
    """As when set-up had not ended: nobody has typed a sheet back, nor the passphrase again."""
    with session.work() as work:
        work.records.save_setting(PROVED, "")
        work.commit()
    session.grants.confirmed_at = None


def confirmed(session: Session) -> None:
    """As when the passphrase was given again a moment ago: what asks for it can be done."""
    session.grants.confirmed_at = session.now()


def without_right(session: Session, action: str) -> Session:
    """The session as of somebody whom no role gives this right."""
    actions = {**session.rights.actions, action: Rule(frozenset())}
    return replace(session, rights=replace(session.rights, actions=actions))
