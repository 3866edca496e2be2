"""The parts of a code book, each from its node. Lengths are those the screens are drawn for, in characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from kpr_desktop.codebook.model import (
    LANGUAGES,
    Certainty,
    CitizenWords,
    Code,
    CodeList,
    Contrast,
    EntryField,
    Group,
    Item,
    ItemKind,
    Rule,
    Scale,
    ScaleValue,
    ServiceClass,
    ServiceType,
    Text,
)
from kpr_desktop.codebook.strict import Node
from kpr_desktop.codebook.texts import gaps_of
from kpr_desktop.domain.checks import CHECKS, ParamKind
from kpr_desktop.domain.navigation import Condition
from kpr_desktop.domain.problems import Severity

SHORT, CARD, QUESTION, CITIZEN_QUESTION, LABEL, CONTRAST, MEANING, COVERS, LONG = (
    22,
    45,
    62,
    70,
    95,
    105,
    140,
    150,
    240,
)
BOOK_KEYS = ("year", "from_year", "notice", "guide", "sources")
SOURCED = ("source", "certainty")
WORDS = ("label", "short", "question", "covers", "citizen")
VARIABLE_KEYS = ("id", "code", "scale", "icf", "official", *WORDS, "contrasts")
ITEM_KEYS = ("id", "kind", *WORDS, "required", *SOURCED)
ITEM_MORE = ("official", "list", "field", "visible_when", "fields", "local")
SERVICE_KEYS = ("code", "label", "short", "class", "group", *SOURCED)
SERVICE_MORE = (
    "official",
    "in_message",
    "needs_rolling",
    "runs_in_hospital",
    "subtype_list",
    "valid_to",
    "note",
)
RULE_KEYS = ("code", "severity", "scope", "check", "text", "action", *SOURCED)
SCORES = ("1", "2", "3", "4", "5", "9")
CONTRASTS = ("1-2", "2-3", "3-4", "4-5", "1-9")
SERVICE_GROUPS = ("home", "institution", "housing", "technology", "coercion")
PERSON_FIELDS = ("person.household",)
YES_NO = "9159"
_KINDS = {k.value: k for k in (ItemKind.CODE, ItemKind.DATE, ItemKind.YESNO, ItemKind.ENTRIES)}
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Known:
    """What a rule may name."""

    items: Mapping[str, Item]
    services: Mapping[str, ServiceType]
    lists: Mapping[str, CodeList]


def add(found: dict[str, _T], key: str, value: _T, node: Node) -> None:
    """Put one more entry in; a second one of the same id or code is refused."""
    if key in found:
        raise node.error(f"{key!r} is there twice")
    found[key] = value


def text3(node: Node, longest: int) -> Text:
    """A text in the three languages, each at most `longest` characters."""
    words = node.map(LANGUAGES)
    return Text(*(words[language].text(longest) for language in LANGUAGES))


def scale(node: Node, sources: Mapping[str, str]) -> Scale:
    """A scoring scale: 1 to 5 and 9, in this order."""
    found = node.map(("id", "name", "values", *SOURCED))
    source, certainty = sourced(found, sources)
    values = found["values"].list()
    made = tuple(_scale_value(each) for each in values)
    if tuple(v.code for v in made) != SCORES:
        raise found["values"].error(f"a scale has the scores {', '.join(SCORES)}")
    return Scale(found["id"].text(), text3(found["name"], LABEL), made, source, certainty)


def code_list(node: Node, sources: Mapping[str, str]) -> CodeList:
    """A code list, ours (certainty own, without official texts) or a national one."""
    found = node.map(("id", "name", "codes", *SOURCED))
    source, certainty = sourced(found, sources)
    codes: dict[str, Code] = {}
    for each in found["codes"].list():
        code = _code(each, certainty)
        add(codes, code.code, code, each)
    return CodeList(found["id"].text(), text3(found["name"], LABEL), tuple(codes.values()), source, certainty)


def variable(node: Node, scales: Mapping[str, Scale]) -> Item:
    """A function variable. Source and certainty of its label are those of its scale."""
    found = node.map(VARIABLE_KEYS)
    used = scales.get(found["scale"].text())
    if used is None:
        raise found["scale"].error(f"unknown scale {found['scale'].text()!r}")
    label = text3(found["label"], LABEL)
    if label.nb != found["official"].text():
        raise found["label"].error("the label in bokmål is the official one")
    pairs = found["contrasts"].map(CONTRASTS)
    return Item(
        id=found["id"].text(),
        kind=ItemKind.SCORE,
        group="",
        official=found["official"].text(),
        label=label,
        short=text3(found["short"], SHORT),
        question=text3(found["question"], QUESTION),
        covers=text3(found["covers"], COVERS),
        citizen=_citizen(found["citizen"]),
        source=used.source,
        certainty=used.certainty,
        code=str(found["code"].number()),
        list=used.id,
        icf=found["icf"].text(),
        contrasts=MappingProxyType({pair: _contrast(pairs[pair]) for pair in CONTRASTS}),
    )


def item(node: Node, sources: Mapping[str, str], lists: Mapping[str, CodeList]) -> Item:
    """One of the other interview items."""
    found = node.map(ITEM_KEYS, ITEM_MORE)
    source, certainty = sourced(found, sources)
    kind = _KINDS[found["kind"].choice(_KINDS)]
    listed = kind in (ItemKind.CODE, ItemKind.YESNO)
    _only_with(node, found, "list", wanted=listed)
    _only_with(node, found, "fields", wanted=kind is ItemKind.ENTRIES)
    if listed and (kind is ItemKind.YESNO) != (_list(found["list"], lists) == YES_NO):
        raise found["list"].error(f"list {YES_NO} goes with the kind yesno")
    return Item(
        id=found["id"].text(),
        kind=kind,
        group="",
        official=_official(node, found, certainty),
        label=text3(found["label"], LABEL),
        short=text3(found["short"], SHORT),
        question=text3(found["question"], QUESTION),
        covers=text3(found["covers"], COVERS),
        citizen=_citizen(found["citizen"]),
        source=source,
        certainty=certainty,
        list=found["list"].text() if listed else "",
        required=found["required"].yes(),
        visible_when=_condition(found["visible_when"]) if "visible_when" in found else None,
        person_field=found["field"].choice(PERSON_FIELDS) if "field" in found else "",
        fields=_fields(found["fields"], lists) if "fields" in found else (),
        local="local" in found and found["local"].yes(),
    )


def group(node: Node, sources: Mapping[str, str]) -> tuple[Group, list[Node]]:
    """A group, and the places where its items are named."""
    found = node.map(("id", "name", "items", *SOURCED))
    source, certainty = sourced(found, sources)
    members = found["items"].list()
    names = tuple(each.text() for each in members)
    return Group(found["id"].text(), text3(found["name"], CARD), names, source, certainty), members


def in_group(item: Item, group: str) -> Item:
    """The item with its group known."""
    return replace(item, group=group)


def service(node: Node, sources: Mapping[str, str], lists: Mapping[str, CodeList]) -> ServiceType:
    """A service type."""
    found = node.map(SERVICE_KEYS, SERVICE_MORE)
    source, certainty = sourced(found, sources)
    return ServiceType(
        code=str(found["code"].number()),
        official=_official(node, found, certainty),
        label=text3(found["label"], LABEL),
        short=text3(found["short"], CARD),
        kind=ServiceClass(found["class"].choice([c.value for c in ServiceClass])),
        group=found["group"].choice(SERVICE_GROUPS),
        in_message="in_message" in found and found["in_message"].yes(),
        needs_rolling="needs_rolling" in found and found["needs_rolling"].yes(),
        runs_in_hospital="runs_in_hospital" in found and found["runs_in_hospital"].yes(),
        subtype_list=_list(found["subtype_list"], lists) if "subtype_list" in found else "",
        valid_to=found["valid_to"].number() if "valid_to" in found else None,
        note=text3(found["note"], LONG) if "note" in found else None,
        source=source,
        certainty=certainty,
    )


def rule(node: Node, sources: Mapping[str, str], known: Known) -> Rule:
    """A rule: its check must exist, take exactly these params and fill every gap of the texts."""
    found = node.map(RULE_KEYS, ("params",))
    source, certainty = sourced(found, sources)
    check = CHECKS.get(found["check"].text())
    if check is None:
        raise found["check"].error(f"unknown check {found['check'].text()!r}")
    params: dict[str, str] = {}
    if "params" in found:
        for name, value in found["params"].map(check.params).items():
            params[name] = _param(value, check.params[name], known)
    elif check.params:
        raise node.error("missing key 'params'")
    text, action = text3(found["text"], LONG), text3(found["action"], LONG)
    _check_gaps(found["text"], text, {*check.gives, *params})
    _check_gaps(found["action"], action, {*check.gives, *params})
    return Rule(
        code=found["code"].text(),
        severity=Severity(found["severity"].choice([s.value for s in Severity])),
        scope=found["scope"].choice((check.scope,)),
        check=check.name,
        params=MappingProxyType(params),
        text=text,
        action=action,
        source=source,
        certainty=certainty,
    )


def sourced(found: Mapping[str, Node], sources: Mapping[str, str]) -> tuple[str, Certainty]:
    """Certainty A or B needs a source that is declared; C and ? are no certainty that we ship."""
    certainty = Certainty(found["certainty"].choice([c.value for c in Certainty]))
    source = found["source"].text()
    for each in source.split(","):
        if each.strip() not in sources:
            raise found["source"].error(f"the source {each.strip()!r} is not declared in book.yaml")
    if (source == Certainty.OWN.value) != (certainty is Certainty.OWN):
        raise found["source"].error("what is ours has the source own and the certainty own, nothing else has")
    return source, certainty


def _official(node: Node, found: Mapping[str, Node], certainty: Certainty) -> str:
    _only_with(node, found, "official", wanted=certainty is not Certainty.OWN)
    return found["official"].text() if "official" in found else ""


def _only_with(node: Node, found: Mapping[str, Node], key: str, *, wanted: bool) -> None:
    if wanted and key not in found:
        raise node.error(f"missing key {key!r}")
    if not wanted and key in found:
        raise found[key].error(f"the key {key!r} does not belong here")


def _list(node: Node, lists: Mapping[str, CodeList]) -> str:
    if node.text() not in lists:
        raise node.error(f"unknown list {node.text()!r}")
    return node.text()


def _scale_value(node: Node) -> ScaleValue:
    found = node.map(("code", "official", "card", "meaning", "citizen"))
    return ScaleValue(
        found["code"].text(),
        found["official"].text(),
        text3(found["card"], CARD),
        text3(found["meaning"], MEANING),
        text3(found["citizen"], CITIZEN_QUESTION),
    )


def _code(node: Node, certainty: Certainty) -> Code:
    found = node.map(("code", "label"), ("official", "valid_from", "valid_to", "note"))
    made = Code(
        code=found["code"].text(),
        official=_official(node, found, certainty),
        label=text3(found["label"], LABEL),
        valid_from=found["valid_from"].number() if "valid_from" in found else None,
        valid_to=found["valid_to"].number() if "valid_to" in found else None,
        note=text3(found["note"], LONG) if "note" in found else None,
    )
    if made.valid_from is not None and made.valid_to is not None and made.valid_to < made.valid_from:
        raise found["valid_to"].error("ends before it begins")
    return made


def _citizen(node: Node) -> CitizenWords:
    found = node.map(("question", "help"))
    return CitizenWords(text3(found["question"], CITIZEN_QUESTION), text3(found["help"], COVERS))


def _contrast(node: Node) -> Contrast:
    found = node.map(("low", "high"))
    return Contrast(text3(found["low"], CONTRAST), text3(found["high"], CONTRAST))


def _condition(node: Node) -> Condition:
    found = node.map(("item", "in"))
    return Condition(found["item"].text(), frozenset(each.text() for each in found["in"].list()))


def _fields(node: Node, lists: Mapping[str, CodeList]) -> tuple[EntryField, ...]:
    fields: dict[str, EntryField] = {}
    for each in node.list():
        found = each.map(("id", "label", "kind", "required"), ("list",))
        kind = found["kind"].choice(("code", "date", "text", "system"))
        listed = kind in ("code", "system")
        _only_with(each, found, "list", wanted=listed)
        made = EntryField(
            found["id"].text(),
            text3(found["label"], CARD),
            kind,
            found["required"].yes(),
            _list(found["list"], lists) if listed else "",
        )
        add(fields, made.id, made, each)
    return tuple(fields.values())


def _param(node: Node, kind: ParamKind, known: Known) -> str:
    text = node.text()
    if kind is ParamKind.NUMBER:
        return str(node.number())
    places: Mapping[ParamKind, Mapping[str, object]] = {
        ParamKind.ITEMS: known.items,
        ParamKind.SERVICES: known.services,
        ParamKind.LISTS: known.lists,
    }
    for each in text.replace("=", ",").split(",") if kind in places else ():
        if each.strip() not in places[kind]:
            raise node.error(f"unknown {kind.value} {each.strip()!r}")
    return text


def _check_gaps(node: Node, text: Text, given: set[str]) -> None:
    gaps = [gaps_of(node, text.in_(language)) for language in LANGUAGES]
    if unknown := gaps[0] - given:
        raise node.error(f"the check gives no {min(unknown)!r}")
    if gaps[1:] != gaps[:1] * 2:
        raise node.error("the languages have different placeholders")
