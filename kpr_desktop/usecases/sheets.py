"""Sheets that are about nobody's case: the blank form for a power cut, and the report of a month's control."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.control import ControlList
from kpr_desktop.usecases.letter_content import Gathered, Gathering
from kpr_desktop.usecases.letter_content.blank_form import gather
from kpr_desktop.usecases.letter_content.control_report import ControlReport
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_making import collect_days
from kpr_desktop.usecases.letter_records import LetterRequest
from kpr_desktop.usecases.output_ports import LetterMaker
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import PageImage
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.written_files import FileWriter, Leaving

BLANK_FORM, CONTROL_REPORT = "blank_form", "control_report"
_FILE_NAMES = {BLANK_FORM: "samtaleskjema", CONTROL_REPORT: "loggkontroll"}


@dataclass(frozen=True, slots=True)
class OfficeSheet:
    """A sheet that was made. `pdf` is in memory only; `subject`: the control it reports, empty for the form."""

    kind: str
    number: str
    made_at: datetime
    pdf: bytes
    pages: int
    subject: str = ""


class SheetDesk:
    """Makes them; the log has it first. Nothing of them is kept: both can be made again from the vault."""

    def __init__(
        self, session: Session, maker: LetterMaker, writer: FileWriter, texts: LetterTexts | None = None
    ) -> None:
        self._session = session
        self._maker = maker
        self._writer = writer
        self.texts = texts or LetterTexts()

    def languages(self, kind: str) -> tuple[str, ...]:
        """The languages a sheet can be made in."""
        return self.texts.languages(kind)

    def blank_form(self, language: str, *, fillable: bool = False) -> OfficeSheet:
        """The whole conversation on paper, of the code book of today; whoever is logged in may make it.

        Raises UserFault letter.no_such_language, access.read_only.
        """
        session = self._session
        text, frame = self.texts.letter(BLANK_FORM, language)
        with session.work() as work:
            book = session.books.for_year(session.today().year)
            gathered = gather(Gathering(work, session, None, text, frame, book))
            sheet = self._made(work, BLANK_FORM, language, gathered, fillable=fillable)
            session.log(work, "sheet.blank_form", subject=sheet.number)
            work.commit()
        return sheet

    def control_report(self, listed: ControlList, language: str) -> OfficeSheet:
        """The report of a list that `ControlDesk.make` gave, signed or to be signed by hand.

        Raises UserFault rights.not_allowed, control.unknown, letter.no_such_language, access.read_only.
        """
        session = self._session
        text, frame = self.texts.letter(CONTROL_REPORT, language)
        with session.work() as work:
            session.admit(work, "log.control")
            if listed.control not in work.oversight.controls():
                raise UserFault("control.unknown")
            report = ControlReport(Plain(text, frame), listed, session.rights, session.today())
            sheet = self._made(work, CONTROL_REPORT, language, report.gather(work))
            session.log(work, "sheet.control_report", subject=f"{listed.control.month} {sheet.number}")
            work.commit()
        return sheet

    def pages(self, sheet: OfficeSheet, width: int) -> list[PageImage]:
        """The sheet as pictures, `width` pixels wide."""
        return self._maker.pages(sheet.pdf, width)

    def printed(self, sheet: OfficeSheet) -> None:
        """Log that the sheet goes to a printer; called before it does."""
        session = self._session
        with session.work() as work:
            self._admit(work, sheet)
            session.log(work, "sheet.print", subject=sheet.number)
            work.commit()

    def save(self, sheet: OfficeSheet, folder: Path, *, purpose: str = "") -> Path:
        """Write it to a folder. The report names people: it takes a purpose and is on the list of files to delete.

        Raises what `FileWriter.put` raises; the blank form, which names nobody, what the outbox raises.
        """
        session = self._session

        def log(work: UnitOfWork, subject: str) -> None:
            self._admit(work, sheet)
            session.log(work, "sheet.save", subject=subject, reason=purpose)

        name = f"{_FILE_NAMES[sheet.kind]}_{sheet.made_at.date().isoformat()}_{sheet.number}.pdf"
        if sheet.kind == CONTROL_REPORT:
            leaving = Leaving(CONTROL_REPORT, sheet.subject, name, sheet.pdf, purpose)
            return self._writer.put(session, folder, leaving, log)
        with session.work() as work:
            log(work, sheet.number)
            work.commit()
        return self._writer.plain(folder, name, sheet.pdf)

    def _admit(self, work: UnitOfWork, sheet: OfficeSheet) -> None:
        if not self._session.vault.writable:
            raise UserFault("access.read_only")
        if sheet.kind == CONTROL_REPORT:
            self._session.admit(work, "log.control")

    def _made(
        self, work: UnitOfWork, kind: str, language: str, gathered: Gathered, *, fillable: bool = False
    ) -> OfficeSheet:
        session = self._session
        if not session.vault.writable:
            raise UserFault("access.read_only")
        today = session.today()
        names = kind == CONTROL_REPORT
        number = work.letters.number(today.year)
        made = self._maker.make(
            LetterRequest(
                kind=kind,
                language=language,
                office=work.records.office(),
                name="",
                address=None,
                day=today,
                training=session.training,
                fields=gathered.fields,
                parts=gathered.parts,
                number=number,
                collect_by=today + timedelta(days=collect_days(work)) if names else None,
                window=False,
                exempt=names,
                fillable=fillable,
            )
        )
        return OfficeSheet(kind, number, session.now(), made.data, made.pages, gathered.subject)
