"""Files that no reader may take: what they are, and the word each must be refused with.

`KINDS` names what a file claims to be (a receipt, …); whoever adds a reader adds a kind, which `make prove-import`
counts.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ORIGINAL = "11111111-2222-4333-8444-555555555555"
OWN = "99999999-2222-4333-8444-555555555555"
APPREC_11 = "http://www.kith.no/xmlstds/apprec/2012-02-15"
APPREC_10 = "http://www.kith.no/xmlstds/apprec/2004-11-21"
STATUS_OK = '<Status V="1" DN="OK"/>'


@dataclass(frozen=True, slots=True)
class BadFile:
    """`kind`: what it claims to be; `name`: what is wrong with it; `code`: the fault that says so."""

    kind: str
    name: str
    data: bytes
    code: str


# --- what a receipt looks like ------------------------------------------------------------------------------------


def apprec(
    status: str = STATUS_OK,
    namespace: str = APPREC_11,
    *,
    declaration: str = '<?xml version="1.0" encoding="UTF-8"?>',
    extra: str = "",
    original: str = f"<OriginalMsgId><MsgType V='KPR_IPL'/><Id>{ORIGINAL}</Id></OriginalMsgId>",
) -> str:
    """An AppRec; the middle part is replaced at will."""
    return (
        f'{declaration}<AppRec xmlns="{namespace}"><MsgType V="APPREC" DN="Applikasjonskvittering"/>'
        f"<MIGversion>1.0 2004-11-21</MIGversion><GenDate>2026-11-23T10:00:01</GenDate><Id>{OWN}</Id>"
        "<Sender><Role V='a'/><HCP><Inst><Name>FHI</Name><Id>1</Id><TypeId V='HER'/></Inst></HCP></Sender>"
        "<Receiver><Role V='b'/><HCP><Inst><Name>Elvedal</Name><Id>2</Id><TypeId V='HER'/></Inst></HCP></Receiver>"
        f"{status}{original}{extra}</AppRec>"
    )


def answer(**values: object) -> bytes:
    """A JSON answer."""
    return json.dumps(values).encode()


def zipped(data: bytes, name: str = "kvittering.xml") -> bytes:
    """In a zip, always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


# --- bad receipts -------------------------------------------------------------------------------------------------

_GOOD = apprec()
_GOOD_JSON = answer(messageId=ORIGINAL, refId="r-1")


def _doctype(subset: str, use: str = "&x;") -> bytes:
    body = apprec(f'<Status V="2"/><Error V="1" DN="{use}"/>', declaration="")
    return f'<?xml version="1.0"?><!DOCTYPE AppRec [{subset}]>{body}'.encode()


def _any_file() -> Iterator[tuple[str, bytes, str]]:
    yield "nothing", b"", "empty"
    yield "blanks alone", b" \r\n\t ", "empty"
    yield "a mark alone", b"\xef\xbb\xbf", "empty"
    yield "larger than any", b"<" + b" " * 5_000_000, "too_large"
    yield "a zip", zipped(_GOOD.encode()), "archive"
    yield "a zip bomb", zipped(b"\0" * 20_000_000), "archive"
    yield "an empty zip", b"PK\x05\x06" + bytes(18), "archive"
    yield "gzip", gzip.compress(_GOOD.encode(), mtime=0), "archive"
    yield "7z", b"7z\xbc\xaf\x27\x1c" + bytes(20), "archive"
    yield "rar", b"Rar!\x1a\x07\x00", "archive"
    yield "bzip2", b"BZh91AY&SY", "archive"
    yield "xz", b"\xfd7zXZ\x00" + bytes(8), "archive"
    yield "a PDF", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "encoding"
    yield "a PDF in ASCII", b"%PDF-1.4\n1 0 obj", "not_json"
    yield "plain text", b"Meldingen er mottatt.", "not_json"
    yield "a picture", b"\x89PNG\r\n\x1a\n" + bytes(16), "encoding"
    yield "zeros", bytes(100), "encoding"


