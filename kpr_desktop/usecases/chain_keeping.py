"""Who numbers the municipality's chain, from which day on, and the two people behind its first file."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kpr_desktop.domain.notification import FIRST_PREVIOUS, HIGHEST_NUMBER
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.gate import SUBMITS_SETTING, submits
from kpr_desktop.usecases.one_line import one_line
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.raising import FIRST_DAY_SETTING, first_day
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.submission_records import Approval

ALONE_AFTER = timedelta(days=1)
"""So long after asking may somebody who has no colleague for it confirm the first file alone."""
_MADE_LIMIT = 10_000
_GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the approval of the first file stands. `needed` False: the first file has been made, or it is approved.

    `own`: the user asked. `others`: names of those who could be the second. `alone`: the user asked a day ago or more
    and there is nobody else, so may confirm alone.
    """

    needed: bool
    asked: Approval | None
    own: bool
    others: tuple[str, ...]
    alone: bool


class ChainKeeping:
    """Everything the set-up of the submission does."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def submits(self) -> bool:
        """Whether this vault gives the numbers of the municipality's chain."""
        with self._session.work() as work:
            return submits(work)

    def take_over(self, reason: str) -> None:
        """From now on this vault gives the numbers. Raises UserFault submission.reason_missing (reason)."""
        self._set(SUBMITS_SETTING, "yes", "submission.take_over", _words(reason))

    def step_back(self, reason: str) -> None:
        """From now on events wait here unnumbered. Raises UserFault submission.reason_missing (reason)."""
        self._set(SUBMITS_SETTING, "no", "submission.step_back", _words(reason))

    def first_day(self) -> date:
        """The agreed first day of the reporting."""
        with self._session.work() as work:
            return first_day(work)

    def set_first_day(self, day: date) -> None:
        """Another agreed day: the events of every service are planned anew before the next file.

        Raises UserFault submission.first_day_future (first_day).
        """
        session = self._session
        if day > session.today():
            raise UserFault("submission.first_day_future", "first_day")
        with session.work() as work:
            session.admit(work, "submission.set_up")
            work.records.save_setting(FIRST_DAY_SETTING, day.isoformat())
            work.services.plan_all()
            session.log(work, "submission.first_day")
            work.commit()

    def end_elsewhere(self) -> tuple[str, str]:
        """Number and GUID that the chain is continued from, as texts; empty when nothing was told."""
        with self._session.work() as work:
            told = work.events.end_elsewhere(work.records.office().municipality)
        return (str(told[0]), told[1]) if told else ("", "")

    def continue_from(self, number: str, guid: str) -> None:
        """The municipality's chain goes on from the last notification that another vault or program gave.

        Raises UserFault submission.end_number (number), submission.end_guid (guid); submission.end_passed (number):
        this vault has given that number, or a higher one, itself.
        """
        session = self._session
        count = int(number) if number.strip().isascii() and number.strip().isdigit() else 0
        if not 1 <= count <= HIGHEST_NUMBER:
            raise UserFault("submission.end_number", "number")
        found = _GUID.fullmatch(guid.strip())
        if found is None or found[1] == FIRST_PREVIOUS:
            raise UserFault("submission.end_guid", "guid")
        with session.work() as work:
            session.admit(work, "submission.set_up")
            municipality = work.records.office().municipality
            if count <= work.events.last_own(municipality)[0]:
                raise UserFault("submission.end_passed", "number")
            work.events.save_end_elsewhere(municipality, count, found[1].lower())
            session.log(work, "submission.continue", subject=str(count))
            work.commit()

    def standing(self) -> Standing:
        """Whether the first file needs a second pair of eyes still, and who could be that."""
        with self._session.work() as work:
            return standing(self._session, work)

    def waiting(self) -> tuple[int, int]:
        """How many events wait, and of how many persons: what the second person is told, and nothing of anybody."""
        self._session.require_role("submission.approve")
        with self._session.work() as work:
            events = work.events.waiting()
        return len(events), len({e.person_id for e in events})

    def ask(self) -> None:
        """Ask for the first file to be approved. Raises UserFault submission.asked_already."""
        session = self._session
        with session.work() as work:
            session.admit(work, "export.make")
            now = standing(session, work)
            if not now.needed or now.asked is not None:
                raise UserFault("submission.asked_already")
            work.sendings.save_approval(Approval(session.new_id(), session.user.id, session.now()))
            session.log(work, "submission.ask")
            work.commit()

    def approve(self) -> None:
        """Be the second pair of eyes. Raises UserFault submission.nothing_asked, submission.own_request."""
        session = self._session
        with session.work() as work:
            session.admit(work, "submission.approve")
            now = standing(session, work)
            if now.asked is None:
                raise UserFault("submission.nothing_asked")
            if now.own:
                raise UserFault("submission.own_request")
            self._decide(work, now.asked, "second")

    def confirm_alone(self, typed: str, sentence: str) -> None:
        """Confirm the first file alone, a day after asking, where nobody else may approve it.

        `sentence` is what has to be typed. Raises UserFault submission.nothing_asked, submission.others_can,
        submission.wait_a_day, submission.sentence_differs (typed).
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "export.make")
            now = standing(session, work)
            if now.asked is None or not now.own:
                raise UserFault("submission.nothing_asked")
            if now.others:
                raise UserFault("submission.others_can")
            if not now.alone:
                raise UserFault("submission.wait_a_day")
            if " ".join(typed.split()).casefold() != " ".join(sentence.split()).casefold():
                raise UserFault("submission.sentence_differs", "typed")
            self._decide(work, now.asked, "alone")

    def _decide(self, work: UnitOfWork, asked: Approval, way: str) -> None:
        session = self._session
        decided = replace(asked, decided_by=session.user.id, decided_at=session.now(), way=way)
        work.sendings.save_approval(decided)
        session.log(work, "submission.approve", subject=way)
        work.commit()

    def _set(self, key: str, value: str, action: str, reason: str) -> None:
        session = self._session
        with session.work() as work:
            session.admit(work, "submission.set_up")
            work.records.save_setting(key, value)
            session.log(work, action, reason=reason)
            work.commit()


def standing(session: Session, work: UnitOfWork) -> Standing:
    """Where the approval of the first file stands. The first is the first that this vault has made for the register."""
    first = not any(e.notifications for e in work.records.exports(limit=_MADE_LIMIT))
    latest = work.sendings.approval()
    asked = latest if latest is not None and latest.decided_at is None else None
    approved = latest is not None and latest.decided_at is not None
    others = tuple(
        user.name
        for user in work.records.users()
        if user.id != session.user.id
        and user.revoked_at is None
        and session.rights.allows(user.roles, "submission.approve")
    )
    own = asked is not None and asked.asked_by == session.user.id
    alone = own and asked is not None and not others and session.now() - asked.asked_at >= ALONE_AFTER
    return Standing(first and not approved, asked, own, others, alone)


def _words(reason: str) -> str:
    return one_line(reason, "reason", UserFault("submission.reason_missing", "reason"))
