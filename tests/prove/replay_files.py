"""Vaults that submit, for the replay: opened as the one responsible would have them, and the files they made."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from random import Random

from kpr_desktop.bootstrap import Application
from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.submission_records import Approval, SendFilter
from tests.support.steady import NOW, Ids, StandingClock
from tests.support.world import LOGIN, PASSPHRASE, World, confirmed

CONTACTS = {
    "name": "Risør kommune",
    "contact16_name": "Kari",
    "contact16_email": "kari@example.no",
    "contact17_name": "Ola",
    "contact17_email": "ola@example.no",
    "contact17_phone": "22 22 22 22",
}


def open_for_submission(world: World) -> None:
    """This vault numbers the chain, and two people stand behind its first file."""
    world.services.office.save(CONTACTS)
    world.services.chain.take_over("Replay")
    session = world.session
    with session.work() as work:
        asked = Approval(
            session.new_id(), session.user.id, session.now(), session.user.id, session.now(), "second"
        )
        work.sendings.save_approval(asked)
        work.commit()


def opened_again(root: Path, number: int) -> World:
    """The vault of a process that is gone, in a new one: later, and with ids that nobody has had."""
    clock = StandingClock(NOW + timedelta(days=number))
    app = Application(clock=clock, new_id=lambda: str(uuid.uuid4()), config=root / "config", cost=FLOOR_COST)
    session = app.door.open(root / "hvelv", LOGIN, bytearray(PASSPHRASE.encode()))
    confirmed(session)
    return World(app, session, app.services(session), root / "hvelv", clock, Ids())


def make_message(world: World, root: Path) -> bool:
    """What waits becomes a file; False when nothing waits."""
    world.clock.forward(minutes=5)
    confirmed(world.session)
    folder = root / "ut"
    folder.mkdir(exist_ok=True)
    try:
        world.services.messages.make_message(folder)
    except UserFault as fault:
        if fault.code != "export.nothing_waiting":
            raise
        return False
    return True


def send_again_some(world: World, root: Path, random: Random) -> None:
    """A part of the chain goes in another file, as after a message that was lost."""
    world.clock.forward(minutes=5)
    confirmed(world.session)
    with world.session.work() as work:
        municipality = work.records.office().municipality
        told = [sent.notification.id for sent in work.events.links(SendFilter(municipality))]
    if told:
        chosen = SendFilter(municipality, from_id=random.choice(told))
        world.services.messages.send_again(chosen, root / "ut", "Replay")


def all_files(world: World) -> list[bytes]:
    """Every message that the vault keeps, oldest first."""
    with world.session.work() as work:
        made = [each for each in work.records.exports(limit=100_000) if each.notifications]
        return [work.records.export_data(each.id) for each in reversed(made)]
