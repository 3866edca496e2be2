"""What the store and the system do for oversight: controls, deletions, files written out, and where those lie."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from kpr_desktop.domain.ids import AssessmentId, PersonId, ServiceId
from kpr_desktop.usecases.vault_records import Control, Deletion, WrittenFile


class Oversight(Protocol):
    """Controls of the log, wishes to delete, files written out. What is closed never changes (LookupError)."""

    def controls(self) -> list[Control]:
        """The newest first."""
        ...

    def save_control(self, made: Control) -> None:
        """New, made again before it was signed, or signed."""
        ...

    def deletions(self) -> list[Deletion]:
        """Everything that was ever asked, the newest first."""
        ...

    def save_deletion(self, made: Deletion) -> None:
        """New, or decided."""
        ...

    def written_files(self, *, left: bool = False) -> list[WrittenFile]:
        """The newest first; with `left` those that nobody has confirmed to be gone."""
        ...

    def save_written_file(self, made: WrittenFile) -> None:
        """New, or confirmed to be gone."""
        ...


class Erasing(Protocol):
    """Real deletion. Each raises UserFault deletion.nothing_there. What was reported keeps its place in the chain."""

    def note(self, assessment_id: AssessmentId, item: str) -> None:
        """What was written on an item, in every version."""
        ...

    def assessment(self, assessment_id: AssessmentId) -> None:
        """Every version of it."""
        ...

    def service(self, service_id: ServiceId) -> None:
        """With its pauses, versions and events that wait."""
        ...

    def person(self, person_id: PersonId) -> None:
        """Everything of a person."""
        ...

    def is_erased(self, person_id: PersonId) -> bool:
        """Whether the person's content is gone."""
        ...

    def to_cancel(self) -> list[str]:
        """The events that the register has of what is erased, by id."""
        ...


class PlaceKinds(Protocol):
    """Tells what is risky about a folder: words of `domain.file_places.Risk`."""

    def risks(self, folder: Path) -> frozenset[str]: ...
    def there(self, path: Path) -> bool | None:
        """Whether the file is there; None when its folder cannot be reached."""
        ...
