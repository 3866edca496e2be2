"""The interfaces of what leaves the vault: letters, messages, extracts, and the folder they are written to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.domain.notification import Message, Notification
from kpr_desktop.usecases.case_records import Case, ReadCase
from kpr_desktop.usecases.dispatch_records import CertificateInfo, EnvelopeData, Need, Receipt
from kpr_desktop.usecases.letter_records import LetterRequest, MadePdf
from kpr_desktop.usecases.records import Finding, PageImage, YearlyExtract

if TYPE_CHECKING:
    from kpr_desktop.usecases.overview_records import WorkOverview
    from kpr_desktop.usecases.statistics import Statistics


class LetterMaker(Protocol):
    """Letter content to PDF, and PDF to pixels."""

    def kinds(self) -> Sequence[str]: ...
    def make(self, request: LetterRequest) -> MadePdf:
        """The letter as PDF, the same bytes for the same request: PDF/UA-1 and PDF/A-2a, fillable ones PDF/UA-1.

        Raises UserFault letter.unknown_kind | letter.no_such_language | letter.field_missing | letter.logo.
        """
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

    def findings(self, head: Message, notifications: Iterable[Notification]) -> Iterator[Finding]:
        """As `check`, for a chain that need not be in memory; the notifications of `head` are not looked at."""
        ...

    def write(self, message: Message) -> bytes:
        """The file's bytes, validated against our own schema. Raises UserFault export.schema when it is refused."""
        ...

    def write_to(self, head: Message, notifications: Iterable[Notification], out: BinaryIO) -> None:
        """As `write`, one notification at a time. What `out` holds when it raises must be thrown away."""
        ...

    def file_name(self, message: Message, made_at: datetime) -> str:
        """A name that tells format, municipality and time, and nothing about a person."""
        ...


class YearlyWriter(Protocol):
    """The yearly extract: a format of ours, or the register's own when there is one."""

    id: str
    official: bool

    def write(self, extract: YearlyExtract) -> bytes:
        """What the vault keeps: one file, or a pack of several."""
        ...

    def file_name(self, extract: YearlyExtract) -> str:
        """Of the file, or of the folder that the parts are written to."""
        ...

    def parts(self, data: bytes) -> Sequence[tuple[str, bytes]]:
        """The files of a pack, by name; empty when `data` is one file."""
        ...


class Envelope(Protocol):
    """What a finished message is put into for one way of delivery. The program delivers nothing itself.

    `pilot` marks a way that was only ever a trial, or that we have read our own meaning into.
    """

    id: str
    official: bool
    pilot: bool
    needs: frozenset[Need]

    def wrap(self, data: bytes, about: EnvelopeData) -> bytes:
        """The envelope with the message in it. Raises UserFault envelope.* when something it needs is not there."""
        ...

    def file_name(self, name: str) -> str:
        """The envelope's name, from the message's."""
        ...


class Certificates(Protocol):
    """Keys and certificates of the sealed envelope, read from the user's files each time and never kept.

    All raise UserFault certificate.* with what is wrong. `now` is time-zone aware.
    """

    def sender(self, file: bytearray, passphrase: bytearray, now: datetime) -> CertificateInfo:
        """Look at the sender's file (PKCS#12, or PEM with key and certificate). Both arguments are wiped."""
        ...

    def receiver(self, file: bytes, now: datetime) -> CertificateInfo:
        """Look at the receiver's certificate (PEM or DER)."""
        ...

    def sealer(
        self, file: bytearray, passphrase: bytearray, receiver: bytes, now: datetime
    ) -> Callable[[bytes], bytes]:
        """What signs with the sender's key and encrypts to the receiver (CMS, DER). The two first are wiped."""
        ...


class ReceiptReader(Protocol):
    """Reads what the register or the health network answers."""

    def read(self, data: bytes) -> Receipt:
        """The receipt in a file. Raises UserFault receipt.* with what is wrong with it."""
        ...


class CaseFormat(Protocol):
    """One person's case as a file for another program, and the code book that it is told in."""

    id: str
    official: bool
    largest: int
    """More bytes are never read."""

    def write(self, case: Case) -> bytes: ...
    def read(self, data: bytes) -> ReadCase:
        """What a file holds, with what is refused in it. Raises UserFault fhir.* for what is no such file at all."""
        ...

    def file_name(self, case: Case) -> str: ...
    def questionnaire(self, book: CodeBook) -> bytes: ...
    def questionnaire_name(self, book: CodeBook) -> str: ...


class StatisticsWriter(Protocol):
    """Tables of numbers as a file."""

    def csv(self, made: Statistics) -> bytes: ...
    def xlsx(self, made: Statistics) -> bytes: ...


class OverviewWriter(Protocol):
    """The unit's own work on its way out. Small numbers are hidden before anything is written."""

    def xlsx(self, made: WorkOverview) -> bytes:
        """A workbook: a sheet for each figure."""
        ...

    def tsv(self, made: WorkOverview, figure_id: str) -> str:
        """One figure's table, tabs between the cells; nothing in it is a formula."""
        ...


class Outbox(Protocol):
    """Writes a finished file to the folder the user chose: whole or not at all."""

    def put(self, folder: Path, name: str, data: bytes) -> Path:
        """Write atomically and durably, readable by the owner only.

        Raises UserFault outbox.practice_refused for a practice file (`.ovelse.` in its name or `lokalident="OVELSE"`
        in it), outbox.exists when the name is taken; EnvironmentFault outbox.cannot_write.
        """
        ...

    def put_folder(self, folder: Path, name: str, parts: Sequence[tuple[str, bytes]]) -> Path:
        """Write several files into a new folder, which appears with all of them or not at all. Raises as `put`."""
        ...

    def put_practice(self, folder: Path, name: str, data: bytes) -> Path:
        """Write a marked case of a person who is made up, and nothing else: never what a register could take.

        Raises UserFault outbox.not_practice, and what `put` raises.
        """
        ...
