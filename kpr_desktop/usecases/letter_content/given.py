"""What a person has asked for, what was told to others, and the letters that were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.domain.rights import CorrectionNotice, Disclosure, RightsRequest
from kpr_desktop.usecases.disclosures import Given
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_records import Grid, Heading, Part, Said
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import Delivery, LetterStep

_BY_SOURCE = ("case", "message", "yearly")
"""What is called by where it came from (`Given.what`); else it is a kind of letter, or words."""
_RECEIVED = (0.12, 0.24, 0.2, 0.24, 0.2)


@dataclass(frozen=True, slots=True)
class GivenTeller:
    """Tells of requests, disclosures and letters. `names`: users by id; `consents`: what each is called, by id."""

    plain: Plain
    names: Mapping[UserId, str]
    consents: Mapping[str, str]

    def requests(self, work: UnitOfWork, person_id: PersonId) -> list[Part]:
        """What was asked for, how it was answered, and who was told of a correction."""
        plain = self.plain
        parts: list[Part] = []
        for each in work.rights.requests(person_id):
            what = plain.word(f"request_{each.kind.value}")
            title = plain.word("request_of", what=what, day=plain.day(each.received_on))
            parts += [Heading(title), *plain.facts(self._request(each))]
            parts += [Said(self._notice(notice), "bullet") for notice in work.rights.notices(each.id)]
        return parts

    def _request(self, each: RightsRequest) -> list[tuple[str, str]]:
        plain = self.plain
        asker = plain.word(f"asker_{each.asked_by.value}")
        return [
            ("request_asked_by", f"{asker}: {each.asker_name}" if each.asker_name else asker),
            ("request_words", each.words),
            ("request_due", plain.day(each.due_on)),
            ("request_extended_to", plain.day(each.extended_to) if each.extended_to else ""),
            ("request_extended_why", each.extended_why),
            ("request_extended_on", plain.day(each.extended_on) if each.extended_on else ""),
            (
                "request_answered_on",
                plain.day(each.answered_on) if each.answered_on else plain.word("not_answered"),
            ),
            ("request_outcome", plain.word(f"outcome_{each.outcome.value}") if each.outcome else ""),
            ("request_answer", each.answer),
            ("recorded_by", self._who(each.made_by)),
            ("recorded_at", plain.at(each.made_at)),
        ]

    def _notice(self, notice: CorrectionNotice) -> str:
        plain = self.plain
        recipient, what = self._known("to", notice.recipient), self._what(notice.what)
        if notice.told_on is None:
            return plain.word("notice_open", recipient=recipient, what=what)
        told = plain.word(
            "notice_told",
            recipient=recipient,
            what=what,
            day=plain.day(notice.told_on),
            name=self._who(notice.told_by),
        )
        return plain.joined((told, notice.told_how))

    def _what(self, what: str) -> str:
        """What somebody got: a code of the register of disclosures in words, or words as they stand."""
        if what in _BY_SOURCE:
            return self.plain.word(f"source_{what}")
        return self._kind(what)

    def talks(self, work: UnitOfWork, person_id: PersonId) -> list[Part]:
        """Guidance on reservation that was given."""
        plain = self.plain
        parts: list[Part] = []
        for each in work.rights.talks(person_id):
            title = plain.word("talk_of", day=plain.day(each.day))
            facts = (
                ("talk_what", plain.word(f"talk_{each.what}")),
                ("talk_words", each.words),
                ("recorded_by", self._who(each.made_by)),
                ("recorded_at", plain.at(each.made_at)),
            )
            parts += [Heading(title), *plain.facts(facts)]
        return parts

    def received(self, found: list[Given]) -> list[Part]:
        """Everybody who has received something, and why: the disclosure register as a table."""
        plain = self.plain
        keys = ("given_day", "given_what", "given_to", "given_why", "given_how")
        rows = tuple(self._given(each) for each in found)
        if not rows:
            return []
        return [Grid(plain.word("given_table"), tuple(map(plain.word, keys)), rows, _RECEIVED)]

    def _given(self, each: Given) -> tuple[str, ...]:
        plain = self.plain
        if each.source == "told":
            what = each.what_words
        else:
            what = plain.word(f"source_{each.source}", kind=self._kind(each.what))
        why = self._known("purpose", each.basis_words) if each.basis == "purpose" else each.basis_words
        # A message's step is a word of its own; what was handed over to the register was not handed to the person.
        how = plain.word("how_file") if each.to == "register" else self._known("how", each.how)
        answer = self._known("receipt", each.receipt) if each.receipt else ""
        return (
            plain.day(each.day),
            what,
            each.to_words or self._known("to", each.to),
            plain.joined((plain.word(f"basis_{each.basis}"), why)),
            plain.joined((plain.word("given_by", how=how, name=each.by) if each.by else how, answer)),
        )

    def _kind(self, kind: str) -> str:
        return self._known("kind", kind)

    def _known(self, family: str, code: str) -> str:
        """A code in words; as it was kept when the letter has no word for it."""
        return self.plain.letter.words.get(f"{family}_{code}", code)

    def told(self, work: UnitOfWork, person_id: PersonId) -> list[Part]:
        """What was told to others by hand; a mistaken entry is there, and says which one took its place."""
        found = work.rights.disclosures(person_id)
        replaced = {each.replaces for each in found if each.replaces}
        parts: list[Part] = []
        for each in found:
            title = self.plain.word("told_of", recipient=each.recipient, day=self.plain.day(each.day))
            parts += [Heading(title), *self.plain.facts(self._told(each, mistaken=each.id in replaced))]
        return parts

    def _told(self, each: Disclosure, *, mistaken: bool) -> list[tuple[str, str]]:
        plain = self.plain
        consent = self.consents.get(each.consent_id, plain.word("consent_gone")) if each.consent_id else ""
        return [
            ("told_what", each.what),
            ("told_consent", consent),
            ("told_basis", each.basis),
            ("told_how", self._known("how", each.how)),
            ("told_mistaken", plain.word("yes") if mistaken else ""),
            ("recorded_by", self._who(each.made_by)),
            ("recorded_at", plain.at(each.made_at)),
        ]

    def letters(self, work: UnitOfWork, person_id: PersonId) -> list[Part]:
        """Every letter, what happened to the paper, and the files of it that were saved outside the vault."""
        plain = self.plain
        steps: dict[str, list[str]] = {}
        for step in work.letters.steps(person_id):
            steps.setdefault(step.delivery_id, []).append(self._step(step))
        files: dict[str, list[str]] = {}
        for file in work.oversight.written_files():
            told = plain.word("letter_file", at=plain.at(file.written_at), name=self._who(file.written_by))
            files.setdefault(file.made_id, []).append(told)
        parts: list[Part] = []
        for each in work.letters.of_person(person_id):
            parts.append(
                Heading(plain.word("letter_of", title=self._kind(each.kind), at=plain.at(each.made_at)))
            )
            parts += plain.facts(self._letter(each, steps.get(each.id, []), files.get(each.id, [])))
        return parts

    def _letter(self, each: Delivery, steps: list[str], files: list[str]) -> list[tuple[str, str]]:
        plain = self.plain
        return [
            ("letter_number", each.number),
            ("letter_language", self._known("language", each.language)),
            ("letter_made_by", self._who(each.made_by)),
            ("letter_way", self._known("way", each.way) if each.way else plain.word("way_none")),
            ("letter_delivered", plain.day(each.delivered_on) if each.delivered_on else ""),
            ("letter_steps", "; ".join(steps)),
            ("letter_files", "; ".join(files)),
        ]

    def _step(self, step: LetterStep) -> str:
        plain = self.plain
        return plain.word(
            "letter_step",
            what=self._known("way", step.what),
            day=plain.day(step.day),
            name=self._who(step.by),
        )

    def _who(self, user_id: str) -> str:
        return self.names.get(UserId(user_id), user_id)
