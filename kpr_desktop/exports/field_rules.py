"""The rules of single fields, read from a data file: form, mandatory or not, code list, and what a fault leads to.

A data file belongs to one version of one message (`resources/…/exports/kpr56_fields.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kpr_desktop.codebook.strict import Node, load

CONSEQUENCES = frozenset(("message", "row", "null", "minus_one", "none"))
REFUSED = "schema"
"""The register would do nothing about the fault, but the file is not made: our schema refuses it."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What one attribute of one element may hold. `longest` 0: the pattern alone limits the length."""

    element: str
    attribute: str
    mandatory: bool
    pattern: re.Pattern[str]
    codes: frozenset[str]
    longest: int
    if_bad: str
    if_missing: str
    if_unlisted: str

    def consequence(self, value: str) -> str | None:
        """What the fault in `value` leads to, or None when there is none. An empty value is a missing one."""
        if not value:
            return _told(self.if_missing) if self.mandatory else None
        if (self.longest and len(value) > self.longest) or self.pattern.fullmatch(value) is None:
            return _told(self.if_bad)
        if self.codes and value not in self.codes:
            return _told(self.if_unlisted)
        return None


@dataclass(frozen=True, slots=True)
class FieldException:
    """A place where our rule differs from the field table, with the reason."""

    attributes: tuple[str, ...]
    table: str
    ours: str
    reason: str


@dataclass(frozen=True, slots=True)
class FieldTable:
    """All fields of one message version, by element."""

    version: str
    rules: Mapping[str, tuple[FieldRule, ...]]
    prohibited: tuple[tuple[str, str], ...]
    exceptions: tuple[FieldException, ...]

    def faults(self, element: str, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Attribute and consequence of every fault in one element."""
        for rule in self.rules[element]:
            found = rule.consequence(values.get(rule.attribute, ""))
            if found is not None:
                yield rule.attribute, found


def read_field_table(path: Path) -> FieldTable:
    """Read a data file. Raises ResourceError with file and line."""
    top = load(path).map(("version", "source", "patterns", "lists", "fields", "prohibited", "exceptions"))
    patterns = {name: _pattern(node) for name, node in top["patterns"].items()}
    lists = {name: _codes(node) for name, node in top["lists"].items()}
    rules: dict[str, list[FieldRule]] = {}
    for node in top["fields"].list():
        rule = _rule(node, patterns, lists)
        of_element = rules.setdefault(rule.element, [])
        if any(each.attribute == rule.attribute for each in of_element):
            raise node.error("the field is there already")
        of_element.append(rule)
    return FieldTable(
        version=top["version"].text(),
        rules={element: tuple(found) for element, found in rules.items()},
        prohibited=tuple(_prohibited(node) for node in top["prohibited"].list()),
        exceptions=tuple(_exception(node) for node in top["exceptions"].list()),
    )


def _told(consequence: str) -> str:
    return REFUSED if consequence == "none" else consequence


def _pattern(node: Node) -> re.Pattern[str]:
    try:
        return re.compile(node.text(), re.ASCII)
    except re.error:
        raise node.error("not a pattern") from None


def _codes(node: Node) -> frozenset[str]:
    parts = node.map(("codes", "reason"))
    parts["reason"].text()
    return frozenset(code.text() for code in parts["codes"].list())


def _rule(
    node: Node, patterns: Mapping[str, re.Pattern[str]], lists: Mapping[str, frozenset[str]]
) -> FieldRule:
    parts = node.map(
        ("element", "attribute", "occurs", "pattern", "if_bad", "if_missing"),
        ("list", "if_unlisted", "longest"),
    )
    if ("list" in parts) is not ("if_unlisted" in parts):
        raise node.error("list and if_unlisted belong together")
    return FieldRule(
        element=parts["element"].text(),
        attribute=parts["attribute"].text(),
        mandatory=parts["occurs"].choice(("1", "0..1")) == "1",
        pattern=patterns[parts["pattern"].choice(patterns)],
        codes=lists[parts["list"].choice(lists)] if "list" in parts else frozenset(),
        longest=parts["longest"].number() if "longest" in parts else 0,
        if_bad=parts["if_bad"].choice(CONSEQUENCES),
        if_missing=parts["if_missing"].choice(CONSEQUENCES),
        if_unlisted=parts["if_unlisted"].choice(CONSEQUENCES) if "list" in parts else "none",
    )


def _prohibited(node: Node) -> tuple[str, str]:
    parts = node.map(("element", "attribute"))
    return parts["element"].text(), parts["attribute"].text()


def _exception(node: Node) -> FieldException:
    parts = node.map(("attributes", "table", "ours", "reason"))
    names = tuple(each.text() for each in parts["attributes"].list())
    return FieldException(names, parts["table"].text(), parts["ours"].text(), parts["reason"].text())
