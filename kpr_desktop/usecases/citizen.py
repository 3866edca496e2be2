"""What the citizen's view may show of an item, and nothing else: the view is built from this alone."""

from __future__ import annotations

from dataclasses import dataclass

from kpr_desktop.codebook.model import CodeBook, ItemKind
from kpr_desktop.domain.assessment import Opinion


@dataclass(frozen=True, slots=True)
class CitizenItem:
    """One item in plain words and in the person's language.

    There is no field here for score, note, last time or anybody's name. `number` of `total` counts the function
    variables; 0 for the other items, which have no `choices`. `choices` are (code, words): the code is for storing the
    person's own answer, only the words are for the eye. `own`, `view` and `words` are what the person has said.
    """

    item: str
    number: int
    total: int
    label: str
    question: str
    help: str
    choices: tuple[tuple[str, str], ...]
    own: str
    view: str
    words: str


def citizen_item(
    book: CodeBook, item_id: str, opinion: Opinion, language: str, number: int, total: int
) -> CitizenItem:
    """The item as the person may see it. Raises KeyError for an item that the book lacks."""
    item = book.items[item_id]
    choices: tuple[tuple[str, str], ...] = ()
    if item.kind is ItemKind.SCORE:
        choices = tuple((v.code, v.citizen.in_(language)) for v in book.scales[item.list].values)
    return CitizenItem(
        item=item_id,
        number=number,
        total=total,
        label=item.label.in_(language),
        question=item.citizen.question.in_(language),
        help=item.citizen.help.in_(language),
        choices=choices,
        own=opinion.own,
        view=opinion.view,
        words=opinion.words,
    )
