"""Ways of delivery: what a finished message is put into. A new one is one class here and one line in `ENVELOPES`.

The program makes files and delivers nothing: that is done by whoever is on the health network.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any

from lxml import etree

from kpr_desktop.codebook.resources import resource
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.kpr56 import NAMESPACE as KPR56
from kpr_desktop.exports.outbox import is_practice
from kpr_desktop.exports.xml_text import xml_text
from kpr_desktop.usecases.dispatch_records import EnvelopeData, Need, Station
from kpr_desktop.usecases.output_ports import Envelope

MSGHEAD = "http://www.kith.no/xmlstds/msghead/2006-05-24"
MESSAGE_TYPE = "KPR_IPL"
"""`Type` of the letterhead: the code for care services (list 8279)."""
_NAMES: Any = {None: MSGHEAD}
_HER_ID = re.compile(r"[0-9]{1,10}", re.ASCII)
_GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", re.ASCII)
_DECLARATION = re.compile(rb"\s*<\?xml\b[^>]*\?>\s*")
_ROOT = re.compile(rb"<Melding\b[^>]*\bxmlns=\"" + re.escape(KPR56.encode()) + rb"\"")
_lxml: Any = etree
"""The stubs of lxml do not know a schema in `iterparse`."""


class Plain:
    """No envelope: the message as it is, for whatever program delivers it."""

    id: str = "plain"
    official: bool = True
    pilot: bool = False
    needs: frozenset[Need] = frozenset()

    def wrap(self, data: bytes, about: EnvelopeData) -> bytes:  # noqa: ARG002 - the port's
        return data

    def file_name(self, name: str) -> str:
        return name


class MsgHead:
    """The letterhead of the health network (Hodemelding 1.2), as the register's own program makes it elsewhere.

    That the type is KPR_IPL and that this message may be sent so is our reading. The schema we check with is ours.
    """

    id: str = "msghead"
    official: bool = False
    pilot: bool = False
    needs: frozenset[Need] = frozenset((Need.HER_IDS,))

    def wrap(self, data: bytes, about: EnvelopeData) -> bytes:
        """UTF-8. The message stands in it byte for byte, without its XML declaration.

        Raises UserFault envelope.no_stations, envelope.no_name, envelope.bad_her_id, envelope.bad_id,
        envelope.not_a_message.
        """
        sender, receiver = _stations(about)
        inner = _inner(data)
        before, after = _letterhead(about, sender, receiver)
        whole = b"".join((before, inner, after))
        _validate(whole)
        return whole

    def file_name(self, name: str) -> str:
        return _with_ending(name, ".msghead.xml")


class Api2021:
    """The JSON of the Directorate's interface of 2021, a pilot: a header, and the message signed and encrypted (CMS).

    The order (sign, then encrypt) and the algorithms are our reading.
    """

    id: str = "api-2021"
    official: bool = False
    pilot: bool = True
    needs: frozenset[Need] = frozenset((Need.HER_IDS, Need.CERTIFICATES))

    def wrap(self, data: bytes, about: EnvelopeData) -> bytes:
        """UTF-8 JSON. HER ids are those of the units.

        Raises UserFault outbox.practice_refused (nobody could see any more what it is), envelope.no_stations,
        envelope.no_name, envelope.bad_her_id, envelope.bad_id, envelope.no_certificates, envelope.not_a_message.
        """
        if is_practice(data):
            raise UserFault("outbox.practice_refused", "name")
        sender, receiver = _stations(about)
        if about.seal is None:
            raise UserFault("envelope.no_certificates")
        _inner(data)
        header = {
            "fromHerId": int(sender.unit_her_id),
            "toHerId": int(receiver.unit_her_id),
            "messageType": "IPLOS",
            "messageVersion": "56.0.0",
            "messageId": about.message_id,
        }
        # Put together by hand, because the payload is long: base64 needs nothing escaped.
        payload = b64encode(about.seal(data))
        head = json.dumps(header).encode()
        return b"".join((b'{"messageHeader": ', head, b',\n "payload": "', payload, b'"}\n'))

    def file_name(self, name: str) -> str:
        return _with_ending(name, ".api2021.json")


ENVELOPES: Sequence[Envelope] = (Plain(), MsgHead(), Api2021())


def envelope(wanted: str = "plain") -> Envelope:
    """The envelope with this id. Raises UserFault envelope.unknown."""
    for each in ENVELOPES:
        if each.id == wanted:
            return each
    raise UserFault("envelope.unknown", "envelope")


# --- parts --------------------------------------------------------------------------------------------------------


def _with_ending(name: str, ending: str) -> str:
    """The mark of a practice file stays in the name."""
    return name.removesuffix(".xml") + ending


def _stations(about: EnvelopeData) -> tuple[Station, Station]:
    """Sender and receiver, looked over; the message's id with them."""
    if about.sender is None or about.receiver is None:
        raise UserFault("envelope.no_stations")
    for each in (about.sender, about.receiver):
        if not (xml_text(each.name) and xml_text(each.unit)):
            raise UserFault("envelope.no_name")
        if not (_HER_ID.fullmatch(each.her_id) and _HER_ID.fullmatch(each.unit_her_id)):
            raise UserFault("envelope.bad_her_id")
    if not _GUID.fullmatch(about.message_id):
        raise UserFault("envelope.bad_id")
    return about.sender, about.receiver


