"""The figures of the unit's own work, made from counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median

from kpr_desktop.codebook.model import CodeBook, ItemKind
from kpr_desktop.codebook.overview_rule import OverviewRule
from kpr_desktop.domain.changes import on_scale
from kpr_desktop.domain.dates import months_after
from kpr_desktop.domain.navigation import Step
from kpr_desktop.usecases.overview_ports import Finished
from kpr_desktop.usecases.overview_records import SCORES, Figure, Line
from kpr_desktop.usecases.worklist import SOON_DAYS

COUNT = "count"
SHOWN_TYPES = 6
"""As many service types as the small picture has room for."""
Counts = Mapping[tuple[str, str], int]
_HELP = ("3", "4", "5")


def month_code(day: date) -> str:
    """2026-11."""
    return f"{day:%Y-%m}"


def assessments(found: Sequence[Finished], year: int, today: date, chosen: Sequence[Finished]) -> Figure:
    """Assessments by month of the year, as far as it has come today; `chosen` are those of the period."""
    by_month = Counter(month_code(each.day) for each in found)
    months = [f"{year}-{number:02}" for number in range(1, 13)]
    bars = tuple(Line(code, "", (by_month[code],)) for code in months)
    lines = tuple(each for each in bars if each.code <= month_code(today))
    return Figure("assessments", (COUNT,), lines, bars, {"count": len(chosen)})


def needs(book: CodeBook, counts: Counts, persons: int, language: str) -> Figure:
    """How the scores fall on the scale: a line for each variable, a bar for each group of variables."""
    lines, bars = [], []
    for group in book.groups:
        own = [i for i in group.items if book.items[i].kind is ItemKind.SCORE]
        rows = [(i, tuple(counts.get((i, score), 0) for score in SCORES)) for i in own]
        lines += [Line(i, book.items[i].label.in_(language), cells) for i, cells in rows]
        if rows:
            sums = tuple(map(sum, zip(*(cells for _, cells in rows), strict=True)))
            bars.append(Line(group.id, group.name.in_(language), sums))
    return Figure("needs", SCORES, tuple(lines), tuple(bars), {"persons": persons})


def from_three(bar: Line) -> tuple[int, int]:
    """Of a line of `needs`: how many scores are 3-5, and how many 1-5."""
    told = dict(zip(SCORES, bar.cells, strict=True))
    return sum(told[s] for s in _HELP), sum(count for score, count in told.items() if on_scale(score))


def services(book: CodeBook, running: Mapping[str, int], persons: int, language: str) -> Figure:
    """Persons with each type of service, the most used first."""
    lines = [
        Line(code, found.label.in_(language) if (found := book.services.get(code)) else code, (count,))
        for code, count in sorted(running.items(), key=lambda each: (-each[1], len(each[0]), each[0]))
    ]
    return Figure("services", (COUNT,), tuple(lines), tuple(lines[:SHOWN_TYPES]), {"persons": persons})


def asked_steps(book: CodeBook) -> tuple[Step, ...]:
    """The items whose answer may be missed. A repeating item is never among them: it may rightly have no row."""
    return tuple(s for s in book.steps if s.required and book.items[s.item].kind is not ItemKind.ENTRIES)


def completeness(
    book: CodeBook, counts: Counts, where: Mapping[str, int], made: int, language: str
) -> Figure:
    """Item by item: answered, and missed though it should be answered.

    `counts` are of all `made` assessments; `where`: of each item with a condition, how often it was answered while
    the condition held.
    """
    answered: Counter[str] = Counter()
    for (item, _), count in counts.items():
        answered[item] += count
    cells: dict[str, tuple[int, int]] = {}
    for step in asked_steps(book):
        condition, held = step.visible_when, answered[step.item]
        asked = made
        if condition is not None:
            asked = sum(counts.get((condition.item, value), 0) for value in condition.values)
            held = where.get(step.item, 0)
        if asked:
            cells[step.item] = (held, asked - held)
    lines = [Line(i, book.items[i].label.in_(language), each) for i, each in cells.items()]
    bars = [
        Line(group.id, group.name.in_(language), _sum(cells[i] for i in group.items if i in cells))
        for group in book.groups
        if any(i in cells for i in group.items)
    ]
    return Figure("completeness", ("answered", "missing"), tuple(lines), tuple(bars), {"made": made})


def time_used(chosen: Iterable[Finished], staff: int, rule: OverviewRule, least: int) -> Figure:
    """Assessments by the time at work on them; nothing but how many, where too few stand behind it."""
    minutes = [each.seconds / 60 for each in chosen if each.seconds]
    facts = {"measured": len(minutes), "shown": int(len(minutes) >= least and staff >= rule.staff)}
    if not facts["shown"]:
        return Figure("time", (COUNT,), (), (), facts)
    starts = (0, *rule.minutes)
    bands = [*(f"{a}-{b}" for a, b in zip(starts, rule.minutes, strict=False)), f"{starts[-1]}+"]
    found = Counter(sum(1 for end in rule.minutes if each >= end) for each in minutes)
    lines = tuple(Line(band, "", (found[at],)) for at, band in enumerate(bands))
    return Figure("time", (COUNT,), lines, lines, {**facts, "median": round(median(minutes))})


def due(last: Mapping[date | None, int], today: date, interval: int, drafts: int, ahead: int) -> Figure:
    """When the next assessment of each person is suggested, as the work list has it: today, whatever the period."""
    never = last.get(None, 0)
    suggested: Counter[date] = Counter()
    for day, count in last.items():
        if day is not None:
            suggested[months_after(day, interval)] += count
    codes = [month_code(months_after(today.replace(day=1), at)) for at in range(ahead)]
    by_code: Counter[str] = Counter()
    for day, count in suggested.items():
        code = month_code(day) if day >= today else "overdue"
        by_code[code if code in codes or code == "overdue" else "later"] += count
    lines = tuple(Line(code, "", (by_code[code],)) for code in ("overdue", *codes, "later"))
    lines = (*lines, Line("never", "", (never,)))
    soon = today + timedelta(days=SOON_DAYS)
    facts = {
        "overdue": by_code["overdue"],
        "soon": sum(count for day, count in suggested.items() if today <= day <= soon),
        "never": never,
        "drafts": drafts,
    }
    return Figure("due", (COUNT,), lines, lines, facts)


def _sum(cells: Iterable[tuple[int, int]]) -> tuple[int, int]:
    held, missed = 0, 0
    for one, other in cells:
        held, missed = held + one, missed + other
    return held, missed
