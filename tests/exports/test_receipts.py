from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import read_area
from kpr_desktop.errors import UserFault
from kpr_desktop.exports.receipts import Receipts
from kpr_desktop.usecases.dispatch_records import Receipt, ReceiptError, Verdict
from tests.support.bad_files import (
    APPREC_10,
    ORIGINAL,
    OWN,
    BadFile,
    answer,
    apprec,
    bad_receipts,
)

BAD = tuple(bad_receipts())
GUID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"


def read(data: bytes | str) -> Receipt:
    return Receipts().read(data.encode() if isinstance(data, str) else data)


# --- good ---------------------------------------------------------------------------------------------------------


def test_the_interface_of_2021_has_taken_it() -> None:
    assert read(answer(messageId=ORIGINAL.upper(), refId="r-1")) == Receipt(
        "api-2021", ORIGINAL, "r-1", Verdict.ACCEPTED
    )
    assert read(answer(MessageId=ORIGINAL, RefId=None, more={"a": [1.5]})).ref == ""
    assert read(b"\xef\xbb\xbf\n" + answer(messageId=ORIGINAL, refId=7)).ref == "7"


def test_the_interface_of_2021_refuses_it() -> None:
    told = read(answer(validationCode="V1", validationMessage=f"Feil i {GUID}", refId=GUID.upper()))
    error = ReceiptError("V1", f"Feil i {GUID}", (GUID,))
    assert told == Receipt("api-2021", "", GUID, Verdict.REJECTED, (error,))
    failed = read(answer(errorCode=500, errorMessage=None, refId="r", messageId=ORIGINAL))
    assert failed == Receipt("api-2021", ORIGINAL, "r", Verdict.REJECTED, (ReceiptError("500", ""),))


def test_the_registers_own_receiver() -> None:
    assert read(answer(delivered=True, errors=[])) == Receipt("slash", "", "", Verdict.ACCEPTED)
    error: dict[str, Any] = {
        "errorCode": 2006,
        "propertyName": None,
        "errorMessage": "Schema",
        "errorDetails": "/0",
    }
    refused = read(answer(delivered=False, errors=[error]))
    assert refused == Receipt("slash", "", "", Verdict.REJECTED, (ReceiptError("2006", "Schema – /0"),))
    assert read(answer(delivered=True, errors=[error])).outcome is Verdict.ERRORS
    assert read(answer(delivered=False, errors=[])).outcome is Verdict.REJECTED


@pytest.mark.parametrize(("namespace", "kind"), [("", "apprec-1.1"), (APPREC_10, "apprec-1.0")])
def test_apprec_says_one_of_three(namespace: str, kind: str) -> None:
    of = {"namespace": namespace} if namespace else {}
    assert read(apprec(**of)) == Receipt(kind, ORIGINAL, OWN, Verdict.ACCEPTED)
    told = '<Status V="{}"/><Error V="T01" S="1.2" DN="Ugyldig" OT="Se {} og {}"/><Error/>'
    for status, outcome in (("2", Verdict.REJECTED), ("3", Verdict.ERRORS)):
        found = read(apprec(told.format(status, GUID.upper(), GUID), **of))
        assert found.outcome is outcome
        assert found.errors[0] == ReceiptError("T01", f"Ugyldig – Se {GUID.upper()} og {GUID}", (GUID,))
        assert found.errors[1] == ReceiptError("", "")


def test_apprec_of_many_hands() -> None:
    """Other ids than GUIDs, comments, Latin-1, no declaration, prefixes."""
    original = "<OriginalMsgId><!-- a --><Id> A-<!-- b -->1 </Id></OriginalMsgId>"
    assert read(apprec(original=original, declaration="")).message_id == "A-1"
    latin = apprec(
        '<Status V="2"/><Error DN="Følger ikke"/>', declaration="<?xml version='1.0' encoding='iso-8859-1'?>"
    )
    assert read(latin.encode("latin-1")).errors[0].text == "Følger ikke"
    with_prefix = etree.tostring(etree.fromstring(apprec().encode())).replace(
        b"AppRec xmlns=", b"AppRec  xmlns="
    )
    assert read(b"\n" + with_prefix).outcome is Verdict.ACCEPTED


def test_text_is_cleaned_of_marks_that_could_hide_it() -> None:
    told = read(apprec('<Status V="2"/><Error V="a\u202eb" DN="x\u200by&#10;z"/>'))
    assert told.errors == (ReceiptError("ab", "xy z"),)


@pytest.mark.parametrize("text", [f"x{GUID}", f"{GUID}0", f"-{GUID}", f"{GUID}-1", GUID[:-1]])
def test_what_only_looks_like_an_id_is_none(text: str) -> None:
    assert read(answer(delivered=False, errors=[{"errorMessage": text}])).errors[0].notification_ids == ()


# --- bad ----------------------------------------------------------------------------------------------------------


def test_there_are_enough_bad_receipts_of_every_kind() -> None:
    assert len(BAD) >= 60
    assert len({bad.name for bad in BAD}) == len(BAD)
    texts = read_area(resource("texts", "nb", "receipt.yaml"))
    # That it was read in before is for the vault to tell.
    assert {bad.code for bad in BAD} == set(texts) - {"receipt.known"}


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_a_bad_receipt_is_refused_with_words(bad: BadFile) -> None:
    began = time.perf_counter()
    with pytest.raises(UserFault) as caught:
        Receipts().read(bad.data)
    assert caught.value.code == bad.code
    assert caught.value.field == "file"
    # Nothing of the file goes along: neither in the fault nor behind it.
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    errors: Any = etree.LxmlError("").error_log
    assert len(errors) == 0
    assert time.perf_counter() - began < 5


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_comes_is_a_receipt_or_a_fault(data: bytes) -> None:
    try:
        read(data)
    except UserFault as fault:
        assert fault.code.startswith("receipt.")


@given(st.data())
def test_a_receipt_with_a_byte_changed_is_a_receipt_or_a_fault(data: st.DataObject) -> None:
    good = data.draw(st.sampled_from([apprec().encode(), answer(delivered=False, errors=[{"errorCode": 1}])]))
    place, byte = data.draw(st.integers(0, len(good) - 1)), data.draw(st.integers(0, 255))
    try:
        read(good[:place] + bytes((byte,)) + good[place + 1 :])
    except UserFault as fault:
        assert fault.code.startswith("receipt.")