def _encodings() -> Iterator[tuple[str, bytes, str]]:
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"):
        yield f"XML in {name}", apprec(declaration="").encode(name), "encoding"
        yield f"JSON in {name}", _GOOD_JSON.decode().encode(name), "encoding"
    yield "XML in EBCDIC", _GOOD.encode("cp500"), "encoding"
    for named in ("UTF-16", "UTF-7", "windows-1252", "ISO-2022-JP", "ebcdic-cp-us", "Shift_JIS", "x-ukjent"):
        declared = apprec(declaration=f'<?xml version="1.0" encoding="{named}"?>')
        yield f"declared as {named}", declared.encode(), "encoding"
    yield "Latin-1 that says UTF-8", _GOOD.replace("Elvedal", "Elvedål").encode("latin-1"), "encoding"
    yield "a mark of UTF-8, declared as Latin-1", (
        b"\xef\xbb\xbf" + apprec(declaration='<?xml version="1.0" encoding="ISO-8859-1"?>').encode()
    ), "encoding"  # fmt: skip
    yield "overlong UTF-8", _GOOD.encode().replace(b"Elvedal", b"Elve\xc0\xafdal"), "encoding"
    yield "half a pair in UTF-8", _GOOD.encode().replace(b"Elvedal", b"\xed\xa0\x80"), "encoding"
    yield "a zero in XML", _GOOD.encode().replace(b"Elvedal", b"Elve\x00dal"), "encoding"
    yield "a zero in JSON", b'{"messageId": "\x00"}', "encoding"
    yield "Latin-1 in JSON", b'{"delivered": false, "errors": [{"errorMessage": "\xe5"}]}', "encoding"


