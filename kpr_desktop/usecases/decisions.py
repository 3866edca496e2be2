"""From what is typed of a decision to rows, hours a week, their working and the sentence for the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpr_desktop.codebook.decision_wording import sentence, total_line, working_line
from kpr_desktop.codebook.model import CodeBook, ServiceClass
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import DecisionRow, Every
from kpr_desktop.domain.decision import week_total
from kpr_desktop.domain.decision_reading import WHAT_LIMIT, Often, read_minutes, read_often
from kpr_desktop.domain.decision_words import DecisionWords, words_of
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.refusal import FormRefused

_CELLS = ("service", "what", "often", "every", "minutes")
"""In the order of the table."""


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row as typed. `every` is day, week or month; `service` a code of list 9151, where it is asked for."""

    what: str = ""
    often: str = ""
    every: str = Every.DAY.value
    minutes: str = ""
    service: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing has been typed in it."""
        return not (self.what.strip() or self.often.strip() or self.minutes.strip())


@dataclass(frozen=True, slots=True)
class Translation:
    """What the rows of one service come to. `minutes` is None and `refused` says why when they can not be used."""

    rows: tuple[DecisionRow, ...]
    working: tuple[str, ...]
    minutes: int | None = None
    sentence: str = ""
    refused: UserFault | None = None


def typed(row: DecisionRow, texts: Texts, service: str = "") -> TypedRow:
    """A row as one would type it: an hour or more as `24 t` or `1 t 30 min`."""
    hours, rest = divmod(row.minutes, 60)
    minutes = str(row.minutes)
    if hours and rest:
        minutes = texts("decision.cell_both", hours=hours, minutes=rest)
    elif hours:
        minutes = texts("decision.cell_hours", hours=hours)
    return TypedRow(row.what, str(row.times), row.every.value, minutes, service)


def read_rows(
    rows: Sequence[TypedRow], words: DecisionWords, *, services: bool = False
) -> dict[str, tuple[DecisionRow, ...]]:
    """The rows by service (all under the empty text unless `services`), blank ones left out.

    Raises FormRefused with one fault a cell, in the order of the table; fields are `rows.<number>.<cell>`, cells
    service, what, often, every and minutes. Without any row the field is `rows`.
    """
    faults: list[UserFault] = []
    found: dict[str, tuple[DecisionRow, ...]] = {}
    for at, row in enumerate(rows):
        if row.blank:
            continue
        wrong, made = _read_row(row, words, services=services)
        faults += [UserFault(each.code, f"rows.{at}.{each.field}", **each.params) for each in wrong]
        if made is not None:
            key = row.service if services else ""
            found[key] = (*found.get(key, ()), made)
    if not faults and not found:
        faults.append(UserFault("decision.no_rows", "rows"))
    if faults:
        raise FormRefused(faults)
    return found


def translate(
    rows: Mapping[str, Sequence[DecisionRow]], texts: Texts, language: Texts | None = None
) -> dict[str, Translation]:
    """What the rows of each service come to. `language`: the sentence's texts (`texts` unless given)."""
    return {service: _translate(tuple(each), texts, language or texts) for service, each in rows.items()}


def service_named(what: str, book: CodeBook, year: int) -> str:
    """The one service told in hours that has a word of `what` in its name; empty when none or several have.

    Only offered in the table, where it can be seen and changed: «avlastning» is 7, for 8 is not told in hours.
    """
    held = {each.word for each in words_of(what)}
    named = [
        kind.code
        for kind in book.services.values()
        if kind.kind is ServiceClass.HOURS
        and kind.valid_in(year)
        and words_of(kind.label.nb)[0].word in held | {each.removesuffix("en") for each in held}
    ]
    return named[0] if len(named) == 1 else ""


def _translate(rows: tuple[DecisionRow, ...], texts: Texts, language: Texts) -> Translation:
    lines = tuple(working_line(row, texts) for row in rows)
    try:
        total = week_total(rows)
    except UserFault as fault:
        return Translation(rows, lines, refused=fault)
    return Translation(
        rows, (*lines, total_line(total, texts)), total.minutes, sentence(rows, total, language)
    )


def _read_row(
    row: TypedRow, words: DecisionWords, *, services: bool
) -> tuple[list[UserFault], DecisionRow | None]:
    faults: list[UserFault] = []
    if services and not row.service:
        faults.append(UserFault("decision.no_service", "service"))
    often, minutes, said = Often(1, None), 1, row.what.strip()
    try:
        often = read_often(row.often, words)
        if often.every is not None and often.every != row.every:
            faults.append(UserFault("decision.every_differs", "every"))
        said = " ".join(each for each in (said, often.said) if each)
    except UserFault as fault:
        faults.append(fault)
    if len(said) > WHAT_LIMIT:  # as it is kept: a row that was taken must be taken again when it is changed
        faults.append(UserFault("decision.what_too_long", "what", limit=WHAT_LIMIT))
    try:
        minutes = read_minutes(row.minutes, words)
    except UserFault as fault:
        faults.append(fault)
    if faults:
        return sorted(faults, key=lambda fault: _CELLS.index(str(fault.field))), None
    return [], DecisionRow(said, often.times, Every(row.every), minutes)
