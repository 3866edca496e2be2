"""Other users of a world, and taking their place at the keyboard."""

from __future__ import annotations

from kpr_desktop.domain.ids import UserId
from kpr_desktop.usecases.access import Grants
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.session import Session
from tests.support.world import World, confirmed


def colleague(world: World, name: str, *roles: str, login: str = "") -> User:
    """A second user, with roles from today, and no slot in the key file."""
    user = User(UserId(world.ids()), login or name.split(maxsplit=1)[0].lower(), name, frozenset(roles))
    with world.session.work() as work:
        work.records.add_user(user)
        work.commit()
    return user


def sits_down(world: World, user: User) -> Session:
    """A session of somebody else, on the same open vault; the passphrase was just given."""
    world.session.vault.user = user
    session = Session(
        world.session.vault,
        world.session.books,
        world.session.rights,
        world.session.clock,
        world.session.new_id,
        world.session.program_version,
        world.session.counter,
        Grants(),
    )
    confirmed(session)
    world.session = session
    world.services = world.app.services(session)
    return session
