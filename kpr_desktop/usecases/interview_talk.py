"""Gestures beside the answer: notes, how it is known, why it changed, and the person's own view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.domain.assessment import CONSENT_BASES, Assessment, Cursor, Evidence
from kpr_desktop.domain.consent import Consent, why_not
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.interview_draft import Draft
from kpr_desktop.usecases.interview_values import check_length
from kpr_desktop.usecases.ports import UnitOfWork

_DECIDING_LIMIT = 400
_WRITTEN = {
    "note": "interview.note",
    "reason": "interview.reason",
    "basis": "interview.evidence",
    "words": "interview.opinion",
}
"""What the log says of a text, by the field it was written in: that it was written, and never what it says."""


class TalkGestures(Draft):
    """The part of the interview that stands beside the answers. One transaction each; texts are saved as typed."""

    def type_note(self, item: str, text: str, caret: int) -> None:
        """Save a note as it is being typed, with the caret's place. Raises UserFault interview.note_too_long."""
        check_length(item, text)
        self._keep_answer(replace(self.seen(item), note=text), Cursor(item, "note", caret))

    def leave_text(self, item: str, field: str) -> None:
        """Log that a text (note, reason, basis, words) was written, once the person leaves it.

        Key strokes are saved, not logged one by one.
        """
        with self._gesture(_WRITTEN[field], item):
            pass

    def move(self, item: str, field: str = "score", caret: int = 0) -> None:
        """Remember where the interview stands."""
        cursor = Cursor(item, field, caret)
        if cursor != self._cursor:
            with self._gesture(cursor=cursor):
                pass

    def decide(self, item: str, deciding: str) -> None:
        """Keep the answers to the deciding questions as they are given, or that the question before a 9 is open."""
        if len(deciding) > _DECIDING_LIMIT:
            raise UserFault("interview.value_not_allowed", item)
        self._keep_answer(replace(self.seen(item), deciding=deciding), Cursor(item))

    def type_reason(self, item: str, text: str, caret: int) -> None:
        """Save why the score changed, as it is being typed. Raises UserFault interview.note_too_long."""
        check_length(item, text)
        self._keep_answer(replace(self.seen(item), reason=text), Cursor(item, "reason", caret))

    # --- how it is known

    def set_evidence(self, item: str, ways: Iterable[str], basis: str = "", consent_id: str = "") -> None:
        """Tell how the answer is known, and on what ground others were asked.

        A basis that still lacks something is stored as it is, and told by a soft rule. Raises UserFault
        interview.value_not_allowed for a code that the lists lack, interview.consent_not_valid for a consent that was
        withdrawn, does not hold on the day of the assessment or is not of the kind that the basis names.
        """
        chosen = frozenset(ways)
        if not chosen <= self._codes("evidence") or (basis and basis not in self._codes("basis")):
            raise UserFault("interview.value_not_allowed", item)
        old = self.seen(item)
        made = replace(old, evidence=Evidence(chosen, basis, old.evidence.reason, consent_id))
        with self._gesture("interview.evidence", item, Cursor(item)) as work:
            if consent_id and not self._may_rest_on(work, consent_id, basis):
                raise UserFault("interview.consent_not_valid", item)
            work.assessments.save_answer(self._assessment.id, self._stored(made))
        self._answers[item] = made

    def type_basis_reason(self, item: str, text: str, caret: int) -> None:
        """Save why others were asked on another basis, as typed. Raises UserFault interview.note_too_long."""
        check_length(item, text)
        old = self.seen(item)
        made = replace(old, evidence=replace(old.evidence, reason=text))
        self._keep_answer(made, Cursor(item, "basis", caret))

    def consents(self) -> list[Consent]:
        """The person's consents that hold on the day of the assessment and were not withdrawn, newest first."""
        with self._session.work() as work:
            return self._holding(work)

    def refused(self, basis: str) -> list[tuple[Consent, str]]:
        """The consents of the kind that `basis` names on which nothing may rest, newest first, and why (`why_not`)."""
        day, today = self._assessment.assessed_on, self._session.today()
        with self._session.work() as work:
            found = work.consents.of_person(self._assessment.person_id)
            kept = {consent_id for _, consent_id in self._kept(work)}
        asked = [(each, why_not(each, basis, day, today)) for each in found if each.id not in kept]
        return [(each, why) for each, why in asked if why not in ("", "unknown")]

    # --- the person's own view

    def set_opinion(
        self, item: str, *, own: str | None = None, view: str | None = None, citizen: bool = False
    ) -> None:
        """Keep the person's own answer (a code of the variable's scale) and whether it is seen alike (list `view`).

        None leaves a part as it is, an empty text takes it back. `citizen`: the gesture was made in the citizen's view.
        Raises UserFault interview.value_not_allowed.
        """
        scale = self.book.scales.get(self.book.items[item].list)
        scores = {v.code for v in scale.values} if scale else set()
        if (own and own not in scores) or (view and view not in self._codes("view")):
            raise UserFault("interview.value_not_allowed", item)
        old = self.seen(item)
        opinion = old.opinion
        opinion = replace(
            opinion,
            own=opinion.own if own is None else own,
            view=opinion.view if view is None else view,
        )
        cursor = Cursor(item, "citizen" if citizen else "score")
        self._keep_answer(replace(old, opinion=opinion), cursor, "interview.opinion")

    def type_words(self, item: str, text: str, caret: int, *, citizen: bool = False) -> None:
        """Save the person's own words as they are being typed. Raises UserFault interview.note_too_long."""
        check_length(item, text)
        old = self.seen(item)
        made = replace(old, opinion=replace(old.opinion, words=text))
        self._keep_answer(made, Cursor(item, "citizen.words" if citizen else "words", caret))

    def set_language(self, language: str) -> None:
        """Show the citizen's view in another language (nb, nn, en). Raises UserFault interview.value_not_allowed."""
        if language not in LANGUAGES:
            raise UserFault("interview.value_not_allowed", "language")
        with self._gesture() as work:
            work.assessments.save_language(self._assessment.id, language)
        self._assessment = replace(self._assessment, citizen_language=language)

    # --- inside

    def _codes(self, list_id: str) -> frozenset[str]:
        return frozenset(code.code for code in self.book.lists[list_id].codes)

    def _holding(self, work: UnitOfWork) -> list[Consent]:
        day, today = self._assessment.assessed_on, self._session.today()
        return [c for c in work.consents.of_person(self._assessment.person_id) if c.usable_on(day, today)]

    def _ruled(self) -> tuple[Assessment, frozenset[str]]:
        """The assessment as the rules see it, and the consents that hold for it.

        An answer that rests on what it may not rest on (any more) names no consent there. A finished assessment that
        is corrected keeps what each answer rested on then: what was obtained under a consent stays when that is
        withdrawn, and must be possible to mend; another answer cannot be put on it.
        """
        head, answers = self.assessment, dict(self._answers)
        with self._session.work() as work:
            may = {c.id for c in self._holding(work)}
            kept = self._kept(work)
        for item, answer in self._answers.items():
            rests = (item, answer.evidence.consent_id)
            if rests[1] and rests[1] not in may and rests not in kept:
                answers[item] = replace(answer, evidence=replace(answer.evidence, consent_id=""))
        return replace(head, answers=answers), frozenset(may | {consent_id for _, consent_id in kept})

    def _kept(self, work: UnitOfWork) -> frozenset[tuple[str, str]]:
        """Items and the consents that they rested on in earlier versions."""
        head = self._assessment
        if head.version == 1:
            return frozenset()
        held = {c.id for c in work.consents.of_person(head.person_id) if c.holds_on(head.assessed_on)}
        return frozenset(
            (item, answer.evidence.consent_id)
            for each in work.assessments.of_person(head.person_id)
            if each.series_id == head.series_id and each.id != head.id
            for item, answer in each.answers.items()
            if each.assessed_on == head.assessed_on or answer.evidence.consent_id in held
        )

    def _may_rest_on(self, work: UnitOfWork, consent_id: str, basis: str) -> bool:
        return basis in CONSENT_BASES and any(
            c.id == consent_id and c.supports(basis) for c in self._holding(work)
        )
