"""Writes a finished file where the register's sender picks it up: whole and durable, or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from kpr_desktop.errors import EnvironmentFault, UserFault

_PRACTICE_NAME = ".ovelse."
_PRACTICE_DATA = re.compile(
    rb"""\blokalident\s*=\s*["']\s*OVELSE\b|"practice"\s*:\s*true\b|"code"\s*:\s*"HTEST\""""
)
_PRACTICE_CASE = re.compile(
    rb'\A\{\s*"resourceType"\s*:\s*"Bundle",\s*"meta"\s*:\s*\{[^}]{0,200}"code"\s*:\s*"HTEST"'
)
"""How a marked case begins: the only practice file that leaves, because no register takes a Bundle of this kind."""
_NO_LINKS = frozenset(
    (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL)
)
"""What file systems without hard links (FAT, exFAT: memory sticks) answer."""


class FolderOutbox:
    """The outbox port on a folder of the file system."""

    def put(self, folder: Path, name: str, data: bytes) -> Path:
        """Write `data` as `folder`/`name`, readable by the owner only; the path is returned once it is on the disk.

        Raises UserFault outbox.practice_refused for a practice file, outbox.exists when the name is taken;
        EnvironmentFault outbox.cannot_write (parameter `reason`: the system's short code, such as ENOSPC).
        Raises ValueError when `name` is not a plain file name.
        """
        _check_name(name)
        if _PRACTICE_NAME in name.lower() or is_practice(data):
            raise UserFault("outbox.practice_refused", "name")
        return _told(lambda: _put(folder, name, data))

    def put_folder(self, folder: Path, name: str, parts: Sequence[tuple[str, bytes]]) -> Path:
        """Write the parts into `folder`/`name`, a new folder that nobody else can look into; raises as `put`."""
        _check_name(name)
        for part, data in parts:
            _check_name(part)
            if _PRACTICE_NAME in f"{name} {part}".lower() or is_practice(data):
                raise UserFault("outbox.practice_refused", "name")
        return _told(lambda: _put_folder(folder, name, parts))

    def put_practice(self, folder: Path, name: str, data: bytes) -> Path:
        """Write a marked case of a person who is made up, and nothing else.

        Raises UserFault outbox.not_practice when name or content lacks the mark, and what `put` raises.
        """
        _check_name(name)
        if not name.lower().endswith(".ovelse.fhir.json") or not _PRACTICE_CASE.match(data):
            raise UserFault("outbox.not_practice", "name")
        return _told(lambda: _put(folder, name, data))


def _told(put: Callable[[], Path]) -> Path:
    try:
        return put()
    except FileExistsError:
        raise UserFault("outbox.exists", "name") from None
    except OSError as error:
        reason = errno.errorcode.get(error.errno or 0, "EIO")
        raise EnvironmentFault("outbox.cannot_write", reason=reason) from None


def is_practice(data: bytes) -> bool:
    """Whether a file's bytes say that it is for practice."""
    return _PRACTICE_DATA.search(data) is not None


def _check_name(name: str) -> None:
    if name in ("", "..") or Path(name).name != name or "\\" in name:
        raise ValueError("a file name, not a path")


def _put(folder: Path, name: str, data: bytes) -> Path:
    final = folder / name
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)  # mode 0600
    part = Path(temporary)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        _publish(part, final)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    try:
        _sync_folder(folder)
    except OSError:
        # It may be gone after a power cut; better no file than one that was promised and is not there.
        with suppress(OSError):
            final.unlink()
        raise
    return final


def _put_folder(folder: Path, name: str, parts: Sequence[tuple[str, bytes]]) -> Path:
    final = folder / name
    if os.path.lexists(final):
        raise FileExistsError
    part = Path(tempfile.mkdtemp(prefix=".", suffix=".part", dir=folder))  # mode 0700
    try:
        for each, data in parts:
            _put(part, each, data)
        part.rename(final)  # refuses a folder with something in it
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        if error.errno == errno.ENOTEMPTY:
            raise FileExistsError from None
        raise
    try:
        _sync_folder(folder)
    except OSError:
        shutil.rmtree(final, ignore_errors=True)
        raise
    return final


def _publish(part: Path, final: Path) -> None:
    """Give the finished file its name, in one step and never over another file."""
    try:
        os.link(part, final)
    except OSError as error:
        if isinstance(error, FileExistsError) or error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(final):
            raise FileExistsError from None
        part.rename(final)


def _sync_folder(folder: Path) -> None:
    directory = getattr(os, "O_DIRECTORY", None)
    if directory is None:  # Windows: the name is durable with the file
        return
    handle = os.open(folder, os.O_RDONLY | directory)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
