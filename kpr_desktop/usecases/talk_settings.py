"""How the municipality wants its conversations: when the next one is due, the order of the groups, whose guidance."""

from __future__ import annotations

from collections.abc import Sequence

from kpr_desktop.codebook.model import CodeBook, Group
from kpr_desktop.codebook.ordering import ordered
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.guidance import with_guidance
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session

INTERVAL_SETTING = "assessment.interval_months"
ORDER_SETTING = "interview.group_order"
"""Ids of groups with commas between; empty = our order."""
DEFAULT_INTERVAL_MONTHS = 12
"""Months until a new assessment is suggested. Our default: no fixed interval was found in a source (facts page 4)."""
SHORTEST, LONGEST = 1, 60
"""Months."""


def interval_of(work: UnitOfWork) -> int:
    """Months until a new assessment is suggested: a reminder, never a block. Our default for a setting that is none."""
    months = _months(work.records.setting(INTERVAL_SETTING) or "")
    return DEFAULT_INTERVAL_MONTHS if months is None else months


def talk_book(book: CodeBook, work: UnitOfWork) -> CodeBook:
    """The edition as this municipality talks with it: its order of groups, and its guidance laid over ours.

    An order that this edition's skip logic does not allow is passed over: ours holds then.
    """
    return with_guidance(_in_order(book, work), work)


class TalkSettings:
    """Reads and changes the settings. Anybody may read; office.write decides who may change."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def interval(self) -> int:
        """Months until a new assessment is suggested."""
        with self._session.work() as work:
            return interval_of(work)

    def set_interval(self, typed: str) -> None:
        """Raises UserFault settings.interval_range (field interval) unless it is a whole number from 1 to 60."""
        self._session.require("office.write")
        months = _months(typed.strip())
        if months is None:
            raise UserFault("settings.interval_range", "interval", first=SHORTEST, last=LONGEST)
        self._save(INTERVAL_SETTING, str(months), "settings.interval")

    def group_order(self) -> tuple[Group, ...]:
        """The groups in the order in force."""
        with self._session.work() as work:
            return _in_order(self._book(), work).groups

    def is_our_order(self) -> bool:
        """Whether the groups stand as the program has them."""
        return self.group_order() == self._book().groups

    def set_group_order(self, ids: Sequence[str]) -> None:
        """Another order; ours, or nothing, lets later editions set theirs. Raises what `codebook.ordering` raises."""
        self._session.require("office.write")
        book = self._book()
        groups = ordered(book, ids).groups
        kept = "" if groups == book.groups else ",".join(group.id for group in groups)
        self._save(ORDER_SETTING, kept, "settings.order")

    def _book(self) -> CodeBook:
        return self._session.books.for_year(self._session.today().year)

    def _save(self, key: str, value: str, action: str) -> None:
        with self._session.work() as work:
            work.records.save_setting(key, value)
            self._session.log(work, action)
            work.commit()


def _in_order(book: CodeBook, work: UnitOfWork) -> CodeBook:
    try:
        return ordered(book, (work.records.setting(ORDER_SETTING) or "").split(","))
    except UserFault:
        return book


def _months(text: str) -> int | None:
    """The number in a text, when it is one that may be used."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    return number if SHORTEST <= number <= LONGEST else None
