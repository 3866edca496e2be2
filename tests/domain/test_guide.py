"""Walking the deciding questions: every way, in any order of answers, and the text they are kept in."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpr_desktop.domain.assessment import NINE_ASKED
from kpr_desktop.domain.guide import Guide, NineQuestion, Outcome, Question, Suggestion


def end(score: str) -> Outcome[str]:
    return Outcome(score, f"why {score}")


def question(ident: str, yes: str | Outcome[str], no: str | Outcome[str]) -> Question[str]:
    return Question(ident, f"{ident}?", None, yes, no)


GUIDE = Guide(
    "help",
    {
        "help": question("help", "always", "hard"),
        "always": question("always", "part", end("3")),
        "part": question("part", end("4"), end("5")),
        "hard": question("hard", end("2"), end("1")),
    },
    NineQuestion("matters?", None, end("1"), end("9")),
    "unknown",
    "own",
    "own",
)
WAYS = {
    "help=no hard=no": "1",
    "help=no hard=yes": "2",
    "help=yes always=no": "3",
    "help=yes always=yes part=yes": "4",
    "help=yes always=yes part=no": "5",
}
ANSWERS = st.dictionaries(st.sampled_from([*GUIDE.questions, "gone"]), st.booleans())


@pytest.mark.parametrize(("deciding", "score"), WAYS.items())
def test_every_way(deciding: str, score: str) -> None:
    given_ = GUIDE.parse(deciding)
    found = GUIDE.walk(given_)
    assert found == Suggestion(score, f"why {score}", tuple(given_.items()))
    assert GUIDE.format(given_) == deciding


def test_these_are_all_the_ways() -> None:
    found = {
        GUIDE.format(dict(zip(GUIDE.questions, each, strict=True)))
        for each in product((True, False), repeat=4)
    }
    assert found == set(WAYS)


def test_one_question_after_another() -> None:
    asked = [GUIDE.walk(given_) for given_ in ({}, {"help": True}, {"help": True, "always": True})]
    assert asked == [GUIDE.questions[each] for each in ("help", "always", "part")]


def test_an_answer_taken_back_leads_another_way() -> None:
    """The answers that the new way does not ask for are left out when it is kept."""
    given_ = GUIDE.parse("help=yes always=yes part=no") | {"help": False}
    assert GUIDE.walk(given_) == GUIDE.questions["hard"]
    assert GUIDE.format(given_) == "help=no"


@pytest.mark.parametrize(
    ("deciding", "kept"),
    [
        ("", {}),
        (NINE_ASKED, {}),
        (f"{NINE_ASKED} help=yes", {}),
        ("help", {}),
        ("help=maybe", {}),
        ("always=yes", {}),
        ("help=yes gone=yes always=yes", {"help": True}),
        ("help=no always=yes", {"help": False}),
        ("help=yes always=no part=yes", {"help": True, "always": False}),
        ("help=yes help=no", {"help": True}),
        ("  help=yes   always=no ", {"help": True, "always": False}),
    ],
)
def test_what_is_unknown_or_stale_is_left_out_from_there_on(deciding: str, kept: dict[str, bool]) -> None:
    assert GUIDE.parse(deciding) == kept


def test_the_question_before_a_nine() -> None:
    assert GUIDE.answer_nine(matters=True) == Suggestion("1", "why 1", ())
    assert GUIDE.answer_nine(matters=False) == Suggestion("9", "why 9", ())


@given(ANSWERS)
def test_a_text_that_is_kept_is_read_as_it_was(answers: dict[str, bool]) -> None:
    deciding = GUIDE.format(answers)
    assert GUIDE.format(GUIDE.parse(deciding)) == deciding
    assert GUIDE.walk(GUIDE.parse(deciding)) == GUIDE.walk(answers)


@given(st.text(st.sampled_from(list("help=yesno alwayspart\t")), max_size=60))
def test_no_text_stops_the_walk(deciding: str) -> None:
    given_ = GUIDE.parse(deciding)
    assert GUIDE.parse(GUIDE.format(given_)) == given_
