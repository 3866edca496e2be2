"""What the submission page says of a finding, and where the finding leads."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.codebook.wording import problem_words
from kpr_desktop.domain.dates import in_clock, in_table
from kpr_desktop.domain.ids import PersonId, ServiceId
from kpr_desktop.domain.problems import Problem, Severity
from kpr_desktop.usecases.rehearsal_records import (
    OURS,
    Counted,
    Deadline,
    DressRehearsal,
    Found,
    Sign,
    Standing,
)
from kpr_desktop_ui.pages.places import (
    InterviewPlace,
    PersonFormPlace,
    PersonPlace,
    Place,
    ServicePlace,
    SettingsPlace,
)
from kpr_desktop_ui.widgets import Cell, Row


class SubmissionWords:
    """Texts of one code book edition about findings and files."""

    __slots__ = ("_book", "_texts")

    def __init__(self, texts: Texts, book: CodeBook) -> None:
        self._texts, self._book = texts, book

    # --- findings

    def said(self, found: Found) -> tuple[str, str]:
        """What it is, and what a person can do."""
        if found.code in self._book.rules:
            problem = Problem(found.code, Severity.SOFT, found.target, found.params)
            return problem_words(self._book, problem, self._texts.language)
        return sentences(self._texts(found.code))

    def row(self, key: str, found: Found, names: Mapping[PersonId, str]) -> Row:
        """A finding as a row of the table."""
        texts = self._texts
        what, do = self.said(found)
        register = self._register(found)
        if found.sign is Sign.CORRECTED:
            register, do = texts("submission.corrected_register"), texts("submission.corrected_do")
        name = self.name(found.person_id, names)
        return Row(key, (name, Cell(what, kind_of(found.sign)), register, do, texts("submission.go")))

    def name(self, person_id: PersonId | None, names: Mapping[PersonId, str]) -> str:
        """A person's name, or what stands for the municipality."""
        if person_id is None:
            return self._texts("submission.whole")
        return names.get(person_id, self._texts("submission.person_unknown"))

    def person_row(
        self, person_id: PersonId | None, found: list[Found], names: Mapping[PersonId, str], waits: int
    ) -> Row:
        """A person with what was found, the heaviest first."""
        texts, worst = self._texts, found[0]
        count = (
            texts("submission.found_one") if len(found) == 1 else texts("submission.found", count=len(found))
        )
        waiting = self._count("submission.waiting", waits) if waits else ""
        return Row(
            str(person_id or ""),
            (self.name(person_id, names), Cell(self.said(worst)[0], kind_of(worst.sign)), count, waiting),
        )

    def rule_row(self, code: str, example: Found, count: int) -> Row:
        """A rule with one of its findings, and how many there are."""
        return Row(
            code,
            (
                Cell(self.said(example)[0], kind_of(example.sign)),
                self._register(example),
                self._texts.number(count),
            ),
        )

    def _register(self, found: Found) -> str:
        """What the register would do; of a rule of ours that stops, that it is the program that does."""
        stops = found.consequence == OURS and found.sign is Sign.STOP
        return self._texts(
            "export.consequence.ours_stop" if stops else f"export.consequence.{found.consequence}"
        )

    # --- numbers

    def waiting(self, count: int) -> str:
        """How many events wait."""
        return self._count("submission.waiting", count)

    def passing(self, made: DressRehearsal) -> str:
        """Of how many persons."""
        if any(f.person_id is None and f.sign is Sign.STOP for f in made.found):
            return self._texts("submission.passing_whole")
        return self._texts("submission.of_persons", count=self._texts.number(made.persons))

    def trend(self, now: int, before: int | None) -> str:
        """How a number has gone since last time."""
        if before is None:
            return self._texts("submission.trend_first")
        if now == before:
            return self._texts("submission.trend_same")
        key = "submission.trend_more" if now > before else "submission.trend_fewer"
        return self._texts(key, count=self._texts.number(abs(now - before)))

    def since(self, standing: Standing) -> str:
        """When it was made, how long it took, and when the one before was."""
        texts, last = self._texts, standing.last
        told = texts(
            "submission.last",
            time=in_clock(last.at, texts.language),
            seconds=texts.number(Fraction(round(last.seconds * 10), 10)),
        )
        if standing.before is not None:
            told += " " + texts("submission.before", date=in_table(standing.before.at.date()))
        return told

    def counts(self, counted: tuple[Counted, Counted]) -> list[Row]:
        """The counts in the layout of the register's own check: services, persons on the day, answered fields."""
        texts, language = self._texts, self._texts.language
        now, before = counted
        rows = [self._line(texts("submission.count_users"), now.users, before.users)]
        rows.append(self._line(texts("submission.count_long_stay"), now.long_stay, before.long_stay))
        rows.append(self._line(texts("submission.count_at_home"), now.at_home, before.at_home))
        for code, each in self._book.services.items():
            if code in now.services or code in before.services:
                label = f"{code} {each.label.in_(language)}"
                rows.append(self._line(label, now.services.get(code, 0), before.services.get(code, 0)))
        for step in self._book.steps:
            item = self._book.items[step.item]
            if not item.local:
                shares = [
                    texts("submission.share", share=share) if (share := c.share(item.id)) is not None else "–"
                    for c in counted
                ]
                label = texts("submission.count_item", item=item.label.in_(language))
                rows.append(Row(label, (label, *shares)))
        return rows

    def _line(self, label: str, now: int, before: int) -> Row:
        return Row(label, (label, self._texts.number(now), self._texts.number(before)))

    def _count(self, key: str, count: int) -> str:
        if count == 1:
            return self._texts(f"{key}_one")
        return self._texts(key, count=self._texts.number(count)) if count else self._texts(f"{key}_none")


def days_left(texts: Texts, deadline: Deadline) -> str:
    """How long it is to the deadline."""
    day = in_table(deadline.day)
    if deadline.days < 0:
        return texts("submission.deadline_over", day=day)
    if deadline.days == 1:
        return texts("submission.deadline_one", day=day)
    return texts("submission.deadline", day=day, days=deadline.days)


def kind_of(sign: Sign) -> str:
    """The look of a sign in a table."""
    return "corrected" if sign is Sign.CORRECTED else sign.value


def sentences(text: str) -> tuple[str, str]:
    """What happened, and what to do: the catalogue's texts about findings have these two sentences."""
    what, stop, do = text.partition(". ")
    return what + stop.strip(), do


def place_of(found: Found) -> Place:
    """Where a finding is mended."""
    area, _, rest = found.target.partition(".")
    if found.person_id is None:
        return SettingsPlace("contacts" if rest.startswith("contact") else "office", rest)
    if area == "person":
        return PersonFormPlace(found.person_id, rest)
    if area == "service":
        service, _, part = rest.rpartition(".")
        return ServicePlace(found.person_id, ServiceId(service), field=part)
    if found.assessment_id is not None:
        return InterviewPlace(found.assessment_id, rest if area == "assessment" else area)
    return PersonPlace(found.person_id, "assessments")
