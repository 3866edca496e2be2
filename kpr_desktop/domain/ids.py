"""Names for the identifiers that every record carries (UUID version 4 as lower-case text, 36 characters)."""

from __future__ import annotations

from typing import NewType

PersonId = NewType("PersonId", str)
AssessmentId = NewType("AssessmentId", str)
ServiceId = NewType("ServiceId", str)
UserId = NewType("UserId", str)
DeviceId = NewType("DeviceId", str)
VaultId = NewType("VaultId", str)
