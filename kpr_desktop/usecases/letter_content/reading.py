"""What several gatherers read in the same way."""

from __future__ import annotations

from kpr_desktop.codebook.loader import CodeBooks
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.access import Sight
from kpr_desktop.usecases.diagnosis_codes import text_in
from kpr_desktop.usecases.letter_content import Gathering
from kpr_desktop.usecases.letter_content.plain import DiagnosisText, Plain
from kpr_desktop.usecases.ports import UnitOfWork


def sight_of(gathering: Gathering) -> Sight:
    """What blocks close to whoever makes the letter."""
    admitted = gathering.session.grants.admissions.get(gathering.whom.id)
    return admitted.sight if admitted is not None else Sight()


def book_of(books: CodeBooks, edition: int) -> CodeBook:
    """The edition that answers belong to; when it is gone, the one of that year: a code it lacks stands as a code."""
    try:
        return books.edition(edition)
    except KeyError:
        return books.for_year(edition)


def diagnosis_of(work: UnitOfWork) -> DiagnosisText:
    """The texts of the diagnosis registers that were read in; empty where there is none for the code."""

    def text(system: str, year: int, code: str) -> str:
        return text_in(work, system, year, code) or ""

    return text


def open_assessments(gathering: Gathering) -> list[Assessment]:
    """The person's assessments that are open to whoever makes the letter, the newest first."""
    return sight_of(gathering).of(gathering.work.assessments.of_person(gathering.whom.id))


def chosen(gathering: Gathering, finished: list[Assessment]) -> Assessment:
    """The one that the letter is about, else the newest. Raises UserFault letter.no_assessment."""
    found = [each for each in finished if gathering.about in ("", each.id)]
    if not found:
        raise UserFault("letter.no_assessment", "about")
    return found[0]


def consents_of(plain: Plain, work: UnitOfWork, person_id: PersonId) -> dict[str, str]:
    """What each of a person's consents is called, by id."""
    return {
        each.id: plain.word("consent_of", day=plain.day(each.given_on), sources=each.sources)
        for each in work.consents.of_person(person_id)
    }
