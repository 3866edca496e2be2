"""Guided scoring: a few yes-or-no questions that lead to a suggested score.

Which questions there are is data (`guides.yaml`); here is how they are walked, and how the answers are kept in
`Answer.deciding`. The words are of any type, so that the domain need not know languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

MOST_QUESTIONS = 3
"""On any way to a suggestion (facts page 1.2: three deciding questions)."""
GUIDED_SCORES = ("1", "2", "3", "4", "5")
"""What the questions may lead to; 9 has a question of its own."""

_GIVEN = {"yes": True, "no": False}
_TOLD = {given: told for told, given in _GIVEN.items()}
Words = TypeVar("Words")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Words]):
    """Where the questions end: a score of the scale, and why it is suggested."""

    score: str
    reason: Words


@dataclass(frozen=True, slots=True)
class Question(Generic[Words]):
    """One yes-or-no question. `yes` and `no` are the id of the next question or the outcome.

    `hint` says what counts, in a smaller type below; None where the question says it all.
    """

    id: str
    text: Words
    hint: Words | None
    yes: str | Outcome[Words]
    no: str | Outcome[Words]

    def leads_to(self, given: bool) -> str | Outcome[Words]:  # noqa: FBT001 - the answer itself
        """What comes after the answer."""
        return self.yes if given else self.no


@dataclass(frozen=True, slots=True)
class NineQuestion(Generic[Words]):
    """The one question before a 9: is the variable part of the whole picture although there is no need now?

    `yes` is the outcome 1, `no` the outcome 9.
    """

    text: Words
    hint: Words | None
    yes: Outcome[Words]
    no: Outcome[Words]


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[Words]):
    """A suggested score, why, and the answers that led to it in the order of the questions."""

    score: str
    reason: Words
    path: tuple[tuple[str, bool], ...]


GuideStep: TypeAlias = Question[Words] | Suggestion[Words]
"""What a walk comes to: the next question, or the suggestion."""


@dataclass(frozen=True, slots=True)
class Guide(Generic[Words]):
    """The questions of one scale. The loader has seen to it that every way ends, after `MOST_QUESTIONS` at most.

    `unknown` says that not knowing yet is neither 1 nor 9. `source` and `certainty` as everywhere in the code book:
    what is "own" is never shown as official.
    """

    start: str
    questions: Mapping[str, Question[Words]]
    nine: NineQuestion[Words]
    unknown: Words
    source: str
    certainty: str

    def walk(self, given: Mapping[str, bool]) -> GuideStep[Words]:
        """The next question after the answers given so far, or the suggestion they lead to.

        Answers to questions that the others have led away from are not looked at.
        """
        path: list[tuple[str, bool]] = []
        at: str | Outcome[Words] = self.start
        while not isinstance(at, Outcome):
            if at not in given:
                return self.questions[at]
            path.append((at, given[at]))
            at = self.questions[at].leads_to(given[at])
        return Suggestion(at.score, at.reason, tuple(path))

    def answer_nine(self, *, matters: bool) -> Suggestion[Words]:
        """1 or 9, by the answer to the question before a 9. `matters`: the variable is part of the picture."""
        found = self.nine.yes if matters else self.nine.no
        return Suggestion(found.score, found.reason, ())

    def format(self, given: Mapping[str, bool]) -> str:
        """The answers as `Answer.deciding` keeps them (`help=yes always=no`), in the order of the questions."""
        return " ".join(f"{question}={_TOLD[answer]}" for question, answer in self._path(given))

    def parse(self, deciding: str) -> dict[str, bool]:
        """The answers in a text of `Answer.deciding`.

        From the first part on that the questions do not ask (any more) in that place, the rest is left out: so a text
        of an older edition leads no further than it still means something. `NINE_ASKED` holds no answer.
        """
        given: dict[str, bool] = {}
        for part in deciding.split():
            question, _, told = part.partition("=")
            step = self.walk(given)
            if isinstance(step, Suggestion) or step.id != question or told not in _GIVEN:
                break
            given[question] = _GIVEN[told]
        return given

    def _path(self, given: Mapping[str, bool]) -> list[tuple[str, bool]]:
        path: dict[str, bool] = {}
        step = self.walk(path)
        while isinstance(step, Question) and step.id in given:
            path[step.id] = given[step.id]
            step = self.walk(path)
        return list(path.items())
