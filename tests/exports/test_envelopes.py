from __future__ import annotations

import json
import subprocess
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import read_area
from kpr_desktop.crypto.certificates import CertificateFiles
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.envelopes import ENVELOPES, MSGHEAD, Api2021, MsgHead, Plain, envelope
from kpr_desktop.exports.kpr56 import NAMESPACE, Kpr56
from kpr_desktop.exports.naming import file_name
from kpr_desktop.usecases.dispatch_records import EnvelopeData, Need, Station
from tests.exports.golden import check_golden
from tests.exports.samples import guid, message
from tests.support.certificates import NOW, PASSPHRASE, certificate, der, key, pem, pkcs12

M = f"{{{MSGHEAD}}}"
REAL = Kpr56("1.2.3").write(message(local_id=""))
PRACTICE = Kpr56("1.2.3").write(message())
ABOUT = EnvelopeData(
    guid(900),
    datetime(2026, 11, 23, 9, 5, 1, 500, tzinfo=timezone(timedelta(hours=1))),
    Station("Elvedal & <kommune>", "8000001", "Saksbehandling pleie og omsorg", "8000002"),
    Station("FHI", "8000003", "KPR", "8000004"),
    seal=lambda data: b"sealed " + data,
)


def fault(which: Any, about: EnvelopeData, data: bytes = REAL) -> str:
    with pytest.raises(UserFault) as caught:
        which.wrap(data, about)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value.code


def test_the_list_says_what_each_is() -> None:
    assert [(e.id, e.official, e.pilot, sorted(e.needs)) for e in ENVELOPES] == [
        ("plain", True, False, []),
        ("msghead", False, False, [Need.HER_IDS]),
        ("api-2021", False, True, [Need.CERTIFICATES, Need.HER_IDS]),
    ]
    assert [envelope(each.id) for each in ENVELOPES] == list(ENVELOPES)
    assert envelope().id == "plain"
    with pytest.raises(UserFault) as caught:
        envelope("ebxml")
    assert caught.value.code == "envelope.unknown"


def test_names_keep_what_they_tell() -> None:
    names = [file_name(message(local_id=mark), ABOUT.made_at) for mark in ("", "OVELSE")]
    for each, ending in zip(ENVELOPES, (".xml", ".msghead.xml", ".api2021.json"), strict=True):
        for name in names:
            made = each.file_name(name)
            assert made == name.removesuffix(".xml") + ending
            assert (".ovelse." in made) is (".ovelse." in name)


def test_plain_is_the_message_itself() -> None:
    assert Plain().wrap(REAL, EnvelopeData("", NOW)) is REAL


# --- MsgHead ------------------------------------------------------------------------------------------------------


def test_golden_file_of_the_letterhead() -> None:
    data = MsgHead().wrap(PRACTICE, ABOUT)
    check_golden("kpr56.msghead.xml", data)
    root = etree.fromstring(data)
    ids = [each.text for each in root.iter(f"{M}Id")]
    assert ids == ["8000001", "8000002", "8000003", "8000004"]
    assert root.findtext(f"{M}MsgInfo/{M}MsgId") == guid(900)
    assert root.findtext(f"{M}MsgInfo/{M}Sender/{M}Organisation/{M}OrganisationName") == "Elvedal & <kommune>"


def test_the_message_stands_in_it_byte_for_byte(official_xsd: Path) -> None:
    data = MsgHead().wrap(REAL, ABOUT)
    inner = REAL.partition(b"?>\n")[2]
    assert inner in data
    root = etree.fromstring(data)
    found = root.find(f"{M}Document/{M}RefDoc/{M}Content/{{{NAMESPACE}}}Melding")
    assert found is not None
    alone = etree.fromstring(etree.tostring(found, with_tail=False))
    etree.XMLSchema(file=str(official_xsd / "XPR(ipl).xsd")).assertValid(alone)
    assert MsgHead().wrap(inner, ABOUT) == data  # without a declaration, too


def test_a_practice_message_is_still_seen_as_one() -> None:
    assert b'lokalident="OVELSE"' in MsgHead().wrap(PRACTICE, ABOUT)


def test_our_schema_refuses_an_impossible_letterhead() -> None:
    assert (
        fault(MsgHead(), replace(ABOUT, made_at=datetime(1815, 1, 1, tzinfo=UTC))) == "envelope.not_a_message"
    )


