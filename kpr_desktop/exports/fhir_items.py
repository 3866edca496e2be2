"""The answers of a QuestionnaireResponse, each checked against the code book of its edition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kpr_desktop.codebook.model import CodeBook, Item, ItemKind
from kpr_desktop.domain.assessment import Answer, Entry, Evidence, Opinion
from kpr_desktop.exports import fhir_terms as terms
from kpr_desktop.exports.fhir_node import Bad, Node
from kpr_desktop.usecases.case_records import Refused

_ITEM = ("id", "linkId", "definition", "text", "extension", "answer", "item")
_ROWS = 200
_OURS = terms.extension_url("")


class Said:
    """Our extensions of one element: name -> the objects that hold the values."""

    def __init__(self, found: Mapping[str, list[tuple[Node, str]]]) -> None:
        self._found = found

    def _one(self, name: str) -> tuple[Node, str] | None:
        held = self._found.get(name, [])
        if len(held) > 1:
            raise Bad(held[1][0].where, "fhir.duplicate_extension")
        return held[0] if held else None

    def text(self, name: str) -> str:
        held = self._one(name)
        return held[0].text(held[1], needed=True) if held else ""

    def code(self, name: str, allowed: set[str]) -> str:
        held = self._one(name)
        return held[0].code(held[1], allowed, needed=True) if held else ""

    def moment(self, name: str) -> datetime | None:
        held = self._one(name)
        return held[0].moment(held[1]) if held else None

    def whole(self, name: str) -> int:
        held = self._one(name)
        return held[0].whole(held[1]) if held else 1

    def codes(self, name: str, allowed: set[str]) -> frozenset[str]:
        held = self._found.get(name, [])
        return frozenset(node.code(value, allowed, needed=True) for node, value in held)

    def __bool__(self) -> bool:
        return bool(self._found)


def extensions(node: Node, types: Mapping[str, str]) -> Said:
    """Our extensions of the element. Those of others say nothing to us and are passed over, as FHIR allows."""
    found: dict[str, list[tuple[Node, str]]] = {}
    for each in node.nodes("extension"):
        url = each.text("url", needed=True)
        if not url.startswith(_OURS):
            continue
        name = url.removeprefix(_OURS)
        if name not in types:
            raise Bad(each.where, "fhir.unknown_extension")
        each.only("url", types[name], "id")
        found.setdefault(name, []).append((each, types[name]))
    return Said(found)


class ItemReader:
    """Gathers answers, rows and their places; a bad one is refused and the rest read on."""

    def __init__(self, book: CodeBook, year: int, refused: list[Refused]) -> None:
        self._book, self._year, self._refused = book, year, refused
        self._groups = {terms.group_link(group.id) for group in book.groups}
        self._ids: set[str] = set()
        self.answers: dict[str, Answer] = {}
        self.entries: list[Entry] = []
        self.places: dict[str, str] = {}

    def read(self, parent: Node) -> None:
        """The items under a response or a group."""
        for node in parent.nodes("item"):
            try:
                self._item(node)
            except Bad as bad:
                self._refused.append(bad.refused)

    def _item(self, node: Node) -> None:
        node.only(*_ITEM)
        link = node.text("linkId", needed=True)
        if link in self._groups:
            if node.has("answer"):
                raise Bad(node.where, "fhir.answer_to_a_group")
            self.read(node)
            return
        item = self._book.items.get(link)
        if item is None or item.local:
            raise Bad(node.where, "fhir.unknown_item")
        self.places[item.id] = node.where
        if item.kind is ItemKind.ENTRIES and node.has("item"):
            self.entries.append(self._row(node, item))
            return
        if item.id in self.answers:
            raise Bad(node.where, "fhir.duplicate_item")
        self.answers[item.id] = self._answer(node, item)

    def _answer(self, node: Node, item: Item) -> Answer:
        if node.has("item"):
            raise Bad(node.where, "fhir.items_below")
        said = extensions(node, terms.ITEM_TYPES)
        answers = node.nodes("answer")
        if item.kind is ItemKind.ENTRIES and answers:
            raise Bad(node.where, "fhir.answer_to_a_group")
        if not answers and not said:
            raise node.lacking("answer")
        value = self._value(node, item.kind.value, item.list) if answers else ""
        scale = self._codes(item.list) if item.kind is ItemKind.SCORE else set()
        return Answer(
            item.id,
            value,
            said.text(terms.NOTE),
            said.moment(terms.ANSWERED_AT),
            said.text(terms.DECIDING),
            said.text(terms.CHANGE_REASON),
            Evidence(
                said.codes(terms.WAY, self._codes("evidence")),
                said.code(terms.BASIS, self._codes("basis")),
                said.text(terms.BASIS_REASON),
                said.text(terms.CONSENT),
            ),
            Opinion(
                said.code(terms.OWN, scale),
                said.code(terms.VIEW, self._codes("view")),
                said.text(terms.WORDS),
            ),
        )

    def _row(self, node: Node, item: Item) -> Entry:
        if node.has("answer"):
            raise Bad(node.where, "fhir.answer_to_a_group")
        own = node.id("id")
        place = own or f"{item.id}.{len(self.entries) + 1}"
        if place in self._ids:
            raise Bad(node.where, "fhir.duplicate_id")
        if len(self.entries) >= _ROWS:
            raise Bad(node.where, "fhir.too_many", limit=_ROWS)
        self._ids.add(place)
        fields = {terms.field_link(item.id, field.id): field for field in item.fields}
        values: dict[str, str] = {}
        for part in node.nodes("item"):
            part.only(*_ITEM)
            field = fields.get(part.text("linkId", needed=True))
            if field is None:
                raise Bad(part.where, "fhir.unknown_item")
            if field.id in values:
                raise Bad(part.where, "fhir.duplicate_item")
            values[field.id] = self._value(part, field.kind, field.list)
        for field in item.fields:
            if field.required and field.id not in values:
                raise node.lacking(terms.field_link(item.id, field.id))
        return Entry(place, item.id, {f.id: values[f.id] for f in item.fields if f.id in values})

    def _value(self, node: Node, kind: str, list_id: str) -> str:
        answers = node.nodes("answer")
        if len(answers) != 1:
            raise Bad(node.where, "fhir.one_answer")
        answer = answers[0]
        asked = terms.question_type(kind)
        name = {"choice": "valueCoding", "date": "valueDate"}.get(asked, "valueString")
        answer.only(name, "id")
        if asked == "date":
            day = answer.day(name, needed=True)
            return day.isoformat() if day else ""
        if asked != "choice":
            return answer.text(name, needed=True)
        coding = answer.needed(name)
        coding.only("system", "code", "display", "version", "userSelected", "id")
        if coding.text("system", needed=True) != terms.code_system(list_id):
            raise Bad(coding.place("system"), "fhir.other_system")
        return coding.code("code", self._codes(list_id), needed=True)

    def _codes(self, list_id: str) -> set[str]:
        scale = self._book.scales.get(list_id)
        if scale is not None:
            return {v.code for v in scale.values}
        return {c.code for c in self._book.lists[list_id].codes if c.valid_in(self._year)}
