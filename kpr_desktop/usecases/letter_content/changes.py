"""What has changed since last time: a chart of the scores, a table that says the same, and the changes in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpr_desktop.codebook.model import CodeBook, ItemKind
from kpr_desktop.domain.assessment import Assessment, State
from kpr_desktop.domain.changes import Change, ChangeKind
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.interview import previous_of
from kpr_desktop.usecases.letter_content import Gathered, Gathering
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_content.reading import book_of, chosen, open_assessments
from kpr_desktop.usecases.letter_records import Grid, Heading, Part, Profile, ProfileRow, Said
from kpr_desktop.usecases.results import results

_WIDTHS = (0.24, 0.3, 0.3, 0.16)
_ORDER = (
    ChangeKind.WORSE,
    ChangeKind.BETTER,
    ChangeKind.NOT_COMPARABLE,
    ChangeKind.NEW,
    ChangeKind.GONE,
    ChangeKind.SAME,
)
"""What asks for attention comes first."""


def gather(gathering: Gathering) -> Gathered:
    """The finished assessment the letter is about, else the newest, and the one before it.

    Raises UserFault letter.no_assessment, letter.no_earlier.
    """
    plain = Plain(gathering.letter, gathering.frame)
    everything = [each for each in open_assessments(gathering) if each.state is State.FINISHED]
    now = chosen(gathering, everything)
    before = previous_of(everything, now)
    if before is None:
        raise UserFault("letter.no_earlier", "about")
    book = book_of(gathering.session.books, now.codebook_year)
    changes = results(book, now, before).changes
    days = {"now": gathering.frame.day(now.assessed_on), "before": gathering.frame.day(before.assessed_on)}
    return Gathered(
        fields={"kartlagt": days["now"], "forrige": days["before"]},
        parts={
            "chart": (_chart(plain, book, (now, before), changes),),
            "words": _words(plain, book, changes),
            "table": (_table(plain, book, changes, days["before"], days["now"]),),
        },
        subject=now.id,
    )


def _chart(
    plain: Plain, book: CodeBook, pair: tuple[Assessment, Assessment], changes: Sequence[Change]
) -> Profile:
    now, before = pair
    groups = []
    for group in book.groups:
        scored = [book.items[i] for i in group.items if book.items[i].kind is ItemKind.SCORE]
        rows = tuple(
            ProfileRow(plain.text(item.short), _number(now.value(item.id)), _number(before.value(item.id)))
            for item in scored
        )
        if rows:
            groups.append((plain.text(group.name), rows))
    counts = {kind.value: sum(1 for each in changes if each.kind is kind) for kind in ChangeKind}
    return Profile(
        alt=plain.word("chart_alt", **counts),
        groups=tuple(groups),
        now=plain.word("legend_now", day=plain.day(now.assessed_on)),
        before=plain.word("legend_before", day=plain.day(before.assessed_on)),
    )


def _number(score: str) -> int | None:
    """A score as a number; None for none, and for what an other version may have kept."""
    return int(score) if score.isascii() and score.isdecimal() else None


def _words(plain: Plain, book: CodeBook, changes: Sequence[Change]) -> tuple[Part, ...]:
    """What has changed and how, one sentence a variable, and why where somebody has written it."""
    parts: list[Part] = []
    for kind in _ORDER:
        found = [each for each in changes if each.kind is kind]
        if not found:
            continue
        parts.append(Heading(plain.word(f"kind_{kind.value}")))
        if kind is ChangeKind.SAME:
            parts.append(
                Said(", ".join(plain.label(book, each.item) for each in found), lang=plain.book_lang)
            )
        else:
            parts += _sentences(plain, book, found)
    return plain.or_none(parts, "no_scores")


def _sentences(plain: Plain, book: CodeBook, found: Iterable[Change]) -> list[Part]:
    parts: list[Part] = []
    for each in found:
        item = book.items[each.item]
        told = plain.word(
            "change",
            item=plain.text(item.label),
            before=plain.value(book, item, each.before),
            now=plain.value(book, item, each.now),
        )
        parts.append(Said(told, "bullet"))
        parts += plain.said("change_reason", each.reason)
    return parts


def _table(plain: Plain, book: CodeBook, changes: Sequence[Change], before: str, now: str) -> Grid:
    head = (plain.word("item"), before, now, plain.word("difference"))
    rows = []
    for each in changes:
        item = book.items[each.item]
        cells = [
            plain.word("scored", code=value, meaning=plain.value(book, item, value))
            if value
            else plain.word("not_answered")
            for value in (each.before, each.now)
        ]
        rows.append((plain.text(item.label), *cells, plain.word(f"difference_{each.kind.value}")))
    lang = plain.book_lang
    return Grid(
        plain.word("table", before=before, now=now),
        head,
        tuple(rows),
        _WIDTHS,
        row_heads=True,
        langs=(lang,) * 3 + ("",) if lang else (),
    )
