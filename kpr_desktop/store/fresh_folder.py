"""A folder that is made beside its place, and has its name only when all of it is there."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from kpr_desktop.errors import UserFault, disk_fault
from kpr_desktop.store import backup_folder
from kpr_desktop.store.place import check_place


@contextlib.contextmanager
def fresh_folder(place: Path, mark: str) -> Iterator[Path]:
    """The unfinished folder, `mark` in its name; what went wrong within leaves neither it nor its place behind.

    Raises UserFault vault.exists (field target) when something lies at `place`; EnvironmentFault vault.network, and
    those of the disk, whatever call within has failed.
    """
    if not is_free(place):
        raise UserFault("vault.exists", field="target")
    check_place(place)
    unfinished = place.with_name(f".{place.name}.{mark}")
    try:
        unfinished.mkdir(mode=0o700, parents=True)
        yield unfinished
        if place.exists():
            place.rmdir()
        backup_folder.publish(unfinished, place)
    except OSError as error:
        raise disk_fault(error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def is_free(place: Path) -> bool:
    """Whether a vault may be made there: nothing lies there, or an empty folder."""
    return not place.exists() or (place.is_dir() and not any(place.iterdir()))
