"""From a code book to what the checks of the domain may know of it."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.domain.assessment import Assessment
from kpr_desktop.domain.care_service import CareService
from kpr_desktop.domain.checks import CheckContext, ItemFacts, Lookups, ServiceFacts
from kpr_desktop.domain.person import Person


def check_context(  # noqa: PLR0913 - one keyword for each part of the context
    book: CodeBook,
    *,
    today: date,
    year: int | None = None,
    person: Person | None = None,
    assessment: Assessment | None = None,
    previous: Assessment | None = None,
    service: CareService | None = None,
    services: tuple[CareService, ...] = (),
    consents: frozenset[str] | None = None,
    reminder_months: int = 12,
) -> CheckContext:
    """What `evaluate` runs the rules on; see `CheckContext` for the meaning of each part.

    `year` is the data year whose codes are valid; unless given, the year of the assessment, or else of `today`.
    A service that was registered by mistake is neither judged nor compared with.
    """
    if year is None:
        year = assessment.assessed_on.year if assessment is not None and service is None else today.year
    return CheckContext(
        today=today,
        lookups=lookups(book, year),
        person=person,
        assessment=assessment,
        previous=previous,
        service=service,
        services=tuple(each for each in services if not each.annulled),
        consents=consents,
        reminder_months=reminder_months,
    )


def lookups(book: CodeBook, year: int) -> Lookups:
    """The book as plain look-ups, with the codes that are valid in `year`."""
    codes = {s.id: frozenset(v.code for v in s.values) for s in book.scales.values()}
    codes |= {
        each.id: frozenset(c.code for c in each.codes if c.valid_in(year)) for each in book.lists.values()
    }
    return Lookups(
        year=year,
        steps=book.steps,
        items=MappingProxyType(
            {
                i.id: ItemFacts(
                    i.kind.value, i.list, tuple((f.id, f.kind, f.list, f.required) for f in i.fields)
                )
                for i in book.items.values()
            }
        ),
        codes=MappingProxyType(codes),
        expectations=book.expectations,
        services=MappingProxyType(
            {
                s.code: ServiceFacts(
                    s.kind.value, s.group, s.needs_rolling, s.subtype_list, s.valid_to, s.in_message
                )
                for s in book.services.values()
            }
        ),
    )
