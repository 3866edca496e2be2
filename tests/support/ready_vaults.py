"""The empty vault of a test's world: made once in a process, its closed folder copied, and the copy unlocked for real.

Making one (a schema of fifty tables, seals, key file) takes longer than most of what is then tested in it. A copy is
the vault that would have been made: same ids, time and salt, encrypted, opened by its passphrase. Only its random keys
are those of another test's vault; so a test gets one copy, and every further vault is made anew, with keys of its own.
Tests of the making itself do not come here, nor do processes that a test starts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from kpr_desktop.domain.ids import UserId
from kpr_desktop.store.device import FILE_NAME, device_id
from kpr_desktop.store.vault import SqlCipherVaults
from kpr_desktop.usecases.key_ports import Keys
from kpr_desktop.usecases.records import NewVault
from tests.support.asked_once import Salts
from tests.support.steady import Ids

Fill = Callable[[NewVault], tuple[UserId, Keys]]


@dataclass(frozen=True)
class _Ready:
    """A closed vault: what lay in its folder (mode and bytes by name), and how many salts its making drew."""

    files: dict[str, tuple[int, bytes]]
    salts: int


class ReadyVaults:
    """The vaults that this process has made, by everything that went into them but chance."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, _Ready] = {}
        self._salts: Salts | None = None

    def one_for_a_test(self, salts: Salts) -> None:
        """A test begins: one copy is hers."""
        self._salts = salts

    def no_more(self) -> None:
        """The test has ended, or has had her copy."""
        self._salts = None

    @contextmanager
    def lent_to(self, vaults: SqlCipherVaults) -> Iterator[None]:
        """The vault that `vaults` makes now may be a copy."""
        salts = self._salts
        if salts is None or (vaults._settings / FILE_NAME).exists():
            yield
            return
        self.no_more()
        key_files: Any = vaults._key_files
        # The library that made the first one here was found sound: once a process, as for the program.
        key_files._sound = bool(self._kept)
        plain = vaults._fill

        def fill(new: NewVault) -> tuple[UserId, Keys]:
            return self._filled(vaults, plain, salts, new)

        with_fill: Any = vaults
        with_fill._fill = fill
        try:
            yield
        finally:
            del with_fill._fill

    def _filled(
        self, vaults: SqlCipherVaults, plain: Fill, salts: Salts, new: NewVault
    ) -> tuple[UserId, Keys]:
        """What `SqlCipherVaults._fill` does, and gives."""
        question = _question(vaults, salts, new)
        ready = self._kept.get(question)
        if ready is None:
            drawn = salts.drawn
            made = plain(new)
            files = {each.name: (each.stat().st_mode, each.read_bytes()) for each in new.path.iterdir()}
            self._kept[question] = _Ready(files, salts.drawn - drawn)
            return made
        for name, (mode, content) in ready.files.items():
            copy = new.path / name
            copy.touch()
            copy.chmod(mode)
            copy.write_bytes(content)
        for _ in range(ready.salts):
            salts.draw()
        vault_id, user_id = vaults._new_id(), vaults._new_id()
        device_id(vaults._settings, vaults._new_id)
        assert vaults._key_files.look(new.path).vault_id == vault_id
        found, keys = vaults._key_files.unlock(new.path, new.user_login, new.passphrase)
        assert found == user_id
        return found, keys


def _question(vaults: SqlCipherVaults, salts: Salts, new: NewVault) -> Hashable:
    """Everything that the making depends on. Two with the same question differ by chance alone."""
    ids, key_files = vaults._new_id, vaults._key_files
    assert isinstance(ids, Ids)
    people = (new.user_login, new.user_name, new.roles, bytes(new.passphrase))
    steady = (ids.random.getstate(), tuple(ids.planned), vaults._clock(), salts.drawn)
    return new.name, new.training, new.office, people, steady, vaults._steps, _cost(key_files)


def _cost(key_files: Any) -> Hashable:
    return type(key_files), key_files._cost


READY = ReadyVaults()
"""This process's; `make_world` asks it, and conftest.py tells it when a test begins and ends."""
