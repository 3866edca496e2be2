"""What the case puts into a letter: one gatherer for each kind of letter that holds more than its text.

A gatherer runs in the transaction that makes and logs the letter. It reads, and never writes, commits or logs. Which
kind has which gatherer stands in `registry`; this module is known by all of them and knows none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kpr_desktop.codebook.letters import Frame, LetterText
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.domain.person import Person
from kpr_desktop.usecases.letter_records import Part
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session


@dataclass(frozen=True, slots=True)
class Gathering:
    """What a gatherer works with.

    `person`: whom the letter is about, without the address where that is protected; None for a kind about nobody.
    `book`: the code book of the letter's day. `filled`: what the user typed or chose, by name. `about`: the id of what
    the letter is about (consent, assessment, request); empty = the gatherer's own choice, such as the latest one.
    """

    work: UnitOfWork
    session: Session
    person: Person | None
    letter: LetterText
    frame: Frame
    book: CodeBook
    filled: Mapping[str, str] = field(default_factory=dict)
    about: str = ""

    @property
    def language(self) -> str:
        """The letter's language, for the code book's texts (`Text.in_`)."""
        return self.letter.language

    @property
    def whom(self) -> Person:
        """The person; only a kind about a person may ask."""
        assert self.person is not None  # noqa: S101 - LetterDesk.make gives one
        return self.person


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a gatherer gives: the text's own fields and parts, and the id of what the letter is about (no content)."""

    fields: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    subject: str = ""


Gatherer = Callable[[Gathering], Gathered]
"""Raises UserFault letter.* with what is lacking or chosen wrongly."""
