"""The kept vaults of every earlier version, opened by an installed program; and one of a version to come."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

from kpr_desktop.crypto.keyfile import JsonKeyFiles
from kpr_desktop.store.database import Database
from kpr_desktop.store.migrate import shipped
from tests.support.fresh_root import FreshRoot
from tests.support.steady import NOW
from tests.support.vaults import LOGIN, SAMPLE, passphrase

_FOLDER = "/tmp/kept"


class NotOpenedError(Exception):
    """A vault that has to open did not, or one that must not did."""


def opens(root: FreshRoot, user: str) -> str:
    """Every kept vault, one command each."""
    formats = sorted(each.name for each in SAMPLE.iterdir() if each.is_dir())
    newest = max(step.version for step in shipped())
    for name in formats:
        vault = _bring(root, user, SAMPLE / name, name)
        reason = _ask(root, user, name)
        if reason.startswith("vault."):
            raise NotOpenedError(f"{name}: {reason}")
        if int(name[1:]) < newest and not list(vault.glob("data-v*.kopi")):
            raise NotOpenedError(f"{name}: not brought to the present form")
    return f"{len(formats)} of {len(formats)} kept vaults opened ({formats[0]} to {formats[-1]})"


def future(root: FreshRoot, user: str) -> str:
    """The newest one with a later version's number in it. The control is the same vault without."""
    newest = max(step.version for step in shipped())
    vault = _bring(root, user, SAMPLE / f"v{newest}", "control")
    if _ask(root, user, "control").startswith("vault."):
        raise NotOpenedError("the control does not open")
    files = JsonKeyFiles(lambda: NOW)
    _, keys = files.unlock(vault, LOGIN, passphrase())
    with closing(Database(vault / "data.kpr", keys.database_key)) as database:
        database.begin()
        database.run(f"PRAGMA user_version = {newest + 1}")
        database.commit()
    keys.wipe()
    held = (vault / "data.kpr").read_bytes()
    reason = _ask(root, user, "control")
    if reason != "vault.newer":
        raise NotOpenedError(f"a later version's vault: {reason or 'it opened'}")
    if (vault / "data.kpr").read_bytes() != held:
        raise NotOpenedError("a later version's vault was written to")
    return "one of a later version was refused, untouched"


def _bring(root: FreshRoot, user: str, source: Path, name: str) -> Path:
    place = root.place(f"{_FOLDER}/{name}")
    place.parent.mkdir(exist_ok=True)
    shutil.copytree(source, place)
    secret = place.parent / "secret"
    secret.write_bytes(bytes(passphrase()))
    secret.chmod(0o600)
    root.run("chown", "-R", f"{user}:{user}", _FOLDER)
    return place


def _ask(root: FreshRoot, user: str, name: str) -> str:
    """Why the vault did not open, or why it did not do what was asked after that; "" = it did it."""
    words = [
        "form",
        f"{_FOLDER}/{name}",
        "/tmp",
        "--user",
        LOGIN,
        "--passphrase-file",
        f"{_FOLDER}/secret",
        "--json",
    ]
    ended = root.run("kpr", *words, user=user, check=False)
    return str(json.loads(ended.stdout).get("reason", ""))
