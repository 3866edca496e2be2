"""The languages of the program. A module of its own, so that the first texts do not wait for the whole model."""

from __future__ import annotations

from typing import Literal

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
