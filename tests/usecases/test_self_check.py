"""The self-check before log-in: each thing that is wrong keeps everybody out, and is told (4.11)."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kpr_desktop.bootstrap import Application
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.crypto import selfcheck
from kpr_desktop.crypto.keyfile import COPY_NAME, FILE_NAME
from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.store import database, place
from kpr_desktop.usecases.vault import FirstRun
from tests.support.world import LOGIN, PASSPHRASE, World, make_world

TEXTS = Texts.load("nb")
Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 - as the library's own


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = make_world(tmp_path)
    made.close()
    yield made
    made.close()


def secret() -> bytearray:
    return bytearray(PASSPHRASE.encode())


def refused(act: Callable[[], object], code: str) -> EnvironmentFault:
    """The fault, which has words."""
    with pytest.raises(EnvironmentFault) as told:
        act()
    assert told.value.code == code
    assert len(TEXTS.fault(told.value)) > 30
    return told.value


def test_a_sound_machine_opens_the_vault(world: World) -> None:
    world.app.door.self_check()
    world.app.door.open(world.path, LOGIN, secret()).vault.close()


@pytest.mark.parametrize("name", sorted(selfcheck.CHECKS))
@pytest.mark.parametrize("answer", [False, None])
def test_a_primitive_that_answers_wrongly(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str, answer: bool | None
) -> None:
    def wrong() -> bool:
        if answer is None:
            raise RuntimeError
        return answer

    door = make_world_again(world)
    monkeypatch.setitem(selfcheck.CHECKS, name, wrong)
    for act in (
        lambda: door.door.look(world.path),
        lambda: door.door.open(world.path, LOGIN, secret()),
        door.door.self_check,
        lambda: door.door.create(first(world)),
    ):
        assert refused(act, "vault.primitive_wrong").params["name"] == name


@pytest.mark.parametrize(("limit", "value"), [("OLDEST_CIPHER", (99, 0)), ("OLDEST_SQLITE", (99, 0, 0))])
def test_a_library_that_is_too_old(
    world: World, monkeypatch: pytest.MonkeyPatch, limit: str, value: tuple[int, ...]
) -> None:
    monkeypatch.setattr(database, limit, value)
    refused(lambda: world.app.door.look(world.path), "vault.old_library")
    refused(lambda: world.app.door.create(first(world)), "vault.old_library")


def test_plain_sqlite_in_the_place_of_sqlcipher(monkeypatch: pytest.MonkeyPatch) -> None:
    class Plain:
        def execute(self, _sql: str) -> Plain:
            return self

        def fetchone(self) -> None:
            return None

        def close(self) -> None:
            return None

    monkeypatch.setattr(database.dbapi2, "connect", lambda _place: Plain())
    refused(database.check_library, "vault.old_library")


def test_a_file_that_is_not_encrypted(world: World) -> None:
    (world.path / "data.kpr").write_bytes(b"SQLite format 3\0" + bytes(8192))
    refused(lambda: world.app.door.look(world.path), "vault.plain")


def test_a_file_that_was_cut_short(world: World) -> None:
    (world.path / "data.kpr").write_bytes(b"x" * 100)
    refused(lambda: world.app.door.look(world.path), "vault.damaged")


def test_a_file_that_is_gone(world: World) -> None:
    (world.path / "data.kpr").unlink()
    refused(lambda: world.app.door.look(world.path), "vault.missing")


def test_a_key_file_whose_checksum_is_wrong(world: World) -> None:
    for name in (FILE_NAME, COPY_NAME):
        path = world.path / name
        text = path.read_text("utf-8")
        path.write_text(text.replace('"training":true', '"training":false'), "utf-8")
    refused(lambda: world.app.door.look(world.path), "vault.key_damaged")


def test_a_network_drive(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"x {tmp_path.resolve()} nfs rw 0 0\n", "utf-8")
    monkeypatch.setattr(place, "MOUNTS", mounts)
    refused(lambda: world.app.door.look(world.path), "vault.network")


def test_a_full_disk_keeps_writers_out_and_lets_readers_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = [Usage(10**9, 10**9, place.LEAST_FREE - 1)]
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage[0])
    for act in (
        lambda: world.app.door.open(world.path, LOGIN, secret()),
        lambda: world.app.door.create(first(world)),
    ):
        assert refused(act, "vault.disk_low").params == {"free": 15, "least": 16}
    world.app.door.open(world.path, LOGIN, secret(), write=False).vault.close()
    usage[0] = Usage(10**9, 0, place.LEAST_FREE)
    world.app.door.open(world.path, LOGIN, secret()).vault.close()


def test_a_disk_that_does_not_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_path: Path) -> Usage:
        raise OSError(5, "input/output error")

    monkeypatch.setattr(shutil, "disk_usage", broken)
    refused(lambda: world.app.door.open(world.path, LOGIN, secret()), "vault.disk_error")


def first(world: World) -> FirstRun:
    return FirstRun(world.path.with_name("nytt"), "4201", "", "Kari", LOGIN, secret(), training=True)


def make_world_again(world: World) -> Application:
    """The same program, begun anew: what it has found sound is forgotten."""
    return type(world.app)(clock=world.clock, new_id=world.ids, config=world.app.config, cost=world.app.cost)
