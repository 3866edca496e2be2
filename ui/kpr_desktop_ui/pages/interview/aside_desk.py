"""What stands beside a score: how it is known, why it changed, and how the person sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from kpr_desktop.codebook.model import ItemKind
from kpr_desktop.domain.assessment import CONSENT_BASES, NOT_RELEVANT, TOLD_BY_OTHERS, Answer, Evidence
from kpr_desktop.domain.changes import compare
from kpr_desktop.domain.consent import Consent
from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.interview import Interview
from kpr_desktop_ui.pages.interview.focus import leave
from kpr_desktop_ui.pages.interview.item_view import ItemView
from kpr_desktop_ui.pages.interview.keeper import Keeper
from kpr_desktop_ui.pages.interview.side_panel import SidePanel
from kpr_desktop_ui.pages.interview.talk_field import TalkField
from kpr_desktop_ui.pages.interview.words import Words

REASON, BASIS, WORDS = "reason", "basis", "words"
"""The fields of the cursor that are here."""


class AsideDesk(QObject):
    """Between the fields beside a score and the interview; every gesture is on disk at once.

    `settled`: another line or card is open now. `consent_wanted(given_by)`: a consent is to be recorded.
    """

    settled = Signal()
    consent_wanted = Signal(str)

    def __init__(
        self,
        interview: Interview,
        keeper: Keeper,
        view: ItemView,
        side: SidePanel,
        words: Words,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._interview, self._keeper, self._view, self._side = interview, keeper, view, side
        self._words, self._texts = words, words.texts
        self._item = ""
        bases = [a.evidence.basis for a in interview.assessment.answers.values() if a.evidence.basis]
        self._last_basis = bases[-1] if bases else ""
        note, lists = view.note, interview.book.lists
        for fill, name in (
            (note.evidence.set_list, "evidence"),
            (note.basis.set_list, "basis"),
            (side.own.set_list, "view"),
        ):
            if name in lists:  # an edition from before this was asked has none of them
                fill(lists[name])
        note.evidence.changed.connect(self._set_ways)
        note.basis.chosen.connect(self._set_basis)
        note.basis.consent_chosen.connect(self._set_consent)
        note.basis.register.connect(
            lambda basis: self.consent_wanted.emit("person" if basis == "consent" else "representative")
        )
        side.own.viewed.connect(lambda view_: self._keeper.set_view(self._item, view_))
        self._fields: dict[str, TalkField] = {
            REASON: side.last.reason,
            BASIS: note.basis.reason,
            WORDS: side.own.words,
        }
        for name, field in self._fields.items():
            field.edited.connect(self._typing(name, field))
            field.moved.connect(self._moving(name))
            field.left.connect(self._leaving(name, field))
            field.edit.grown.connect(self.settled)

    def show_item(self, item: str) -> None:
        """Show what stands beside the item."""
        self._item = item
        answer = self._keeper.seen(item)
        found = self._interview.item(item)
        scored = found.kind is ItemKind.SCORE
        self._view.note.evidence.setVisible(scored)
        self._view.note.evidence.show_ways(answer.evidence.ways)
        self._show_basis(answer.evidence)
        self.show_opinion()
        self.show_change()

    def show_opinion(self) -> None:
        """Show how the person sees it, as it was told in the citizen's view or here."""
        found = self._interview.item(self._item)
        if found.kind is ItemKind.SCORE:
            opinion = self._keeper.opinion(self._item)
            self._side.own.show_opinion(found, self._interview.book.scales[found.list], opinion)

    def show_change(self) -> None:
        """Show whether the answer can be as last time, must be confirmed, or asks for a reason."""
        item, before = self._item, self._interview.previous
        answer = self._keeper.seen(item)
        now = self._keeper.value(item)
        was = before is not None and bool(before.value(item) or before.entries_of(item))
        same = was and (not now if self._is_rows() else before is not None and before.value(item) != now)
        last, home = self._side.last, self._view.head
        last.show_choice(home, same=same, must=item in self._interview.to_confirm() and not now)
        last.show_reason(answer.reason, home, wanted=self.asks_reason())

    def asks_reason(self) -> bool:
        """Whether the item on screen has changed so much that a reason is asked for."""
        before = self._interview.previous
        if before is None or self._is_rows():
            return False
        now = replace(before, answers={self._item: self._keeper.seen(self._item)})
        found = compare(before, now, [self._item], self._interview.book.expectations)
        return self._interview.item(self._item).kind is ItemKind.SCORE and any(c.needs_reason for c in found)

    def confirms_nine(self) -> bool:
        """Whether last time's score is a 9, which is never taken without its question."""
        before = self._interview.previous
        scored = self._interview.item(self._item).kind is ItemKind.SCORE
        return scored and before is not None and before.value(self._item) == NOT_RELEVANT

    def confirm(self) -> UserFault | None:
        """Say that it is as last time. Gives the fault when there is nothing to say it of."""
        return self._keeper.confirm(self._item)

    def turn_evidence(self, place: int) -> None:
        """Turn the chip with a place's key on or off."""
        if not self._view.note.evidence.isHidden():
            self._view.note.evidence.turn_place(place)

    def focus_field(self, name: str, caret: int) -> bool:
        """Put the caret where it was left. Gives whether that field is here and open."""
        field = self._fields.get(name)
        if field is None or field.isHidden():
            return False
        field.focus_at(caret)
        return True

    def flush(self) -> None:
        """Tell what waits in the fields."""
        for field in self._fields.values():
            field.flush()

    def wrong(self) -> bool:
        """Whether a text could not be taken as it is."""
        return any(field.wrong() for field in self._fields.values() if not field.isHidden())

    def rest_on(self, consent: Consent | None) -> None:
        """Let what others told rest on a consent that was recorded just now; None: none was."""
        evidence = self._keeper.seen(self._item).evidence
        if consent is not None and consent.supports(evidence.basis):
            self._set_consent(consent.id)
        elif consent is not None:
            self._show_basis(evidence)
        self._view.note.basis.new.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- how it is known

    def _set_ways(self, ways: frozenset[str]) -> None:
        old = self._keeper.seen(self._item).evidence
        kept = replace(old, ways=ways)
        if TOLD_BY_OTHERS not in ways:  # nobody else was asked: no ground is needed, and none is kept
            kept = replace(kept, basis="", consent_id="")
        self._set_evidence(kept)
        if TOLD_BY_OTHERS in ways and TOLD_BY_OTHERS not in old.ways and self._view.head.hasFocus():
            self._view.note.basis.basis.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_basis(self, basis: str) -> None:
        old = self._keeper.seen(self._item).evidence
        held = {c.id for c in self._consents(basis)}
        self._set_evidence(
            replace(old, basis=basis, consent_id=old.consent_id if old.consent_id in held else "")
        )
        self._last_basis = basis

    def _set_consent(self, consent_id: str) -> None:
        self._set_evidence(replace(self._keeper.seen(self._item).evidence, consent_id=consent_id))

    def _set_evidence(self, evidence: Evidence) -> None:
        item, interview = self._item, self._interview
        fault = self._keeper.keep(
            "evidence",
            item,
            lambda: interview.set_evidence(item, evidence.ways, evidence.basis, evidence.consent_id),
            lambda answer: replace(answer, evidence=replace(evidence, reason=answer.evidence.reason)),
        )
        self._view.note.evidence.show_ways(self._keeper.seen(item).evidence.ways)
        self._show_basis(self._keeper.seen(item).evidence)
        self._view.note.basis.set_error(self._texts.fault(fault) if fault else "")
        self.settled.emit()

    def _show_basis(self, evidence: Evidence) -> None:
        row = self._view.note.basis
        shown = TOLD_BY_OTHERS in evidence.ways
        if not shown:
            leave(row, self._view.head)
        self._view.note.open_basis(shown=shown)
        if shown:
            consents = [(c.id, self._words.consent(c)) for c in self._consents(evidence.basis)]
            row.show_basis(evidence, consents, self._last_basis)
            self._show_refused(evidence, can_choose=bool(consents))

    def _show_refused(self, evidence: Evidence, *, can_choose: bool) -> None:
        """Tell why the consent that the answer rests on bears it no more; or why there is none to choose."""
        try:
            refused = self._interview.refused(evidence.basis) if evidence.basis in CONSENT_BASES else []
        except EnvironmentFault:
            refused = []
        mine = next((each for each in refused if each[0].id == evidence.consent_id), None)
        told = mine or (refused[0] if refused and not can_choose and not evidence.consent_id else None)
        day, chosen = self._interview.assessment.assessed_on, mine is not None
        text = self._words.refused(*told, day, chosen=chosen) if told is not None else ""
        self._view.note.basis.set_refused(text, chosen=chosen)

    def _consents(self, basis: str) -> list[Consent]:
        """Those that may bear the basis; none when they can not be read just now."""
        try:
            return [c for c in self._interview.consents() if c.supports(basis)]
        except EnvironmentFault:
            return []

    # --- texts

    def _typing(self, name: str, field: TalkField) -> Callable[[str, int], None]:
        def keep(text: str, caret: int) -> None:
            fault = self._type(name, self._item, text, caret)
            field.set_error(self._texts.fault(fault) if fault else "")

        return keep

    def _type(self, name: str, item: str, text: str, caret: int) -> UserFault | None:
        interview = self._interview
        if name == WORDS:
            return self._keeper.type_words(item, text, caret)
        if name == REASON:
            return self._keeper.keep(
                REASON,
                item,
                lambda: interview.type_reason(item, text, caret),
                lambda answer: replace(answer, reason=text),
            )
        return self._keeper.keep(
            BASIS,
            item,
            lambda: interview.type_basis_reason(item, text, caret),
            lambda answer: _because(answer, text),
        )

    def _moving(self, name: str) -> Callable[[int], None]:
        return lambda caret: self._keeper.move(self._item, name, caret)

    def _leaving(self, name: str, field: TalkField) -> Callable[[bool], None]:
        def left(written: bool) -> None:  # noqa: FBT001 - a slot
            if written:
                self._keeper.leave_text(self._item, name)
            if not field.has_focus():
                self._keeper.move(self._item)

        return left

    def _is_rows(self) -> bool:
        return self._interview.item(self._item).kind is ItemKind.ENTRIES


def _because(answer: Answer, text: str) -> Answer:
    return replace(answer, evidence=replace(answer.evidence, reason=text))
