"""What is held in codes and dates, as it is written in a letter in the letter's own language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kpr_desktop.codebook.languages import LANGUAGES
from kpr_desktop.codebook.letters import Frame, LetterText
from kpr_desktop.codebook.model import CodeBook, Item, ItemKind, Text
from kpr_desktop.domain.dates import in_table
from kpr_desktop.usecases.letter_records import Facts, Part, Said

OFFICIAL = "nb"
"""The language of the register's own labels: they are quoted as they are."""
LONGEST = 200
"""A longer text gets a paragraph of its own: nothing in a table or beside a label is taller than a page."""

DiagnosisText = Callable[[str, int, str], str]
"""What a diagnosis code stands for: code system, data year, code; empty when it is not known."""


def no_diagnosis_text(system: str, year: int, code: str) -> str:  # noqa: ARG001 - one of DiagnosisText
    """Where no diagnosis register was read in."""
    return ""


@dataclass(frozen=True, slots=True)
class Plain:
    """One letter's words. The code book has three languages; in a letter in any other its texts stand in bokmål."""

    letter: LetterText
    frame: Frame

    @property
    def book_lang(self) -> str:
        """Which language the code book's texts have where it is not the letter's; else empty."""
        return "" if self.letter.language in LANGUAGES else LANGUAGES[0]

    @property
    def official_lang(self) -> str:
        """As `book_lang`, of the register's own labels."""
        return "" if self.letter.language == OFFICIAL else OFFICIAL

    def word(self, key: str, **values: object) -> str:
        """One of the letter's words."""
        return self.letter.word(key, **values)

    def counted(self, key: str, count: int) -> str:
        """So many of something, in the word's form for one or for more."""
        return self.word(f"{key}_one") if count == 1 else self.word(key, count=count)

    def text(self, text: Text) -> str:
        """A text of the code book."""
        return text.in_(self.letter.language)

    def day(self, day: date | None) -> str:
        """A date as it stands in tables; a dash for none."""
        return in_table(day) or self.word("none")

    def at(self, at: datetime | None) -> str:
        """Day and time by the clock that wrote it; a dash for none."""
        return self.word("at", day=in_table(at.date()), time=f"{at:%H.%M}") if at else self.word("none")

    def yes(self, value: object) -> str:
        """Yes or no; a dash for None."""
        if value is None:
            return self.word("none")
        return self.word("yes" if value else "no")

    def code(self, book: CodeBook, list_id: str, code: str, year: int | None = None) -> str:
        """What a code stands for. One that the book has withdrawn says so, one that it lacks stands as it was kept."""
        if not code:
            return self.word("none")
        found = book.lists[list_id].get(code) if list_id in book.lists else None
        if found is None:
            return self.word("unknown_code", code=code)
        label = self.text(found.label)
        return label if year is None or found.valid_in(year) else self.word("withdrawn_code", label=label)

    def value(self, book: CodeBook, item: Item | None, value: str, year: int | None = None) -> str:
        """What an answer means; an item that the book lacks has only its code."""
        if not value:
            return self.word("not_answered")
        if item is None:
            return self.word("unknown_code", code=value)
        if item.kind is ItemKind.SCORE:
            score = book.scales[item.list].get(value)
            return self.text(score.citizen) if score else self.word("unknown_code", code=value)
        if item.kind is ItemKind.DATE:
            return self.iso(value)
        return self.code(book, item.list, value, year)

    def iso(self, value: str) -> str:
        """A date that is kept as text; as it was kept when it is none."""
        try:
            return in_table(date.fromisoformat(value))
        except ValueError:
            return value

    def label(self, book: CodeBook, item_id: str) -> str:
        """What an item is called; one that the book lacks is told by its id."""
        item = book.items.get(item_id)
        return self.text(item.label) if item else self.word("unknown_item", item=item_id)

    def said(self, key: str, text: str) -> list[Part]:
        """A paragraph of what somebody wrote, behind its word (with the gap `text`); nothing for nothing."""
        return [Said(self.word(key, text=text))] if text.strip() else []

    def joined(self, texts: Iterable[str]) -> str:
        """Short statements after each other, each with a full stop behind it unless it ends by itself."""
        found = [each.strip() for each in texts if each.strip()]
        return " ".join(each if each[-1] in ".!?…" or len(found) == 1 else f"{each}." for each in found)

    def facts(self, rows: Iterable[tuple[str, str]]) -> list[Part]:
        """Words and what stands for each of them. What is empty is left out, what is long gets a paragraph."""
        held = [(self.word(key), text) for key, text in rows if text.strip()]
        short = tuple(row for row in held if len(row[1]) <= LONGEST)
        long = [
            Said(self.word("labelled", label=label, text=text)) for label, text in held if len(text) > LONGEST
        ]
        return [*([Facts(short)] if short else []), *long]

    def or_none(self, parts: Iterable[Part], key: str = "nothing") -> tuple[Part, ...]:
        """The parts, or one paragraph that says there is nothing: a section that is missing tells nobody anything."""
        return tuple(parts) or (Said(self.word(key)),)
