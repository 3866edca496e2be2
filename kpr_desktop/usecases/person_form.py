"""From what is typed in the person form to a person, with every fault told beside its field at once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from kpr_desktop.domain.dates import in_table, parse_date
from kpr_desktop.domain.identity import Fnr, IdKind
from kpr_desktop.domain.ids import UserId
from kpr_desktop.domain.person import Address, Contact, Person, Residence
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.refusal import FormRefused

_T = TypeVar("_T")

NAME_LIMIT = 100
TEXT_LIMIT = 200
_POSTAL_CODE = re.compile(r"\d{4}", re.ASCII)
_PHONE = re.compile(r"\+?[\d ]{5,20}", re.ASCII)
_SEX = frozenset(("0", "1", "2", "9"))
_HOUSEHOLD = re.compile(r"\d{1,2}", re.ASCII)
_MUNICIPALITY = re.compile(r"\d{4}", re.ASCII)
_DISTRICT = re.compile(r"\d{2}(\d{4})?", re.ASCII)
_AUTOMATIC = "auto"

FIELDS = (
    "given_name", "family_name", "id_kind", "identity", "birth_date", "sex", "user_number",
    "line1", "line2", "postal_code", "place", "protected", "phone", "language", "interpreter",
    "municipality", "district", "residence_from", "household", "responsible", "planned_visit",
    "kin_name", "kin_relation", "kin_phone", "guardian_name", "guardian_relation", "guardian_phone",
    "practitioner_name", "practitioner_relation", "practitioner_phone", "death_date",
)  # fmt: skip
"""The form's fields, in the order of the screen. `id_kind` is «auto» or the value of an `IdKind` of types 4-9."""


def to_form(person: Person, *, reveal: str = "") -> dict[str, str]:
    """The person as the form's texts. The number is masked unless `reveal` gives a reason (the caller logs it)."""
    residence = max(person.residences, key=lambda r: r.from_date, default=None)
    identity, kind = "", _AUTOMATIC
    if person.identity is not None:
        identity = person.identity.reveal(reveal) if reveal else person.identity.masked()
        kind = person.identity.kind.value if person.identity.kind.is_free_text else _AUTOMATIC
    form = {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "id_kind": kind,
        "identity": identity,
        "birth_date": in_table(person.birth_date),
        "sex": person.sex,
        "user_number": person.user_number,
        "line1": person.address.line1,
        "line2": person.address.line2,
        "postal_code": person.address.postal_code,
        "place": person.address.place,
        "protected": "1" if person.protected else "",
        "phone": person.phone,
        "language": person.language,
        "interpreter": person.interpreter,
        "municipality": residence.municipality if residence else "",
        "district": residence.district if residence else "",
        "residence_from": in_table(residence.from_date) if residence else "",
        "household": person.household,
        "responsible": person.responsible or "",
        "planned_visit": in_table(person.planned_visit),
        "death_date": in_table(person.death_date),
    }
    for prefix, contact in (
        ("kin", person.next_of_kin), ("guardian", person.guardian), ("practitioner", person.practitioner),
    ):  # fmt: skip
        form |= {
            f"{prefix}_name": contact.name,
            f"{prefix}_relation": contact.relation,
            f"{prefix}_phone": contact.phone,
        }
    return form


def read_form(form: Mapping[str, str], base: Person, *, today: date, training: bool) -> Person:
    """The person that the form describes, on top of `base`. Raises FormRefused with one fault a field."""
    reader = _Reader(form, today)
    person = replace(
        base,
        given_name=reader.name("given_name"),
        family_name=reader.name("family_name"),
        identity=reader.identity(base.identity, training=training),
        birth_date=reader.past("birth_date"),
        sex=reader.one_of("sex", _SEX) or "0",
        user_number=reader.line("user_number"),
        address=Address(
            reader.line("line1"),
            reader.line("line2"),
            reader.matching("postal_code", _POSTAL_CODE),
            reader.line("place"),
        ),
        protected=bool(reader.raw("protected")),
        phone=reader.matching("phone", _PHONE),
        language=reader.line("language") or "nb",
        interpreter=reader.line("interpreter"),
        next_of_kin=reader.contact("kin"),
        guardian=reader.contact("guardian"),
        practitioner=reader.contact("practitioner"),
        responsible=UserId(reader.raw("responsible")) or None,
        planned_visit=reader.day("planned_visit"),
        household=reader.code("household", _HOUSEHOLD),
        residences=reader.residences(base, today),
        death_date=reader.past("death_date"),
    )
    reader.check_whole(person)
    if reader.faults:
        raise FormRefused(sorted(reader.faults, key=lambda f: FIELDS.index(f.field or FIELDS[0])))
    return person


