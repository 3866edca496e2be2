"""What the tests of access need: colleagues, other roles, somebody else's person."""

from __future__ import annotations

from dataclasses import replace

from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.usecases.records import LogEntry, User
from tests.support.world import World

OLAV = UserId("77777777-7777-4777-8777-777777777777")


def add_olav(world: World, *roles: str) -> None:
    """A colleague without a slot."""
    with world.session.work() as work:
        work.records.add_user(User(OLAV, "olav", "Olav Saksbehandler", frozenset(roles or ("case_worker",))))
        work.commit()


def as_roles(world: World, *roles: str, user: UserId | None = None) -> None:
    """The session goes on with these roles, as somebody else when `user` is given."""
    vault = world.session.vault
    vault.user = replace(vault.user, roles=frozenset(roles), id=user or vault.user.id)


def register(world: World, **fields: str) -> PersonId:
    """A person of one's own, unless `responsible` is told."""
    return world.services.persons.register(world.form(**fields)).id


def outsider(world: World) -> PersonId:
    """A person whom Olav is responsible for."""
    add_olav(world)
    return register(world, responsible=OLAV)


def logged(world: World, limit: int = 20) -> list[LogEntry]:
    """The log, newest first."""
    with world.session.work() as work:
        return work.records.log_entries(limit=limit)