def test_a_long_message_is_read_to_its_end() -> None:
    links = message(tuple(message().notifications[0].event.kind for _ in range(400)), local_id="")
    data = Kpr56("1.2.3").write(links)
    assert len(MsgHead().wrap(data, ABOUT)) > len(data)
    assert fault(MsgHead(), ABOUT, data.replace(b"</Melding>", b"</Feil>")) == "envelope.not_a_message"


# --- the interface of 2021 ------------------------------------------------------------------------------------------


def test_the_header_and_the_sealed_message() -> None:
    told = json.loads(Api2021().wrap(REAL, ABOUT))
    assert b64decode(told.pop("payload"), validate=True) == b"sealed " + REAL
    header = {
        "fromHerId": 8000002, "toHerId": 8000004, "messageType": "IPLOS", "messageVersion": "56.0.0",
        "messageId": guid(900),
    }  # fmt: skip
    assert told == {"messageHeader": header}


def test_openssl_finds_the_message_in_it(tmp_path: Path) -> None:
    own, other = certificate(key()), certificate(key("rsa", 1))
    seal = CertificateFiles().sealer(pkcs12(key(), own), bytearray(PASSPHRASE), der(other), NOW)
    payload = json.loads(Api2021().wrap(REAL, replace(ABOUT, seal=seal)))["payload"]
    (tmp_path / "sealed").write_bytes(b64decode(payload))
    (tmp_path / "own.pem").write_bytes(pem(None, own))
    private = key("rsa", 1).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(private)
    cms = ["openssl", "cms", "-binary", "-inform", "DER"]
    opened = subprocess.run(
        [*cms, "-decrypt", "-in", tmp_path / "sealed", "-inkey", tmp_path / "key.pem"],
        capture_output=True,
        check=True,
    )
    attime = ["-attime", str(int(NOW.timestamp()))]
    checked = subprocess.run(
        [*cms, "-verify", "-purpose", "any", "-CAfile", tmp_path / "own.pem", *attime],
        input=opened.stdout,
        capture_output=True,
        check=True,
    )
    assert checked.stdout == REAL


def test_a_practice_message_is_never_sealed() -> None:
    def never(data: bytes) -> bytes:
        raise AssertionError(len(data))

    assert fault(Api2021(), replace(ABOUT, seal=never), PRACTICE) == "outbox.practice_refused"


def test_without_certificates_nothing_is_made() -> None:
    assert fault(Api2021(), replace(ABOUT, seal=None)) == "envelope.no_certificates"


# --- both -----------------------------------------------------------------------------------------------------------

_STATION = Station("Elvedal", "1", "Enhet", "2")
LACKING: list[tuple[str, dict[str, Any]]] = [
    ("envelope.no_stations", {"sender": None}),
    ("envelope.no_stations", {"receiver": None}),
    ("envelope.no_name", {"sender": replace(_STATION, name=" ")}),
    ("envelope.no_name", {"receiver": replace(_STATION, unit="\u200b")}),
    ("envelope.bad_her_id", {"sender": replace(_STATION, her_id="")}),
    ("envelope.bad_her_id", {"sender": replace(_STATION, her_id="1 2")}),
    ("envelope.bad_her_id", {"receiver": replace(_STATION, unit_her_id="12345678901")}),
    ("envelope.bad_her_id", {"receiver": replace(_STATION, unit_her_id="٣")}),
    ("envelope.bad_id", {"message_id": ""}),
    ("envelope.bad_id", {"message_id": f"{guid(1)} "}),
]


@pytest.mark.parametrize("which", [MsgHead(), Api2021()], ids=lambda each: each.id)
@pytest.mark.parametrize(("code", "changes"), LACKING)
def test_what_is_lacking_is_told(which: Any, code: str, changes: dict[str, Any]) -> None:
    assert fault(which, replace(ABOUT, **changes)) == code


@pytest.mark.parametrize("which", [MsgHead(), Api2021()], ids=lambda each: each.id)
@pytest.mark.parametrize(
    "data", [b"", b"Hei", b"<Melding/>", b"<Melding xmlns='http://www.npr.no/xmlstds/56_0_0_hst'/>"]
)
def test_only_a_kpr_message_is_put_in(which: Any, data: bytes) -> None:
    assert fault(which, ABOUT, data) == "envelope.not_a_message"


def test_every_fault_was_shown_here() -> None:
    shown = Path(__file__).read_text(encoding="utf-8")
    assert not [
        code for code in read_area(resource("texts", "nb", "envelope.yaml")) if f'"{code}"' not in shown
    ]
