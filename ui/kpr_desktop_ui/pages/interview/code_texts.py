"""What the diagnosis registers that were read in say of a row's code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kpr_desktop.errors import EnvironmentFault
from kpr_desktop.usecases.diagnosis_codes import DiagnosisCodeDesk

CODE = "code"
"""The field of a row that holds the code; beside it stands `system`."""
_SYSTEM = "system"


class CodeTexts:
    """Looks codes up in the editions for `day`. A text is an extra: where none can be read there is none."""

    __slots__ = ("_day", "_desk")

    def __init__(self, desk: DiagnosisCodeDesk, day: date) -> None:
        self._desk, self._day = desk, day

    def text(self, values: Mapping[str, str]) -> str:
        """What the code of a row stands for; empty when nobody knows."""
        try:
            return self._desk.text_of(values.get(_SYSTEM, ""), values.get(CODE, ""), self._day)
        except EnvironmentFault:
            return ""

    def is_unknown(self, values: Mapping[str, str]) -> bool:
        """Whether there is a register for the day, and it lacks the code of the row."""
        try:
            return self._desk.is_unknown(values.get(_SYSTEM, ""), values.get(CODE, ""), self._day)
        except EnvironmentFault:
            return False
