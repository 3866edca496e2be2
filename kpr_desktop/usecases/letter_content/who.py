"""Who the person is, as the register has it, and what stood there before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpr_desktop.codebook.model import CodeBook
from kpr_desktop.codebook.places import Places
from kpr_desktop.domain.ids import UserId
from kpr_desktop.domain.person import Contact, Person, Residence
from kpr_desktop.usecases.letter_content.plain import Plain
from kpr_desktop.usecases.letter_records import Heading, Part
from kpr_desktop.usecases.records import PersonVersion

_SEX, _HOUSEHOLD, _ID_KIND = "3101", "9335", "9032"
_OWN_LETTER = "the person's own letter"


@dataclass(frozen=True, slots=True)
class WhoTeller:
    """Tells of a person. `names`: users by id. `whole`: the identity number stands in full."""

    plain: Plain
    book: CodeBook
    places: Places
    names: Mapping[UserId, str]
    whole: bool = False

    def parts(self, person: Person, history: list[PersonVersion]) -> tuple[Part, ...]:
        """What stands there now, and for every earlier version what stood there otherwise."""
        shielded = person.protected
        after = self.rows(person, shielded=shielded)
        found = self.plain.facts(after.items())
        for version in history:
            rows = self.rows(version.person, shielded=shielded)
            changed = {
                key: text or self.plain.word("none") for key, text in rows.items() if text != after[key]
            }
            by = self.names.get(version.replaced_by, version.replaced_by)
            at = self.plain.at(version.replaced_at)
            found += [Heading(self.plain.word("before", at=at, by=by)), *self.plain.facts(changed.items())]
            after = rows
        return tuple(found)

    def rows(self, person: Person, *, shielded: bool) -> dict[str, str]:
        """Word -> what stands there; empty for what does not. `shielded`: the address is protected now."""
        plain = self.plain
        return {
            "name": person.name,
            "user_number": person.user_number,
            "identity": self._number(person),
            "identity_kind": plain.code(self.book, _ID_KIND, person.identity.kind.type_code)
            if person.identity
            else "",
            "born": plain.day(person.birth_date) if person.birth_date else "",
            "sex": plain.code(self.book, _SEX, person.sex),
            "household": plain.code(self.book, _HOUSEHOLD, person.household) if person.household else "",
            "address": self._address(person, shielded=shielded),
            "phone": person.phone,
            "language": plain.letter.words.get(f"language_{person.language}", person.language),
            "interpreter": person.interpreter,
            "next_of_kin": _contact(person.next_of_kin),
            "guardian": _contact(person.guardian),
            "practitioner": _contact(person.practitioner),
            "residences": "; ".join(
                self._residence(each, shielded=shielded or person.protected) for each in person.residences
            ),
            "responsible": self.names.get(person.responsible, person.responsible)
            if person.responsible
            else "",
            "planned_visit": plain.day(person.planned_visit) if person.planned_visit else "",
            "death_date": plain.day(person.death_date) if person.death_date else "",
            "protected": plain.yes(person.protected),
            "hidden": plain.yes(person.hidden),
            "registered_at": plain.at(person.created_at),
            "record_version": str(person.version),
        }

    def _number(self, person: Person) -> str:
        if person.identity is None:
            return ""
        return person.identity.reveal(_OWN_LETTER) if self.whole else person.identity.masked()

    def _address(self, person: Person, *, shielded: bool) -> str:
        """A protected address never prints, not even in the person's own letter: it may be read by others.

        Nor does one that stood there before it was protected: it may be where she lives.
        """
        if shielded or person.protected:
            return self.plain.word("address_protected")
        address = person.address
        place = f"{address.postal_code} {address.place}".strip()
        return ", ".join(each for each in (address.line1, address.line2, place) if each)

    def _residence(self, residence: Residence, *, shielded: bool) -> str:
        """Where the address is protected, a district would tell half of it."""
        year = residence.from_date.year
        place = self.places.municipality(residence.municipality, year)
        named = {d.code: d.name for d in self.places.districts(residence.municipality, year)}
        where = place.name if place else residence.municipality
        if residence.district and shielded:
            where = f"{where}, {self.plain.word('district_protected')}"
        elif residence.district:
            where = f"{where}, {named.get(residence.district, residence.district)}"
        return self.plain.word("from_day", what=where, day=self.plain.day(residence.from_date))


def _contact(contact: Contact) -> str:
    return ", ".join(each for each in (contact.name, contact.relation, contact.phone) if each)
