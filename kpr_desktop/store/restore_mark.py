"""A file in a restored vault's folder that says so, until an administrator has confirmed it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from kpr_desktop.errors import disk_fault
from kpr_desktop.store import backup_folder
from kpr_desktop.store.flush import flush_folder
from kpr_desktop.usecases.backup_ports import Mark
from kpr_desktop.usecases.key_ports import IntegrityKeys
from kpr_desktop.usecases.vault_records import Trouble

FILE_NAME = "gjenopprettet.kpr"


def write(folder: Path, keys: IntegrityKeys, mark: Mark) -> None:
    """Say where the vault came from. Raises OSError."""
    times = {"made_at": mark.made_at.isoformat(), "restored_at": mark.restored_at.isoformat()}
    body = json.dumps(asdict(mark) | times, sort_keys=True).encode()
    backup_folder.write_file(folder / FILE_NAME, body + b"\n" + _code(keys, body))


def read(folder: Path, keys: IntegrityKeys) -> Mark | None:
    """What the mark says; None where there is none, or none that the vault's key made."""
    try:
        body, _, code = (folder / FILE_NAME).read_bytes().rpartition(b"\n")
    except OSError:
        return None
    if _code(keys, body) != code:
        return None
    fields = json.loads(body)
    made_at, restored_at = (datetime.fromisoformat(fields[name]) for name in ("made_at", "restored_at"))
    return Mark(fields["backup"], made_at, restored_at, fields["way"], fields.get("salvaged", False))


def trouble(folder: Path, keys: IntegrityKeys) -> list[Trouble]:
    """A vault with a mark is read only until the restore is confirmed."""
    mark = read(folder, keys)
    return [Trouble("vault.salvaged" if mark.salvaged else "vault.restored", "anchor")] if mark else []


def remove(folder: Path) -> None:
    """The restore is confirmed. Raises EnvironmentFault of the disk."""
    try:
        (folder / FILE_NAME).unlink(missing_ok=True)
        flush_folder(folder)
    except OSError as error:
        raise disk_fault(error) from error


def _code(keys: IntegrityKeys, body: bytes) -> bytes:
    return keys.mac("backup", b"restored\0" + body).hex().encode()
