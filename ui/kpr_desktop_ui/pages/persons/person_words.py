"""What the person pages say about a person, in the user's language."""

from __future__ import annotations

from datetime import date

from kpr_desktop.codebook.fields import FieldCatalogue
from kpr_desktop.codebook.languages import DECIMAL_MARKS
from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.texts import Texts
from kpr_desktop.codebook.wording import problem_words
from kpr_desktop.domain.assessment import NOT_RELEVANT, Assessment
from kpr_desktop.domain.care_service import CareService, Outcome
from kpr_desktop.domain.dates import age_on, in_table
from kpr_desktop.domain.hours import in_hours
from kpr_desktop.domain.ids import UserId
from kpr_desktop.domain.person import Contact, Person
from kpr_desktop.errors import Fault
from kpr_desktop.usecases.refusal import RulesRefused
from kpr_desktop.usecases.services import Services

HELP_FROM = "3"
"""From this score on another person is needed (facts page 1.2)."""
HELP_SCALE = "9165"
"""The scale that tells of help. Sight and hearing (9166, 9167) are graded by the impairment, so they do not count."""


class PersonWords:
    """Texts about one vault's persons on one day."""

    __slots__ = ("_services", "book", "language", "texts", "today")

    def __init__(self, texts: Texts, services: Services) -> None:
        self.texts = texts
        self.language = texts.language
        self.today: date = services.session.today()
        self.book: CodeBook = services.session.books.for_year(self.today.year)
        self._services = services

    def facts(self, person: Person) -> list[str]:
        """What stands beside the name."""
        facts = []
        if person.birth_date is not None:
            facts.append(
                self.texts("person.age", age=age_on(person.birth_date, person.death_date or self.today))
            )
        if person.identity is not None:
            facts.append(person.identity.masked())
        else:
            facts.append(self.texts("person.number_none"))
            if person.birth_date is not None:
                facts.append(self.texts("person.born", date=in_table(person.birth_date)))
        return facts

    def chips(self, person: Person, *, draft: bool = False) -> list[tuple[str, str]]:
        """What must be seen at once, as (text, kind)."""
        chips = []
        if person.protected:
            chips.append((self.texts("person.protected"), "stop"))
        if person.death_date is not None:
            chips.append((self.texts("person.dead", date=in_table(person.death_date)), "neutral"))
        if person.hidden:
            chips.append((self.texts("person.hidden"), "warning"))
        if draft:
            chips.append((self.texts("person.draft"), "info"))
        return chips

    def municipality(self, person: Person) -> str:
        """Municipality and district on this day."""
        residence = person.residence_on(self.today)
        if residence is None:
            return ""
        places = self._services.places
        place = places.municipality(residence.municipality, self.today.year)
        name = places.label(place, self.today.year) if place is not None else residence.municipality
        if not residence.district:
            return name
        known = {d.code: d.name for d in places.districts(residence.municipality, self.today.year)}
        district = known.get(residence.district, residence.district)
        return self.texts("person.municipality_line", municipality=name, district=district)

    def spoken(self, person: Person, catalogue: FieldCatalogue) -> str:
        """Language, and the one an interpreter is needed in."""
        options = catalogue.fields["language"].options or {}
        name = options[person.language].in_(self.language) if person.language in options else person.language
        if not person.interpreter:
            return name
        return self.texts("person.interpreter_line", language=name, interpreter=person.interpreter)

    def code(self, list_id: str, code: str) -> str:
        """The label of a code; the code itself when the list lacks it."""
        found = self.book.lists[list_id].get(code) if code else None
        return found.label.in_(self.language) if found else code

    def user(self, user_id: UserId | None) -> str:
        """The name of a user."""
        return next((u.name for u in self._services.persons.users() if u.id == user_id), "")

    def contact(self, contact: Contact) -> str:
        """A contact as one line."""
        name = f"{contact.name} ({contact.relation})" if contact.relation else contact.name
        return " · ".join(part for part in (name.strip(), contact.phone) if part)

    def address(self, person: Person) -> str:
        """The address on lines of its own; a protected one is not shown."""
        if person.protected:
            return self.texts("person.address_protected")
        address = person.address
        town = f"{address.postal_code} {address.place}".strip()
        return "\n".join(line for line in (address.line1, address.line2, town) if line)

    def needs(self, assessment: Assessment) -> list[tuple[str, str]]:
        """The areas where another person is needed, most need first: (short name, score)."""
        found = [
            (item.short.in_(self.language), assessment.value(item.id))
            for item in self.book.variables
            if item.list == HELP_SCALE and HELP_FROM <= assessment.value(item.id) < NOT_RELEVANT
        ]
        return sorted(found, key=lambda pair: pair[1], reverse=True)

    def scored(self, assessment: Assessment) -> int:
        """How many of the variables that tell of help have an answer."""
        items = (item for item in self.book.variables if item.list == HELP_SCALE)
        return sum(1 for item in items if assessment.value(item.id))

    def service(self, code: str) -> str:
        """The name of a service type."""
        found = self.book.services.get(code)
        return found.label.in_(self.language) if found else code

    def extent(self, service: CareService) -> str:
        """How much of a service: hours a week, or the kind of period."""
        if service.week_minutes is not None:
            whole, rest = divmod(service.week_minutes, 60)
            if rest % 15:
                return self.texts("services.hours_minutes", hours=whole, minutes=rest)
            return self.texts(
                "services.hours", hours=in_hours(service.week_minutes, DECIMAL_MARKS[self.texts.language])
            )
        found = self.book.services.get(service.type)
        if found is None or found.kind.value == "hours":
            return ""
        return self.texts(f"services.{found.kind.value}")

    def fault(self, fault: Fault) -> str:
        """What a fault says; of rules that stand in the way, what each of them says."""
        if not isinstance(fault, RulesRefused):
            return self.texts.fault(fault)
        told = (problem_words(self.book, each, self.language) for each in fault.problems)
        return " ".join(self.texts("service.problem", text=text, action=action) for text, action in told)

    def service_state(self, service: CareService) -> tuple[str, str]:
        """Where a service stands, as (text, kind)."""
        today = self.today
        if service.annulled:
            return self.texts("services.annulled"), "neutral"
        if service.outcome is Outcome.REFUSED:
            return self.texts("services.refused"), "neutral"
        if service.end is not None and service.end < today:
            return self.texts("services.ended"), "neutral"
        if any(p.from_date <= today and (p.to_date is None or today <= p.to_date) for p in service.pauses):
            return self.texts("services.paused"), "warning"
        if service.runs_on(today):
            return self.texts("services.running"), "ok"
        if service.start is not None:
            return self.texts("services.planned"), "info"
        granted = service.outcome is Outcome.GRANTED
        return self.texts("services.decided" if granted else "services.applied"), "info"
