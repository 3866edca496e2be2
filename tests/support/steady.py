"""Time and ids that are the same in every run."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from random import Random

OSLO_WINTER = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 23, 9, 5, tzinfo=OSLO_WINTER)


@dataclass
class StandingClock:
    """Time that moves only when a test says so."""

    time: datetime = NOW

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **by: int) -> None:
        self.time += timedelta(**by)


@dataclass
class Ids:
    """New ids that are the same in every run; `planned` ones come first."""

    random: Random = field(default_factory=lambda: Random(7))
    planned: list[str] = field(default_factory=list)

    def __call__(self) -> str:
        if self.planned:
            return self.planned.pop(0)
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))
