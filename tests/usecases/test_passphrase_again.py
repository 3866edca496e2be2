"""The passphrase again, in an open window: slowed, counted and kept as a log-in is, so that it is no way round it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpr_desktop.domain.attempts import DELAYS, LONGEST
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.store.attempts import AttemptFile
from kpr_desktop.usecases.backup_ports import Opening
from tests.support.world import LOGIN, PASSPHRASE, World, make_world

ANOTHER = "ikke den rette her"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return make_world(tmp_path)


def again(world: World, passphrase: str = ANOTHER) -> None:
    world.session.confirm_passphrase(bytearray(passphrase.encode()))


def change(world: World, passphrase: str = ANOTHER) -> None:
    world.services.passphrases.change(bytearray(passphrase.encode()), bytearray(b"fem helt andre ord"))


def emergency(world: World, passphrase: str = ANOTHER) -> None:
    world.services.emergencies.begin(
        "1", "danger", "Svarer ikke på telefonen", bytearray(passphrase.encode())
    )


def left(world: World) -> int:
    return world.app.door.wait(world.session.vault.info, LOGIN)


def denied(world: World) -> list[str]:
    with world.session.work() as work:
        return [e.action for e in work.records.log_entries(limit=200) if e.result == "denied"]


@pytest.mark.slow
def test_a_hundred_wrong_ones_in_an_open_window_cost_as_much_as_at_the_log_in(world: World) -> None:
    total = 0
    for _ in range(100):
        with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
            again(world)
        seconds = left(world)
        if seconds:
            world.clock.forward(seconds=seconds - 1)
            with pytest.raises(UserFault) as early:
                again(world, PASSPHRASE)  # the right one too waits
            assert (early.value.code, dict(early.value.params)) == ("vault.wait", {"seconds": 1})
            world.clock.forward(seconds=1)
        total += seconds
    assert total == sum(DELAYS) + (100 - len(DELAYS)) * LONGEST == 81_052
    assert denied(world) == ["access.passphrase"] * 100
    again(world, PASSPHRASE)
    assert left(world) == 0
    with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
        again(world)
    assert left(world) == 0  # the count began anew


@pytest.mark.parametrize("way", [again, change, emergency])
def test_every_door_shares_the_count_of_the_log_in(world: World, way: Callable[..., None]) -> None:
    for _ in range(3):
        with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
            way(world)
    assert left(world) == 0
    with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
        world.app.door.open(world.path, LOGIN, bytearray(ANOTHER.encode()), write=False)
    assert left(world) == DELAYS[3] == 2
    with pytest.raises(UserFault) as fault:
        way(world, PASSPHRASE)
    assert (fault.value.code, dict(fault.value.params)) == ("vault.wait", {"seconds": 2})
    assert fault.value.field == ("old" if way is change else None)


def test_the_count_outlives_the_session_and_the_log_tells_of_each_try_once(world: World) -> None:
    for _ in range(4):
        with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
            again(world)
    world.close()
    held = AttemptFile(world.path.parent / "config").change(lambda book: book)
    assert [(tries.wrong, tries.untold) for tries in held.values()] == [(4, 0)]
    with pytest.raises(UserFault, match=r"vault\.wait"):
        world.reopen()
    world.clock.forward(seconds=2)
    world.reopen()
    assert world.session.wrong_tries == 0
    assert denied(world) == ["access.passphrase"] * 4  # and no line about wrong tries at the log-in


def test_a_disk_that_fails_is_no_wrong_try_and_no_pardon(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
            again(world)
    world.clock.forward(seconds=2)

    def gone(_self: object, _passphrase: bytearray) -> None:
        raise EnvironmentFault("vault.disk_error")

    with monkeypatch.context() as patched:
        patched.setattr(type(world.session.vault), "verify_passphrase", gone)
        with pytest.raises(EnvironmentFault, match=r"vault\.disk_error"):
            again(world)
    assert left(world) == 0
    with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
        again(world)
    assert left(world) == DELAYS[4]


def test_where_nothing_can_be_logged_the_next_log_in_tells(world: World) -> None:
    world.close()
    session = world.app.door.open(world.path, LOGIN, bytearray(PASSPHRASE.encode()), write=False)
    with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
        session.confirm_passphrase(bytearray(ANOTHER.encode()))
    session.vault.close()
    world.reopen()
    assert world.session.wrong_tries == 1


def test_a_backup_is_no_way_round_it(world: World, tmp_path: Path) -> None:
    made = world.services.backups.make("manual").first
    for _ in range(2):
        with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
            world.services.drills.hold(made, Opening(LOGIN, bytearray(ANOTHER.encode())))
    assert denied(world) == ["backup.drill"] * 2
    for _ in range(2):
        with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
            world.app.restoring.restore(
                made.path, tmp_path / "ny", Opening(" KARI", bytearray(ANOTHER.encode()))
            )
    assert left(world) == DELAYS[3]
    right = bytearray(PASSPHRASE.encode())
    with pytest.raises(UserFault, match=r"vault\.wait"):
        world.app.restoring.restore(made.path, tmp_path / "ny", Opening(LOGIN, right))
    assert not any(right)
    with pytest.raises(UserFault, match=r"vault\.wait"):
        world.services.drills.hold(made, Opening(LOGIN, bytearray(PASSPHRASE.encode())))
    world.clock.forward(seconds=2)
    assert world.services.drills.hold(made, Opening(LOGIN, bytearray(PASSPHRASE.encode()))).persons == 0
    with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
        again(world)
    assert left(world) == 0  # a right one begins the count anew
    world.app.restoring.restore(made.path, tmp_path / "ny", Opening(LOGIN, bytearray(PASSPHRASE.encode())))


def test_another_way_to_write_the_login_is_the_same_user(world: World) -> None:
    world.close()
    for login in ("kari", "Kari", " KARI ", "ｋａｒｉ"):
        with pytest.raises(UserFault, match=r"vault\.wrong_passphrase"):
            world.app.door.open(world.path, login, bytearray(ANOTHER.encode()))
    assert left(world) == DELAYS[3]
