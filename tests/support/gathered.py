"""What gatherers give for a letter, without a PDF: the parts, and every text in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.domain.ids import PersonId
from kpr_desktop.usecases.letter_content import Gathered, Gathering
from kpr_desktop.usecases.letter_content.registry import RECIPES
from kpr_desktop.usecases.letter_records import Grid, Part
from tests.support.world import World

TEXTS = LetterTexts()


def gathered(
    world: World,
    person_id: PersonId,
    kind: str,
    language: str = "nb",
    *,
    filled: Mapping[str, str] | None = None,
    about: str = "",
) -> Gathered:
    """As `LetterDesk.make` has it gathered, after it has let the user in."""
    session = world.session
    text, frame = TEXTS.letter(kind, language)
    with session.work() as work:
        session.admit(work, "letter.make", person_id)
        person = work.persons.get(person_id)
        book = session.books.for_year(session.today().year)
        case = Gathering(work, session, person, text, frame, book, filled or {}, about)
        return RECIPES[kind].gather(case)


def texts_in(value: object) -> Iterator[str]:
    """Every text of parts, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, (tuple, list)):
        for each in value:
            yield from texts_in(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


def whole_text(value: object) -> str:
    """All of them, each on a line."""
    return "\n".join(texts_in(value))


def grids(parts: Iterable[Part]) -> list[Grid]:
    """The tables among the parts."""
    return [each for each in parts if isinstance(each, Grid)]
