"""Reads the answers to a message: those of the interface of 2021, of the register's own receiver, AppRec 1.0 and 1.1.

A receipt comes from outside, so nothing in it is trusted (`untrusted.py`). The register's error report, NPR(err), has a
schema that could not be had: such a file is told apart and refused with words, never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from kpr_desktop.errors import UserFault
from kpr_desktop.exports.envelopes import MSGHEAD
from kpr_desktop.exports.kpr56 import NAMESPACE as KPR56
from kpr_desktop.exports.untrusted import Untrusted
from kpr_desktop.exports.xml_text import xml_text
from kpr_desktop.usecases.dispatch_records import Receipt, ReceiptError, Verdict

APPREC = {
    "http://www.kith.no/xmlstds/apprec/2004-11-21": "apprec-1.0",
    "http://www.kith.no/xmlstds/apprec/2012-02-15": "apprec-1.1",
}
MOST_BYTES = 5_000_000
MOST_ERRORS = 10_000
LONGEST_ID = 100
_ERROR_REPORT = re.compile(r"http://www\.npr\.no/xmlstds/[0-9_]*_err\b")
_STATUS = {"1": Verdict.ACCEPTED, "2": Verdict.REJECTED, "3": Verdict.ERRORS}
"""AppRec: OK, refused, OK but with errors in parts of the message."""
_GUID = re.compile(
    r"(?<![0-9A-Za-z-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9A-Za-z-])", re.ASCII
)
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
_UTF8_MARK = b"\xef\xbb\xbf"


class Receipts:
    """The port `ReceiptReader`."""

    def read(self, data: bytes) -> Receipt:
        """The receipt in a file, of whatever kind it is.

        Raises UserFault receipt.empty, receipt.too_large, receipt.archive, receipt.unknown, receipt.npr_err,
        receipt.own_message, receipt.incomplete, receipt.contradiction, receipt.too_many, and those of `Untrusted`.
        """
        if len(data) > MOST_BYTES:
            raise UserFault("receipt.too_large", "file", most=MOST_BYTES // 1_000_000)
        start = data.removeprefix(_UTF8_MARK).lstrip(b" \t\r\n")[:16]
        if not start:
            raise UserFault("receipt.empty", "file")
        if start.startswith(_ARCHIVES):
            raise UserFault("receipt.archive", "file")
        file = Untrusted(data)
        if start.startswith(b"<") and not start.startswith(b"<\x00"):
            return _from_xml(file.xml())
        value = file.json()
        if not isinstance(value, dict):
            raise UserFault("receipt.unknown", "file")
        return _from_json(value)


# --- JSON ---------------------------------------------------------------------------------------------------------

_KINDS = {
    "delivered": "delivered",
    "validationCode": "refused",
    "validationMessage": "refused",
    "errorCode": "failed",
    "errorMessage": "failed",
}
"""The names that tell one answer from another."""


def _from_json(value: Mapping[str, Any]) -> Receipt:
    kinds = {kind for name, kind in _KINDS.items() if name in value}
    if len(kinds) > 1:
        raise UserFault("receipt.contradiction", "file")
    if "delivered" in kinds:
        return _slash(value)
    if kinds:
        return _refused(value, "validation" if "refused" in kinds else "error")
    if "messageId" not in value:
        raise UserFault("receipt.unknown", "file")
    message_id = _text(value, "messageId")
    if not _GUID.fullmatch(message_id):
        raise _incomplete("messageId")
    return Receipt("api-2021", message_id.lower(), _reference(value), Verdict.ACCEPTED)


def _refused(value: Mapping[str, Any], part: str) -> Receipt:
    """Answer 400 (the message is not as it should be) or 500 (something went wrong at the other end)."""
    code, text = _text(value, f"{part}Code"), _text(value, f"{part}Message")
    if not (code or text):
        raise _incomplete(f"{part}Code")
    message_id = _id(_text(value, "messageId"), "messageId")
    return Receipt("api-2021", message_id, _reference(value), Verdict.REJECTED, (_error(code, text),))


def _slash(value: Mapping[str, Any]) -> Receipt:
    delivered, told = value["delivered"], value.get("errors")
    if not isinstance(delivered, bool):
        raise _incomplete("delivered")
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise _incomplete("errors")
    _not_too_many(told)
    names = ("errorMessage", "propertyName", "errorDetails")
    errors = tuple(_error(_text(each, "errorCode"), *(_text(each, name) for name in names)) for each in told)
    outcome = Verdict.REJECTED if not delivered else Verdict.ERRORS if errors else Verdict.ACCEPTED
    return Receipt("slash", "", "", outcome, errors)


def _reference(value: Mapping[str, Any]) -> str:
    if "refId" not in value:
        raise _incomplete("refId")
    return _id(_text(value, "refId"), "refId")


def _text(value: Mapping[str, Any], name: str) -> str:
    """A text, or a whole number as text; nothing where there is none."""
    found = value.get(name)
    if found is None:
        return ""
    if isinstance(found, bool) or not isinstance(found, str | int):
        raise _incomplete(name)
    return xml_text(str(found))


# --- AppRec -------------------------------------------------------------------------------------------------------


def _from_xml(root: Any) -> Receipt:
    namespace, _, name = root.tag[1:].rpartition("}")
    if namespace in (KPR56, MSGHEAD):
        raise UserFault("receipt.own_message", "file")
    if _ERROR_REPORT.match(namespace):
        raise UserFault("receipt.npr_err", "file")
    if namespace not in APPREC or name != "AppRec":
        raise UserFault("receipt.unknown", "file")
    if _only(root, "MsgType").get("V") != "APPREC":
        raise _incomplete("MsgType")
    status = _STATUS.get(_only(root, "Status").get("V", ""))
    if status is None:
        raise _incomplete("Status")
    told = _children(root, "Error")
    _not_too_many(told)
    if status is Verdict.ACCEPTED and told:
        raise UserFault("receipt.contradiction", "file")
    errors = tuple(_error(each.get("V", ""), each.get("DN", ""), each.get("OT", "")) for each in told)
    original = _content(_only(_only(root, "OriginalMsgId"), "Id"), "OriginalMsgId")
    return Receipt(APPREC[namespace], original, _content(_only(root, "Id"), "Id"), status, errors)


def _children(element: Any, name: str) -> list[Any]:
    """The children of this name in the namespace of the receipt; one of the same name in another is none."""
    return list(element.iterchildren(element.tag.rpartition("}")[0] + "}" + name))


def _only(element: Any, name: str) -> Any:
    found = _children(element, name)
    if len(found) != 1:
        raise _incomplete(name)
    return found[0]


def _content(element: Any, name: str) -> str:
    if len(element):
        raise _incomplete(name)
    found = _id(xml_text(element.text or ""), name)
    if not found:
        raise _incomplete(name)
    return found


# --- both ---------------------------------------------------------------------------------------------------------


def _error(code: str, *texts: str) -> ReceiptError:
    """One error as told. The ids of notifications stand in the text, wherever the sender put them."""
    text = " – ".join(part for part in map(xml_text, texts) if part)
    ids = dict.fromkeys(found.lower() for found in _GUID.findall(text))
    return ReceiptError(xml_text(code), text, tuple(ids))


def _id(text: str, name: str) -> str:
    if len(text) > LONGEST_ID:
        raise _incomplete(name)
    return text.lower() if _GUID.fullmatch(text) else text


def _not_too_many(errors: Iterable[object]) -> None:
    if sum(1 for _ in errors) > MOST_ERRORS:
        raise UserFault("receipt.too_many", "file", most=MOST_ERRORS)


def _incomplete(part: str) -> UserFault:
    """`part` is a name of the format, never what stood there."""
    return UserFault("receipt.incomplete", "file", part=part)
