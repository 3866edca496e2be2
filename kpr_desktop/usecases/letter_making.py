"""From a kind of letter and a person to what the letter maker is given: gathered, and without a protected address."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, timedelta
from typing import cast

from kpr_desktop.codebook.letters import LetterText, LetterTexts
from kpr_desktop.domain.person import Address, Person
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.letter_content import Gathered, Gathering
from kpr_desktop.usecases.letter_content.registry import PLAIN, RECIPES, Recipe
from kpr_desktop.usecases.letter_records import LetterRequest, Part
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.session import Session

OMITTED = "[…]"
"""What stands where a protected address was written."""
COLLECT_SETTING = "letters.collect_days"
DEFAULT_COLLECT_DAYS = 7
"""Days a paper may lie at a printer. Our choice, no rule; the municipality may have another."""
COLLECT_FEWEST, COLLECT_MOST = 1, 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letter. `filled`: what the user typed or chose, by name; `about`: the id of what it is about.

    `language` empty: the person's own where the letter has it, else bokmål. `fillable`: a copy for the screen.
    `filled` may hold `our_reference` and `your_reference`, numbers of the case in other systems; `case_worker`, where
    it is another than the user; and `window` and `exempt` (yes | no), where this letter is not as the sender's are.
    """

    kind: str
    language: str = ""
    filled: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    fillable: bool = False


def recipe_of(kind: str) -> Recipe:
    """What a kind of letter holds of the case; its text alone when nothing else is said."""
    return RECIPES.get(kind, PLAIN)


def collect_days(work: UnitOfWork) -> int:
    """Days from when a paper is made until it must be fetched. Our default for a setting that is none."""
    return days_in(work.records.setting(COLLECT_SETTING) or "") or DEFAULT_COLLECT_DAYS


def days_in(text: str) -> int:
    """The number of days in a text; 0 when it is none that may be used."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
    return number if COLLECT_FEWEST <= number <= COLLECT_MOST else 0


def language_of(texts: LetterTexts, wanted: Wanted, person: Person) -> str:
    """The language that the letter is made in."""
    if wanted.language:
        return wanted.language
    return person.language if person.language in texts.languages(wanted.kind) else "nb"


def request_for(
    session: Session, work: UnitOfWork, texts: LetterTexts, wanted: Wanted, person: Person, made_id: str
) -> tuple[LetterRequest, Gathered]:
    """Gather and put together; the print number is taken last, when nothing else can go wrong.

    Raises UserFault letter.unknown_kind | letter.no_such_language | letter.office_kind, and what the gatherer raises.
    """
    language = language_of(texts, wanted, person)
    text, frame = texts.letter(wanted.kind, language)
    recipe = recipe_of(wanted.kind)
    if not recipe.of_person:
        raise UserFault("letter.office_kind", "kind")
    for action in recipe.needs:
        session.admit(work, action, person.id)
    shown = replace(person, address=Address()) if person.protected else person
    today = session.today()
    gathered = recipe.gather(
        Gathering(
            work, session, shown, text, frame, session.books.for_year(today.year), wanted.filled, wanted.about
        )
    )
    veil = Veil(*(_addresses(work, person) if person.protected else ()))
    office = work.records.office()
    synthetic = person.identity is not None and person.identity.synthetic
    request = LetterRequest(
        kind=wanted.kind,
        language=language,
        office=office,
        name=person.name,
        address=None if person.protected else person.address,
        day=today,
        reference=veil.text(wanted.filled.get("our_reference", "")) or made_id[:8].upper(),
        training=session.training or synthetic,
        fields={name: veil.text(value) for name, value in gathered.fields.items()},
        parts={name: veil.parts(parts) for name, parts in gathered.parts.items()},
        number=work.letters.number(today.year),
        collect_by=_collect_by(work, today),
        your_reference=veil.text(wanted.filled.get("your_reference", "")),
        case_worker=_case_worker(session, wanted, text, veil),
        window=_this_one(wanted, "window", otherwise=office.window),
        exempt=_this_one(wanted, "exempt", otherwise=office.exempt),
        fillable=wanted.fillable,
    )
    return request, gathered


def _case_worker(session: Session, wanted: Wanted, text: LetterText, veil: Veil) -> str:
    """Whom a letter asks the reader to turn to: the one who was typed, else whoever makes it; a sheet has none."""
    if text.head != "letter":
        return ""
    return veil.text(wanted.filled.get("case_worker", "").strip()) or session.user.name


def _this_one(wanted: Wanted, name: str, *, otherwise: bool) -> bool:
    return {"yes": True, "no": False}.get(wanted.filled.get(name, ""), otherwise)


def _collect_by(work: UnitOfWork, today: date) -> date:
    return today + timedelta(days=collect_days(work))


def _addresses(work: UnitOfWork, person: Person) -> tuple[Address, ...]:
    """Today's and every earlier one: where she lives may stand in a version from before it was protected."""
    earlier = (version.person.address for version in work.persons.history(person.id))
    return tuple(dict.fromkeys((person.address, *earlier)))


class Veil:
    """Takes addresses out of whatever is printed, however they got there: typed, noted or gathered."""

    def __init__(self, *addresses: Address) -> None:
        lines = (re.findall(r"\w+", _composed(line)) for each in addresses for line in _lines(each))
        found = (r"[\W_]+".join(map(re.escape, words)) for words in lines if words)
        longest_first = sorted(set(found), key=lambda each: (-len(each), each))
        patterns = [rf"(?<!\w){each}(?!\w)" for each in longest_first]
        self._pattern = re.compile("|".join(patterns), re.IGNORECASE) if patterns else None

    def text(self, text: str) -> str:
        """The text, with the mark OMITTED for each line of an address, whatever stands between its words."""
        return self._pattern.sub(OMITTED, _composed(text)) if self._pattern else text

    def parts(self, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        """Every text of the parts."""
        return cast("tuple[Part, ...]", self._all(parts)) if self._pattern else parts

    def _all(self, value: object) -> object:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple):
            return tuple(self._all(each) for each in value)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{f.name: self._all(getattr(value, f.name)) for f in fields(value)})
        return value


def _lines(address: Address) -> tuple[str, ...]:
    whole = f"{address.postal_code} {address.place}" if address.postal_code else ""
    return address.line1, address.line2, whole


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
