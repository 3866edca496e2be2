"""What a rule found: data that the summary, the rehearsal and the forms all show alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kpr_desktop.errors import Param


class Severity(StrEnum):
    """`HARD` stops finishing or exporting, `SOFT` asks for a look."""

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `code` is the rule's stable code, `target` the item, field or service it points to.

    `target` is an interview item id (`v07`) or a text beside its answer (`v07.reason`, `v07.basis`), a person field
    (`person.birth_date`) or a service field (`service.<ServiceId>.end`); the window jumps there.
    `params` fill the rule's text and hold no names.
    """

    code: str
    severity: Severity
    target: str
    params: Mapping[str, Param] = field(default_factory=dict)
