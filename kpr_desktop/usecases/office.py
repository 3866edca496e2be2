"""The municipality as sender, and the contact persons towards the register."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from kpr_desktop.domain.notification import ContactPerson
from kpr_desktop.domain.person import Address
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.records import Office
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.session import Session

IPLOS_CONTACT = "16"
SUBMISSION_RESPONSIBLE = "17"
CONTACT_KINDS = (IPLOS_CONTACT, SUBMISSION_RESPONSIBLE)
"""At least one contact of each kind goes with every message (code list 8471)."""

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"(\+47|0047)?( *\d *){8}", re.ASCII)
_POSTAL_CODE = re.compile(r"\d{4}", re.ASCII)


class OfficeDesk:
    """Everything the settings page does about the sender."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self) -> Office:
        """The sender as it is now."""
        with self._session.work() as work:
            return work.records.office()

    def save(self, form: Mapping[str, str]) -> Office:
        """Save name, unit, address and contacts from the form's texts. Raises FormRefused.

        Contact fields are `contact16_name`, `contact16_email`, `contact16_phone` and the same with 17.
        """
        session = self._session
        session.require("office.write")
        faults: list[UserFault] = []
        with session.work() as work:
            old = work.records.office()
            new = replace(
                old,
                name=form.get("name", "").strip(),
                unit=form.get("unit", "").strip(),
                address=Address(
                    *(form.get(f, "").strip() for f in ("line1", "line2", "postal_code", "place"))
                ),
                phone=form.get("phone", "").strip(),
                email=form.get("email", "").strip(),
                web=form.get("web", "").strip(),
                contacts=tuple(
                    c for c in (_contact(form, kind, faults) for kind in CONTACT_KINDS) if c is not None
                ),
            )
            faults += _faults(new)
            if faults:
                raise FormRefused(faults)
            work.records.save_office(new)
            session.log(work, "office.save")
            work.commit()
        return new


def _faults(office: Office) -> list[UserFault]:
    faults = []
    if not office.name:
        faults.append(UserFault("office.name_missing", "name"))
    if office.address.postal_code and not _POSTAL_CODE.fullmatch(office.address.postal_code):
        faults.append(UserFault("person.postal_code_pattern", "postal_code"))
    if office.email and not _EMAIL.fullmatch(office.email):
        faults.append(UserFault("office.email_pattern", "email"))
    return faults


def _contact(form: Mapping[str, str], kind: str, faults: list[UserFault]) -> ContactPerson | None:
    name, email, phone = (
        form.get(f"contact{kind}_{part}", "").strip() for part in ("name", "email", "phone")
    )
    if not (name or email or phone):
        return None
    if not name:
        faults.append(UserFault("office.contact_name_missing", f"contact{kind}_name"))
    if not _EMAIL.fullmatch(email):
        faults.append(UserFault("office.email_pattern", f"contact{kind}_email"))
    if phone and not _PHONE.fullmatch(phone):
        faults.append(UserFault("office.contact_phone_pattern", f"contact{kind}_phone"))
    return ContactPerson(kind, name, email, phone)
