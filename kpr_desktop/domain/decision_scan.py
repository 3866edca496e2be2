"""Finding durations, counts, periods and times of day in a text of a decision."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from kpr_desktop.domain.care_service import Every
from kpr_desktop.domain.decision_words import DecisionWords, Word, words_of
from kpr_desktop.errors import UserFault

_WHOLE = re.compile(r"\d{1,5}", re.ASCII)
_DECIMAL = re.compile(r"(\d{1,5})[.,](\d{1,2})", re.ASCII)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)", re.ASCII)
_HOUR = 60
_SIGNS = frozenset(",:;+/×x·•-–")
"""Signs that part one thing from another, and say nothing at the ends of a text."""
_DASH = "-"


@dataclass(frozen=True, slots=True)
class Period:
    """«om dagen», «hver uke», «daglig»: from word number `at` on. `plain`: says once by itself («hver», «-lig»)."""

    every: Every
    at: int
    plain: bool


class Scan:
    """One text. Words that have been understood are taken out; `what` is what is left, with times of day and names
    of days, which say something both ways. Raises UserFault decision.not_whole | not_fixed | together | helpers |
    range | ambiguous | number_left for words that make any number uncertain.
    """

    def __init__(self, text: str, words: DecisionWords) -> None:
        self._text = unicodedata.normalize("NFC", text)
        self._lists = words
        self._words: list[Word] = words_of(self._text)
        self._used: set[int] = set()
        self._time: tuple[int, int] | None = None
        self.counts: list[int] = []
        self._count_ends: list[int] = []
        self.periods: list[Period] = []
        self.days: list[int] = []
        self.days_need_week = False
        self.parts = 0
        self.perhaps = 0
        self.weekend = any(each.word in words.weekends for each in self._words)
        self._refuse_uncertain()
        self._refuse_half_told_days()

    # --- time

    def minutes(self) -> int | None:
        """The one duration with a unit, in minutes, or None. Raises decision.two_times | minutes_not_whole."""
        found: int | None = None
        at = 0
        while at < len(self._words):
            taken = self._duration(at)
            if taken is None:
                at += 1
                continue
            if found is not None:
                raise UserFault("decision.two_times")
            minutes, ends = taken
            if minutes.denominator != 1:
                raise UserFault("decision.minutes_not_whole")
            found, self._time = int(minutes), (at, ends)
            self._use(at, ends)
            if at and self._is(at - 1, self._lists.fillers - self._lists.joins - self._lists.to):
                self._used.add(at - 1)
            at = ends
        return found

    def bare_number(self) -> int | None:
        """The one number in digits that is left, as minutes; `1:30` is 90. None when there is none, or several."""
        left = [at for at in self._left() if self._words[at].word[0].isdigit()]
        if len(left) != 1:
            return None
        text = self._words[left[0]].word
        if clock := _CLOCK.fullmatch(text):
            value = int(clock[1]) * _HOUR + int(clock[2])
        elif _WHOLE.fullmatch(text):
            value = int(text)
        else:
            raise UserFault("decision.minutes_not_whole")
        self._used.add(left[0])
        return value

    def time_comes_before(self, period: Period) -> bool:
        """Whether the duration stands before the period: «30 minutter dusj i uka» is once a week."""
        return self._time is not None and self._time[0] < period.at

    def is_shared(self, period: Period) -> bool:
        """Whether the duration stands right before the period while the times come from elsewhere.

        «morgen og kveld 20 minutter om dagen» may be 20 or 40; «2 x 20 minutter om dagen» is 40.
        """
        if self._time is None or self._time[1] != period.at:
            return False
        return self._count_ends[0] != self._time[0] if self.counts else self.parts > 1

    # --- how often

    def lone_count(self) -> int | None:
        """A text that is a number of times and nothing else: `2`, `to ganger`."""
        held = [self._number(0)] if self._words else []
        ends = 2 if self._is(1, self._lists.times) else 1
        if held and held[0] is not None and len(self._words) == ends and held[0].denominator == 1:
            self._use(0, ends)
            return int(held[0])
        return None

    def find_often(self) -> None:
        """Fill counts, periods, days, parts and perhaps. Raises decision.not_whole | not_often."""
        self._each_time()
        for at in range(len(self._words)):
            if at not in self._used:
                self._period(at)
        for at in self._left():
            self._count(at)
        self._names()

    # --- what is left

    def no_number_left(self) -> None:
        """Raises decision.number_left when a number has not been understood."""
        for at in self._left():
            word = self._words[at].word
            if word[0].isdigit() or (word in self._lists.numbers and word not in self._lists.articles):
                raise UserFault("decision.number_left")

    def only_time_words(self) -> bool:
        """Whether nothing is left but times of day, names of days and small words."""
        lists = self._lists
        known = lists.parts | lists.perhaps_parts | lists.names_of_days | lists.weekdays | lists.fillers
        known |= lists.each | lists.all_of | {","}
        return all(self._words[at].word in known for at in self._left())

    def what(self) -> str:
        """What is left, as typed, without small words and signs at its ends."""
        left = self._left()
        while left and self._small(left[0]):
            left.pop(0)
        while left and self._small(left[-1]):
            left.pop()
        text = ""
        for before, at in zip([None, *left], left, strict=False):
            word = self._words[at]
            together = before is not None and self._words[before].ends == word.begins
            text += ("" if together or not text else " ") + word.typed
        return text

    # --- finding

    def _refuse_uncertain(self) -> None:
        lists = self._lists
        for at, each in enumerate(self._words):
            for names, code in (
                (lists.seldom, "decision.not_whole"),
                (lists.unsure, "decision.not_fixed"),
                (lists.together, "decision.together"),
            ):
                if each.word in names:
                    raise UserFault(code)
            if each.word in lists.other and self._is(at + 1, lists.each):
                raise UserFault("decision.not_whole")
            if each.word in lists.doubled or (
                each.word in lists.helpers and self._number(at - 1) is not None
            ):
                raise UserFault("decision.helpers")
            if any(sign.isnumeric() and not sign.isdecimal() for sign in each.word):  # ½: no number we know
                raise UserFault("decision.number_left")
            if each.word in lists.to and (
                self._digits(at + 1)
                or self._number_with_unit(at + 1)
                or self._is(at + 1, lists.names_of_days)
            ):
                raise UserFault("decision.range")

    def _refuse_half_told_days(self) -> None:
        """«man-fre», «morgen- og kveldsstell», «daglig unntatt søndag»: days or times that can not be counted."""
        lists = self._lists
        told = lists.names_of_days | lists.weekdays | lists.parts | lists.perhaps_parts | lists.weekends
        for at, each in enumerate(self._words):
            pieces = each.word.split(_DASH)
            if len(pieces) > 1 and told | lists.short_days >= set(pieces):
                raise UserFault("decision.range")
            if each.word in lists.short_days and self._tells_a_day(at):
                raise UserFault("decision.ambiguous")
            if each.word in told and self._is(at + 1, _DASH) and self._words[at + 1].begins == each.ends:
                raise UserFault("decision.ambiguous")
            if each.word in lists.excepts and any(after.word in told for after in self._words[at:]):
                raise UserFault("decision.ambiguous")

    def _tells_a_day(self, at: int) -> bool:
        """Whether a short name of a day is one: «man» and «tor» by themselves may be other words."""
        others = self._words[:at] + self._words[at + 1 :]
        days = self._lists.short_days | self._lists.names_of_days
        return any(each.word in days for each in others)

    def _duration(self, at: int) -> tuple[Fraction, int] | None:
        """The duration that begins at word `at`, exactly, and the word after it."""
        lists = self._lists
        if self._is(at, lists.one_and_a_half) and self._is(at + 1, lists.hours):
            return Fraction(90), at + 2
        half = at + 1 if self._is(at, lists.articles) else at
        if self._is(half, lists.half) and self._is(half + 1, lists.hours):
            return Fraction(30), half + 2
        number = self._number(at)
        return None if number is None else self._counted_duration(number, at)

    def _counted_duration(self, number: Fraction, at: int) -> tuple[Fraction, int] | None:
        lists = self._lists
        if self._is(at + 1, lists.quarters):
            return number * 15, at + 2
        if self._is(at + 1, lists.minutes):
            return number, at + 2
        if (
            self._is(at + 1, lists.joins)
            and self._is(at + 2, lists.articles)
            and self._is(at + 3, lists.half)
        ):
            return (number * _HOUR + 30, at + 5) if self._is(at + 4, lists.hours) else None
        if not self._is(at + 1, lists.hours):
            return None
        rest = at + 3 if self._is(at + 2, lists.joins) else at + 2
        minutes = self._number(rest)
        if minutes is not None and self._is(rest + 1, lists.minutes):
            return number * _HOUR + minutes, rest + 2
        if minutes is not None and not self._is(rest, lists.articles) and not self._counts(rest + 1):
            # «1 t 30 om dagen»: half past one hour, or thirty times one hour.
            raise UserFault("decision.ambiguous")
        return number * _HOUR, at + 2

    def _counts(self, at: int) -> bool:
        """Whether the word makes the number before it a number of times, days or another duration."""
        lists = self._lists
        return self._is(at, lists.times | lists.days | lists.hours | lists.quarters)

    def _each_time(self) -> None:
        """«hver gang», «per gang» say what is taken for granted."""
        lists = self._lists
        for at in range(len(self._words) - 1):
            if self._is(at, lists.each | lists.per) and self._is(at + 1, lists.times):
                self._use(at, at + 2)

    def _period(self, at: int) -> None:
        lists = self._lists
        if self._is(at, lists.daily | lists.weekly | lists.monthly):
            self._found(Period(self._adverb(at), at, plain=True), at + 1)
            return
        every = self._unit(at + 1)
        if every is not None and self._is(at, lists.per | lists.each):
            self._found(Period(every, at, plain=self._is(at, lists.each)), at + 2)
        elif self._is(at, lists.all_of) and self._is(at + 1, lists.days):
            self._found(Period(Every.DAY, at, plain=True), at + 2)
        elif self._is(at, lists.each) and not self._is(
            at + 1, lists.weekdays | lists.parts | lists.names_of_days
        ):
            raise UserFault("decision.not_whole")

    def _count(self, at: int) -> None:
        number = self._number(at)
        if number is None:
            return
        begins = {each.at for each in self.periods}
        if self._is(at + 1, self._lists.days):
            self.days.append(self._whole(number))
            self.days_need_week = True
            self._use(at, at + 2)
        elif self._is(at + 1, self._lists.times):
            self._counted(number, at, at + 2)
        elif at + 1 in begins:
            self._counted(number, at, at + 1)

    def _names(self) -> None:
        """Times of day and names of days; they stay in `what`."""
        lists = self._lists
        left = [self._words[at].word for at in self._left()]
        self.parts = len([word for word in left if word in lists.parts])
        self.perhaps = len([word for word in left if word in lists.perhaps_parts])
        if named := len([word for word in left if word in lists.names_of_days]):
            self.days.append(named)
        if any(word in lists.weekdays for word in left):
            self.days.append(5)

    # --- words

    def _is(self, at: int, names: Collection[str]) -> bool:
        return 0 <= at < len(self._words) and self._words[at].word in names

    def _number(self, at: int) -> Fraction | None:
        """The number that word `at` is; None for any other word."""
        if not 0 <= at < len(self._words) or at in self._used:
            return None
        word = self._words[at].word
        if word in self._lists.numbers:
            return Fraction(self._lists.numbers[word])
        if _WHOLE.fullmatch(word):
            return Fraction(int(word))
        if found := _DECIMAL.fullmatch(word):
            return int(found[1]) + Fraction(int(found[2]), 10 ** len(found[2]))
        if found := _CLOCK.fullmatch(word):
            return int(found[1]) + Fraction(int(found[2]), _HOUR)
        return None

    def _number_with_unit(self, at: int) -> bool:
        lists = self._lists
        return self._number(at) is not None and self._is(at + 1, lists.hours | lists.minutes | lists.times)

    def _digits(self, at: int) -> bool:
        return at < len(self._words) and self._words[at].word[0].isdigit()

    def _unit(self, at: int) -> Every | None:
        lists = self._lists
        for names, every in ((lists.day, Every.DAY), (lists.week, Every.WEEK), (lists.month, Every.MONTH)):
            if self._is(at, names):
                return every
        return None

    def _adverb(self, at: int) -> Every:
        if self._is(at, self._lists.daily):
            return Every.DAY
        return Every.WEEK if self._is(at, self._lists.weekly) else Every.MONTH

    def _whole(self, number: Fraction) -> int:
        if number.denominator != 1:
            raise UserFault("decision.not_whole")
        return int(number)

    def _counted(self, number: Fraction, at: int, ends: int) -> None:
        self.counts.append(self._whole(number))
        self._count_ends.append(ends)
        self._use(at, ends)

    def _found(self, period: Period, ends: int) -> None:
        self.periods.append(period)
        self._use(period.at, ends)

    def _use(self, begins: int, ends: int) -> None:
        self._used.update(range(begins, ends))

    def _left(self) -> list[int]:
        return [at for at in range(len(self._words)) if at not in self._used]

    def _small(self, at: int) -> bool:
        word = self._words[at].word
        return word in self._lists.fillers or word in _SIGNS
