"""The groups of the interview in the municipality's order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kpr_desktop.codebook.model import CodeBook, Group
from kpr_desktop.errors import UserFault


def ordered(book: CodeBook, ids: Iterable[str]) -> CodeBook:
    """The same edition with its groups in the order of `ids`.

    Unknown ids are passed over, an id counts where it stands first; groups that are not named follow in our order.
    Raises UserFault settings.order_skip (field group_order; `later` and `first` are names of groups in bokmål) when an
    item would come before the one that its skip logic asks.
    """
    ours = {group.id: group for group in book.groups}
    named = [each for each in dict.fromkeys(ids) if each in ours]
    groups = tuple(ours[each] for each in dict.fromkeys((*named, *ours)))
    if groups == book.groups:
        return book
    _check(book, groups)
    return replace(book, groups=groups)


def _check(book: CodeBook, groups: Sequence[Group]) -> None:
    seen: set[str] = set()
    names = {group.id: group.name.nb for group in groups}
    for group in groups:
        for name in group.items:
            condition = book.items[name].visible_when
            if condition is not None and condition.item not in seen:
                asked = book.items[condition.item].group
                raise UserFault(
                    "settings.order_skip", "group_order", later=names[group.id], first=names[asked]
                )
            seen.add(name)