def _xml_traps() -> Iterator[tuple[str, bytes, str]]:
    laughs = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield "billion laughs", _doctype(laughs, "&l9;"), "entities"
    yield "quadratic", _doctype(f'<!ENTITY x "{"a" * 50_000}">', "&x;" * 5_000), "entities"
    yield "an external file", _doctype('<!ENTITY x SYSTEM "file:///etc/passwd">'), "entities"
    yield "a file by address", _doctype('<!ENTITY x SYSTEM "http://127.0.0.1:9/x">'), "entities"
    yield "a file by public name", _doctype('<!ENTITY x PUBLIC "-//X" "file:///etc/passwd">'), "entities"
    yield "a parameter entity", _doctype('<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;', ""), "entities"
    yield "an entity of itself", _doctype('<!ENTITY x "&x;">'), "entities"
    yield (
        "an outer document type",
        b'<!DOCTYPE AppRec SYSTEM "http://127.0.0.1:9/x.dtd">' + _GOOD.encode(),
        "entities",
    )
    yield "a harmless document type", _doctype("", ""), "entities"
    yield "an unknown entity", apprec('<Status V="2"/><Error V="1" DN="&ukjent;"/>').encode(), "not_xml"
    yield "a number of no character", apprec('<Status V="2"/><Error V="&#0;"/>').encode(), "not_xml"
    deep = "<a>" * 60 + "</a>" * 60
    yield "60 levels", apprec(extra=deep).encode(), "too_deep"
    yield "100,000 levels", apprec(extra="<a>" * 100_000 + "</a>" * 100_000).encode(), "too_deep"
    yield "200,000 elements", apprec(extra="<a/>" * 200_000).encode(), "too_many"
    yield "20,000 errors", apprec('<Status V="2"/>' + '<Error V="1"/>' * 20_000).encode(), "too_many"
    for cut in (1, 39, 60, 200, len(_GOOD) // 2, len(_GOOD) - 1):
        yield f"cut after {cut}", _GOOD[:cut].encode(), "not_xml"
    yield "two roots", (_GOOD + "<AppRec/>").encode(), "not_xml"
    yield "text behind", (_GOOD + "og noe mer").encode(), "not_xml"
    yield "an attribute twice", apprec('<Status V="1" V="2"/>').encode(), "not_xml"
    yield "an unknown prefix", apprec(extra="<p:a/>").encode(), "not_xml"
    yield "two declarations", (apprec()[:38] + apprec()).encode(), "not_xml"
    yield "HTML", b"<html><body>502 Bad Gateway<br></body></html>", "not_xml"
    yield "proper HTML", b'<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', "unknown"
    yield "HTML with a document type", b"<!DOCTYPE html><html/>", "entities"


def _wrong_xml() -> Iterator[tuple[str, bytes, str]]:
    original = "<OriginalMsgId><Id>{}</Id></OriginalMsgId>"
    yield "no namespace", apprec(namespace="").encode(), "unknown"
    yield (
        "a namespace of nobody",
        apprec(namespace="http://www.kith.no/xmlstds/apprec/2030-01-01").encode(),
        "unknown",
    )
    yield "another root", f'<Kvittering xmlns="{APPREC_11}"/>'.encode(), "unknown"
    yield "a fault of SOAP", b'<s:Fault xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"/>', "unknown"
    yield "the register's error report", b'<Melding xmlns="http://www.npr.no/xmlstds/53_1_3_err"/>', "npr_err"
    yield "our own message", b'<Melding xmlns="http://www.npr.no/xmlstds/56_0_0_ipl"/>', "own_message"
    yield (
        "our own envelope",
        b'<MsgHead xmlns="http://www.kith.no/xmlstds/msghead/2006-05-24"/>',
        "own_message",
    )
    yield "an empty AppRec", f'<AppRec xmlns="{APPREC_11}"/>'.encode(), "incomplete"
    yield "no status", apprec("").encode(), "incomplete"
    yield "two statuses", apprec(STATUS_OK * 2).encode(), "incomplete"
    yield "status 4", apprec('<Status V="4"/>').encode(), "incomplete"
    yield "status without code", apprec("<Status/>").encode(), "incomplete"
    yield "status in another namespace", apprec('<Status xmlns="urn:x" V="1"/>').encode(), "incomplete"
    yield "OK with errors told", apprec(STATUS_OK + '<Error V="1"/>').encode(), "contradiction"
    yield "no original", apprec(original="").encode(), "incomplete"
    yield "two originals", apprec(original=original.format(ORIGINAL) * 2).encode(), "incomplete"
    yield "an original without id", apprec(original="<OriginalMsgId/>").encode(), "incomplete"
    yield "an original with an empty id", apprec(original=original.format("  ")).encode(), "incomplete"
    yield "an original with two ids", apprec(
        original=f"<OriginalMsgId><Id>{ORIGINAL}</Id><Id>{OWN}</Id></OriginalMsgId>"
    ).encode(), "incomplete"  # fmt: skip
    yield "an endless id", apprec(original=original.format("x" * 101)).encode(), "incomplete"
    yield "an id with elements in it", apprec(original=original.format("<a/>")).encode(), "incomplete"
    yield "the id twice", apprec(extra=f"<Id>{OWN}</Id>").encode(), "incomplete"
    yield "another type of message", _GOOD.replace('V="APPREC"', 'V="KPR_IPL"').encode(), "incomplete"


def _bad_json() -> Iterator[tuple[str, bytes, str]]:
    yield from _no_json()
    yield from _no_answer()


def _no_json() -> Iterator[tuple[str, bytes, str]]:
    for cut in (1, 10, len(_GOOD_JSON) - 1):
        yield f"cut after {cut}", _GOOD_JSON[:cut], "not_json"
    yield "text behind", _GOOD_JSON + b" {}", "not_json"
    yield "single quotes", b"{'messageId': 'x'}", "not_json"
    yield "a comma too many", b'{"delivered": true, "errors": [],}', "not_json"
    yield "a comment", b'{/* */"delivered": true}', "not_json"
    yield "NaN", b'{"delivered": NaN, "errors": []}', "not_json"
    yield "infinity", b'{"delivered": -Infinity, "errors": []}', "not_json"
    yield "a number of 5,000 digits", b'{"refId": ' + b"9" * 5_000 + b"}", "not_json"
    yield "a key twice", b'{"delivered": false, "delivered": true, "errors": []}', "duplicate"
    yield "a key in two cases", b'{"Delivered": false, "delivered": true, "errors": []}', "duplicate"
    yield (
        "an id twice",
        f'{{"messageId": "{ORIGINAL}", "messageId": "{OWN}", "refId": ""}}'.encode(),
        "duplicate",
    )
    yield (
        "a key twice inside",
        b'{"delivered": true, "errors": [{"errorCode": 1, "errorCode": 2}]}',
        "duplicate",
    )
    yield "50 levels", b'{"a":' * 50 + b"1" + b"}" * 50, "too_deep"
    yield "100,000 levels", b"[" * 100_000 + b"]" * 100_000, "too_deep"
    yield "200,000 values", b"[" + b"1," * 200_000 + b"1]", "too_many"
    yield "20,000 errors", answer(delivered=False, errors=[{}] * 20_000), "too_many"


def _no_answer() -> Iterator[tuple[str, bytes, str]]:
    for name, value in (("a list", []), ("a text", "OK"), ("a number", 200), ("true", True), ("null", None)):
        yield name, json.dumps(value).encode(), "unknown"
    yield "an empty object", b"{}", "unknown"
    yield "some object", b'{"status": "OK"}', "unknown"
    yield "no reference", answer(messageId=ORIGINAL), "incomplete"
    yield "an id that is none", answer(messageId="1; DROP TABLE", refId="r"), "incomplete"
    yield "an id with blanks", answer(messageId=f"{ORIGINAL} {OWN}", refId="r"), "incomplete"
    yield "an id that is a number", answer(messageId=17, refId="r"), "incomplete"
    yield "an id that is a list", answer(messageId=[ORIGINAL], refId="r"), "incomplete"
    yield "an endless reference", answer(messageId=ORIGINAL, refId="x" * 101), "incomplete"
    yield "delivered as a text", answer(delivered="true", errors=[]), "incomplete"
    yield "delivered as a number", answer(delivered=1, errors=[]), "incomplete"
    yield "delivered, no list", answer(delivered=True), "incomplete"
    yield "a text for a list", answer(delivered=False, errors="2006"), "incomplete"
    yield "a list of texts", answer(delivered=False, errors=["2006"]), "incomplete"
    yield "an error code that is true", answer(delivered=False, errors=[{"errorCode": True}]), "incomplete"
    yield (
        "an error text that is an object",
        answer(delivered=False, errors=[{"errorMessage": {}}]),
        "incomplete",
    )
    yield "a refusal without a reason", answer(validationCode=None, refId="r"), "incomplete"
    yield "a refusal without a reference", answer(validationCode="V1", validationMessage="x"), "incomplete"
    yield "a failure without a reason", answer(errorCode="", errorMessage="", refId="r"), "incomplete"
    yield "two kinds in one", answer(validationCode="V1", errorCode="E1", refId="r"), "contradiction"
    yield "delivered and failed", answer(delivered=True, errors=[], errorCode="E1"), "contradiction"


_Parts = Callable[[], Iterator[tuple[str, bytes, str]]]


def bad_receipts() -> Iterator[BadFile]:
    """Every bad receipt; the names within one part tell them apart."""
    parts: dict[str, _Parts] = {
        "any": _any_file, "encoding": _encodings, "xml": _xml_traps, "apprec": _wrong_xml, "json": _bad_json,
    }  # fmt: skip
    for part, files in parts.items():
        for name, data, code in files():
            yield BadFile("receipt", f"{part}: {name}", data, f"receipt.{code}")


KINDS: dict[str, Callable[[], Iterator[BadFile]]] = {"receipt": bad_receipts}
