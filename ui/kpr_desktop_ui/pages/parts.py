"""The parts of the program that the rail leads to."""

from __future__ import annotations

from collections.abc import Callable

from kpr_desktop_ui.pages.places import (
    AccessPlace,
    AuditPlace,
    BackupPlace,
    GalleryPlace,
    HelpPlace,
    OverviewPlace,
    PersonsPlace,
    Place,
    PracticeCasePlace,
    PracticePlace,
    RecoveryPlace,
    SettingsPlace,
    SubmissionPlace,
    WorkListPlace,
)

PARTS: dict[str, tuple[str, Callable[[], Place]]] = {
    "work_list": ("list", WorkListPlace),
    "persons": ("users", PersonsPlace),
    "submission": ("send", SubmissionPlace),
    "overview": ("chart-column", OverviewPlace),
    "settings": ("settings", SettingsPlace),
    "practice": ("pencil", PracticePlace),
    "access": ("user", AccessPlace),
    "audit": ("shield", AuditPlace),
}
"""The parts of the program: icon, and the place that the rail leads to. Practice is there in a training vault only,
access and control for those who look after it, persons for those who may find them."""
_PART_OF: dict[type, str] = {
    WorkListPlace: "work_list",
    SubmissionPlace: "submission",
    OverviewPlace: "overview",
    SettingsPlace: "settings",
    RecoveryPlace: "settings",
    PracticePlace: "practice",
    PracticeCasePlace: "practice",
    AccessPlace: "access",
    AuditPlace: "audit",
    BackupPlace: "settings",
    GalleryPlace: "settings",
    HelpPlace: "",
}
"""Every other place belongs to the persons."""


def part_of(place: Place) -> str:
    """The part that a place belongs to; empty for one that is of none."""
    return _PART_OF.get(type(place), "persons")
