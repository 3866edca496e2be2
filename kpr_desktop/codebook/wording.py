"""In words: what a rule found, with the names that the code book has for its codes; and what an import changes."""

from __future__ import annotations

from collections.abc import Mapping

from kpr_desktop.codebook.comparison import Change
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.domain.problems import Problem
from kpr_desktop.errors import Param


def problem_words(book: CodeBook, problem: Problem, language: str = "nb") -> tuple[str, str]:
    """What was found, and what to do. Raises KeyError for a rule that this edition does not have."""
    rule = book.rules[problem.code]
    given: dict[str, Param] = {**rule.params, **problem.params}
    gaps = {name: _named(book, name, str(value), given, language) for name, value in given.items()}
    return rule.text.in_(language).format_map(gaps), rule.action.in_(language).format_map(gaps)


def change_words(change: Change, texts: Texts) -> str:
    """One line of the preview of an import; both names of what is named anew."""
    gaps: dict[str, Param] = {
        "kind": texts(f"codebook.change_{change.kind}"),
        "what": texts(f"codebook.what_{change.what}"),
        "code": change.code,
    }
    if change.before and change.after and change.before != change.after:
        return texts("codebook.line_renamed", **gaps, before=change.before, after=change.after)
    return texts("codebook.line", **gaps, label=change.after or change.before)


def _named(book: CodeBook, name: str, value: str, given: Mapping[str, Param], language: str) -> str:
    """The name of an item, a service or a field of a repeating item; everything else as it is."""
    if name == "item" and value in book.items:
        return book.items[value].label.in_(language)
    if name in ("service", "other") and value in book.services:
        return book.services[value].label.in_(language)
    if name == "field" and (item := book.items.get(str(given.get("item")))) is not None:
        label = next((f.label.in_(language) for f in item.fields if f.id == value), value)
        return label[:1].lower() + label[1:]
    return value
