"""From the files of one code book edition to a `CodeBook`, or a refusal with file and line.

One file, one section: book, scales, codelists, items, variables/*, groups, guides, services, rules, expectations,
profile, attention and, where somebody has supplied it, official_measure. What a section names in another (a list, a
scale, an item, a source, a check) must be there. An edition made of an older one has a scope beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from kpr_desktop.codebook import guides, parts
from kpr_desktop.codebook.attention import attention_points
from kpr_desktop.codebook.edition_files import (
    MEASURE,
    SCOPE,
    VARIABLES,
    EditionFiles,
    EditionFolder,
    EditionTexts,
)
from kpr_desktop.codebook.expectations import expectations
from kpr_desktop.codebook.model import CodeBook, CodeList, Group, Item, ItemKind, Rule, Scale, ServiceType
from kpr_desktop.codebook.official_measure import OfficialMeasure, official_measure
from kpr_desktop.codebook.overview import overview
from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.strict import Node, ResourceError, load
from kpr_desktop.errors import EnvironmentFault

VARIABLE_CODES = tuple(str(n) for n in range(1, 21))
"""List 9111 has exactly these codes (facts page 1.1 [A S1])."""


class CodeBooks:
    """All editions under one folder, each read when it is first asked for; and over them those of one vault."""

    __slots__ = ("_added", "_books", "_from", "_own", "_root")

    def __init__(self, root: Path | None = None) -> None:
        self._root = root or resource("codebook")
        self._books: dict[int, CodeBook] = {}
        self._from: dict[int, int] = {}
        self._added: dict[int, EditionTexts] = {}
        self._own: dict[int, CodeBook] = {}

    def for_vault(self, added: Mapping[int, EditionTexts]) -> CodeBooks:
        """These editions with those that were read into a vault over them. What has been read is shared."""
        made = CodeBooks(self._root)
        made._books, made._from = self._books, self._from
        made._added.update(added)
        return made

    def lay_over(self, year: int, files: EditionTexts) -> None:
        """An edition that has been read in; it is in force from its own year on."""
        self._added[year] = files
        self._own.pop(year, None)

    def years(self) -> tuple[int, ...]:
        """The editions, oldest first."""
        return tuple(sorted({*self._shipped(), *self._added}))

    def edition(self, year: int) -> CodeBook:
        """The edition of that name.

        Raises KeyError when there is none, ResourceError when a file of ours is wrong, EnvironmentFault
        codebook.unreadable when this program can not read what was read into the vault.
        """
        if year in self._added:
            return self._edition_of_vault(year)
        if year not in self._books:
            folder = self._root / str(year)
            if not folder.is_dir():
                raise KeyError(year)
            self._books[year] = load_book(folder)
        return self._books[year]

    def for_year(self, year: int) -> CodeBook:
        """The newest edition that is used for data year `year`; the oldest one for years before all of them."""
        return self.edition(self._edition_for(year))

    def files_for(self, year: int) -> EditionTexts:
        """The files behind `for_year`."""
        edition = self._edition_for(year)
        if edition in self._added:
            return self._added[edition]
        return EditionTexts(str(edition), EditionFolder(self._root / str(edition)).texts())

    def _edition_of_vault(self, year: int) -> CodeBook:
        if year not in self._own:
            try:
                self._own[year] = load_edition(self._added[year])
            except ResourceError:
                raise EnvironmentFault("codebook.unreadable", year=year) from None
        return self._own[year]

    def _shipped(self) -> tuple[int, ...]:
        return tuple(int(p.name) for p in self._root.iterdir() if p.name.isascii() and p.name.isdecimal())

    def _edition_for(self, year: int) -> int:
        years = self.years()
        fitting = [each for each in years if self._from_year(each) <= year]
        return fitting[-1] if fitting else years[0]

    def _from_year(self, edition: int) -> int:
        if edition in self._added:
            return edition
        if edition not in self._from:
            head = load(self._root / str(edition) / "book.yaml").map(parts.BOOK_KEYS)
            self._from[edition] = head["from_year"].number()
        return self._from[edition]


def load_book(folder: Path) -> CodeBook:
    """Read one edition from its folder. Raises ResourceError(file, line, message)."""
    return load_edition(EditionFolder(folder))


def load_edition(files: EditionFiles) -> CodeBook:
    """Read one edition. Raises ResourceError(file, line, message)."""
    return _Reader(files).book()


class _Reader:
    """Reads the sections in the order in which they name each other."""

    def __init__(self, files: EditionFiles) -> None:
        self._files = files
        self._names = files.names()
        self._sources: dict[str, str] = {}
        self._scales: dict[str, Scale] = {}
        self._lists: dict[str, CodeList] = {}
        self._items: dict[str, Item] = {}
        self._nodes: dict[str, Node] = {}
        self._services: dict[str, ServiceType] = {}

    def book(self) -> CodeBook:
        head_node = self._load("book.yaml")
        head = head_node.map(parts.BOOK_KEYS)
        scope = self._scope()
        if not scope and head["year"].text() != self._files.year:
            raise head["year"].error(f"the folder is called {self._files.year!r}")
        name, begins = (scope["from_year"],) * 2 if scope else (head["year"], head["from_year"])
        guide = head["guide"].map(("title", "address"))
        self._sources = {key: node.text() for key, node in head["sources"].items()}
        self._read_scales()
        self._read_lists()
        self._read_items()
        groups = tuple(self._groups())
        self._check_conditions([i for g in groups for i in g.items])
        self._read_services()
        self._apply(scope)
        asked = guides.read_guides(self._load("guides.yaml"), self._scales, self._items, self._sources)
        variables = frozenset(i.id for i in self._items.values() if i.kind is ItemKind.SCORE)
        return CodeBook(
            year=name.number(),
            from_year=begins.number(),
            notice=parts.text3(head["notice"], parts.LONG),
            guide=parts.text3(guide["title"], parts.LABEL),
            guide_address=guide["address"].text(),
            sources=MappingProxyType(self._sources),
            scales=MappingProxyType(self._scales),
            lists=MappingProxyType(self._lists),
            groups=groups,
            items=MappingProxyType({i: self._items[i] for g in groups for i in g.items}),
            services=MappingProxyType(self._services),
            rules=MappingProxyType(self._rules()),
            guides=asked[0],
            activities=asked[1],
            expectations=expectations(self._load("expectations.yaml"), self._sources, variables),
            overview=overview(self._load("profile.yaml"), self._sources, groups, variables),
            attention=attention_points(self._load("attention.yaml"), self._sources, variables),
            official_measure=self._official_measure(variables),
        )

    def _official_measure(self, variables: frozenset[str]) -> OfficialMeasure | None:
        """The slot that is empty as shipped."""
        return official_measure(self._load(MEASURE), variables) if MEASURE in self._names else None

    def _load(self, name: str) -> Node:
        return self._files.load(name)

    def _scope(self) -> dict[str, Node]:
        """What an edition that was made of an older one says of itself; nothing for any other."""
        if SCOPE not in self._names:
            return {}
        scope = self._load(SCOPE).map(("from_year",), ("in_message",))
        if scope["from_year"].text() != self._files.year:
            raise scope["from_year"].error(f"the edition is called {self._files.year!r}")
        return scope

    def _apply(self, scope: Mapping[str, Node]) -> None:
        """One line a service type: whether the message tells of it."""
        for code, node in scope["in_message"].items() if "in_message" in scope else ():
            if code not in self._services:
                raise node.error(f"unknown service {code!r}")
            self._services[code] = replace(self._services[code], in_message=node.yes())

    def _read_scales(self) -> None:
        for node in self._load("scales.yaml").list():
            scale = parts.scale(node, self._sources)
            parts.add(self._scales, scale.id, scale, node)

    def _read_lists(self) -> None:
        for node in self._load("codelists.yaml").list():
            found = parts.code_list(node, self._sources)
            if found.id in self._scales:
                raise node.error(f"{found.id!r} is a scale already")
            parts.add(self._lists, found.id, found, node)

    def _read_items(self) -> None:
        codes: dict[str, Item] = {}
        for name in self._names:
            if not name.startswith(VARIABLES):
                continue
            node = self._load(name)
            variable = parts.variable(node, self._scales)
            file = name.removeprefix(VARIABLES)
            if variable.id != file.removesuffix(".yaml"):
                raise node.error(f"{file} holds {variable.id!r}")
            parts.add(codes, variable.code, variable, node)
            self._add_item(variable, node)
        if absent := [code for code in VARIABLE_CODES if code not in codes]:
            raise ResourceError(
                f"{self._files.year}/variables", 1, f"list 9111: no variable {', '.join(absent)}"
            )
        for node in self._load("items.yaml").list():
            self._add_item(parts.item(node, self._sources, self._lists), node)

    def _add_item(self, item: Item, node: Node) -> None:
        parts.add(self._items, item.id, item, node)
        self._nodes[item.id] = node

    def _groups(self) -> Iterator[Group]:
        seen: dict[str, Group] = {}
        placed: set[str] = set()
        for node in self._load("groups.yaml").list():
            group, members = parts.group(node, self._sources)
            parts.add(seen, group.id, group, node)
            for member in members:
                name = member.text()
                if name not in self._items:
                    raise member.error(f"unknown item {name!r}")
                if name in placed:
                    raise member.error(f"the item {name!r} stands in a group already")
                placed.add(name)
                self._items[name] = parts.in_group(self._items[name], group.id)
            yield group
        for name, node in self._nodes.items():
            if name not in placed:
                raise node.error(f"the item {name!r} stands in no group")

    def _check_conditions(self, order: list[str]) -> None:
        for name in order:
            condition = self._items[name].visible_when
            if condition is None:
                continue
            node = self._nodes[name].map(parts.ITEM_KEYS, parts.ITEM_MORE)["visible_when"]
            if condition.item not in order[: order.index(name)]:
                raise node.error(f"{condition.item!r} is no item before this one")
            asked = self._items[condition.item]
            held = self._lists.get(asked.list)
            if asked.kind not in (ItemKind.CODE, ItemKind.YESNO) or held is None:
                raise node.error(f"the answer to {condition.item!r} is no code")
            if unknown := [code for code in condition.values if held.get(code) is None]:
                raise node.error(f"list {held.id!r} has no code {min(unknown)!r}")

    def _read_services(self) -> None:
        for node in self._load("services.yaml").list():
            service = parts.service(node, self._sources, self._lists)
            parts.add(self._services, service.code, service, node)

    def _rules(self) -> dict[str, Rule]:
        known = parts.Known(self._items, self._services, self._lists)
        rules: dict[str, Rule] = {}
        for node in self._load("rules.yaml").list():
            rule = parts.rule(node, self._sources, known)
            parts.add(rules, rule.code, rule, node)
        return rules
