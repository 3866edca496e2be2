"""What the tests of the key file share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpr_desktop.crypto import document, kdf
from kpr_desktop.crypto.keyfile import COPY_NAME, FILE_NAME, JsonKeyFiles
from kpr_desktop.domain.ids import UserId, VaultId
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.records import NewVault, Office
from tests.support.steady import StandingClock

VAULT, USER, SECOND = VaultId("vault-id"), UserId("user-id"), UserId("second-id")
LOGIN, PASSPHRASE = "kari", "blåbær og femten til"
SAMPLE = Path(__file__).parents[1] / "data" / "vaults"
OTHER = "tolv grønne flasker"


def passphrase() -> bytearray:
    """The first user's; a new bytearray each time, because it is wiped."""
    return bytearray(PASSPHRASE.encode())


def new_vault(path: Path, **more: Any) -> NewVault:
    """What a vault is made of."""
    office = Office("4201", "Risør kommune", "Hjemmetjenesten")
    given = {"name": "Risør", "passphrase": passphrase(), **more}
    return NewVault(
        path=path,
        training=True,
        office=office,
        user_login=LOGIN,
        user_name="Kari Saksbehandler",
        roles=frozenset({"registrar"}),
        **given,
    )


def other() -> bytearray:
    """A second passphrase; a new bytearray each time, because it is wiped."""
    return bytearray(OTHER.encode())


def key_files(cost: kdf.Cost | None = kdf.FLOOR_COST) -> JsonKeyFiles:
    """Real ones, at the floor."""
    return JsonKeyFiles(StandingClock(), cost)


def read(folder: Path, name: str = FILE_NAME) -> dict[str, Any]:
    """The file's fields, unchecked."""
    fields: dict[str, Any] = json.loads((folder / name).read_bytes())
    return fields


def rewritten(
    folder: Path,
    change: Callable[[dict[str, Any]], object],
    *,
    names: tuple[str, ...] = (FILE_NAME, COPY_NAME),
) -> None:
    """Change fields and set the checksum right again: what somebody who knows the format can do."""
    fields = read(folder)
    del fields["checksum"]
    change(fields)
    fields["checksum"] = hashlib.sha256(document.canonical(fields)).hexdigest()
    for name in names:
        (folder / name).write_bytes(document.canonical(fields))


def fault_of(act: Callable[..., object], *given: object) -> str:
    """The code of the fault that `act` raises."""
    with pytest.raises(Fault) as caught:
        act(*given)
    return caught.value.code


def put(*path: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    """Sets one field."""

    def change(fields: dict[str, Any]) -> None:
        place: Any = fields
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change
