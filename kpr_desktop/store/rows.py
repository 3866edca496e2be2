"""Small conversions between columns and values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kpr_desktop.domain.ids import AssessmentId, DeviceId, UserId
from kpr_desktop.usecases.key_ports import FieldCipher
from kpr_desktop.usecases.ports import Clock


@dataclass(frozen=True, slots=True)
class Hand:
    """By whose hand rows are written: user, machine, clock, and the cipher for identity numbers."""

    user_id: UserId
    device_id: DeviceId
    clock: Clock
    fields: FieldCipher

    def now(self) -> str:
        """The time now as text."""
        return self.clock().isoformat()


def day_or_none(text: str | None) -> date | None:
    """A day from its column."""
    return date.fromisoformat(text) if text else None


def time_or_none(text: str | None) -> datetime | None:
    """A time from its column."""
    return datetime.fromisoformat(text) if text else None


def text_or_none(value: date | datetime | None) -> str | None:
    """A day or a time for its column."""
    return value.isoformat() if value else None


def marks(count: int) -> str:
    """`count` question marks for a VALUES list."""
    return ", ".join("?" * count)


def assessment_or_none(text: str | None) -> AssessmentId | None:
    """An assessment's id from its column."""
    return AssessmentId(text) if text else None
