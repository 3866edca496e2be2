"""What is kept around a person: consents, blocks, who works with the case, and deletions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from kpr_desktop.codebook.deletion_grounds import Ground, load_grounds
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.rights import Rights
from kpr_desktop.domain.consent import Consent
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_records import Heading, Part
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.vault_records import Assignment, Block, Deletion, Emergency

_GIVER, _WAY = "consent_giver", "consent_way"


@dataclass(frozen=True, slots=True)
class CaseTeller:
    """Tells of the records around one person. `names`: users by id; `assessments`: what each is called, by id."""

    plain: Plain
    book: CodeBook
    rights: Rights
    names: Mapping[UserId, str]
    assessments: Mapping[str, str]

    def consents(self, found: list[Consent]) -> list[Part]:
        """Every consent, those that hold no more too."""
        parts: list[Part] = []
        for each in found:
            parts += [Heading(self.consent_title(each)), *self.plain.facts(self._consent(each))]
        return parts

    def consent_title(self, consent: Consent) -> str:
        """What tells one consent from another."""
        return self.plain.word("consent_of", day=self.plain.day(consent.given_on), sources=consent.sources)

    def _consent(self, consent: Consent) -> list[tuple[str, str]]:
        plain = self.plain
        return [
            ("consent_given_by", plain.code(self.book, _GIVER, consent.given_by.value)),
            ("consent_giver_name", consent.giver_name),
            ("consent_sources", consent.sources),
            ("consent_purpose", consent.purpose),
            ("consent_way", plain.code(self.book, _WAY, consent.way.value)),
            ("consent_given_on", plain.day(consent.given_on)),
            ("consent_expires_on", plain.day(consent.expires_on) if consent.expires_on else ""),
            ("consent_withdrawn_on", plain.day(consent.withdrawn_on) if consent.withdrawn_on else ""),
            ("consent_signed", self._signed(consent)),
            ("recorded_by", self._who(consent.created_by)),
            ("recorded_at", plain.at(consent.created_at)),
        ]

    def _signed(self, consent: Consent) -> str:
        signed = consent.signature
        return self.plain.word("signed_by", name=signed.name, at=self.plain.at(signed.at)) if signed else ""

    def blocks(self, work: UnitOfWork, person_id: PersonId) -> list[Part]:
        """Every block, those that were lifted too."""
        parts: list[Part] = []
        for each in work.access.blocks(person_id=person_id, lifted=True):
            title = self.plain.word("block_of", day=self.plain.at(each.set_at))
            parts += [Heading(title), *self.plain.facts(self._block(each))]
        return parts

    def _block(self, block: Block) -> list[tuple[str, str]]:
        plain = self.plain
        target = {"user": self._who(block.target), "role": self._role(block.target)}.get(block.against, "")
        what = "block_person"
        if block.assessment_id:
            what = "block_note" if block.item else "block_assessment"
        return [
            ("block_what", plain.word(what)),
            ("block_assessment_which", self._assessment(block.assessment_id or "")),
            ("block_item", plain.label(self.book, block.item) if block.item else ""),
            ("block_against", plain.word(f"against_{block.against}", target=target)),
            ("block_wished_by", block.wished_by),
            ("block_why", block.why),
            ("recorded_by", self._who(block.set_by)),
            ("recorded_at", plain.at(block.set_at)),
            ("block_lifted_by", self._who(block.lifted_by)),
            ("block_lifted_at", plain.at(block.lifted_at) if block.lifted_at else ""),
            ("block_lift_why", block.lift_why),
        ]

    def helpers(self, work: UnitOfWork, person_id: PersonId) -> list[Part]:
        """Who is or was assigned to the person, and every emergency access.

        What was written as a reason for the emergency access is held back as in the log.
        """
        parts: list[Part] = []
        for given in work.access.assignments(person_id=person_id):
            title = self.plain.word("assignment_of", name=self._who(given.user_id))
            parts += [Heading(title), *self.plain.facts(self._assignment(given))]
        for made in work.access.emergencies():
            if made.person_id == person_id:
                title = self.plain.word("emergency_of", name=self._who(made.user_id))
                parts += [Heading(title), *self.plain.facts(self._emergency(made))]
        return parts

    def _assignment(self, given: Assignment) -> list[tuple[str, str]]:
        plain = self.plain
        end = plain.day(given.to_date) if given.to_date else plain.word("still")
        return [
            ("assignment_basis", plain.word(f"assignment_{given.basis}")),
            ("period", plain.word("from_to", start=plain.day(given.from_date), end=end)),
            ("recorded_by", self._who(given.given_by)),
            ("recorded_at", plain.at(given.given_at)),
        ]

    def _emergency(self, made: Emergency) -> list[tuple[str, str]]:
        plain = self.plain
        purpose = self.rights.purposes.get(made.purpose)
        end = made.ended_at or made.to_time
        return [
            ("emergency_purpose", plain.text(purpose.label) if purpose else made.purpose),
            ("period", plain.word("from_to", start=plain.at(made.from_time), end=plain.at(end))),
            ("emergency_outcome", plain.word(f"emergency_{made.outcome or 'open'}")),
            ("emergency_decided_by", self._who(made.decided_by)),
            ("emergency_decided_at", plain.at(made.decided_at) if made.decided_at else ""),
            ("emergency_decided_why", made.decided_why),
        ]

    def deletions(self, work: UnitOfWork, person_id: PersonId) -> list[Part]:
        """What was asked to be deleted, and what became of it."""
        parts: list[Part] = []
        for each in work.oversight.deletions():
            if each.person_id == person_id:
                title = self.plain.word("deletion_of", day=self.plain.at(each.asked_at))
                parts += [Heading(title), *self.plain.facts(self._deletion(each))]
        return parts

    def _deletion(self, each: Deletion) -> list[tuple[str, str]]:
        plain, ground = self.plain, _grounds().get(each.ground)
        return [
            ("deletion_what", plain.word(f"deletion_{each.kind}")),
            ("deletion_ground", plain.text(ground.label) if ground else each.ground),
            ("deletion_why", each.why),
            ("deletion_state", plain.word(f"deletion_state_{each.state}")),
            ("recorded_by", self._who(each.asked_by)),
            ("deletion_decided_by", self._who(each.decided_by)),
            ("deletion_decided_at", plain.at(each.decided_at) if each.decided_at else ""),
            ("deletion_decided_why", each.decided_why),
        ]

    def _assessment(self, assessment_id: str) -> str:
        return self.assessments.get(assessment_id, "")

    def _role(self, code: str) -> str:
        role = self.rights.roles.get(code)
        return self.plain.text(role) if role else code

    def _who(self, user_id: str | None) -> str:
        """A user's name; the id of one who is unknown, which a repaired vault may have."""
        return self.names.get(UserId(user_id), user_id) if user_id else ""


@lru_cache
def _grounds() -> Mapping[str, Ground]:
    return load_grounds()
