"""The id of this machine: a random UUID in the user's own settings folder, the same for all vaults."""

from __future__ import annotations

import json
import uuid
from pathlib import Path

from kpr_desktop.domain.ids import DeviceId
from kpr_desktop.errors import disk_fault
from kpr_desktop.usecases.ports import NewId

FILE_NAME = "device.json"


def device_id(folder: Path, new_id: NewId) -> DeviceId:
    """Read it, or make it at the first time (and when the file is damaged)."""
    path = folder / FILE_NAME
    try:
        known = _read(path)
        if known is None:
            known = new_id()
            folder.mkdir(parents=True, exist_ok=True)
            beside = path.with_name(path.name + ".ny")
            beside.write_text(json.dumps({"device_id": known}), "utf-8")
            beside.replace(path)
    except OSError as error:
        raise disk_fault(error) from error
    return DeviceId(known)


def _read(path: Path) -> str | None:
    try:
        return str(uuid.UUID(json.loads(path.read_text("utf-8"))["device_id"]))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return None
