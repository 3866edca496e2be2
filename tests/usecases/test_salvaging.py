"""What is whole of a damaged vault; and the case files that wait until somebody accepts them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.backup_ports import Opening
from kpr_desktop.usecases.records import User
from kpr_desktop.usecases.salvage_ports import INCOMPLETE, Salvaged, TableSaved
from tests.support.world import LOGIN, PASSPHRASE, World, make_world


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Three persons; two of them came incomplete out of a damaged vault."""
    made = make_world(tmp_path)
    persons = made.demo(3)
    mark(made, persons[1:])
    return made


def mark(world: World, persons: list[str]) -> None:
    with world.session.work() as work:
        work.records.save_setting(INCOMPLETE, "\n".join(persons))
        work.commit()


def code_of(error: pytest.ExceptionInfo[UserFault]) -> tuple[str, str | None]:
    return error.value.code, error.value.field


def test_salvaging_wipes_the_passphrase(tmp_path: Path) -> None:
    world = make_world(tmp_path)
    world.demo(2)
    world.close()
    desk, secret = world.app.salvaging, bytearray(PASSPHRASE.encode())
    assert desk.look(world.path).logins == (LOGIN,)
    made = desk.salvage(world.path, tmp_path / "ny", Opening(LOGIN, secret))
    assert (made.whole, made.lacking) == (2, [])
    assert not any(secret)
    session = world.app.door.open(tmp_path / "ny", LOGIN, bytearray(PASSPHRASE.encode()))
    services = world.app.services(session)
    services.backups.confirm_restore("maskinen falt i gulvet")
    assert services.incomplete.count() == 0
    with session.work() as work:
        (first,) = work.persons.page(limit=1)
    assert services.persons.open(first.id).id == first.id
    session.vault.close()


def test_they_are_not_shown_before_they_are_accepted(world: World) -> None:
    desk, persons = world.services.incomplete, world.services.persons
    assert desk.count() == 2
    waiting = desk.all()
    with pytest.raises(EnvironmentFault, match=r"^vault\.case_damaged$"):
        persons.open(waiting[0].person_id)
    assert desk.accept(" ser riktig ut ", [waiting[0].user_number]) == 1
    assert persons.open(waiting[0].person_id).user_number == waiting[0].user_number
    with pytest.raises(EnvironmentFault, match=r"^vault\.case_damaged$"):
        persons.open(waiting[1].person_id)
    assert desk.accept("resten også") == 1
    assert (desk.count(), desk.all()) == (0, [])
    assert persons.open(waiting[1].person_id).user_number == waiting[1].user_number
    with world.session.work() as work:
        lines = [
            (each.person_id, each.reason)
            for each in work.records.log_entries(limit=20)
            if each.action == "vault.case_accepted"
        ]
    assert lines == [(waiting[1].person_id, "resten også"), (waiting[0].person_id, "ser riktig ut")]


def test_a_reason_is_asked_for_and_strangers_are_refused(world: World) -> None:
    desk = world.services.incomplete
    for reason, only, expected in (
        ("  ", None, ("backup.reason_missing", "reason")),
        ("x" * 501, None, ("form.too_long", "reason")),
        ("fordi", ["finnes ikke"], ("salvage.unknown_number", None)),
    ):
        with pytest.raises(UserFault) as caught:
            desk.accept(reason, only)
        assert code_of(caught) == expected
    assert desk.count() == 2


def test_only_in_a_vault_that_can_be_written_and_by_an_administrator(world: World) -> None:
    with world.session.work() as work:
        work.records.add_user(User(UserId("ola"), "ola", "Ola", frozenset({"case_worker"})))
        work.commit()
    world.session.vault.add_slot(UserId("ola"), "ola", bytearray(b"olas egen lange frase"))
    world.close()
    session = world.app.door.open(world.path, "ola", bytearray(b"olas egen lange frase"))
    desk = world.app.services(session).incomplete
    assert desk.count() == 0
    with pytest.raises(UserFault, match=r"rights\.not_allowed"):
        desk.accept("fordi")
    session.vault.close()
    session = world.app.door.open(world.path, LOGIN, bytearray(PASSPHRASE.encode()), write=False)
    with pytest.raises(UserFault, match=r"access\.read_only"):
        world.app.services(session).incomplete.accept("fordi")
    session.vault.close()


def test_the_account_of_a_salvage() -> None:
    tables = (TableSaved("person", 2, 0, 3), TableSaved("log", 5, 1, 8))
    made = Salvaged(Path(), tables, 1, ("B2",), 1, 4, ((2, 3), (8, 8)), 0, latest=False)
    assert (made.rows, made.expected, made.persons) == (7, 11, 2)
    assert made.lacking == [
        ("salvage.incomplete", 1),
        ("salvage.lost", 1),
        ("salvage.loose", 4),
        ("salvage.log_broken", 3),
        ("salvage.not_latest", 1),
    ]
    unknown = Salvaged(Path(), (TableSaved("log", 5, 1, None),), 1, (), 0, 0, (), 3, latest=False)
    assert (unknown.expected, unknown.lacking) == (None, [("salvage.saves_missing", 3)])
