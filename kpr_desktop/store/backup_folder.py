"""A backup on disk: a folder with the database, the key file and a list that is under a code of the vault's key."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kpr_desktop.domain.ids import VaultId
from kpr_desktop.errors import EnvironmentFault, disk_fault
from kpr_desktop.store.flush import flush_file, flush_folder
from kpr_desktop.usecases.backup_ports import DAMAGED, OTHER_KEY, UNREAD, VERIFIED, BackupFile
from kpr_desktop.usecases.key_ports import IntegrityKeys

FORMAT, VERSION = "kpr-sikkerhetskopi", 1
LIST_NAME = "manifest.json"
KEY_NAME = "nokkel.kpr"
UNFINISHED = ".uferdig-"
KINDS = ("daily", "before_risk", "manual")
_NAME = re.compile(rf"(?P<vault>[0-9a-f]{{8}})-\d{{8}}-\d{{6}}-(?P<kind>{'|'.join(KINDS)})(-\d+)?")
_DATABASE_NAME = re.compile(r"data(\.[1-9][0-9]{0,8})?\.kpr")
_MOST_BYTES = 16_384
_CHUNK = 1 << 20
SPARE = 200_000_000
"""Bytes that must be free, or twice the file, whichever is more."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The list. `head_mac` and `log_mac` in hex: where the book ended; `program`, `schema`: which version made it."""

    vault_id: str
    kind: str
    made_at: str
    program: str
    schema: int
    epoch: int
    saves: int
    log_seq: int
    log_mac: str
    head_mac: str
    persons: int
    assessments: int
    log_lines: int
    database: str
    database_bytes: int
    database_sha256: str
    key_bytes: int
    key_sha256: str
    mac: str = ""


_TYPES = {name: int if kind == "int" else str for name, kind in Manifest.__annotations__.items()}


def written(made: Manifest, keys: IntegrityKeys) -> bytes:
    """The list's bytes, with its code."""
    fields = asdict(made) | {"mac": keys.mac("backup", _covered(made)).hex()}
    return _canonical(_enclosed(fields))


def holds(made: Manifest, keys: IntegrityKeys) -> bool:
    """Whether the code is that of this vault's key."""
    return keys.mac("backup", _covered(made)).hex() == made.mac


def read(folder: Path) -> Manifest:
    """Raises EnvironmentFault backup.missing (no list), backup.damaged, backup.newer and those of the disk."""
    try:
        with (folder / LIST_NAME).open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise EnvironmentFault("backup.missing") from error
    except OSError as error:
        raise disk_fault(error) from error
    return _parsed(data)


def _parsed(data: bytes) -> Manifest:
    try:
        fields = json.loads(data) if len(data) <= _MOST_BYTES else None
    except (ValueError, RecursionError) as error:
        raise EnvironmentFault("backup.damaged") from error
    if not isinstance(fields, dict) or fields.pop("format", None) != FORMAT:
        raise EnvironmentFault("backup.damaged")
    version = fields.pop("version", None)
    if type(version) is int and version > VERSION:
        raise EnvironmentFault("backup.newer")
    if version != VERSION or {name: type(value) for name, value in fields.items()} != _TYPES:
        raise EnvironmentFault("backup.damaged")
    made = Manifest(**fields)
    # One way to write it: what stands there is what the code covers.
    if _canonical(_enclosed(asdict(made))) != data or not _DATABASE_NAME.fullmatch(made.database):
        raise EnvironmentFault("backup.damaged")
    try:
        datetime.fromisoformat(made.made_at)
    except ValueError as error:
        raise EnvironmentFault("backup.damaged") from error
    return made


def described(folder: Path, made: Manifest, keys: IntegrityKeys | None) -> BackupFile:
    """The record of a backup. Without keys its state is unread."""
    state = UNREAD
    if keys is not None:
        state = VERIFIED if holds(made, keys) else DAMAGED if made.epoch == keys.epoch else OTHER_KEY
        if not _sizes(folder, made):
            state = DAMAGED
    return BackupFile(
        path=folder,
        vault_id=VaultId(made.vault_id),
        kind=made.kind,
        made_at=datetime.fromisoformat(made.made_at),
        epoch=made.epoch,
        saves=made.saves,
        persons=made.persons,
        assessments=made.assessments,
        log_lines=made.log_lines,
        size=made.database_bytes + made.key_bytes,
        sha256=made.database_sha256,
        state=state,
    )


