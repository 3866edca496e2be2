"""A copy of one assessment for the person: each score in plain words with the person's own view and words beside it."""

from __future__ import annotations

from kpr_desktop.domain.assessment import State
from kpr_desktop.usecases.letter_content import Gathered, Gathering
from kpr_desktop.usecases.letter_content.answers import AnswerTeller
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_content.reading import (
    book_of,
    chosen,
    consents_of,
    diagnosis_of,
    open_assessments,
    sight_of,
)


def gather(gathering: Gathering) -> Gathered:
    """The finished assessment the letter is about, else the newest. Raises UserFault letter.no_assessment."""
    plain = Plain(gathering.letter, gathering.frame)
    everything = open_assessments(gathering)
    found = chosen(gathering, [each for each in everything if each.state is State.FINISHED])
    teller = AnswerTeller(
        plain,
        book_of(gathering.session.books, found.codebook_year),
        consents_of(plain, gathering.work, found.person_id),
        diagnosis_of(gathering.work),
        sight_of(gathering).closed_items(found, everything),
    )
    day = gathering.frame.day(found.assessed_on)
    return Gathered(
        fields={"kartlagt": day, "kartlagt_av": found.assessor_name},
        parts={
            "head": tuple(teller.head(found)),
            "answers": tuple(teller.table(found, plain.word("answers_of", day=day))),
            "rows": tuple(teller.rows(found)),
            "texts": tuple(teller.texts(found)),
        },
        subject=found.id,
    )
