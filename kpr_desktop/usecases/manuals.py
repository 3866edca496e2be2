"""The manuals as PDF: the same text as in the window, through the layout of the letters."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from kpr_desktop.codebook.manual import Manual, read_manual
from kpr_desktop.usecases.letter_records import MadePdf
from kpr_desktop.usecases.written_files import FileWriter

_FILE_NAMES = {
    "user": {"nb": "brukerhandbok", "nn": "brukarhandbok", "en": "user-manual"},
    "administrator": {
        "nb": "administratorhandbok",
        "nn": "administratorhandbok",
        "en": "administrator-manual",
    },
    "lost": {"nb": "maskin-borte", "nn": "maskin-borte", "en": "lost-machine"},
}


class ManualMaker(Protocol):
    """A manual to PDF."""

    def manual(self, manual: Manual) -> MadePdf:
        """PDF/UA-1 and PDF/A-2a, the same bytes for the same text."""
        ...


class ManualDesk:
    """Says nothing of anybody, so it asks for no right and stands in no log."""

    def __init__(self, maker: ManualMaker, writer: FileWriter) -> None:
        self._maker, self._writer = maker, writer

    def make(self, part: str, language: str) -> MadePdf:
        """A part (user, administrator, lost) in one language."""
        return self._maker.manual(read_manual(part, language))

    def save(self, part: str, language: str, folder: Path) -> Path:
        """Write it to a folder. Raises what the outbox raises."""
        return self._writer.plain(
            folder, f"{_FILE_NAMES[part][language]}.pdf", self.make(part, language).data
        )
