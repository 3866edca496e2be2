"""The two copies of the key file in a vault's folder."""

from __future__ import annotations

from pathlib import Path

from kpr_desktop.crypto import document, document_v1
from kpr_desktop.crypto.document import KeyDocument
from kpr_desktop.crypto.document_v1 import FirstDocument
from kpr_desktop.crypto.durable import write_durably
from kpr_desktop.errors import EnvironmentFault

FILE_NAME = "nokkel.kpr"
COPY_NAME = "nokkel.kpr.kopi"
NAMES = (FILE_NAME, COPY_NAME)


def read_newest(folder: Path) -> KeyDocument | FirstDocument:
    """Of the copies that are whole the one with the highest counter: a write that was cut short left an older one.

    Raises what is wrong with the first one when neither is whole: EnvironmentFault vault.not_ours, vault.key_damaged,
    vault.key_forged, vault.newer (also when only one of them is newer), and those of the disk.
    """
    found: list[KeyDocument | FirstDocument] = []
    faults: list[EnvironmentFault] = []
    for name in NAMES:
        try:
            found.append(_read(folder / name))
        except EnvironmentFault as fault:
            if fault.code in {"vault.newer", "vault.key_forged"}:
                raise  # an older copy beside it must not be worked on; a hand's work must not be passed over
            faults.append(fault)
    if found:
        return max(found, key=_age)
    # A missing file says least: of a missing first and a damaged second file, the damage is told.
    raise next((fault for fault in faults if fault.code != "vault.not_ours"), faults[0])


def newest_bytes(folder: Path) -> bytes:
    """The copy that `read_newest` chooses, as it stands. Raises as that does."""
    newest = read_newest(folder)
    return next(
        data
        for data in (_bytes(folder / name) for name in NAMES)
        if data is not None and _parsed(data) == newest
    )


def write_both(folder: Path, made: KeyDocument) -> None:
    """One after the other, each durably. Raises EnvironmentFault of the disk; ValueError for what could not be read
    again, before anything is written.
    """
    data = _readable(made)
    for name in NAMES:
        write_durably(folder / name, data)


def mend(folder: Path, made: KeyDocument) -> bool:
    """Write the copies that are unlike `made`; tells whether there was one. Raises as `write_both`."""
    data = _readable(made)
    stale = [name for name in NAMES if _bytes(folder / name) != data]
    for name in stale:
        write_durably(folder / name, data)
    return bool(stale)


def _readable(made: KeyDocument) -> bytes:
    data = document.encode(made)
    try:
        if len(data) <= document.MAX_BYTES and document.decode(document.whole(data)) == made:
            return data
    except EnvironmentFault as fault:
        raise ValueError("a key file that could not be read again") from fault
    raise ValueError("a key file that could not be read again")


def _read(path: Path) -> KeyDocument | FirstDocument:
    return _decoded(document.load(path))


def _decoded(data: bytes) -> KeyDocument | FirstDocument:
    fields = document.whole(data)
    version = fields.get("version")
    if type(version) is int and version == document_v1.VERSION:
        return document_v1.decode(fields)
    return document.decode(fields)


def _parsed(data: bytes) -> KeyDocument | FirstDocument | None:
    try:
        return _decoded(data)
    except EnvironmentFault:
        return None


def _age(found: KeyDocument | FirstDocument) -> int:
    return found.counter if isinstance(found, KeyDocument) else 0


def _bytes(path: Path) -> bytes | None:
    try:
        return document.load(path)
    except EnvironmentFault:
        return None
