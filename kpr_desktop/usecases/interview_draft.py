"""The state of one open interview, and how a gesture reaches the disk: one transaction, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

from kpr_desktop.codebook.model import CodeBook, Item, ItemKind
from kpr_desktop.domain import navigation
from kpr_desktop.domain.assessment import Answer, Assessment, Contributor, Cursor, Entry
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.person import Person
from kpr_desktop.usecases.access import with_texts
from kpr_desktop.usecases.citizen import CitizenItem, citizen_item
from kpr_desktop.usecases.interview_values import Values
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session

PAUSE = timedelta(minutes=5)
"""A longer time without a gesture counts as a pause, not as work."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the interview has come: answered and visible variables, answered and visible items in all."""

    variables_done: int
    variables: int
    items_done: int
    items: int


class Draft:
    """One open draft. Keeps what it has saved, so that showing the next item reads nothing from the disk."""

    def __init__(
        self,
        session: Session,
        book: CodeBook,
        assessment: Assessment,
        person: Person,
        previous: Assessment | None,
        services: tuple[CareService, ...],
        reminder_months: int,
        hidden: Mapping[str, Answer] = MappingProxyType({}),
    ) -> None:
        self._session = session
        self._assessment = assessment
        self._services = services
        self._hidden = hidden
        self._reminder_months = reminder_months
        self.person = person
        self.previous = previous
        self.book = book
        self._answers = dict(assessment.answers)
        self._entries = list(assessment.entries)
        self._cursor = assessment.cursor
        self._workers = {each.user_id: each for each in assessment.contributors}
        self._last_gesture = session.now()

    # --- what the screen shows

    @property
    def assessment(self) -> Assessment:
        """The assessment as it stands now."""
        return replace(
            self._assessment,
            answers=MappingProxyType(dict(self._answers)),
            entries=tuple(self._entries),
            cursor=self._cursor,
            contributors=tuple(self._workers.values()),
        )

    @property
    def cursor(self) -> Cursor:
        """Where the interview stands; on the first item when it has just begun."""
        return self._cursor

    @property
    def values(self) -> Mapping[str, str]:
        """Item id -> value. A repeating item counts as answered when it has at least one entry."""
        found = {i: a.value for i, a in self._answers.items()}
        found.update({e.item: "entries" for e in self._entries if not e.is_unfinished})
        return found

    def item(self, item: str) -> Item:
        """The code book's entry for an item id."""
        return self.book.items[item]

    def seen(self, item: str) -> Answer:
        """Everything that stands on an item; a blank answer when nothing does."""
        return self._answers.get(item) or Answer(item)

    def note(self, item: str) -> str:
        """The note on an item, half-typed ones included."""
        return self.seen(item).note

    def citizen(self, item: str) -> CitizenItem:
        """What the citizen's view may show of an item, in the language it was last shown in."""
        scores = [s.item for s in self.visible() if self.book.items[s.item].kind is ItemKind.SCORE]
        number = scores.index(item) + 1 if item in scores else 0
        language = self._assessment.citizen_language
        return citizen_item(self.book, item, self.seen(item).opinion, language, number, len(scores))

    def entries(self, item: str) -> tuple[Entry, ...]:
        """The rows of a repeating item."""
        return self.assessment.entries_of(item)

    def unfinished(self, item: str) -> Entry | None:
        """The row of a repeating item that is still being typed."""
        return self.assessment.unfinished_of(item)

    def visible(self) -> list[navigation.Step]:
        """The steps to be walked under the answers given so far."""
        return navigation.visible(self.book.steps, self.values)

    def next(self, item: str) -> str | None:
        """The item after `item`; None = the summary."""
        return navigation.following(self.book.steps, self.values, item)

    def back(self, item: str) -> str | None:
        """The item before `item`; None = `item` is the first."""
        return navigation.preceding(self.book.steps, self.values, item)

    def progress(self) -> Progress:
        """Counts for the head of the navigator."""
        values = self.values
        steps = self.visible()
        scores = [s for s in steps if self.book.items[s.item].kind is ItemKind.SCORE]
        done = [s for s in steps if values.get(s.item)]
        return Progress(sum(1 for s in scores if values.get(s.item)), len(scores), len(done), len(steps))

    def to_confirm(self) -> list[str]:
        """The visible items that were answered last time and not yet now; none unless last time was carried forward."""
        before = self.previous
        if before is None or not self._assessment.carry:
            return []
        values = self.values
        return [
            step.item
            for step in self.visible()
            if not values.get(step.item) and (before.value(step.item) or before.entries_of(step.item))
        ]

    # --- saving

    @contextmanager
    def _gesture(
        self, action: str = "", item: str = "", cursor: Cursor | None = None
    ) -> Iterator[UnitOfWork]:
        """One transaction: what the block writes, where the interview stands, the time spent, and a line in the log."""
        at = self._session.now()
        with self._session.work() as work:
            yield work
            if cursor is not None:
                work.assessments.save_cursor(self._assessment.id, cursor)
            worker = self._save_time(work, at)
            if action:
                self._log(work, action, item)
            work.commit()
        self._cursor = cursor or self._cursor
        self._keep_time(worker, at)

    def _keep_answer(self, made: Answer, cursor: Cursor | None = None, action: str = "") -> None:
        """Save all that stands on one item."""
        stored = self._stored(made)
        with self._gesture(action, made.item, cursor) as work:
            work.assessments.save_answer(self._assessment.id, stored)
        self._answers[made.item] = made

    def _stored(self, made: Answer) -> Answer:
        """The answer with the texts that a block hides from this user. Raises UserFault access.blocked for new ones."""
        hidden = self._hidden.get(made.item)
        return made if hidden is None else with_texts(made, hidden)

    def _save_time(self, work: UnitOfWork, at: datetime) -> Contributor | None:
        """Put the whole seconds since the last gesture to who is at work; None while there is nothing new to tell."""
        user = self._session.user
        known = self._workers.get(user.id)
        spent = self._spent(at)
        if known is not None and not spent:
            return None
        worker = Contributor(user.id, user.name, (known.seconds if known else 0) + spent)
        work.assessments.save_time(self._assessment.id, worker)
        return worker

    def _keep_time(self, worker: Contributor | None, at: datetime) -> None:
        """After the transaction. What is less than a second is left to be counted with the next gesture."""
        if worker is not None:
            self._workers[worker.user_id] = worker
        begun = self._last_gesture
        whole = timedelta(seconds=self._spent(at))
        self._last_gesture = begun + whole if begun <= at < begun + PAUSE else at

    def _spent(self, at: datetime) -> int:
        """Seconds since the last gesture, pauses out; 0 when the clock has been turned back."""
        return max(0, int(min(at - self._last_gesture, PAUSE).total_seconds()))

    @property
    def _takes(self) -> Values:
        return Values(self.book, self._assessment.assessed_on.year, self._session.today())

    def _log(self, work: UnitOfWork, action: str, item: str) -> None:
        self._session.log(work, action, person=self._assessment.person_id, subject=item)