def found(place: Path, vault_id: VaultId, keys: IntegrityKeys) -> list[BackupFile]:
    """A vault's backups in a place, the newest first; those whose list cannot be read stand there as damaged."""
    try:
        folders = [each for each in place.iterdir() if _owner(each) == vault_id[:8] and each.is_dir()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise disk_fault(error) from error
    made = [_seen(each, vault_id, keys) for each in folders]
    return sorted((each for each in made if each), key=lambda each: (each.made_at, each.name), reverse=True)


def _seen(folder: Path, vault_id: VaultId, keys: IntegrityKeys) -> BackupFile | None:
    try:
        made = read(folder)
    except EnvironmentFault:
        return _unreadable(folder, vault_id)
    return described(folder, made, keys) if made.vault_id == vault_id else None


def _unreadable(folder: Path, vault_id: VaultId) -> BackupFile:
    kind = (_NAME.fullmatch(folder.name) or {"kind": ""})["kind"]
    stamp = "-".join(folder.name.split("-")[1:3])
    try:
        time = datetime.strptime(stamp, "%Y%m%d-%H%M%S").astimezone()
    except ValueError:
        time = datetime(1970, 1, 1, tzinfo=UTC)
    return BackupFile(folder, vault_id, kind, time, 0, 0, 0, 0, 0, 0, "", DAMAGED)


def _owner(folder: Path) -> str:
    match = _NAME.fullmatch(folder.name)
    return match["vault"] if match else ""


def _sizes(folder: Path, made: Manifest) -> bool:
    wanted = ((made.database, made.database_bytes), (KEY_NAME, made.key_bytes))
    try:
        return all((folder / name).stat().st_size == size for name, size in wanted)
    except OSError:
        return False


def new_name(place: Path, vault_id: VaultId, made_at: datetime, kind: str) -> str:
    """A name that is free in `place` and tells nothing but vault, time and kind."""
    name = plain = f"{vault_id[:8]}-{made_at:%Y%m%d-%H%M%S}-{kind}"
    number = 1
    while (place / name).exists():
        number += 1
        name = f"{plain}-{number}"
    return name


def check_space(place: Path, size: int) -> None:
    """Raises EnvironmentFault backup.no_space (megabytes needed and free)."""
    needed = max(SPARE, 2 * size)
    try:
        free = shutil.disk_usage(place).free
    except OSError as error:
        raise disk_fault(error) from error
    if free < needed:
        raise EnvironmentFault("backup.no_space", needed=-(-needed // 1_000_000), free=free // 1_000_000)


def clear_unfinished(place: Path, vault_id: VaultId) -> None:
    """Take away what an earlier backup that was cut short left behind."""
    with contextlib.suppress(OSError):
        for each in place.iterdir():
            if each.name.startswith(f"{UNFINISHED}{vault_id[:8]}-"):
                shutil.rmtree(each, ignore_errors=True)


def write_file(path: Path, data: bytes) -> None:
    """A new small file, durable, readable by the owner only. Raises OSError."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def copy_file(source: Path, target: Path, told: Callable[[int], None] | None = None) -> str:
    """Copy into a new file, durably; gives the SHA-256 of what was read. Raises OSError.

    `told` hears the bytes so far.
    """
    digest = hashlib.sha256()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as out, source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            out.write(chunk)
            if told is not None:
                told(out.tell())
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def publish(unfinished: Path, final: Path) -> None:
    """Give a finished folder its name, durably. Raises OSError."""
    flush_folder(unfinished)
    unfinished.rename(final)
    flush_folder(final.parent)


def remove(folder: Path) -> None:
    """Take a backup away; cut short, what is left is no backup any more. Raises EnvironmentFault of the disk."""
    going = folder.with_name(f"{UNFINISHED}{folder.name}")
    try:
        folder.rename(going)
        shutil.rmtree(going)
        flush_folder(folder.parent)
    except OSError as error:
        raise disk_fault(error) from error


def finish_file(path: Path) -> tuple[int, str]:
    """Make a file durable; gives its size and SHA-256. Raises OSError."""
    flush_file(path)
    return path.stat().st_size, digest_of(path)


def _covered(made: Manifest) -> bytes:
    fields = asdict(made)
    del fields["mac"]
    return _canonical(_enclosed(fields))


def _enclosed(fields: dict[str, Any]) -> dict[str, Any]:
    return {"format": FORMAT, "version": VERSION, **fields}


def _canonical(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()
