"""Renewed code books: what is kept of them, and what judges a signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kpr_desktop.domain.ids import UserId


@dataclass(frozen=True, slots=True)
class Renewal:
    """Something that was read in. `kind`: codebook | services | places; `content`: JSON (`codebook.renewal`).

    `sha256` is that of the file, `signer` the fingerprint of the key that signed it (empty = it had no signature).
    """

    id: str
    kind: str
    year: int
    content: str
    sha256: str
    signer: str
    at: datetime
    by: UserId


class Renewals(Protocol):
    """What was read into this vault. Nothing is ever changed or removed."""

    def add(self, made: Renewal) -> None: ...
    def all(self) -> list[Renewal]:
        """In the order in which they were read in."""
        ...

    def assessed_since(self, year: int) -> bool:
        """Whether there is an assessment of that data year or a later one."""
        ...


class Signatures(Protocol):
    """Judges signatures."""

    def holds(self, key: bytes, signature: bytes, data: bytes) -> bool:
        """Whether the owner of the Ed25519 key (32 bytes, public) has signed the data (signature 64 bytes)."""
        ...

    def fingerprint(self, key: bytes) -> str:
        """SHA-256 of the key: 64 hex digits, to be compared by eye."""
        ...
