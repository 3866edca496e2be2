"""One person's case on its way to another program or back: what a file of it carries, and what was read from one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kpr_desktop.codebook.model import Text
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.person import Person
from kpr_desktop.errors import Param


@dataclass(frozen=True, slots=True)
class Case:
    """What goes out: the person and some assessments. `office`: the municipality's name, `practice`: nobody real."""

    person: Person
    assessments: tuple[Assessment, ...]
    office: str
    made_at: datetime
    practice: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing in a file that can not be taken. `where` is a JSON pointer made of known words and numbers only."""

    where: str
    code: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadPerson:
    """The person of a file, as the fields of the person form (`usecases.person_form`); `places`: field -> pointer."""

    where: str
    id: str
    form: Mapping[str, str]
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadAssessment:
    """An assessment of a file. What belongs to the vault it comes from is empty in it: person, device, assessor's id.

    `places`: item -> pointer.
    """

    where: str
    assessment: Assessment
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A whole file. `passed_over`: resources that may stand beside a case and are not taken, as pointers."""

    practice: bool
    person: ReadPerson | None
    assessments: tuple[ReadAssessment, ...]
    passed_over: tuple[str, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the preview.

    `state`: new | exists | differs | passed_over | refused. `what`: person | assessment | file, or an item's id.
    `code` is a key of the texts; `rule` the words of the rule that stands in the way.
    """

    state: str
    what: str
    where: str
    code: str
    params: Mapping[str, Param] = field(default_factory=dict)
    rule: Text | None = None
