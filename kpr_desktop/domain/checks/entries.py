"""Checks of repeating items: the diagnoses and the decisions on coercion. `row` counts from 1."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from kpr_desktop.domain.assessment import Entry
from kpr_desktop.domain.checks.base import (
    CheckContext,
    Finding,
    ParamKind,
    as_date,
    check,
    check_with,
    words,
)
from kpr_desktop.domain.dates import months_after


def _rows(context: CheckContext, item: str) -> Iterator[tuple[int, Entry]]:
    if context.assessment is not None:
        yield from enumerate(context.assessment.entries_of(item), start=1)


def _all_rows(context: CheckContext) -> Iterator[tuple[str, int, Entry]]:
    if context.assessment is None or not context.assessment.entries:
        return
    for item, facts in context.lookups.items.items():
        if facts.fields:
            for row, entry in _rows(context, item):
                yield item, row, entry


def plain_code(text: str) -> str:
    """A diagnosis code as the registers write it: capital letters, no blanks, without the full stop."""
    return "".join(text.split()).replace(".", "").upper()


@check("assessment", gives=("item", "row", "field"))
def row_incomplete(context: CheckContext) -> Iterator[Finding]:
    """A required field of a row is empty."""
    for item, row, entry in _all_rows(context):
        for name, _, _, required in context.lookups.items[item].fields:
            if required and not entry.values.get(name):
                yield item, {"item": item, "row": row, "field": name}


@check("assessment", gives=("item",))
def row_unfinished(context: CheckContext) -> Iterator[Finding]:
    """A row has been begun and not put in; finishing would leave it out."""
    if context.assessment is None or not context.assessment.entries:
        return
    for item in context.lookups.items:
        if context.assessment.unfinished_of(item) is not None:
            yield item, {"item": item}


@check("assessment", gives=("item", "row", "field", "year"))
def row_code_not_in_list(context: CheckContext) -> Iterator[Finding]:
    """A field of a row holds a code that its list does not have in this year."""
    lookups = context.lookups
    for item, row, entry in _all_rows(context):
        for name, kind, held, _ in lookups.items[item].fields:
            value = entry.values.get(name, "")
            if kind in ("code", "system") and value and value not in lookups.codes[held]:
                yield item, {"item": item, "row": row, "field": name, "year": lookups.year}


@check("assessment", gives=("item", "row", "field"))
def row_not_a_date(context: CheckContext) -> Iterator[Finding]:
    """A date field of a row holds no date."""
    for item, row, entry in _all_rows(context):
        for name, kind, _, _ in context.lookups.items[item].fields:
            value = entry.values.get(name, "")
            if kind == "date" and value and as_date(value) is None:
                yield item, {"item": item, "row": row, "field": name}


@check_with("assessment", params={"item": ParamKind.ITEMS, "field": ParamKind.WORDS}, gives=("row",))
def row_date_in_future(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """The date `field` of a row lies after today."""
    for row, entry in _rows(context, params["item"]):
        day = as_date(entry.values.get(params["field"], ""))
        if day is not None and day > context.today:
            yield params["item"], {"row": row}


@check_with("assessment", params={"item": ParamKind.ITEMS, "field": ParamKind.WORDS}, gives=("row",))
def row_field_missing(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """`field` of a row is empty although it ought to be known."""
    for row, entry in _rows(context, params["item"]):
        if not entry.values.get(params["field"]):
            yield params["item"], {"row": row}


@check_with("assessment", params={"item": ParamKind.ITEMS, "fields": ParamKind.WORDS}, gives=("row",))
def row_twice(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """A row has the same `fields` as one before it."""
    seen: set[tuple[str, ...]] = set()
    for row, entry in _rows(context, params["item"]):
        key = tuple(plain_code(entry.values.get(name, "")) for name in words(params["fields"]))
        if key in seen:
            yield params["item"], {"row": row}
        seen.add(key)


@check_with(
    "assessment",
    params={"item": ParamKind.ITEMS, "field": ParamKind.WORDS, "value": ParamKind.WORDS},
    gives=("found",),
)
def row_value_more_than_once(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """More than one row has `value` in `field` (one main diagnosis at most, facts page 2.8 [B])."""
    found = Counter(entry.values.get(params["field"], "") for _, entry in _rows(context, params["item"]))
    if found[params["value"]] > 1:
        yield params["item"], {"found": found[params["value"]]}


@check_with(
    "assessment",
    params={
        "item": ParamKind.ITEMS,
        "system": ParamKind.WORDS,
        "system_field": ParamKind.WORDS,
        "code_field": ParamKind.WORDS,
        "pattern": ParamKind.WORDS,
    },
    gives=("row",),
)
def row_code_pattern(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """A code of the code system `system` that does not look like one. The full stop is left out before."""
    for row, entry in _rows(context, params["item"]):
        code = plain_code(entry.values.get(params["code_field"], ""))
        ours = entry.values.get(params["system_field"]) == params["system"]
        if ours and code and re.fullmatch(params["pattern"], code) is None:
            yield params["item"], {"row": row}


@check_with(
    "assessment",
    params={"item": ParamKind.ITEMS, "from": ParamKind.WORDS, "to": ParamKind.WORDS},
    gives=("row",),
)
def row_ends_before_it_begins(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """The date `to` of a row lies before its date `from`."""
    for row, entry in _rows(context, params["item"]):
        begins = as_date(entry.values.get(params["from"], ""))
        ends = as_date(entry.values.get(params["to"], ""))
        if begins is not None and ends is not None and ends < begins:
            yield params["item"], {"row": row}


@check_with(
    "assessment",
    params={
        "item": ParamKind.ITEMS,
        "field": ParamKind.WORDS,
        "value": ParamKind.WORDS,
        "from": ParamKind.WORDS,
        "to": ParamKind.WORDS,
        "months": ParamKind.NUMBER,
    },
    gives=("row",),
)
def row_too_long(context: CheckContext, params: Mapping[str, str]) -> Iterator[Finding]:
    """A row with `value` in `field` lasts more than `months` (coercion 24: a year at most, facts page 2.10).

    The last day counts as a whole day: from 1 May to 30 April is a year. A row without an end lasts until today.
    """
    for row, entry in _rows(context, params["item"]):
        begins = as_date(entry.values.get(params["from"], ""))
        ends = as_date(entry.values.get(params["to"], "")) or context.today
        meant = entry.values.get(params["field"]) == params["value"]
        if meant and begins is not None and ends >= months_after(begins, int(params["months"])):
            yield params["item"], {"row": row}
