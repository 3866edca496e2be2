"""What stands on an envelope, what a certificate says of itself, and what a receipt says of a message."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Station:
    """One end of the way, as the address register has it: the organisation, and its unit that sends or receives.

    `her_id` and `unit_her_id` are numbers of the address register, 1 to 10 digits.
    """

    name: str
    her_id: str
    unit: str
    unit_her_id: str


class Need(StrEnum):
    """What must be known or at hand before an envelope can be made."""

    HER_IDS = "her_ids"
    CERTIFICATES = "certificates"


@dataclass(frozen=True, slots=True)
class EnvelopeData:
    """What an envelope is made of beside the message. What the envelope does not need may be None.

    `message_id` is the GUID that the receipt will name; `made_at` is time-zone aware. `seal` signs and encrypts: it
    comes from `Certificates.sealer` and is made for one envelope.
    """

    message_id: str
    made_at: datetime
    sender: Station | None = None
    receiver: Station | None = None
    seal: Callable[[bytes], bytes] | None = None


@dataclass(frozen=True, slots=True)
class CertificateInfo:
    """What a certificate says: for a person to compare, and to renew it in time. Times are in UTC.

    `fingerprint` is SHA-256, in hexadecimal digits. `key` is kind and length, such as «RSA 3072».
    """

    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    fingerprint: str
    key: str
    expires_soon: bool
    days_left: int


class Verdict(StrEnum):
    """What became of a message. `ERRORS`: it was taken, and something in it was not."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ERRORS = "errors"


@dataclass(frozen=True, slots=True)
class ReceiptError:
    """One error that was told. `text` is the sender's own words and may name a person: it is kept as health data is.

    `notification_ids` are the GUIDs that stand in it, in small letters, each once. Not every one needs to be ours.
    """

    code: str
    text: str
    notification_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as read. `kind`: api-2021 | slash | apprec-1.0 | apprec-1.1.

    `message_id` is the message it is about, as it was sent, and empty where the receipt does not name it. `ref` is the
    receiver's own reference, empty where there is none.
    """

    kind: str
    message_id: str
    ref: str
    outcome: Verdict
    errors: tuple[ReceiptError, ...] = ()
