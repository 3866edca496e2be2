"""Files that leave the vault: why, where to, on record before the file is there, and reminded of until it is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kpr_desktop.domain.file_places import Risk
from kpr_desktop.errors import Fault, UserFault
from kpr_desktop.usecases.output_ports import Outbox
from kpr_desktop.usecases.oversight_ports import PlaceKinds
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.vault_records import WrittenFile

PURPOSES = ("post", "journal", "citizen", "register", "archive", "other")
"""Why a file with person data is written out; codes with the texts written.purpose_*."""
PURPOSE_LIMIT = 200
_OTHER = "other"
_RISKS = tuple(risk.value for risk in Risk)


@dataclass(frozen=True, slots=True)
class Leaving:
    """A file on its way out. `kind`: letter | message | yearly | case | statistics; `made_id` what it was made from.

    With `parts` a folder called `name` is written, with these files in it. `practice`: a marked case of a person who is
    made up; what a register could take is never one.
    """

    kind: str
    made_id: str
    name: str
    data: bytes
    purpose: str
    practice: bool = False
    parts: Sequence[tuple[str, bytes]] = ()


@dataclass(frozen=True, slots=True)
class LeftLine:
    """One file on the reminder list. `there`: whether it lies there still; None where that cannot be seen."""

    file: WrittenFile
    user: str
    own: bool
    there: bool | None
    risks: tuple[str, ...]


def purpose_of(code: str, words: str = "") -> str:
    """What is kept of a purpose: its code, with own words behind it for `other`.

    Raises UserFault written.purpose_missing (purpose), written.words_missing (words), form.too_long (words).
    """
    said = " ".join(words.split())
    if code not in PURPOSES:
        raise UserFault("written.purpose_missing", "purpose")
    if code == _OTHER and not said:
        raise UserFault("written.words_missing", "words")
    if len(said) > PURPOSE_LIMIT:
        raise UserFault("form.too_long", "words", limit=PURPOSE_LIMIT)
    return f"{code}: {said}" if said else code


def checked(purpose: str) -> str:
    """A purpose as `purpose_of` gives it. Raises UserFault written.purpose_missing (purpose) for any other text."""
    code, _, words = purpose.partition(":")
    return purpose_of(code.strip(), words)


class FileWriter:
    """The one way out: log and record on disk, then the file."""

    def __init__(self, outbox: Outbox, places: PlaceKinds) -> None:
        self._outbox = outbox
        self._places = places

    def risks(self, folder: Path) -> tuple[str, ...]:
        """What to warn of before a file with person data goes there, the gravest first."""
        found = self._places.risks(folder)
        return tuple(risk for risk in _RISKS if risk in found)

    def put(
        self, session: Session, folder: Path, leaving: Leaving, log: Callable[[UnitOfWork, str], None]
    ) -> Path:
        """Write the file. `log` lets the user in and writes the log's line, with the subject it is given.

        The line names the record and the file's SHA-256. When the file is not written after all, the record is closed
        again. Raises UserFault written.purpose_missing, what `log` raises, and what the outbox raises.
        """
        made = WrittenFile(
            id=session.new_id(),
            kind=leaving.kind,
            made_id=leaving.made_id,
            file_name=leaving.name,
            folder=str(folder.absolute()),
            warned=" ".join(self.risks(folder)),
            purpose=checked(leaving.purpose),
            sha256=hashlib.sha256(leaving.data).hexdigest(),
            written_at=session.now(),
            written_by=session.user.id,
        )
        with session.work() as work:
            log(work, f"{leaving.made_id} sha256:{made.sha256}")
            work.oversight.save_written_file(made)
            work.commit()
        put = self._outbox.put_practice if leaving.practice else self._outbox.put
        try:
            if leaving.parts:
                return self._outbox.put_folder(folder, leaving.name, leaving.parts)
            return put(folder, leaving.name, leaving.data)
        except Fault:
            self._not_written(session, made)
            raise

    def plain(self, folder: Path, name: str, data: bytes) -> Path:
        """A file without person data: nothing to remind of."""
        return self._outbox.put(folder, name, data)

    def there(self, file: WrittenFile) -> bool | None:
        """Whether a file lies where it was put."""
        return self._places.there(Path(file.folder, file.file_name))

    def _not_written(self, session: Session, made: WrittenFile) -> None:
        with session.work() as work:
            session.log(work, "file.not_written", subject=made.id)
            work.oversight.save_written_file(replace(made, gone_at=session.now(), gone_by=session.user.id))
            work.commit()


class WrittenFiles:
    """The reminder list: what lies outside the vault."""

    def __init__(self, session: Session, writer: FileWriter) -> None:
        self._session = session
        self._writer = writer

    def risks(self, folder: Path) -> tuple[str, ...]:
        """What to warn of before a file goes there."""
        return self._writer.risks(folder)

    def left(self) -> list[LeftLine]:
        """One's own files that nobody has confirmed to be gone; whoever may `file.list` sees everybody's, logged."""
        session = self._session
        everybody = session.may("file.list")
        with session.work() as work:
            users = {user.id: user.name for user in work.records.users()}
            found = [
                f
                for f in work.oversight.written_files(left=True)
                if everybody or f.written_by == session.user.id
            ]
            if any(f.written_by != session.user.id for f in found) and session.vault.writable:
                session.log(work, "file.list", subject=str(len(found)))
                work.commit()
        return [
            LeftLine(
                file,
                users[file.written_by],
                file.written_by == session.user.id,
                self._writer.there(file),
                tuple(file.warned.split()),
            )
            for file in found
        ]

    def own_left(self) -> int:
        """How many of one's own files nobody has confirmed to be gone."""
        with self._session.work() as work:
            left = work.oversight.written_files(left=True)
        return sum(1 for file in left if file.written_by == self._session.user.id)

    def confirm_gone(self, file_id: str) -> WrittenFile:
        """Take a file off the list once it is gone. What cannot be reached is taken at the user's word.

        Raises UserFault written.unknown, written.still_there.
        """
        session = self._session
        with session.work() as work:
            found = next((f for f in work.oversight.written_files(left=True) if f.id == file_id), None)
            if found is None:
                raise UserFault("written.unknown")
            if found.written_by != session.user.id:
                session.admit(work, "file.list")
            there = self._writer.there(found)
            if there:
                raise UserFault("written.still_there")
            gone = replace(found, gone_at=session.now(), gone_by=session.user.id)
            work.oversight.save_written_file(gone)
            seen = "unreachable" if there is None else "checked"
            session.log(work, "file.gone", subject=f"{found.id} {seen}")
            work.commit()
        return gone
