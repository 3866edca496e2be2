"""Worlds that share the making of their vault share nothing else (`tests/support/ready_vaults.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kpr_desktop.errors import UserFault
from kpr_desktop.store.vault import SqlCipherVaults
from tests.support import world as worlds
from tests.support.asked_once import Salts, table_once
from tests.support.ready_vaults import ReadyVaults
from tests.support.steady import StandingClock
from tests.support.world import LOGIN, PASSPHRASE, World, make_world

Make = Callable[..., World]


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders of the vaults that are really made."""
    plain, seen = SqlCipherVaults._fill, []

    def fill(self: SqlCipherVaults, new: object) -> object:
        seen.append(new.path)  # type: ignore[attr-defined]
        return plain(self, new)  # type: ignore[arg-type]

    monkeypatch.setattr(SqlCipherVaults, "_fill", fill)
    return seen


@pytest.fixture
def make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filled: list[Path], _salts: Salts
) -> Iterator[Make]:
    """Makes a world as the first of a new test, in a process that has made none."""
    ready = ReadyVaults()
    monkeypatch.setattr(worlds, "READY", ready)
    with ExitStack() as closing:

        def make(**how: object) -> World:
            _salts.start_over()
            ready.one_for_a_test(_salts)
            made = make_world(tmp_path / str(len(list(tmp_path.iterdir()))), **how)  # type: ignore[arg-type]
            closing.callback(made.close)
            return made

        yield make


@pytest.fixture
def salts(_salts: Salts) -> Salts:
    return _salts


def key(world: World) -> bytes:
    return bytes(world.session.vault._keys.database_key)  # type: ignore[attr-defined]


def persons(world: World) -> int:
    with world.session.work() as work:
        return work.persons.count()


def test_two_copies_are_whole_and_nothing_goes_from_one_to_the_other(make: Make, filled: list[Path]) -> None:
    first, second, third = make(), make(), make()
    assert len(filled) == 1
    second.services.persons.register(second.form(given_name="Vårlig"))
    changed = bytearray(b"en helt annen frase")
    second.session.vault.renew_slot(second.session.user.id, LOGIN, changed)
    assert [persons(each) for each in (first, second, third)] == [0, 1, 0]
    fourth = make()  # what was done to a copy does not come into the next
    assert len(filled) == 1
    assert persons(fourth) == 0
    for each in (first, second, third, fourth):
        assert each.session.vault.check() == []
        assert each.session.vault.log_check().first_bad is None
        each.close()
    third.reopen()
    with pytest.raises(UserFault, match="wrong_passphrase"):
        second.app.door.open(second.path, LOGIN, bytearray(PASSPHRASE.encode()))


def test_a_copy_is_encrypted_and_opens_by_its_passphrase_alone(make: Make) -> None:
    make()
    copy = make()
    copy.services.persons.register(copy.form(given_name="Vårlig"))
    copy.close()
    written = b"".join(each.read_bytes() for each in copy.path.iterdir() if each.suffix == ".kpr")
    assert written
    assert b"SQLite format" not in written
    assert "Vårlig".encode() not in written
    with pytest.raises(UserFault, match="wrong_passphrase"):
        copy.app.door.open(copy.path, LOGIN, bytearray(b"noe helt annet her"))
    copy.reopen()
    assert persons(copy) == 1


def test_a_copy_is_what_would_have_been_made(make: Make, salts: Salts) -> None:
    def told(world: World) -> object:
        session = world.session
        made = session.vault.info.vault_id, session.user, session.vault.device_id, session.vault.trouble
        modes = sorted((each.name, each.stat().st_mode) for each in world.path.iterdir())
        with session.work() as work:
            kept = work.records.office(), work.records.users()
        kept += session.vault.log_check(), session.vault.check()
        return made, modes, kept, world.ids(), salts.draw()

    assert told(make()) == told(make())


def test_a_test_gets_one_copy_and_then_vaults_with_keys_of_their_own(
    make: Make, filled: list[Path], tmp_path: Path
) -> None:
    first, copy = make(), make()
    assert key(first) == key(copy)
    assert len(filled) == 1
    other = make_world(tmp_path / "other")
    other.close()
    other.reopen()
    assert len(filled) == 2
    assert key(other) != key(copy)
    other.close()


def test_other_arguments_another_time_or_place_are_made_anew(
    make: Make, filled: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    assert not make(training=False).session.training
    later = StandingClock()
    later.forward(days=1)
    make(clock=later)
    monkeypatch.setattr(worlds, "PASSPHRASE", "enda en frase til")
    make()
    assert len(filled) == 4
    make()
    assert len(filled) == 4


def test_a_table_that_is_read_once_is_every_callers_own() -> None:
    from kpr_desktop.codebook.rights import Rights, load_rights

    times = []

    def load(path: Path | None = None) -> Rights:
        times.append(path)
        return load_rights(path)

    once = table_once(load)
    mine, hers = once(), once()
    assert mine == hers == load_rights()
    assert len(times) == 1
    mine.actions.clear()  # type: ignore[attr-defined]
    assert once() == hers
    with pytest.raises(Exception, match="cannot be read"):
        once(Path("not there"))
