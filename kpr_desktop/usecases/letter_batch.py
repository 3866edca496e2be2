"""One kind of letter to many persons: a transaction for each, and a list of those who got none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.person import PersonSummary
from kpr_desktop.errors import Fault, Param, UserFault
from kpr_desktop.usecases.access import ReasonFault, closed_persons
from kpr_desktop.usecases.letter_making import Wanted, recipe_of
from kpr_desktop.usecases.letters import LetterDesk, MadeLetter
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.session import Session

Progress = Callable[[int, int], None]
"""Told after each person: how many are done, of how many."""
Cancel = Callable[[], bool]
"""Asked before each person: whether to stop there."""
Act = Callable[[LetterDesk, MadeLetter], object]
"""What is done with a letter that was made: it goes to the printer, or to a folder."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who got no letter, and why: the code of a fault and its facts, whose sentence the window shows."""

    person_id: PersonId
    code: str
    facts: Mapping[str, Param] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of it. `left_out` has everybody who got none; `not_reached` those after a cancel.

    The letters' bytes are in the vault (`LetterDesk.reprint` gives them one at a time), not here.
    """

    made: tuple[Delivery, ...]
    left_out: tuple[LeftOut, ...]
    not_reached: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """How far it came: `place` is the first letter that it has not come to. `fault`: what stopped it there.

    `left_out` has those on the way whose letter may not leave any more.
    """

    place: int
    left_out: tuple[LeftOut, ...]
    fault: Fault | None = None


class LetterBatch:
    """Makes letters for a list of persons."""

    def __init__(self, session: Session, letters: LetterDesk) -> None:
        self._session = session
        self._letters = letters

    def on(self, session: Session) -> LetterBatch:
        """The same on another session: a worker's, with a connection of its own."""
        return LetterBatch(session, self._letters.on(session))

    def offered(self, persons: Sequence[PersonId]) -> list[PersonSummary]:
        """Those of a selection whom the user may find, in its order. Blocked persons are left out."""
        session = self._session
        session.require("person.find")
        with session.work() as work:
            closed = closed_persons(session, work)
            found = work.persons.summaries(each for each in persons if each not in closed)
        return [found[each] for each in persons if each in found]

    def everybody(self) -> list[PersonSummary]:
        """All persons whom the user may find, by name. Blocked and hidden persons are left out."""
        session = self._session
        session.require("person.find")
        with session.work() as work:
            closed = closed_persons(session, work)
            found = work.persons.page(limit=work.persons.count())
        return [each for each in found if each.id not in closed]

    def make(
        self,
        persons: Sequence[PersonId],
        kind: str,
        language: str = "",
        progress: Progress | None = None,
        cancel: Cancel | None = None,
        reason: str = "",
    ) -> Batch:
        """A letter each; whoever stands twice in the list gets one. It stops at a whole letter.

        `language` empty: each person's own, where the letter has it. A fault of one person leaves her out; what the
        disk or the vault says stops it, and what was made until then is made. Raises UserFault letter.unknown_kind |
        letter.no_such_language | letter.office_kind | letter.not_in_batch, and what `Session.admit` raises of the user.
        """
        session = self._session
        with session.work() as work:
            session.admit(work, "letter.batch")
        self._letters.texts.letter(kind, language or "nb")
        recipe = recipe_of(kind)
        if not recipe.of_person:
            raise UserFault("letter.office_kind", "kind")
        if recipe.consent:
            raise UserFault("letter.not_in_batch", "kind")
        wanted, once = Wanted(kind, language), list(dict.fromkeys(persons))
        made: list[Delivery] = []
        left_out: list[LeftOut] = []
        for place, person_id in enumerate(once):
            if cancel is not None and cancel():
                return Batch(tuple(made), tuple(left_out), tuple(once[place:]))
            try:
                made.append(self._one(person_id, wanted, reason))
            except UserFault as fault:
                left_out.append(LeftOut(person_id, fault.code, fault.params))
            if progress is not None:
                progress(place + 1, len(once))
        return Batch(tuple(made), tuple(left_out), ())

    def send(
        self,
        made: Sequence[Delivery],
        act: Act,
        first: int = 0,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> Sent:
        """Do it with the letters from `first` on, one at a time from the vault; it stops at a whole letter.

        A letter that may not leave any more is left out. What `act` raises stops it, as does what asks for an answer
        (ReasonFault, access.passphrase_needed): the letter it stopped at is the next one.
        """

        def out(delivery: Delivery) -> Fault | None:
            try:
                letter = self._letters.reprint(delivery.id)
            except Fault as fault:
                if not _of_one_letter(fault):
                    raise
                return fault
            act(self._letters, letter)
            return None

        return _walk(made, first, out, progress, cancel)

    def deliver(
        self,
        made: Sequence[Delivery],
        way: str,
        on: date,
        first: int = 0,
        progress: Progress | None = None,
        cancel: Cancel | None = None,
    ) -> Sent:
        """Record that the letters from `first` on reached their persons; it stops at a whole letter.

        A letter that the user may not record any more is left out. A way or a day that is wrong stops it.
        """

        def settle(delivery: Delivery) -> Fault | None:
            try:
                self._letters.deliver(delivery, way, on)
            except Fault as fault:
                if getattr(fault, "field", None) is not None or not _of_one_letter(fault):
                    raise
                return fault
            return None

        return _walk(made, first, settle, progress, cancel)

    def _one(self, person_id: PersonId, wanted: Wanted, reason: str) -> Delivery:
        session = self._session
        with session.work() as work:
            session.admit(work, "letter.make", person_id)
            if work.persons.get(person_id).death_date is not None:
                raise UserFault("letter.person_dead")
        return self._letters.make_wanted(person_id, wanted, reason).delivery


def _walk(
    made: Sequence[Delivery],
    first: int,
    step: Callable[[Delivery], Fault | None],
    progress: Progress | None,
    cancel: Cancel | None,
) -> Sent:
    """Letter by letter. `step` gives the fault for which a letter is left out, and raises the one that stops it."""
    left_out: list[LeftOut] = []
    for place in range(first, len(made)):
        if cancel is not None and cancel():
            return Sent(place, tuple(left_out))
        try:
            fault = step(made[place])
        except Fault as stopped:
            return Sent(place, tuple(left_out), stopped)
        if fault is not None:
            left_out.append(LeftOut(made[place].person_id, fault.code, fault.params))
        if progress is not None:
            progress(place + 1, len(made))
    return Sent(len(made), tuple(left_out))


def _of_one_letter(fault: Fault) -> bool:
    """Whether the others can go on without it."""
    if isinstance(fault, ReasonFault) or fault.code == "access.passphrase_needed":
        return False
    return isinstance(fault, UserFault) or fault.code == "letter.not_the_same"
