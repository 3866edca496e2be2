"""Letter content to PDF, and PDF to pixels. The libraries behind it are loaded with the first letter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.codebook.manual import Manual
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.letter_records import LetterRequest, MadePdf
from kpr_desktop.usecases.records import PageImage

__all__ = ["Letters", "drawable"]


def drawable(text: str) -> bool:
    """Whether a letter shows the text as it is meant: in our fonts, and written from left to right."""
    from kpr_desktop.letters import fonts  # noqa: PLC0415 - loaded with the first letter, not at start

    return fonts.drawable(text)


class Letters:
    """The letters in one folder (the shipped ones unless given). Implements `LetterMaker`.

    `texts`: those that others have in hand too, with what the municipality lays over them.
    """

    def __init__(self, folder: Path | None = None, texts: LetterTexts | None = None) -> None:
        self._texts = texts or LetterTexts(folder)

    def kinds(self) -> Sequence[str]:
        """The ids of all letters."""
        return self._texts.kinds()

    def languages(self, kind: str) -> Sequence[str]:
        """The languages a letter can be made in."""
        return self._texts.languages(kind)

    def make(self, request: LetterRequest) -> MadePdf:
        """The letter as PDF, the same bytes for the same request.

        Raises UserFault letter.unknown_kind | letter.no_such_language | letter.field_missing | letter.logo.
        """
        letter, frame = self._texts.letter(request.kind, request.language)
        from kpr_desktop.letters.pdf import make  # noqa: PLC0415 - loaded with the first letter, not at start

        return make(letter, frame, request)

    def manual(self, manual: Manual) -> MadePdf:
        """A manual as PDF, the same bytes for the same text. Raises UserFault letter.no_such_language."""
        frame = self._texts.frame(manual.language)
        if frame is None:
            raise UserFault("letter.no_such_language")
        from kpr_desktop.letters.manual import make_manual  # noqa: PLC0415 - loaded with the first one, not at start

        return make_manual(manual, frame)

    def check_logo(self, png: bytes) -> None:
        """Raises UserFault letter.logo (logo) for a picture that no letter can have."""
        from kpr_desktop.letters.logo import read_logo  # noqa: PLC0415 - loaded with the first picture, not at start

        read_logo(png)

    def pages(self, pdf: bytes, width: int) -> list[PageImage]:
        """The pages as pictures, `width` pixels wide."""
        from kpr_desktop.letters.preview import pages  # noqa: PLC0415 - loaded with the first preview, not at start

        return pages(pdf, width)
