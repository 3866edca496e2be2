"""Names of export files: municipality, time and a few characters of a checksum. Never anything about a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from kpr_desktop.domain.notification import PRACTICE_LOCAL_ID, Message
from kpr_desktop.usecases.records import YearlyExtract

PRACTICE_PART = ".ovelse"
"""Stands in front of the ending of every practice file's name."""


def file_name(message: Message, made_at: datetime) -> str:
    """`kpr56_<municipality>_<yyyymmdd-hhmmss>_<8 hex digits>.xml`, practice files `….ovelse.xml`. Times as given."""
    practice = PRACTICE_PART if message.local_id == PRACTICE_LOCAL_ID else ""
    stem = _stem("kpr56", message.municipality, made_at, (each.id for each in message.notifications))
    return f"{stem}{practice}.xml"


def yearly_file_name(extract: YearlyExtract) -> str:
    """`yearly1-<year>_<municipality>_<yyyymmdd-hhmmss>_<8 hex digits>.json`, practice files `….ovelse.json`."""
    practice = PRACTICE_PART if extract.practice else ""
    ids = (each.person.id for each in extract.persons)
    return f"{_stem(f'yearly1-{extract.year}', extract.municipality, extract.made_at, ids)}{practice}.json"


def yearly2_folder_name(extract: YearlyExtract) -> str:
    """`yearly2-<year>_<municipality>_<yyyymmdd-hhmmss>_<8 hex digits>`, practice folders `….ovelse.mappe`."""
    practice = f"{PRACTICE_PART}.mappe" if extract.practice else ""
    ids = sorted(each.key for each in extract.persons)
    return f"{_stem(f'yearly2-{extract.year}', extract.municipality, extract.made_at, ids)}{practice}"


def _stem(head: str, municipality: str, made_at: datetime, ids: Iterable[str]) -> str:
    checksum = sha256(f"{municipality} {made_at.isoformat()}".encode())
    for each in ids:
        checksum.update(f" {each}".encode())
    digits = "".join(char for char in municipality if char.isascii() and char.isdigit())
    return f"{head}_{digits}_{made_at:%Y%m%d-%H%M%S}_{checksum.hexdigest()[:8]}"
