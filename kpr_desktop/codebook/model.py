"""What the code book holds, once it has passed the loader. Everything here is immutable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from kpr_desktop.codebook import languages
from kpr_desktop.domain.changes import Expectations
from kpr_desktop.domain.guide import Guide
from kpr_desktop.domain.navigation import Condition, Step
from kpr_desktop.domain.problems import Severity

if TYPE_CHECKING:
    from kpr_desktop.codebook.attention import AttentionPoint
    from kpr_desktop.codebook.official_measure import OfficialMeasure
    from kpr_desktop.codebook.overview import Overview

Language = languages.Language
LANGUAGES = languages.LANGUAGES


class Certainty(StrEnum):
    """A = read in the source, B = follows from one, OWN = our own choice or wording; OWN is never shown as official."""

    A = "A"
    B = "B"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the three languages."""

    nb: str
    nn: str
    en: str

    def in_(self, language: str) -> str:
        """The text in `language`; bokmål for a language we do not have."""
        return {"nn": self.nn, "en": self.en}.get(language, self.nb)


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a code list. `valid_from`/`valid_to` are data years, both included; a withdrawn code stays."""

    code: str
    official: str
    label: Text
    valid_from: int | None = None
    valid_to: int | None = None
    note: Text | None = None

    def valid_in(self, year: int) -> bool:
        """Whether the code may be used for data year `year`."""
        return (self.valid_from is None or self.valid_from <= year) and (
            self.valid_to is None or year <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class CodeList:
    """A national code list (`id` is its number, e.g. 9335) or one of ours (certainty OWN)."""

    id: str
    name: Text
    codes: tuple[Code, ...]
    source: str
    certainty: Certainty

    def get(self, code: str) -> Code | None:
        """The code, or None when the list does not hold it."""
        return next((c for c in self.codes if c.code == code), None)


@dataclass(frozen=True, slots=True)
class ScaleValue:
    """One score. `official` is the register's own label, `card` our short words, `meaning` our one-sentence meaning."""

    code: str
    official: str
    card: Text
    meaning: Text
    citizen: Text


@dataclass(frozen=True, slots=True)
class Scale:
    """A scoring scale (9165 general, 9166 vision, 9167 hearing): 1-5 and 9."""

    id: str
    name: Text
    values: tuple[ScaleValue, ...]
    source: str
    certainty: Certainty

    def get(self, code: str) -> ScaleValue | None:
        """The score, or None when the scale does not hold it."""
        return next((v for v in self.values if v.code == code), None)


@dataclass(frozen=True, slots=True)
class Contrast:
    """What separates two scores, as one everyday example of each. Our own guidance."""

    low: Text
    high: Text


@dataclass(frozen=True, slots=True)
class CitizenWords:
    """How the item is put to the person."""

    question: Text
    help: Text


class ItemKind(StrEnum):
    """How an item is answered."""

    SCORE = "score"
    CODE = "code"
    DATE = "date"
    YESNO = "yesno"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True)
class EntryField:
    """One field of a repeating item. `kind`: code | date | text | system (a diagnosis' code system)."""

    id: str
    label: Text
    kind: str
    required: bool
    list: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing the interview asks: a function variable or one of the other items.

    `official` is the register's label (bokmål, quoted exactly), `label` the same in three languages. `list` is the
    code list or scale. `person_field` names the field of the person that the answer is copied to at finish. A `local`
    item stays in the vault: it is part of no extract and no message. `guidance` names whose guidance texts it has;
    empty = ours.
    """

    id: str
    kind: ItemKind
    group: str
    official: str
    label: Text
    short: Text
    question: Text
    covers: Text
    citizen: CitizenWords
    source: str
    certainty: Certainty
    code: str = ""
    list: str = ""
    icf: str = ""
    required: bool = True
    visible_when: Condition | None = None
    person_field: str = ""
    contrasts: Mapping[str, Contrast] = field(default_factory=dict)
    fields: tuple[EntryField, ...] = ()
    local: bool = False
    guidance: str = ""

    @property
    def step(self) -> Step:
        """The item as a step of the interview."""
        return Step(self.id, self.group, self.required, self.visible_when)


@dataclass(frozen=True, slots=True)
class Group:
    """Items shown together, in interview order. The grouping is ours unless its certainty says otherwise."""

    id: str
    name: Text
    items: tuple[str, ...]
    source: str
    certainty: Certainty


class ServiceClass(StrEnum):
    """How the extent of a service is told: hours a week, stays (from-to), or a period only."""

    HOURS = "hours"
    STAY = "stay"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class ServiceType:
    """One code of list 9151. `in_message`: in scope of the KPR 56 message; `valid_to`: last data year when expired.

    `runs_in_hospital`: goes on while the person is in hospital; the others are stopped (facts page 3, Stops [A S27]).
    """

    code: str
    official: str
    label: Text
    short: Text
    kind: ServiceClass
    group: str
    in_message: bool
    needs_rolling: bool
    runs_in_hospital: bool
    subtype_list: str
    valid_to: int | None
    note: Text | None
    source: str
    certainty: Certainty

    def valid_in(self, year: int) -> bool:
        """Whether the type may be used for data year `year`."""
        return self.valid_to is None or year <= self.valid_to


@dataclass(frozen=True, slots=True)
class Rule:
    """One validation. `check` names a function of `domain.checks`, `params` are its arguments."""

    code: str
    severity: Severity
    scope: str
    check: str
    params: Mapping[str, str]
    text: Text
    action: Text
    source: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class CodeBook:
    """One edition. Used for the data years from `from_year` until a newer edition begins."""

    year: int
    from_year: int
    notice: Text
    guide: Text
    guide_address: str
    sources: Mapping[str, str]
    scales: Mapping[str, Scale]
    lists: Mapping[str, CodeList]
    groups: tuple[Group, ...]
    items: Mapping[str, Item]
    services: Mapping[str, ServiceType]
    rules: Mapping[str, Rule]
    guides: Mapping[str, Guide[Text]] = field(default_factory=dict)
    """By scale."""
    activities: Mapping[str, Text] = field(default_factory=dict)
    """By function variable: what is done, as the questions of the guides name it («å lage et måltid»)."""
    expectations: Expectations = field(default_factory=Expectations)
    overview: Overview | None = None
    """Our own overview measure."""
    attention: tuple[AttentionPoint, ...] = ()
    official_measure: OfficialMeasure | None = None
    """The official composite measure, when the edition's folder holds its rule."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """All items in interview order."""
        return tuple(self.items[i].step for g in self.groups for i in g.items)

    @property
    def variables(self) -> tuple[Item, ...]:
        """The 20 function variables, by their code in list 9111."""
        found = [i for i in self.items.values() if i.kind is ItemKind.SCORE]
        return tuple(sorted(found, key=lambda i: int(i.code)))
