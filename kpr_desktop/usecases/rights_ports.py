"""The interfaces of the kept letters and of the citizen's rights."""

from __future__ import annotations

from typing import Protocol

from kpr_desktop.domain.ids import PersonId
from kpr_desktop.domain.rights import CorrectionNotice, Disclosure, ReservationTalk, RightsRequest
from kpr_desktop.usecases.records import Delivery, LetterStep


class LetterFiles(Protocol):
    """Letters that were made: the record, the very bytes, and what was said of the paper. Nothing is said over."""

    def number(self, year: int) -> str:
        """The next print number of a year, such as `2026-000123`; never given twice."""
        ...

    def get(self, delivery_id: str) -> Delivery:
        """Raises UserFault letter.unknown."""
        ...

    def of_person(self, person_id: PersonId) -> list[Delivery]:
        """The newest first."""
        ...

    def keep(self, delivery: Delivery, data: bytes) -> None:
        """The record and the PDF's bytes together."""
        ...

    def data(self, delivery_id: str) -> bytes | None:
        """The bytes as they were made; None when there are none any more, or never were."""
        ...

    def step(self, step: LetterStep) -> None:
        """Add what happened, and bring the record forward."""
        ...

    def steps(self, person_id: PersonId) -> list[LetterStep]:
        """The oldest first."""
        ...

    def open(self, *, limit: int) -> list[Delivery]:
        """Papers that were printed and not reported delivered or shredded; the earliest `collect_by` first."""
        ...


class Rights(Protocol):
    """What citizens have asked for, and what was told to others. A row is added, or an empty place filled once."""

    def save_request(self, request: RightsRequest) -> None:
        """New, extended or answered. Raises LookupError when what was said already would be changed."""
        ...

    def request(self, request_id: str) -> RightsRequest:
        """Raises UserFault rights.request_unknown."""
        ...

    def requests(self, person_id: PersonId) -> list[RightsRequest]:
        """The newest first."""
        ...

    def open_requests(self) -> list[RightsRequest]:
        """Of everybody, the one that is due first at the top."""
        ...

    def save_notice(self, notice: CorrectionNotice) -> None:
        """New, or told. Raises LookupError for one that was told already."""
        ...

    def notices(self, request_id: str) -> list[CorrectionNotice]:
        """In the order they were put in."""
        ...

    def open_notices(self) -> list[CorrectionNotice]:
        """Of everybody, those that nobody has told yet."""
        ...

    def add_disclosure(self, made: Disclosure) -> None: ...
    def disclosures(self, person_id: PersonId) -> list[Disclosure]:
        """Everything that was entered, mistaken ones too; the oldest first."""
        ...

    def add_talk(self, talk: ReservationTalk) -> None: ...
    def talks(self, person_id: PersonId) -> list[ReservationTalk]:
        """The newest first."""
        ...
