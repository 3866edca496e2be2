"""The languages of the program. A module of its own, so that the first texts do not wait for the whole model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
DECIMAL_MARKS: Mapping[str, str] = {"nb": ",", "nn": ",", "en": "."}
