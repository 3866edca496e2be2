"""The two ends of the way to the register, and how long their certificates hold. No key is ever kept here."""

from __future__ import annotations

import json
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from math import ceil

from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.dispatch_records import CertificateInfo, Station
from kpr_desktop.usecases.output_ports import Certificates
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.session import Session

ENDS = ("sender", "receiver")
PARTS = ("name", "her_id", "unit", "unit_her_id")
FIELDS = tuple(f"{end}_{part}" for end in ENDS for part in PARTS)
"""The form's fields, in its order."""
SOON = timedelta(days=60)
NAME_LIMIT = 140
_STATION = "submission.station_"
_RECEIVER = "submission.receiver_certificate"
_UNTIL = "submission.certificate_until_"
_HER_ID = re.compile(r"[0-9]{1,10}", re.ASCII)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Expiry:
    """A certificate that ends soon, or has ended. `whose`: sender | receiver; `days_left` may be negative."""

    whose: str
    day: date
    days_left: int


class StationDesk:
    """Everything the set-up does about sender, receiver and their certificates."""

    def __init__(self, session: Session, certificates: Certificates) -> None:
        self._session = session
        self._certificates = certificates

    def form(self) -> dict[str, str]:
        """What is known of both ends, by field; the sender's name is the municipality's until another is saved."""
        with self._session.work() as work:
            office = work.records.office()
            found = dict.fromkeys(FIELDS, "") | {"sender_name": office.name, "sender_unit": office.unit}
            for end, station in zip(ENDS, stations(work), strict=True):
                if station is not None:
                    found |= {f"{end}_{p}": v for p, v in zip(PARTS, astuple(station), strict=True)}
        return found

    def save(self, form: Mapping[str, str]) -> None:
        """Save both ends. One that is left without both HER ids is not kept. Raises FormRefused."""
        session = self._session
        faults: list[UserFault] = []
        with session.work() as work:
            session.admit(work, "submission.set_up")
            for end in ENDS:
                values = [" ".join(form.get(f"{end}_{part}", "").split()) for part in PARTS]
                empty = not (values[1] or values[3])
                if not empty:
                    faults += _faults(end, values)
                work.records.save_setting(_STATION + end, "" if empty else json.dumps(values))
            if faults:
                raise FormRefused(faults)
            session.log(work, "submission.stations")
            work.commit()

    def take_receiver(self, file: bytes) -> CertificateInfo:
        """Keep the receiver's certificate, which is no secret. Raises UserFault certificate.*."""
        session = self._session
        with session.work() as work:
            session.admit(work, "submission.set_up")
            info = self._certificates.receiver(file, session.now())
            work.records.save_setting(_RECEIVER, b64encode(file).decode())
            work.records.save_setting(_UNTIL + "receiver", info.not_after.isoformat())
            session.log(work, "submission.certificate", subject=info.fingerprint)
            work.commit()
        return info

    def receiver(self) -> CertificateInfo | None:
        """The receiver's certificate as it is kept, None for none. Raises UserFault certificate.* when it ended."""
        with self._session.work() as work:
            kept = kept_receiver(work)
        return self._certificates.receiver(kept, self._session.now()) if kept else None

    def expiring(self) -> list[Expiry]:
        """Certificates that end within 60 days, the sender's as it was when last used. For those who follow it."""
        session = self._session
        if not session.may("export.rehearse"):
            return []
        now = session.now()
        found = []
        with session.work() as work:
            for whose in ENDS:
                kept = work.records.setting(_UNTIL + whose)
                if kept and (ends := datetime.fromisoformat(kept)) - now <= SOON:
                    found.append(Expiry(whose, ends.astimezone(now.tzinfo).date(), ceil((ends - now) / _DAY)))
        return found


def stations(work: UnitOfWork) -> tuple[Station | None, Station | None]:
    """Sender and receiver, None for one that is not known."""
    sender, receiver = (_station(work.records.setting(_STATION + end)) for end in ENDS)
    return sender, receiver


def kept_receiver(work: UnitOfWork) -> bytes:
    """The receiver's certificate, empty for none."""
    return b64decode(work.records.setting(_RECEIVER) or "")


def keep_sender(work: UnitOfWork, info: CertificateInfo) -> None:
    """Remember how long the sender's certificate holds, and nothing else of it."""
    work.records.save_setting(_UNTIL + "sender", info.not_after.isoformat())


def _station(kept: str | None) -> Station | None:
    return Station(*json.loads(kept)) if kept else None


def _faults(end: str, values: list[str]) -> list[UserFault]:
    found = []
    for part, value in zip(PARTS, values, strict=True):
        field = f"{end}_{part}"
        if part.endswith("her_id"):
            if not _HER_ID.fullmatch(value):
                found.append(UserFault("envelope.bad_her_id", field))
        elif not value:
            found.append(UserFault("envelope.no_name", field))
        elif len(value) > NAME_LIMIT:
            found.append(UserFault("form.too_long", field, limit=NAME_LIMIT))
    return found
