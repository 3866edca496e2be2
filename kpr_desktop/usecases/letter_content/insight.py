"""The insight package: everything that is held about a person, who has seen it, who has received it, and why.

Nothing is chosen away. Every table that names the person is read, with earlier versions and what was annulled, and a
part without anything says so. Two things are not told in full, and the letter says where:

- A block (sperring) closes assessments or notes to whoever makes the letter. Then it is said how many are closed, and
  somebody whom the block does not bite must make the package. A block set by the person is not evaded through a letter.
- Free words of staff in the log are held back (see `access_log`).

Names of others stand as they were written. What relatives, guardians and staff are named for is part of the journal,
and the person's right of access reaches it (pasient- og brukerrettighetsloven § 5-1; GDPR art. 15 no. 4 asks for a
judgement in the single case, which a program cannot make): whoever hands the letter over can have a block set first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.ids import UserId
from kpr_desktop.usecases.access import Sight
from kpr_desktop.usecases.disclosures import register_of
from kpr_desktop.usecases.letter_content import Gathered, Gathering
from kpr_desktop.usecases.letter_content.access_log import lines_of, log_parts
from kpr_desktop.usecases.letter_content.answers import AnswerTeller
from kpr_desktop.usecases.letter_content.care import CareTeller
from kpr_desktop.usecases.letter_content.case import CaseTeller
from kpr_desktop.usecases.letter_content.codes import code_parts
from kpr_desktop.usecases.letter_content.given import GivenTeller
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_content.reading import book_of, consents_of, diagnosis_of, sight_of
from kpr_desktop.usecases.letter_content.register import RegisterTeller
from kpr_desktop.usecases.letter_content.who import WhoTeller
from kpr_desktop.usecases.letter_records import Heading, Part, Said

WHOLE_NUMBER = "whole_number"
"""What the user chooses (`filled`) to have the identity number in full; asks for the right to see it."""


def gather(gathering: Gathering) -> Gathered:
    """The whole package. Raises what `Session.admit` raises when the whole number is asked for without the right."""
    whole = gathering.filled.get(WHOLE_NUMBER) == "yes"
    if whole:
        gathering.session.admit(gathering.work, "person.reveal", gathering.whom.id)
    package = _Package(gathering, Plain(gathering.letter, gathering.frame), sight_of(gathering))
    lines = lines_of(gathering)
    return Gathered(
        fields={
            "til": package.plain.at(gathering.session.now()),
            "antall": package.plain.counted("times", sum(each.times for each in lines)),
        },
        parts={
            "who": package.who(whole=whole),
            "assessments": package.assessments(),
            "services": package.services(),
            "register": package.register(),
            **package.around(),
            "log": tuple(log_parts(package.plain, lines)),
            "codes": tuple(code_parts(package.plain, gathering.book)),
        },
        subject=WHOLE_NUMBER if whole else "",
    )


@dataclass(frozen=True, slots=True)
class _Package:
    """What the parts of the package have in common."""

    gathering: Gathering
    plain: Plain
    sight: Sight

    @property
    def names(self) -> Mapping[UserId, str]:
        return {user.id: user.name for user in self.gathering.work.records.users()}

    def who(self, *, whole: bool) -> tuple[Part, ...]:
        session, person = self.gathering.session, self.gathering.whom
        teller = WhoTeller(self.plain, self.gathering.book, session.places, self.names, whole)
        return teller.parts(person, self.gathering.work.persons.history(person.id))

    def assessments(self) -> tuple[Part, ...]:
        """Every assessment and every version of it; drafts too, said to be unfinished."""
        plain, work = self.plain, self.gathering.work
        everything = work.assessments.of_person(self.gathering.whom.id)
        shown = self.sight.of(everything)
        consents = self._consents()
        parts: list[Part] = []
        for each in shown:
            book = book_of(self.gathering.session.books, each.codebook_year)
            closed = self.sight.closed_items(each, everything)
            teller = AnswerTeller(plain, book, consents, diagnosis_of(work), closed)
            title = self._title(each)
            parts += [
                Heading(title),
                *teller.parts(each, plain.word("answers_of", day=plain.frame.day(each.assessed_on))),
            ]
        if hidden := len(everything) - len(shown):
            parts.append(Said(plain.counted("assessments_closed", hidden), "strong"))
        return plain.or_none(parts)

    def services(self) -> tuple[Part, ...]:
        work, person_id = self.gathering.work, self.gathering.whom.id
        teller = self._care(self.gathering.book)
        parts: list[Part] = []
        for each in work.services.of_person(person_id):
            parts += teller.parts(each, work.services.history(each.id))
        stays = work.hospital.of_person(person_id, withdrawn=True)
        if stays:
            parts += [Heading(self.plain.word("stays")), *map(teller.stay, stays)]
        return self.plain.or_none(parts)

    def register(self) -> tuple[Part, ...]:
        teller = RegisterTeller(self.plain, self._care(self.gathering.book), self.gathering.work)
        return teller.parts(self.gathering.whom.id)

    def around(self) -> dict[str, tuple[Part, ...]]:
        """The records around the person, by part."""
        gathering, work, person_id = self.gathering, self.gathering.work, self.gathering.whom.id
        titles: dict[str, str] = {
            each.id: self._title(each) for each in work.assessments.of_person(person_id)
        }
        case = CaseTeller(self.plain, gathering.book, gathering.session.rights, self.names, titles)
        given = GivenTeller(self.plain, self.names, self._consents())
        found: dict[str, Iterable[Part]] = {
            "consents": case.consents(work.consents.of_person(person_id)),
            "blocks": case.blocks(work, person_id),
            "helpers": case.helpers(work, person_id),
            "deletions": case.deletions(work, person_id),
            "requests": given.requests(work, person_id),
            "talks": given.talks(work, person_id),
            "told": [
                *given.received(register_of(gathering.session, work, person_id)),
                *given.told(work, person_id),
            ],
            "letters": given.letters(work, person_id),
        }
        return {name: self.plain.or_none(parts) for name, parts in found.items()}

    def _care(self, book: CodeBook) -> CareTeller:
        return CareTeller(self.plain, book, self.names)

    def _consents(self) -> dict[str, str]:
        return consents_of(self.plain, self.gathering.work, self.gathering.whom.id)

    def _title(self, assessment: Assessment) -> str:
        return self.plain.word(
            "assessment_of", day=self.plain.frame.day(assessment.assessed_on), version=assessment.version
        )
