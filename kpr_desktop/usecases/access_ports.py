"""The part of the store that tells who may open what."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from kpr_desktop.domain.access import Standing
from kpr_desktop.domain.ids import PersonId, UserId
from kpr_desktop.usecases.vault_records import Assignment, Authorisation, Block, Emergency


class Access(Protocol):
    """Who may open what: the authorisation register, assignments, blocks and emergency access.

    What is saved again may be ended, reviewed, lifted or decided; what it first said is never written over.
    """

    def authorisations(self, user_id: UserId | None = None) -> list[Authorisation]:
        """All that were ever given, or those of one user; the oldest first."""
        ...

    def save_authorisation(self, given: Authorisation) -> None: ...
    def assignments(
        self, *, person_id: PersonId | None = None, user_id: UserId | None = None
    ) -> list[Assignment]:
        """Of a person, or of a user; the newest first, those that hold no more too."""
        ...

    def save_assignment(self, given: Assignment) -> None: ...
    def standing(self, person_id: PersonId, user_id: UserId, today: date) -> Standing | None:
        """How a user stands to a person; None for a person that is not there."""
        ...

    def own_persons(self, user_id: UserId, today: date, *, limit: int) -> list[PersonId]:
        """Whom the user is responsible for, is assigned to, or has a draft of; by name."""
        ...

    def blocks(self, *, person_id: PersonId | None = None, lifted: bool = False) -> list[Block]:
        """Blocks that hold, of one person or of all; with `lifted` those that were lifted too. The oldest first."""
        ...

    def save_block(self, block: Block) -> None: ...
    def emergencies(self, *, undecided: bool = False) -> list[Emergency]:
        """The newest first; with `undecided` those that a leader has not looked at."""
        ...

    def save_emergency(self, made: Emergency) -> None: ...
