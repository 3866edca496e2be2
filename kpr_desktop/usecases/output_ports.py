"""The interfaces of what leaves the vault: letters, messages, extracts, and the folder they are written to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from kpr_desktop.domain.notification import Message
from kpr_desktop.usecases.records import Finding, LetterRequest, PageImage, YearlyExtract


class LetterMaker(Protocol):
    """Letter content to PDF, and PDF to pixels."""

    def kinds(self) -> Sequence[str]: ...
    def make(self, request: LetterRequest) -> bytes:
        """The letter as PDF bytes. Raises UserFault letter.unknown_kind | letter.no_such_language."""
        ...

    def pages(self, pdf: bytes, width: int) -> list[PageImage]:
        """The pages as pictures, `width` pixels wide."""
        ...


class MessageWriter(Protocol):
    """One export format and version. Writers take checked records and know nothing of the vault."""

    id: str
    official: bool

    def check(self, message: Message) -> list[Finding]:
        """Field rules that the schema does not enforce (code lists, patterns), without writing."""
        ...

    def write(self, message: Message) -> bytes:
        """The file's bytes, validated against our own schema. Raises UserFault export.schema when it is refused."""
        ...

    def file_name(self, message: Message, made_at: datetime) -> str:
        """A name that tells format, municipality and time, and nothing about a person."""
        ...


class YearlyWriter(Protocol):
    """The yearly extract, a format of ours."""

    id: str
    official: bool

    def write(self, extract: YearlyExtract) -> bytes: ...
    def file_name(self, extract: YearlyExtract) -> str: ...


class Outbox(Protocol):
    """Writes a finished file to the folder the user chose: whole or not at all."""

    def put(self, folder: Path, name: str, data: bytes) -> Path:
        """Write atomically and durably, readable by the owner only.

        Raises UserFault outbox.practice_refused for a practice file (`.ovelse.` in its name or `lokalident="OVELSE"`
        in it), outbox.exists when the name is taken; EnvironmentFault outbox.cannot_write.
        """
        ...
