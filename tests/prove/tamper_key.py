"""Tamperings with the key file, by somebody who sets the unkeyed checksum right. Opened by the real key files."""

from __future__ import annotations

import json
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, Any

from kpr_desktop.crypto.document import canonical, checksum
from kpr_desktop.errors import Fault
from tests.support.world import LOGIN, PASSPHRASE

if TYPE_CHECKING:
    from tests.prove.tamper_ground import Ground

Fields = dict[str, Any]
_OTHERS = ("sealed", "public", "wrapped", "nonce")


def told(ground: Ground, random: Random) -> str:
    """Change both copies in one way and try to open with the right passphrase: what is told, empty for nothing."""
    path = ground.folder / "nokkel.kpr"
    fields: Fields = json.loads(path.read_bytes())
    before = canonical(fields)
    while canonical(fields) == before:
        random.choice(_WAYS)(fields, random)
    fields.pop("checksum")
    data = canonical({**fields, "checksum": checksum(fields)})
    for each in (path, ground.folder / "nokkel.kpr.kopi"):
        each.write_bytes(data)
    try:
        ground.key_files.unlock(ground.folder, LOGIN, bytearray(PASSPHRASE.encode()))[1].wipe()
    except Fault as fault:
        return fault.code
    return ""


def _swapped(fields: Fields, _random: Random) -> None:
    """Two users' blocks."""
    fields["slots"].reverse()


def _swapped_contents(fields: Fields, random: Random) -> None:
    """What stands in two users' slots."""
    one, other = fields["slots"][:2]
    for name in random.sample(_OTHERS, random.randint(1, len(_OTHERS))):
        one[name], other[name] = other[name], one[name]


def _swapped_owners(fields: Fields, _random: Random) -> None:
    """Whose slot is whose."""
    one, other = fields["slots"][:2]
    for name in ("user_id", "login"):
        one[name], other[name] = other[name], one[name]


def _lowered(fields: Fields, random: Random) -> None:
    """A cheaper derivation: below the floor, or above it but not what was written."""
    slot = random.choice(fields["slots"])
    slot["kdf"][random.choice(("m_kib", "t", "p"))] = random.choice((1, 2, 3, 8192, 65536, 70000))


def _added(fields: Fields, random: Random) -> None:
    """A slot more."""
    slot = json.loads(json.dumps(random.choice(fields["slots"])))
    slot |= {"slot_id": random.randbytes(16).hex(), "login": "fremmed"}
    fields["slots"].append(slot)


def _removed(fields: Fields, _random: Random) -> None:
    """Somebody else's slot."""
    fields["slots"] = [slot for slot in fields["slots"] if slot["login"] == LOGIN]


def _pending(fields: Fields, random: Random) -> None:
    """A rotation that nobody began."""
    fields["pending"] = {
        "epoch": fields["epoch"] + 1,
        "salt": random.randbytes(16).hex(),
        "database": "data.2.kpr",
        "sealed": {slot["slot_id"]: slot["sealed"] for slot in fields["slots"]},
    }


def _counted(fields: Fields, random: Random) -> None:
    """Counter, epoch or the salt."""
    name = random.choice(("counter", "epoch", "salt", "training", "name", "database"))
    fields[name] = {
        "counter": fields["counter"] + random.randint(1, 9),
        "epoch": fields["epoch"] + 1,
        "salt": random.randbytes(16).hex(),
        "training": not fields["training"],
        "name": fields["name"] + "x",
        "database": "data.3.kpr",
    }[name]


_WAYS: tuple[Callable[[Fields, Random], None], ...] = (
    _swapped, _swapped_contents, _swapped_owners, _lowered, _added, _removed, _pending, _counted,
)  # fmt: skip
