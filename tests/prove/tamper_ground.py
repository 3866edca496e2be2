"""What `tests.prove.tamper` works on: a vault with a few case files, and what it was like on earlier days."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from kpr_desktop.crypto.kdf import FLOOR_COST
from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.store.anchors import FILE_NAME, MACHINE_FOLDER
from kpr_desktop.store.vault import SqlCipherVaults, UnlockedVault
from kpr_desktop.usecases.key_ports import Keys
from kpr_desktop.usecases.records import LogEntry, VaultInfo
from tests.prove.tamper_rows import Content, content
from tests.support.steady import Ids, StandingClock
from tests.support.tamper import behind, key_of
from tests.support.world import LOGIN, PASSPHRASE, make_world

PERSONS = 25
DAYS = 4
OTHER_LOGIN, OTHER_PASSPHRASE = "anne", "tolv grønne flasker på rad"
NAMES = ("data.kpr", FILE_NAME, "nokkel.kpr", "nokkel.kpr.kopi")


@dataclass(frozen=True)
class Snapshot:
    """All files of the vault and the machine's anchor, after so many saves."""

    files: dict[str, bytes]
    machine: bytes
    saves: int


class _Kept:
    """Keys that are not wiped, so that the slow derivation is done once."""

    def __init__(self, keys: Keys) -> None:
        self.database_key = keys.database_key
        self.fields = keys.fields
        self.integrity = keys.integrity

    def wipe(self) -> None:
        """Nothing."""


class _Known:
    """KeyFiles that know the answer; a tampered key file is opened by the real ones (tests.prove.tamper_key)."""

    def __init__(self, info: VaultInfo, user_id: UserId, keys: _Kept) -> None:
        self._info, self._user_id, self._keys = info, user_id, keys

    def look(self, _folder: Path) -> VaultInfo:
        return self._info

    def unlock(self, _folder: Path, _login: str, _passphrase: bytearray) -> tuple[UserId, _Kept]:
        return self._user_id, self._keys

    def __getattr__(self, _name: str) -> Any:
        return lambda *_args, **_more: None


@dataclass
class Ground:
    """A vault to be tampered with, put back as it was before each time."""

    folder: Path
    machine: Path
    vaults: SqlCipherVaults
    key_files: JsonKeyFiles
    key: bytes
    persons: list[PersonId]
    older: list[Snapshot]
    newest: Snapshot
    content: Content
    later_machine: bytes = b""
    """This machine's anchor as it would be after a change of key."""

    def open(self, *, write: bool) -> UnlockedVault:
        return self.vaults.open(self.folder, LOGIN, bytearray(b""), write=write)

    def restore(self) -> None:
        """As it was left."""
        for name, data in self.newest.files.items():
            (self.folder / name).write_bytes(data)
        for name in ("data.kpr-wal", "data.kpr-shm"):
            (self.folder / name).unlink(missing_ok=True)
        self.machine.write_bytes(self.newest.machine)

    def work_a_little(self, vault: UnlockedVault, random: Random) -> None:
        """One save as the program makes it."""
        with vault.work() as work:
            person = work.persons.get(random.choice(self.persons))
            phone = str(random.randint(10_000_000, 99_999_999))
            work.persons.update(replace(person, phone=phone, version=person.version + 1))
            drafts = work.assessments.draft_of(person.id)
            if drafts:
                for answer in list(work.assessments.get(drafts).answers.values())[:3]:
                    work.assessments.save_answer(drafts, replace(answer, note=phone))
            for service in work.services.of_person(person.id)[:1]:
                work.services.update(replace(service, note=phone, version=service.version + 1))
            entry = LogEntry(
                person.created_at, vault.user.id, vault.device_id, "person.write", person.id, subject=phone
            )
            work.records.log(entry)
            work.commit()


def build(root: Path, random: Random) -> Ground:
    """Made, worked in for some days, and closed each evening."""
    world = make_world(root)
    persons = world.demo(PERSONS)
    real = JsonKeyFiles(world.clock, FLOOR_COST)
    user_id, keys = real.unlock(world.path, LOGIN, bytearray(PASSPHRASE.encode()))
    other = bytearray(OTHER_PASSPHRASE.encode())
    real.add_user(world.path, keys, UserId(world.ids()), OTHER_LOGIN, other)
    key = key_of(world.session.vault)  # type: ignore[arg-type]
    world.close()
    config = root / "config"
    known = _Known(real.look(world.path), user_id, _Kept(keys))
    vaults = SqlCipherVaults(known, StandingClock(), Ids(), config)  # type: ignore[arg-type]
    machine = config / MACHINE_FOLDER / real.look(world.path).vault_id
    nothing = Snapshot({}, b"", 0)
    ground = Ground(world.path, machine, vaults, real, key, persons, [], nothing, {})
    for _ in range(DAYS):
        vault = ground.open(write=True)
        for _ in range(random.randint(4, 12)):
            ground.work_a_little(vault, random)
        vault._database.begin()
        saves = vault._ledger.seals.head().saves
        vault._database.rollback()
        vault.close()
        files = {name: (ground.folder / name).read_bytes() for name in NAMES}
        ground.older.append(Snapshot(files, machine.read_bytes(), saves))
    ground.newest = ground.older.pop()
    with behind(ground.folder, key) as connection:
        ground.content.update(content(connection))
    ground.later_machine = _rotated(ground, root / "senere", config, world.clock)
    ground.restore()
    return ground


def _rotated(ground: Ground, copy: Path, config: Path, clock: StandingClock) -> bytes:
    """Change the key of a copy; gives what this machine then knows of the vault."""
    shutil.copytree(ground.folder, copy)
    vaults = SqlCipherVaults(ground.key_files, clock, Ids(), config)
    vault = vaults.open(copy, LOGIN, bytearray(PASSPHRASE.encode()))
    entry = LogEntry(clock(), vault.user.id, vault.device_id, "key.rotate", None)
    vault.keeping.rotate(lambda end: replace(entry, subject=end), lambda _step, _part: None)
    vault.close()
    shutil.rmtree(copy)
    return ground.machine.read_bytes()
