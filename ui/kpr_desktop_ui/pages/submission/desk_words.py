"""What the submission desk says of files, steps and events."""

from __future__ import annotations

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.domain.notification import Event
from kpr_desktop.usecases.records import ExportRecord
from kpr_desktop.usecases.rehearsal_records import Deadline
from kpr_desktop.usecases.submission_records import ExportMade, SendStep
from kpr_desktop_ui.pages.submission.submission_words import days_left


class DeskWords:
    """Texts of one code book edition."""

    __slots__ = ("_book", "_texts")

    def __init__(self, texts: Texts, book: CodeBook) -> None:
        self._texts, self._book = texts, book

    def content(self, record: ExportRecord, *, sentence: bool = False) -> str:
        """What a file holds, for a table or as a sentence."""
        counts = {
            "notifications": self._texts.number(record.notifications),
            "persons": self._texts.number(record.persons),
        }
        key = "submission.exports_count"
        if record.notifications:
            return self._texts("submission.made_message" if sentence else key, **counts)
        key = "submission.made_yearly" if sentence else f"{key}_yearly"
        return self._texts(key, persons=counts["persons"])

    def format(self, format_id: str) -> str:
        """The name of a format; its id when we no longer have it."""
        key = f"export.{format_id.replace('-', '_')}.title"
        return self._texts(key) if self._texts.has(key) else format_id

    def made(self, made: ExportMade) -> list[str]:
        """Where a file lies, what it holds, and who must send it."""
        texts = self._texts
        lines = [
            texts("submission.made_file", file=made.record.file_name),
            texts("submission.made_folder", folder=str(made.path.parent)),
            self.content(made.record, sentence=True),
        ]
        if made.held_back:
            lines.append(texts("export.held_back", count=made.held_back))
        lines.append(texts("submission.made_next" if made.record.notifications else "submission.made_ours"))
        return lines

    def deadline(self, year: int, deadline: Deadline) -> str:
        """How long it is until the year has to be reported, and whether we know that."""
        told = self._texts("desk.deadline_left", year=year, left=days_left(self._texts, deadline))
        return f"{told} {self._texts('desk.deadline_unsure')}" if deadline.unsure else told

    def waiting(self, count: int) -> str:
        """How many events wait."""
        if count == 1:
            return self._texts("submission.waiting_one")
        return (
            self._texts("submission.waiting", count=self._texts.number(count))
            if count
            else self._texts("submission.waiting_none")
        )

    def people(self, count: int) -> str:
        """How many persons a message is about."""
        if count == 1:
            return self._texts("desk.people_one")
        return (
            self._texts("desk.people", count=self._texts.number(count))
            if count
            else self._texts("desk.people_none")
        )

    def step(self, step: SendStep, *, full: bool = False) -> str:
        """What happened to a file, with the day; in full with the time and what was noted."""
        when = in_table(step.at.date())
        if full:
            when += f" {self._texts('desk.at')} {in_clock(step.at, self._texts.language)}"
        said = f"{self._texts(f'desk.state_{step.state.value}')} {when}"
        return f"{said}: {step.note}" if full and step.note else said

    def event(self, event: Event) -> str:
        """The service and what happened to it."""
        kind = self._book.services.get(event.service_type)
        service = kind.label.in_(self._texts.language) if kind else event.service_type
        what = self._texts(f"desk.event_{event.kind.name.lower()}", date=in_table(event.happened_on))
        return f"{service}: {what}"
