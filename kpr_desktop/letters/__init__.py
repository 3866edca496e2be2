"""Letter content to PDF, and PDF to pixels. The libraries behind it are loaded with the first letter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.usecases.records import LetterRequest, PageImage

__all__ = ["Letters"]


class Letters:
    """The letters in one folder (the shipped ones unless given). Implements `LetterMaker`."""

    def __init__(self, folder: Path | None = None) -> None:
        self._texts = LetterTexts(folder)

    def kinds(self) -> Sequence[str]:
        """The ids of all letters."""
        return self._texts.kinds()

    def languages(self, kind: str) -> Sequence[str]:
        """The languages a letter can be made in."""
        return self._texts.languages(kind)

    def make(self, request: LetterRequest) -> bytes:
        """The letter as PDF bytes, the same ones for the same request.

        Raises UserFault letter.unknown_kind | letter.no_such_language | letter.field_missing.
        """
        letter, frame = self._texts.letter(request.kind, request.language)
        from kpr_desktop.letters.pdf import make  # noqa: PLC0415 - loaded with the first letter, not at start

        return make(letter, frame, request)

    def pages(self, pdf: bytes, width: int) -> list[PageImage]:
        """The pages as pictures, `width` pixels wide."""
        from kpr_desktop.letters.preview import pages  # noqa: PLC0415 - loaded with the first preview, not at start

        return pages(pdf, width)
