"""How requests, notices and what was given are told."""

from __future__ import annotations

from datetime import date

from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.dates import in_table
from kpr_desktop.domain.rights import CorrectionNotice, RequestState, RightsRequest
from kpr_desktop.usecases.disclosures import Given
from kpr_desktop.usecases.records import Delivery
from kpr_desktop.usecases.services import Services
from kpr_desktop_ui.pages.consents.consent_words import ConsentWords
from kpr_desktop_ui.widgets import Cell, Row

_KINDS = {
    RequestState.OPEN: "info",
    RequestState.SOON: "warning",
    RequestState.OVERDUE: "stop",
    RequestState.ANSWERED: "ok",
}
_RECEIPTS = {"accepted": "ok", "errors": "warning", "rejected": "stop"}


class RightsWords:
    """Names of kinds, states and ways, in the program's language."""

    __slots__ = ("_consents", "_services", "texts")

    def __init__(self, texts: Texts, services: Services) -> None:
        self.texts, self._services = texts, services
        self._consents = ConsentWords(texts, services.consents)

    # --- requests

    def kind(self, request: RightsRequest) -> str:
        """What is asked for."""
        return self.texts(f"requests.kind_{request.kind.value}")

    def askers(self) -> list[tuple[str, str]]:
        """Who can ask, to choose from."""
        return self._consents.givers()

    def asker(self, request: RightsRequest) -> str:
        """Who asked: the kind, and the name when it was not the person."""
        kind = dict(self.askers())[request.asked_by.value]
        if not request.asker_name:
            return kind
        return self.texts("consent.giver_named", kind=kind, name=request.asker_name)

    def due(self, request: RightsRequest) -> str:
        """The last day to answer on, and that it was put off."""
        day = in_table(request.due)
        return self.texts("requests.due_extended", date=day) if request.extended_to else day

    def state(self, request: RightsRequest, today: date) -> Cell:
        """How it stands: days left, days over, or the answer; with its sign."""
        state = request.state_on(today)
        if state is RequestState.ANSWERED:
            text = self.texts(
                "requests.state_answered", outcome=self.outcome(request), date=in_table(request.answered_on)
            )
        else:
            text = self.left((request.due - today).days)
        return Cell(text, _KINDS[state])

    def left(self, days: int) -> str:
        """Days until it is due; negative when that is over."""
        if days == 0:
            return self.texts("requests.left_today")
        one, side = abs(days) == 1, "left" if days > 0 else "over"
        if one:
            return self.texts(f"requests.{side}_one")
        return self.texts(f"requests.{side}", count=abs(days))

    def outcome(self, request: RightsRequest) -> str:
        """How it was answered; empty when it was not."""
        return self.texts(f"requests.outcome_{request.outcome.value}") if request.outcome else ""

    def request_row(self, request: RightsRequest, today: date) -> Row:
        """A request as a row: came, what, from whom, due, state."""
        cells = (
            in_table(request.received_on),
            self.kind(request),
            self.asker(request),
            self.due(request),
            self.state(request, today),
        )
        return Row(request.id, cells)

    def notice_row(self, notice: CorrectionNotice) -> Row:
        """Somebody to tell: who, what they got, when, whether they know."""
        state = Cell(self.texts("requests.notice_open"), "warning")
        if notice.told_on is not None:
            told = self.texts("requests.notice_told", date=in_table(notice.told_on), how=notice.told_how)
            state = Cell(told, "ok")
        return Row(
            notice.id,
            (self.recipient(notice.recipient), self.what(notice.what), in_table(notice.given_on), state),
        )

    # --- who got what

    def recipient(self, to: str) -> str:
        """Who got it: words as they stand, a code by its name."""
        return self._known(f"given.to_{to}", to)

    def what(self, what: str) -> str:
        """What was given: words as they stand, a code or a letter by its name."""
        return self._known(f"given.source_{what}", self.letter(what))

    def letter(self, kind: str) -> str:
        """A kind of letter by its name; a municipality's own as it is called."""
        return self._known(f"letters.kind_{kind}", kind)

    def delivery(self, delivery: Delivery) -> str:
        """A letter that was made: its name and day."""
        return self.texts(
            "requests.letter_of", letter=self.letter(delivery.kind), date=in_table(delivery.made_at.date())
        )

    def given_row(self, key: str, given: Given) -> Row:
        """A line of the register: when, who, what, why, how."""
        why = self.texts(f"given.basis_{given.basis}")
        words = given.basis_words
        if given.basis == "purpose":
            words = self._known(f"written.purpose_{words}", words)
        how = self._known(f"given.how_{given.how}", self._known(f"letters.way_{given.how}", given.how))
        if given.by:
            how = self.texts("given.by", how=how, name=given.by)
        kind = "neutral"
        if given.receipt:
            how = f"{how} · {self.texts(f'given.receipt_{given.receipt}')}"
            kind = _RECEIPTS[given.receipt]
        return Row(
            key,
            (
                in_table(given.day),
                given.to_words or self.recipient(given.to),
                given.what_words or self.what(given.what),
                f"{why}: {words}" if words else why,
                Cell(how, kind),
            ),
        )

    def _known(self, key: str, otherwise: str) -> str:
        return self.texts(key) if self.texts.has(key) else otherwise
