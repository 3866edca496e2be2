"""The field catalogue of the person register (`resources/…/fields/person.yaml`).

Each field with its words, how it is filled in, why it is kept and where it can leave the machine. The form on the
screen is made from it, so a field without a purpose can not be shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kpr_desktop.codebook.model import LANGUAGES, Text
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import Node, load

LABEL_LENGTH, HINT_LENGTH, PURPOSE_LENGTH, OPTION_LENGTH = 40, 110, 160, 60
"""Characters that the form is drawn for."""
_NOWHERE = "nowhere"


class FieldKind(StrEnum):
    """How a field is filled in. `CODE` has a national list or options of ours; the last three are
    chosen from the place lists and the users.
    """

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CODE = "code"
    CHECK = "check"
    MUNICIPALITY = "municipality"
    DISTRICT = "district"
    USER = "user"


class Way(StrEnum):
    """A way out of the machine: the register's message, a letter, the yearly extract."""

    KPR = "kpr"
    LETTER = "letter"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields under one heading. `column` is 1 or 2."""

    id: str
    label: Text
    column: int


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. `leaves` is empty for what stays on the machine; `beside`: on the line of the field before it.

    `list` is the number of a national code list, `options` are codes and labels of ours; a CODE field has one of them.
    """

    id: str
    group: str
    kind: FieldKind
    label: Text
    purpose: Text
    leaves: tuple[Way, ...]
    hint: Text | None = None
    list: str = ""
    options: Mapping[str, Text] | None = None
    beside: bool = False


@dataclass(frozen=True, slots=True)
class FieldCatalogue:
    """All fields, in the order of the screen."""

    groups: tuple[FieldGroup, ...]
    fields: Mapping[str, FieldSpec]

    def of_group(self, group: str) -> tuple[FieldSpec, ...]:
        """The fields under one heading."""
        return tuple(f for f in self.fields.values() if f.group == group)


def load_fields(path: Path | None = None) -> FieldCatalogue:
    """Read the catalogue; raises ResourceError with file and line when it is not in order."""
    root = load(path or resource("fields", "person.yaml")).map(("groups", "fields"))
    groups: dict[str, FieldGroup] = {}
    for node in root["groups"].list():
        group = _group(node)
        if group.id in groups:
            raise node.error(f"{group.id!r} is there twice")
        groups[group.id] = group
    fields: dict[str, FieldSpec] = {}
    for node in root["fields"].list():
        field = _field(node, groups, fields)
        if field.id in fields:
            raise node.error(f"{field.id!r} is there twice")
        fields[field.id] = field
    if unused := groups.keys() - {f.group for f in fields.values()}:
        raise root["groups"].error(f"the group {min(unused)!r} has no field")
    return FieldCatalogue(tuple(groups.values()), fields)


def _group(node: Node) -> FieldGroup:
    found = node.map(("id", "label", "column"))
    return FieldGroup(
        found["id"].text(), _text(found["label"], LABEL_LENGTH), int(found["column"].choice(("1", "2")))
    )


def _field(node: Node, groups: Mapping[str, FieldGroup], before: Mapping[str, FieldSpec]) -> FieldSpec:
    found = node.map(
        ("id", "group", "kind", "label", "purpose", "leaves"), ("hint", "list", "options", "beside")
    )
    kind = FieldKind(found["kind"].choice([k.value for k in FieldKind]))
    group = found["group"].choice(groups)
    beside = "beside" in found and found["beside"].yes()
    if beside and (not before or list(before.values())[-1].group != group):
        raise found["beside"].error("no field of the same group stands before this one")
    if (kind is FieldKind.CODE) != (("list" in found) != ("options" in found)):
        raise found["kind"].error("a field of kind code has a list or options, no other kind has any")
    return FieldSpec(
        id=found["id"].text(),
        group=group,
        kind=kind,
        label=_text(found["label"], LABEL_LENGTH),
        purpose=_text(found["purpose"], PURPOSE_LENGTH),
        leaves=_leaves(found["leaves"]),
        hint=_text(found["hint"], HINT_LENGTH) if "hint" in found else None,
        list=found["list"].text() if "list" in found else "",
        options=_options(found["options"]) if "options" in found else None,
        beside=beside,
    )


def _leaves(node: Node) -> tuple[Way, ...]:
    entries = node.list()
    if [each.content for each in entries] == [_NOWHERE]:
        return ()
    ways = [Way(each.choice([w.value for w in Way])) for each in entries]
    if ways != [w for w in Way if w in ways]:
        raise node.error("each way once, in the order kpr, letter, yearly")
    return tuple(ways)


def _options(node: Node) -> Mapping[str, Text]:
    options: dict[str, Text] = {}
    for each in node.list():
        found = each.map(("code", "label"))
        code = found["code"].text()
        if code in options:
            raise each.error(f"{code!r} is there twice")
        options[code] = _text(found["label"], OPTION_LENGTH)
    return options


def _text(node: Node, longest: int) -> Text:
    words = node.map(LANGUAGES)
    return Text(*(words[language].text(longest) for language in LANGUAGES))
