"""What the interview's parts say about items, answers and problems, in the user's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kpr_desktop.codebook.model import CodeBook, Item, ItemKind
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.codebook.wording import problem_words
from kpr_desktop.domain.assessment import Assessment, Entry
from kpr_desktop.domain.checks.base import as_date
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.problems import Problem
from kpr_desktop_ui.pages.interview.code_texts import CODE, CodeTexts

NOTHING = "–"
"""Stands where a score would stand when there is none."""


class Words:
    """Texts of one code book edition in one language. `codes`: the names of diagnoses."""

    __slots__ = ("_codes", "book", "language", "texts")

    def __init__(self, book: CodeBook, texts: Texts, codes: CodeTexts) -> None:
        self.book = book
        self._codes = codes
        self.texts = texts
        self.language = texts.language

    def short(self, item: str) -> str:
        """The short name of an item."""
        return self.book.items[item].short.in_(self.language)

    def group(self, group: str) -> str:
        """The name of a group."""
        return next(g.name.in_(self.language) for g in self.book.groups if g.id == group)

    def head(self, item: Item, variables: list[str]) -> str:
        """The line above the question. `variables` are the ids of the visible function variables in their order."""
        group = self.group(item.group)
        if item.id in variables:
            number, total = variables.index(item.id) + 1, len(variables)
            return self.texts("interview.head", group=group, number=number, total=total)
        short = item.short.in_(self.language)
        return group if group == short else self.texts("interview.head_item", group=group, item=short)

    def value(self, item: Item, value: str) -> str:
        """An answer in words; an empty text when there is none."""
        if not value:
            return ""
        if item.kind is ItemKind.SCORE:
            found = self.book.scales[item.list].get(value)
            return found.card.in_(self.language) if found else value
        if item.kind in (ItemKind.CODE, ItemKind.YESNO):
            return self.code(item.list, value)
        if item.kind is ItemKind.DATE:
            return _day(value)
        return value

    def answer(self, item: Item, assessment: Assessment) -> str:
        """What an assessment says of an item, in words; an empty text when it says nothing."""
        if item.kind is not ItemKind.ENTRIES:
            return self.value(item, assessment.value(item.id))
        return "; ".join(self.row(item, entry) for entry in assessment.entries_of(item.id))

    def to_confirm(self, item_id: str, previous: Assessment) -> str:
        """That last time's answer waits to be confirmed; a score is told by its number, as the badges are."""
        item = self.book.items[item_id]
        told = previous.value(item_id) if item.kind is ItemKind.SCORE else self.answer(item, previous)
        return self.texts("interview.last_to_confirm", value=told)

    def consent(self, consent: Consent) -> str:
        """A consent by who gave it and when."""
        giver = self.code("consent_giver", consent.given_by.value)
        return self.texts("interview.consent_of", giver=giver, date=in_table(consent.given_on))

    def refused(self, consent: Consent, why: str, day: date, *, chosen: bool) -> str:
        """Why nothing of `day` may rest on a consent (withdrawn | expired); with what to do about it when `chosen`."""
        if why == "expired" and consent.given_on > day:
            why = "later"
        days = {"withdrawn": consent.withdrawn_on, "expired": consent.expires_on, "later": consent.given_on}
        told = self.texts(f"interview.consent_{why}", consent=self.consent(consent), date=in_table(days[why]))
        return f"{told} {self.texts('interview.consent_other')}" if chosen else told

    def guidance(self, item: Item) -> str:
        """Whose guidance stands beside the item: ours, or a municipality's that stands in its place."""
        whose = item.guidance
        return (
            self.texts("interview.guidance_from", name=whose) if whose else self.texts("interview.guidance")
        )

    def row(self, item: Item, entry: Entry) -> str:
        """One row of a repeating item on one line."""
        return ", ".join(text for text in self.cells(item, entry.values) if text)

    def cells(self, item: Item, values: Mapping[str, str]) -> tuple[str, ...]:
        """The fields of a row in words; a diagnosis code with its name where that is known."""
        told = {p.id: self.part(p.kind, p.list, values.get(p.id, "")) for p in item.fields}
        if name := self._codes.text(values):
            told[CODE] = self.texts("interview.code_named", code=told[CODE], name=name)
        return tuple(told.values())

    def code_hint(self, values: Mapping[str, str]) -> str:
        """What stands below the code while a row is typed: its name, or that nobody knows it. Mostly nothing."""
        name = self._codes.text(values)
        if not name and self._codes.is_unknown(values):
            return self.texts("interview.code_unknown")
        return name

    def part(self, kind: str, list_id: str, value: str) -> str:
        """One field of a row in words."""
        if kind in ("code", "system"):
            return self.code(list_id, value)
        return _day(value) if kind == "date" else value

    def code(self, list_id: str, code: str) -> str:
        """The label of a code; the code itself when the list has lost it."""
        found = self.book.lists[list_id].get(code)
        return found.label.in_(self.language) if found else code

    def official(self, item: Item, value: str) -> str:
        """The register's own label of a score; an empty text for everything else."""
        if item.kind is not ItemKind.SCORE or not value:
            return ""
        found = self.book.scales[item.list].get(value)
        return found.official if found else ""

    def meaning(self, item: Item, value: str) -> str:
        """Our one-sentence meaning of a score."""
        found = self.book.scales[item.list].get(value) if item.kind is ItemKind.SCORE else None
        return found.meaning.in_(self.language) if found else ""

    def problem(self, problem: Problem) -> tuple[str, str]:
        """What a rule found, and what to do about it."""
        return problem_words(self.book, problem, self.language)

    def place(self, problem: Problem) -> str:
        """The name of what a problem points to, when it is an item of the interview."""
        item = problem.target.partition(".")[0]
        return self.short(item) if item in self.book.items else ""


def _day(value: str) -> str:
    """A day as it is shown; what is none (it came from elsewhere, and a rule tells of it) as it stands."""
    day = as_date(value)
    return in_table(day) if day is not None else value
