"""A new master key for everybody, without anybody's passphrase; and a crash at every place in between."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kpr_desktop.crypto import durable
from kpr_desktop.crypto.copies import COPY_NAME, FILE_NAME, NAMES
from kpr_desktop.domain.ids import UserId
from kpr_desktop.errors import UserFault
from tests.crypto.keys import LOGIN, SECOND, fault_of, key_files, other, passphrase, read

FILES = key_files()
NEXT = "data.2.kpr"


@pytest.fixture
def shared(folder: Path) -> tuple[Path, str]:
    """A vault with two persons and a sheet; the sheet's code."""
    keys = FILES.unlock(folder, LOGIN, passphrase())[1]
    FILES.add_user(folder, keys, SECOND, "ola", other())
    return folder, "".join(FILES.make_recovery(folder, keys).groups)


def database_keys(folder: Path, code: str) -> set[tuple[bytes, int]]:
    """What the three ways in give; one element when they agree."""
    ways = [
        FILES.unlock(folder, LOGIN, passphrase())[1],
        FILES.unlock(folder, "ola", other())[1],
        FILES.unlock_with_recovery(folder, code),
    ]
    return {(bytes(keys.database_key), keys.integrity.epoch) for keys in ways}


def test_everybody_gets_the_new_key_without_a_passphrase(shared: tuple[Path, str]) -> None:
    folder, code = shared
    old = FILES.unlock(folder, LOGIN, passphrase())[1]
    new = FILES.begin_rotation(folder, old, NEXT)
    assert FILES.look(folder).rotating == NEXT
    assert database_keys(folder, code) == {(bytes(old.database_key), 1)}
    FILES.finish_rotation(folder, old, new)
    info = FILES.look(folder)
    assert (info.database, info.rotating, info.logins) == (NEXT, "", (LOGIN, "ola"))
    assert database_keys(folder, code) == {(bytes(new.database_key), 2)}
    assert new.database_key[32:] != old.database_key[32:]
    assert new.integrity.mac("log", b"") != old.integrity.mac("log", b"")
    assert fault_of(lambda: FILES.make_recovery(folder, old)) == "vault.key_forged"
    again = FILES.begin_rotation(folder, new, "data.3.kpr")
    FILES.finish_rotation(folder, new, again)
    assert database_keys(folder, code) == {(bytes(again.database_key), 3)}


def test_who_was_revoked_does_not_get_the_new_key(shared: tuple[Path, str]) -> None:
    folder, _ = shared
    old = FILES.unlock(folder, LOGIN, passphrase())[1]
    before = (folder / FILE_NAME).read_bytes()
    FILES.revoke(folder, old, SECOND)
    FILES.finish_rotation(folder, old, FILES.begin_rotation(folder, old, NEXT))
    for name in NAMES:
        (folder / name).write_bytes(before)
    theirs = FILES.unlock(folder, "ola", other())[1]  # the old key file and passphrase …
    assert bytes(theirs.database_key) == bytes(old.database_key)  # … give the old key only


def test_a_rotation_that_was_left_is_replaced_or_forgotten(shared: tuple[Path, str]) -> None:
    folder, code = shared
    old = FILES.unlock(folder, LOGIN, passphrase())[1]
    left = FILES.begin_rotation(folder, old, NEXT)
    fresh = FILES.begin_rotation(folder, old, NEXT)
    assert fault_of(lambda: FILES.finish_rotation(folder, old, left)) == "vault.no_rotation"
    FILES.cancel_rotation(folder, old)
    assert FILES.look(folder).rotating == ""
    with pytest.raises(UserFault, match=r"^vault\.no_rotation$"):
        FILES.finish_rotation(folder, old, fresh)
    assert database_keys(folder, code) == {(bytes(old.database_key), 1)}


@pytest.mark.parametrize("change", ["add", "revoke", "set", "passphrase", "sheet"])
def test_another_change_ends_an_unfinished_rotation(shared: tuple[Path, str], change: str) -> None:
    folder, _ = shared
    old = FILES.unlock(folder, LOGIN, passphrase())[1]
    new = FILES.begin_rotation(folder, old, NEXT)
    acts: dict[str, Callable[[], object]] = {
        "add": lambda: FILES.add_user(folder, old, THIRD, "per", other()),
        "revoke": lambda: FILES.revoke(folder, old, SECOND),
        "set": lambda: FILES.set_passphrase(folder, old, SECOND, other()),
        "passphrase": lambda: FILES.change_passphrase(folder, LOGIN, passphrase(), other()),
        "sheet": lambda: FILES.make_recovery(folder, old),
    }
    acts[change]()
    assert FILES.look(folder).rotating == ""
    assert fault_of(lambda: FILES.finish_rotation(folder, old, new)) == "vault.no_rotation"


THIRD = UserId("third-id")


class Crash(BaseException):
    """The process is gone: nothing is tidied up."""


@pytest.mark.parametrize("act", ["begin", "finish", "cancel"])
@pytest.mark.parametrize("at", range(13))
def test_both_states_open_after_a_crash_anywhere(
    shared: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, act: str, at: int
) -> None:
    folder, code = shared
    old = FILES.unlock(folder, LOGIN, passphrase())[1]
    new = FILES.begin_rotation(folder, old, NEXT) if act != "begin" else None
    left = [at]

    def falling(real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **more: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise Crash
            return real(*args, **more)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", falling(os.open))
        patch.setattr(os, "fsync", falling(os.fsync))
        patch.setattr(Path, "replace", falling(Path.replace))
        patch.setattr(durable, "flush_folder", falling(durable.flush_folder))
        try:
            if act == "begin":
                FILES.begin_rotation(folder, old, NEXT)
            elif act == "finish":
                assert new is not None
                FILES.finish_rotation(folder, old, new)
            else:
                FILES.cancel_rotation(folder, old)
            crashed = False
        except Crash:
            crashed = True
    allowed = {(bytes(old.database_key), 1)}
    if act == "finish":
        assert new is not None
        allowed = {(bytes(new.database_key), 2)} if not crashed else allowed | {(bytes(new.database_key), 2)}
    found = database_keys(folder, code)
    assert len(found) == 1
    assert found <= allowed
    epoch = next(iter(found))[1]
    assert FILES.look(folder).database == {1: "data.kpr", 2: NEXT}[epoch]
    keys = FILES.unlock(folder, LOGIN, passphrase())[1]
    FILES.refresh(folder, keys, LOGIN, passphrase())
    assert read(folder) == read(folder, COPY_NAME)


def test_the_crash_test_reaches_every_step(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys, calls = FILES.unlock(folder, LOGIN, passphrase())[1], []

    def counted(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **more: object) -> object:
            calls.append(name)
            return real(*args, **more)

        return call

    for place, name in ((os, "open"), (os, "fsync"), (Path, "replace"), (durable, "flush_folder")):
        monkeypatch.setattr(place, name, counted(name, getattr(place, name)))
    FILES.cancel_rotation(folder, keys)
    assert calls == ["open", "fsync", "replace", "flush_folder", "open", "fsync"] * 2
