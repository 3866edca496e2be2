"""The whole conversation on paper, for a power cut: every item in order, about nobody."""

from __future__ import annotations

from collections.abc import Mapping

from kpr_desktop.codebook.model import CodeBook, EntryField, Item, ItemKind
from kpr_desktop.domain.assessment import Reason
from kpr_desktop.usecases.letter_content import Gathered, Gathering
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_records import Choice, Heading, Part, Room, Said
from kpr_desktop.usecases.talk_settings import talk_book

_ROWS = 3
"""Places for rows of a repeating item; more go on the sheet's last lines."""
_NOTE_LINES, _MORE_LINES = 2, 12
_EVIDENCE, _VIEW = "evidence", "view"


def gather(gathering: Gathering) -> Gathered:
    """The book of the day, with the municipality's own order and guidance."""
    book = talk_book(gathering.book, gathering.work)
    form = _Form(Plain(gathering.letter, gathering.frame), book)
    return Gathered(
        fields={"kodebok": str(book.year)},
        parts={"head": form.head(), "items": form.items(), "more": form.more()},
    )


class _Form:
    def __init__(self, plain: Plain, book: CodeBook) -> None:
        self._plain = plain
        self._book = book
        self._numbers: Mapping[str, int] = {step.item: n for n, step in enumerate(book.steps, 1)}

    def head(self) -> tuple[Part, ...]:
        """What is filled in by hand before the first question."""
        word = self._plain.word
        reasons = tuple(word(f"reason_{each.value}") for each in Reason)
        return (
            Room(word("head_name"), name="head_name"),
            Room(word("head_number"), name="head_number"),
            Room(word("head_day"), name="head_day"),
            Room(word("head_assessor"), name="head_assessor"),
            Choice(word("head_reason"), reasons, name="head_reason"),
        )

    def items(self) -> tuple[Part, ...]:
        """Every item under its group's heading, numbered as the conversation goes."""
        found: list[Part] = []
        for group in self._book.groups:
            found.append(Heading(self._plain.text(group.name), lang=self._plain.book_lang))
            for item_id in group.items:
                found += self._item(self._book.items[item_id])
        return tuple(found)

    def more(self) -> tuple[Part, ...]:
        """Lines for what found no room."""
        return (Room(self._plain.word("more_notes"), _MORE_LINES, "more_notes"),)

    def _item(self, item: Item) -> list[Part]:
        plain = self._plain
        label = plain.word("numbered", number=self._numbers[item.id], label=plain.text(item.label))
        found: list[Part] = [Heading(label, 4, plain.book_lang, together=True)]
        if item.visible_when is not None:
            found.append(Said(self._rule(item), "strong"))
        question, help_ = plain.text(item.citizen.question), plain.text(item.citizen.help)
        if item.kind is ItemKind.ENTRIES:
            found += [Said(question, lang=plain.book_lang), Said(help_, "note", plain.book_lang)]
            for row in range(1, _ROWS + 1):
                found.append(Said(plain.word("row", number=row), "strong"))
                found += [self._field(item, field, row) for field in item.fields]
        elif item.kind is ItemKind.DATE:
            found += [Said(help_, "note", plain.book_lang), Room(question, name=item.id)]
        else:
            found.append(Choice(question, self._options(item), help_, item.id))
        if item.kind is ItemKind.SCORE:
            found += [
                Choice(plain.word("view"), self._labels(_VIEW), name=f"{item.id}.view"),
                Room(plain.word("own_words"), name=f"{item.id}.words"),
                Choice(plain.word("known_by"), self._labels(_EVIDENCE), name=f"{item.id}.evidence"),
            ]
        found.append(Room(plain.word("note"), _NOTE_LINES, f"{item.id}.note"))
        return found

    def _rule(self, item: Item) -> str:
        """When the item is asked at all, in words."""
        condition = item.visible_when
        assert condition is not None  # noqa: S101 - asked for before
        other = self._book.items[condition.item]
        values = [value for value in self._codes(other) if value in condition.values]
        said = " / ".join(self._plain.value(self._book, other, each) for each in values)
        return self._plain.word("asked_only", answer=said, number=self._numbers[other.id])

    def _field(self, item: Item, field: EntryField, row: int) -> Part:
        label, name = self._plain.text(field.label), f"{item.id}.{row}.{field.id}"
        if field.list:
            return Choice(label, self._labels(field.list), name=name)
        return Room(label, name=name)

    def _options(self, item: Item) -> tuple[str, ...]:
        plain = self._plain
        return tuple(
            plain.word("option", code=code, meaning=plain.value(self._book, item, code))
            for code in self._codes(item)
        )

    def _codes(self, item: Item) -> list[str]:
        """The codes that the form's year may use."""
        if item.kind is ItemKind.SCORE:
            return [value.code for value in self._book.scales[item.list].values]
        return [code.code for code in self._book.lists[item.list].codes if code.valid_in(self._book.year)]

    def _labels(self, list_id: str) -> tuple[str, ...]:
        codes = self._book.lists[list_id].codes
        return tuple(self._plain.text(code.label) for code in codes if code.valid_in(self._book.year))
