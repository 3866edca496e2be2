"""The rows of a decision in words: the working, line by line, and the sentence for the decision itself."""

from __future__ import annotations

from collections.abc import Sequence

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.care_service import DecisionRow
from kpr_desktop.domain.characters import without_hidden
from kpr_desktop.domain.decision import DAYS_A_WEEK, WEEKS_A_MONTH, WeekTotal, row_minutes


def duration(minutes: int, texts: Texts) -> str:
    """Whole minutes in words: «5 timer og 40 minutter», «1 time», «20 minutter»."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(
            texts("decision.hour_one") if hours == 1 else texts("decision.hours", count=texts.number(hours))
        )
    if rest or not hours:
        parts.append(texts("decision.minute_one") if rest == 1 else texts("decision.minutes", count=rest))
    return texts("decision.both", first=parts[0], second=parts[1]) if len(parts) > 1 else parts[0]


def working_line(row: DecisionRow, texts: Texts) -> str:
    """How one row was reckoned: «dusj: 2 ganger i uka × 30 min = 60 min»."""
    often = _times(row, texts)
    total = texts.number(row_minutes(row))
    minutes = texts.number(row.minutes)
    key = f"decision.line_{row.every.value}"
    match row.every.value:
        case "day":
            line = texts(key, often=often, minutes=minutes, days=DAYS_A_WEEK, total=total)
        case "week":
            line = texts(key, often=often, minutes=minutes, total=total)
        case _:
            line = texts(key, often=often, minutes=minutes, weeks=WEEKS_A_MONTH, total=total)
    what = _clean(row.what)
    return texts("decision.line_named", what=what, line=line) if what else line


def total_line(total: WeekTotal, texts: Texts) -> str:
    """The sum, and that it was rounded when it was: «Til sammen 340 min = 5 timer og 40 minutter i uka»."""
    told = duration(total.minutes, texts)
    exact = texts.number(total.exact)
    if total.rounded:
        return texts("decision.total_rounded", exact=exact, minutes=texts.number(total.minutes), told=told)
    return texts("decision.total", exact=exact, told=told)


def sentence(rows: Sequence[DecisionRow], total: WeekTotal, texts: Texts) -> str:
    """What the decision says, in the language of `texts`. The rows' own words stand in it as plain text."""
    given = [_given(row, texts) for row in rows]
    listed = given[0]
    for at, each in enumerate(given[1:], 1):
        key = "decision.and" if at == len(given) - 1 else "decision.comma"
        listed = texts(key, first=listed, second=each)
    week = duration(total.minutes, texts)
    key = "decision.sentence_rounded" if total.rounded else "decision.sentence"
    return texts(key, listed=listed, week=week)


def _given(row: DecisionRow, texts: Texts) -> str:
    each = duration(row.minutes, texts)
    if row.times == 1:
        told = texts(f"decision.once_{row.every.value}", duration=each)
    else:
        told = texts("decision.each_time", often=_times(row, texts), duration=each)
    what = _clean(row.what)
    return texts("decision.for_what", told=told, what=what) if what else told


def _times(row: DecisionRow, texts: Texts) -> str:
    if row.times == 1:
        return texts(f"decision.one_{row.every.value}")
    return texts(f"decision.many_{row.every.value}", count=texts.number(row.times))


def _clean(what: str) -> str:
    return " ".join(without_hidden(what).split())
