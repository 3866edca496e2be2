"""Reading what people write of a decision: «morgen og kveld 20 minutter, dusj to ganger i uka 30».

Nothing is guessed: what may mean two things, or has no number, is refused with its reason, part by part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from kpr_desktop.domain.care_service import DecisionRow, Every
from kpr_desktop.domain.decision import row_minutes
from kpr_desktop.domain.decision_scan import Scan
from kpr_desktop.domain.decision_words import DecisionWords, parts_of
from kpr_desktop.errors import UserFault

WHAT_LIMIT = 120
"""Characters of «what»."""


@dataclass(frozen=True, slots=True)
class Often:
    """How often: `every` is None where only a number of times is said. `said` keeps the words that carry meaning."""

    times: int
    every: Every | None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A part of a line that could not be read, as it was typed, and why."""

    part: str
    fault: UserFault


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What a line came to: its rows, and the parts that were refused, each in the order of the line."""

    rows: tuple[DecisionRow, ...]
    refused: tuple[Refused, ...]


def read_line(line: str, words: DecisionWords) -> ReadLine:
    """Read a line of parts with commas between. A part that can not be read is refused; the others are rows."""
    rows, refused = [], []
    for part in parts_of(line, words):
        try:
            rows.append(read_part(part, words))
        except UserFault as fault:
            refused.append(Refused(part, fault))
    return ReadLine(tuple(rows), tuple(refused))


def read_part(part: str, words: DecisionWords) -> DecisionRow:
    """One row from a text such as «dusj to ganger i uka 30 minutter».

    A number alone is minutes each time. Raises UserFault decision.*: no_often, no_minutes, ambiguous, not_whole,
    not_fixed, together, helpers, range, two_times, minutes_not_whole, number_left, what_too_long, times_range and
    minutes_range.
    """
    scan = Scan(part, words)
    minutes = scan.minutes()
    times, every = _often(scan)
    if minutes is None:
        minutes = scan.bare_number()
    if minutes is None:
        raise UserFault("decision.no_minutes")
    scan.no_number_left()
    what = scan.what()
    if len(what) > WHAT_LIMIT:
        raise UserFault("decision.what_too_long", limit=WHAT_LIMIT)
    row = DecisionRow(what, times, every, minutes)
    row_minutes(row)
    return row


def read_often(text: str, words: DecisionWords) -> Often:
    """The cell «how often»: `2` · `to ganger` · `2 om dagen` · `morgen og kveld` · `hver uke`.

    Raises UserFault with the field `often`: what `read_part` raises about how often, and decision.not_often.
    """
    try:
        scan = Scan(text, words)
        if scan.minutes() is not None:
            _refuse("decision.not_often")
        times = scan.lone_count()
        every = None
        if times is None:
            times, every = _often(scan)
        scan.no_number_left()
        if not scan.only_time_words():
            _refuse("decision.not_often")
        row_minutes(DecisionRow("", times, every or Every.DAY, 1))
    except UserFault as fault:
        raise UserFault(fault.code, "often", **fault.params) from None
    return Often(times, every, scan.what())


def read_minutes(text: str, words: DecisionWords) -> int:
    """The cell «minutes each time»: `20` · `1 t 30 min` · `24 timer` · `halvannen time`.

    Raises UserFault with the field `minutes`: decision.not_minutes, minutes_not_whole, minutes_range and the like.
    """
    try:
        scan = Scan(text, words)
        minutes = scan.minutes()
        if minutes is None:
            minutes = scan.bare_number()
        if minutes is None or scan.what():
            _refuse("decision.not_minutes")
        row_minutes(DecisionRow("", 1, Every.DAY, minutes))
    except UserFault as fault:
        raise UserFault(fault.code, "minutes", **fault.params) from None
    return minutes


def _often(scan: Scan) -> tuple[int, Every]:
    """Put together counts, periods, days and times of day; refuses what could mean two things."""
    scan.find_often()
    if len(scan.counts) > 1 or len(scan.days) > 1:
        raise _ambiguous()
    if scan.days:
        return _per_day(scan, _inner_period(scan)) * scan.days[0], Every.WEEK
    if len(scan.periods) > 1:
        raise _ambiguous()
    if scan.weekend and (not scan.periods or scan.periods[0].every is Every.DAY):
        # «kvelden i helga», «daglig i helgene»: not every day of the week, and which ones is not said.
        raise _ambiguous()
    if not scan.periods:
        if scan.counts or not scan.parts:
            raise UserFault("decision.no_often")
        return _parts(scan), Every.DAY
    period = scan.periods[0]
    if scan.is_shared(period):
        raise _ambiguous()
    if period.every is Every.DAY:
        return _per_day(scan, Every.DAY), Every.DAY
    if scan.parts > 1:
        raise _ambiguous()
    return (scan.counts[0] if scan.counts else _once(scan)), period.every


def _inner_period(scan: Scan) -> Every | None:
    """With days counted («5 dager i uka», «mandag og torsdag»), what the number of times is counted in."""
    left = [each.every for each in scan.periods]
    if Every.WEEK in left:
        left.remove(Every.WEEK)
    elif scan.days_need_week:
        raise UserFault("decision.no_often")
    if left not in ([], [Every.DAY]) or not 1 <= scan.days[0] <= 7:
        raise _ambiguous()
    return left[0] if left else None


def _per_day(scan: Scan, inner: Every | None) -> int:
    """How many times each of the days."""
    if not scan.counts:
        if inner is not None and not scan.days and not scan.parts:
            return _once(scan)
        return _parts(scan)
    count = scan.counts[0]
    if inner is None or (scan.parts and not scan.parts <= count <= scan.parts + scan.perhaps):
        raise _ambiguous()
    return count


def _parts(scan: Scan) -> int:
    """As many times as there are times of day, once when there is none."""
    if scan.parts and scan.perhaps:
        raise _ambiguous()
    return max(scan.parts, 1)


def _once(scan: Scan) -> int:
    """Once, where «hver uke» says so or the time comes before «i uka»."""
    period = scan.periods[0]
    if not period.plain and not scan.time_comes_before(period):
        raise UserFault("decision.no_often")
    return 1


def _refuse(code: str) -> NoReturn:
    raise UserFault(code)


def _ambiguous() -> UserFault:
    return UserFault("decision.ambiguous")