def _inner(data: bytes) -> memoryview:
    """The message's root element and what follows it."""
    declaration = _DECLARATION.match(data)
    start = declaration.end() if declaration else 0
    if _ROOT.match(data, start) is None:
        raise UserFault("envelope.not_a_message")
    return memoryview(data)[start:]


def _letterhead(about: EnvelopeData, sender: Station, receiver: Station) -> tuple[bytes, bytes]:
    """What stands in front of the message, and what after it."""
    here = f"message-{about.message_id}"
    content = _element("RefDoc", _coded("MsgType", V="XML", DN="XML-instans"), _element("Content", text=here))
    head = _element("MsgInfo", *_info(about, sender, receiver))
    root = _element("MsgHead", head, _element("Document", content))
    etree.indent(root, space=" ")
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    before, _, after = text.partition(here.encode())
    return before + b"\n", after + b"\n"


def _info(about: EnvelopeData, sender: Station, receiver: Station) -> list[Any]:
    return [
        _coded("Type", V=MESSAGE_TYPE, DN="IPLOS-melding til KPR"),
        _element("MIGversion", text="v1.2 2006-05-24"),
        _element("GenDate", text=_time(about.made_at)),
        _element("MsgId", text=about.message_id),
        _element("Sender", _organisation(sender)),
        _element("Receiver", _organisation(receiver)),
    ]


def _organisation(station: Station) -> Any:
    unit = _element("Organisation", *_named(station.unit, station.unit_her_id))
    return _element("Organisation", *_named(station.name, station.her_id), unit)


def _named(name: str, her_id: str) -> tuple[Any, Any]:
    """List 9051, kinds of identifiers of organisations, named as the register's own program names it."""
    kind = _coded("TypeId", V="HER", S="9051", DN="HER-Id")
    return _element("OrganisationName", text=xml_text(name)), _element(
        "Ident", _element("Id", text=her_id), kind
    )


def _name(name: str) -> str:
    return f"{{{MSGHEAD}}}{name}"


def _element(name: str, *children: Any, text: str = "") -> Any:
    made: Any = etree.Element(_name(name), nsmap=_NAMES)
    made.text = text or None
    made.extend(children)
    return made


def _coded(name: str, **attributes: str) -> Any:
    return etree.Element(_name(name), attributes, nsmap=_NAMES)


def _time(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


@cache
def _schema() -> Any:
    return etree.XMLSchema(file=str(resource("schemas", "msghead.xsd")))


def _validate(data: bytes) -> None:
    """Read the envelope through our schema; the message in it has been through its own."""
    try:
        for _, element in _lxml.iterparse(
            BytesIO(data), schema=_schema(), no_network=True, resolve_entities=False
        ):
            if element.tag == f"{{{KPR56}}}Notifikasjon":
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        raise UserFault("envelope.not_a_message") from None
    finally:
        etree.clear_error_log()
