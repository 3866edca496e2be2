"""The codes and what they mean: the register's own label, as it stands there, beside the words of the letter."""

from __future__ import annotations

from kpr_desktop.codebook.model import CodeBook, ItemKind
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_records import Grid, Part

_SCALE, _VARIABLES, _LISTS = (0.1, 0.45, 0.45), (0.1, 0.45, 0.45), (0.3, 0.1, 0.3, 0.3)
_CODED = (ItemKind.CODE, ItemKind.YESNO)


def code_parts(plain: Plain, book: CodeBook) -> list[Part]:
    """The function variables, their scales, and the other code lists of the conversation, in the book's order."""
    head = tuple(plain.word(key) for key in ("code", "official", "meaning"))
    langs = ("", plain.official_lang, plain.book_lang)
    variables = tuple((item.code, item.official, plain.text(item.label)) for item in book.variables)
    found: list[Part] = [Grid(plain.word("variables"), head, variables, _VARIABLES, langs=langs)]
    for scale in book.scales.values():
        rows = tuple((value.code, value.official, plain.text(value.citizen)) for value in scale.values)
        caption = plain.word("scale", name=plain.text(scale.name), number=scale.id)
        found.append(Grid(caption, head, rows, _SCALE, langs=langs))
    used = dict.fromkeys(item.list for item in book.items.values() if item.kind in _CODED)
    lists = tuple(
        (plain.text(book.lists[each].name), code.code, code.official, plain.text(code.label))
        for each in used
        for code in book.lists[each].codes
    )
    head = tuple(plain.word(key) for key in ("code_list", "code", "official", "meaning"))
    found.append(Grid(plain.word("code_lists"), head, lists, _LISTS, langs=(plain.book_lang, *langs)))
    return found
