"""The municipality's own guidance texts: saved as a file, read in again, or given up for ours."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.codebook.guidance import (
    LARGEST,
    Guidance,
    decoded,
    differing,
    guidance_of,
    laid_over,
    plain_name,
    read_guidance,
    written,
)
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.written_files import FileWriter

GUIDANCE_SETTING = "interview.guidance"
"""The text of a guidance file with what differs from ours; empty = ours alone."""


@dataclass(frozen=True, slots=True)
class GuidanceState:
    """Whose guidance is laid over ours (empty = nobody's), for how many variables. `fault`: it cannot be read."""

    name: str = ""
    variables: int = 0
    fault: UserFault | None = None


def with_guidance(book: CodeBook, work: UnitOfWork) -> CodeBook:
    """The edition with the municipality's guidance laid over it; as it is when there is none that can be read.

    A setting that another version of the program has written must never stand in the way of a conversation.
    """
    text = work.records.setting(GUIDANCE_SETTING)
    if not text:
        return book
    try:
        return laid_over(book, read_guidance(text, book))
    except UserFault:
        return book


class GuidanceDesk:
    """What the settings page does about guidance. Anybody may save the file; office.write decides who changes."""

    def __init__(self, session: Session, writer: FileWriter) -> None:
        self._session = session
        self._writer = writer

    def state(self) -> GuidanceState:
        """What is in force now."""
        with self._session.work() as work:
            text = work.records.setting(GUIDANCE_SETTING)
        if not text:
            return GuidanceState()
        try:
            return _state(read_guidance(text, self._book()))
        except UserFault as fault:
            return GuidanceState(fault=fault)

    def file_name(self) -> str:
        """`veiledning_2026-11-23.yaml`."""
        return f"veiledning_{self._session.today().isoformat()}.yaml"

    def save_file(self, folder: Path, notes: Sequence[str]) -> Path:
        """Write the guidance in force to a folder, with `notes` for whoever edits it. Raises what the outbox raises."""
        book = self._book()
        with self._session.work() as work:
            now = with_guidance(book, work)
            office = work.records.office()
        theirs = next((each.guidance for each in now.variables if each.guidance), "")
        name = theirs or plain_name(office.name) or office.municipality
        text = written(guidance_of(now, name), book, notes)
        data = text.encode()
        if self._session.vault.writable:  # no person data in it: somebody who may only read may have it too
            with self._session.work() as work:
                subject = f"sha256:{hashlib.sha256(data).hexdigest()}"
                self._session.log(work, "guidance.write_file", subject=subject)
                work.commit()
        return self._writer.plain(folder, self.file_name(), data)

    def read_file(self, path: Path) -> GuidanceState:
        """Lay the texts of a file over ours, instead of those before; whole or not at all.

        Raises EnvironmentFault guidance.cannot_read; UserFault guidance.same when it says nothing that ours does not,
        and what `codebook.guidance` raises.
        """
        self._session.require("office.write")
        book = self._book()
        found = differing(book, read_guidance(decoded(_bytes_of(path)), book))
        if not found.items:
            raise UserFault("guidance.same")
        self._save(written(found, book), "guidance.read_in")
        return _state(found)

    def back_to_ours(self) -> None:
        """Give up the municipality's texts."""
        self._session.require("office.write")
        self._save("", "guidance.remove")

    def _save(self, text: str, action: str) -> None:
        with self._session.work() as work:
            work.records.save_setting(GUIDANCE_SETTING, text)
            self._session.log(work, action)
            work.commit()

    def _book(self) -> CodeBook:
        return self._session.books.for_year(self._session.today().year)


def _state(guidance: Guidance) -> GuidanceState:
    return GuidanceState(guidance.name, len(guidance.items))


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe or a device would never end
            raise EnvironmentFault("guidance.cannot_read")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError:
        raise EnvironmentFault("guidance.cannot_read") from None