class _Reader:
    def __init__(self, form: Mapping[str, str], today: date) -> None:
        self._form = form
        self._today = today
        self.faults: list[UserFault] = []

    def raw(self, field: str) -> str:
        return unicodedata.normalize("NFC", self._form.get(field, "")).strip()

    def line(self, field: str, limit: int = TEXT_LIMIT) -> str:
        text = self.raw(field)
        if len(text) > limit:
            self.faults.append(UserFault("form.too_long", field, limit=limit))
        if "\n" in text or "\r" in text:
            self.faults.append(UserFault("form.one_line", field))
        return text

    def name(self, field: str) -> str:
        text = self.line(field, NAME_LIMIT)
        if not text:
            self.faults.append(UserFault("person.name_missing", field))
        elif not any(char.isalpha() for char in text):
            self.faults.append(UserFault("person.name_without_letters", field))
        return text

    def matching(self, field: str, pattern: re.Pattern[str]) -> str:
        text = self.raw(field)
        if text and not pattern.fullmatch(text):
            self.faults.append(
                UserFault(
                    "person.postal_code_pattern" if pattern is _POSTAL_CODE else "person.phone_pattern", field
                )
            )
        return text

    def one_of(self, field: str, allowed: frozenset[str]) -> str:
        text = self.raw(field)
        if text and text not in allowed:
            self.faults.append(UserFault("form.not_in_list", field))
        return text

    def code(self, field: str, pattern: re.Pattern[str]) -> str:
        """What the form gives to choose from a list: of a code's form, so that no free text passes for one."""
        text = self.raw(field)
        if text and not pattern.fullmatch(text):
            self.faults.append(UserFault("form.not_in_list", field))
        return text

    def contact(self, prefix: str) -> Contact:
        return Contact(
            self.line(f"{prefix}_name"),
            self.line(f"{prefix}_relation"),
            self.matching(f"{prefix}_phone", _PHONE),
        )

    def day(self, field: str) -> date | None:
        return self._try(lambda: parse_date(self.raw(field), field=field, today=self._today))

    def past(self, field: str) -> date | None:
        day = self.day(field)
        if day is not None and day > self._today:
            self.faults.append(UserFault("date.future", field))
        return day

    def identity(self, before: Fnr | None, *, training: bool) -> Fnr | None:
        text, kind = self.raw("identity"), self.raw("id_kind")
        if not text:
            return None
        if before is not None and text == before.masked():
            if kind in ("", _AUTOMATIC if not before.kind.is_free_text else before.kind.value):
                return before
            text = before.reveal("another kind was chosen")
        read = self._try(
            lambda: Fnr.parse(text) if kind in ("", _AUTOMATIC) else Fnr.other(IdKind(kind), text)
        )
        if read is not None and read.synthetic and not training:
            self.faults.append(UserFault("identity.synthetic_in_production", "identity"))
        if read is not None and training and not read.synthetic and read.kind.has_date:
            # A training vault leaves the house on screenshots: no real person's number belongs in it.
            self.faults.append(UserFault("identity.real_in_training", "identity"))
        return read

    def residences(self, base: Person, today: date) -> tuple[Residence, ...]:
        number = self.code("municipality", _MUNICIPALITY)
        if not number:
            self.faults.append(UserFault("person.municipality_missing", "municipality"))
            return base.residences
        start = self.day("residence_from") or (base.residences[-1].from_date if base.residences else today)
        new = Residence(start, number, self.code("district", _DISTRICT))
        return tuple(
            sorted([*(r for r in base.residences if r.from_date != start), new], key=lambda r: r.from_date)
        )

    def check_whole(self, person: Person) -> None:
        if person.birth_date and person.death_date and person.death_date < person.birth_date:
            self.faults.append(UserFault("person.death_before_birth", "death_date"))
        if person.identity is None and person.birth_date is None:
            # Without a number the register knows a person by the birth date (type 9): one of the two must be there.
            self.faults.append(UserFault("person.number_or_birth_date", "birth_date"))

    def _try(self, read: Callable[[], _T]) -> _T | None:
        try:
            return read()
        except UserFault as fault:
            self.faults.append(fault)
            return None
