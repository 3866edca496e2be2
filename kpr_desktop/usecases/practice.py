"""Practice in a training vault: colleagues score the same story, each alone, and compare.

The figures are for the talk between those who scored. They are in no report, and a leader has no way to them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpr_desktop.codebook.model import Text
from kpr_desktop.codebook.practice import PracticeCase, load_cases
from kpr_desktop.domain.assessment import NOT_RELEVANT
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.records import PracticeScore
from kpr_desktop.usecases.session import Session

NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Standing:
    """A case, and how far each has come with it: (name, number of variables scored), by name."""

    case: PracticeCase
    scorers: tuple[tuple[str, int], ...]

    def done(self) -> tuple[str, ...]:
        """Who has scored every variable."""
        return tuple(name for name, count in self.scorers if count == len(self.case.answers))


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One variable: what was agreed and why, and what each scored. `distance`: steps, None where 9 meets a step."""

    item: str
    agreed: str
    reason: Text
    given: Mapping[str, str]
    distance: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Share:
    """How alike two rows of scores are: how many of `total` are the same, and how many within one step."""

    same: int
    near: int
    total: int

    @property
    def same_percent(self) -> int:
        """The same, in whole percent."""
        return round(100 * self.same / self.total)

    @property
    def near_percent(self) -> int:
        """Within one step, in whole percent."""
        return round(100 * self.near / self.total)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What those who have finished a case scored, beside what was agreed."""

    case: PracticeCase
    scorers: tuple[str, ...]
    rows: tuple[ComparedRow, ...]

    def with_agreed(self, scorer: str) -> Share:
        """How alike one's scores and the agreed ones are."""
        return _share(row.distance[scorer] for row in self.rows)

    def between(self, one: str, other: str) -> Share:
        """How alike the scores of two colleagues are."""
        return _share(distance(row.given[one], row.given[other]) for row in self.rows)


class PracticeDesk:
    """Everything the practice pages do. Every call raises UserFault practice.not_training outside a training vault."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._cases: dict[str, PracticeCase] = {}

    def open(self) -> bool:
        """Whether there is practice here for this user."""
        return self._session.training and self._session.may("practice.write")

    def cases(self) -> list[Standing]:
        """All cases in their order, with who has scored them."""
        self._require()
        with self._session.work() as work:
            return [
                Standing(case, tuple((s.scorer, len(s.scores)) for s in work.practice.of_case(case.id)))
                for case in self._all().values()
            ]

    def case(self, case_id: str) -> PracticeCase:
        """One case."""
        self._require()
        return self._all()[case_id]

    def enter(self, case_id: str, scorer: str) -> PracticeScore:
        """The scores that somebody has given so far, under the name as it was first written; none are saved by this.

        Raises UserFault practice.name_missing, form.too_long or form.one_line (field scorer).
        """
        self._require()
        name = _name(scorer)
        with self._session.work() as work:
            return self._of(work.practice.of_case(case_id), case_id, name)

    def save(self, case_id: str, scorer: str, scores: Mapping[str, str]) -> PracticeScore:
        """Keep a scorer's scores of a case as they are now; on disk on return.

        Raises UserFault practice.value_not_allowed for a variable or score that the case does not ask for, and what
        `enter` raises.
        """
        session = self._session
        self._require()
        asked = {answer.item for answer in self._all()[case_id].answers}
        book = session.books.for_year(session.today().year)
        for item, score in scores.items():
            if item not in asked or book.scales[book.items[item].list].get(score) is None:
                raise UserFault("practice.value_not_allowed")
        name = _name(scorer)
        with session.work() as work:
            held = self._of(work.practice.of_case(case_id), case_id, name)
            made = PracticeScore(held.id, case_id, held.scorer, session.now(), dict(scores))
            work.practice.save(made)
            session.log(work, "practice.score", subject=case_id)
            work.commit()
        return made

    def compare(self, case_id: str) -> Comparison:
        """The scores of all who have finished the case: nobody's half-made ones, so that none is led by another's."""
        self._require()
        case = self._all()[case_id]
        with self._session.work() as work:
            held = work.practice.of_case(case_id)
        done = {s.scorer: s.scores for s in held if len(s.scores) == len(case.answers)}
        rows = []
        for answer in case.answers:
            given = {name: scores[answer.item] for name, scores in done.items()}
            away = {name: distance(score, answer.score) for name, score in given.items()}
            rows.append(ComparedRow(answer.item, answer.score, answer.reason, given, away))
        return Comparison(case, tuple(done), tuple(rows))

    def _require(self) -> None:
        if not self._session.training:
            raise UserFault("practice.not_training")
        self._session.require("practice.write")

    def _all(self) -> dict[str, PracticeCase]:
        if not self._cases:
            session = self._session
            book = session.books.for_year(session.today().year)
            self._cases = {case.id: case for case in load_cases(book)}
        return self._cases

    def _of(self, held: Iterable[PracticeScore], case_id: str, name: str) -> PracticeScore:
        known = next((s for s in held if s.scorer.casefold() == name.casefold()), None)
        return known or PracticeScore(self._session.new_id(), case_id, name, self._session.now(), {})


def distance(one: str, other: str) -> int | None:
    """Steps between two scores; 0 when they are the same, None when one of them alone is 9, which is no step."""
    if one == other:
        return 0
    if NOT_RELEVANT in (one, other):
        return None
    return abs(int(one) - int(other))


def _share(distances: Iterable[int | None]) -> Share:
    found = list(distances)
    return Share(found.count(0), sum(d is not None and d <= 1 for d in found), len(found))


def _name(scorer: str) -> str:
    name = unicodedata.normalize("NFC", scorer).strip()
    if not name:
        raise UserFault("practice.name_missing", "scorer")
    if len(name) > NAME_LIMIT:
        raise UserFault("form.too_long", "scorer", limit=NAME_LIMIT)
    if "\n" in name or "\r" in name:
        raise UserFault("form.one_line", "scorer")
    return name
