from __future__ import annotations

import gc
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA512
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from kpr_desktop.codebook.resources import resource
from kpr_desktop.codebook.texts import read_area
from kpr_desktop.crypto.certificates import MOST_BYTES, CertificateFiles
from kpr_desktop.errors import UserFault
from tests.support.certificates import NOW, PASSPHRASE, certificate, der, key, pem, pkcs12, signed_with

FILES = CertificateFiles()
MESSAGE = "<Melding>Blid Fjellbekk\r\nøåæ</Melding>\n".encode() * 50


def phrase(words: bytes = PASSPHRASE) -> bytearray:
    return bytearray(words)


def fault_of(call: Callable[[], object]) -> UserFault:
    with pytest.raises(UserFault) as caught:
        call()
    fault = caught.value
    assert fault.__suppress_context__ or fault.__context__ is None
    assert PASSPHRASE.decode() not in repr(fault)
    return fault


def sender_fault(file: bytearray, words: bytes = PASSPHRASE) -> str:
    passphrase = phrase(words)
    code = fault_of(lambda: FILES.sender(file, passphrase, NOW)).code
    assert not any(file)
    assert not any(passphrase)
    return code


def receiver_fault(file: bytes) -> str:
    return fault_of(lambda: FILES.receiver(file, NOW)).code


# --- good ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["rsa", "p256"])
def test_a_key_file_is_looked_at_and_wiped(kind: str) -> None:
    own = certificate(key(kind), digest=SHA512)
    for file in (pkcs12(key(kind), own), pem(key(kind), own), pem(key(kind), own, old=True)):
        passphrase = phrase()
        info = FILES.sender(file, passphrase, NOW)
        assert info.subject == info.issuer == "O=Elvedal kommune"
        assert (info.serial, info.days_left, info.expires_soon) == ("ABC123", 335, False)
        assert info.not_after - info.not_before == timedelta(days=365)
        assert info.key == {"rsa": "RSA 2048", "p256": "EC 256"}[kind]
        assert len(info.fingerprint) == 64
        assert not any(file)
        assert not any(passphrase)


def test_the_keys_own_certificate_is_found_among_others() -> None:
    own, issuer = certificate(key()), certificate(key("rsa", 1), name="Utsteder")
    for file in (pkcs12(key(), own, [issuer]), pkcs12(key(), None, [issuer, own]), pem(key(), issuer, own)):
        assert FILES.sender(file, phrase(), NOW).subject == "O=Elvedal kommune"
    before = own.public_bytes(Encoding.PEM) + pem(key())
    assert FILES.sender(bytearray(before), phrase(), NOW).subject == "O=Elvedal kommune"


def test_the_receivers_certificate_is_read_in_both_forms() -> None:
    for uses in (("key_encipherment",), None):
        other = certificate(key("rsa", 1), uses=uses, name="Registeret")
        for file in (der(other), bytes(pem(None, other))):
            assert FILES.receiver(file, NOW).subject == "O=Registeret"


@pytest.mark.parametrize(("days", "soon"), [(29, True), (60, True), (61, False)])
def test_what_ends_within_60_days_is_told(days: int, soon: bool) -> None:
    info = FILES.receiver(der(certificate(key(), begins=NOW, days=days)), NOW)
    assert (info.expires_soon, info.days_left) == (soon, days)


# --- bad ----------------------------------------------------------------------------------------------------------

_YEAR = timedelta(days=365)
EITHER: dict[str, dict[str, Any]] = {
    "certificate.not_yet": {"begins": NOW + timedelta(minutes=1)},
    "certificate.expired": {"begins": NOW - _YEAR - timedelta(minutes=1)},
}


@pytest.mark.parametrize("code", EITHER)
def test_a_weak_or_outdated_certificate_is_refused_at_both_ends(code: str) -> None:
    bad = certificate(key(), **EITHER[code])
    assert sender_fault(pkcs12(key(), bad)) == code
    assert sender_fault(pem(key(), bad)) == code
    assert receiver_fault(der(bad)) == code


@pytest.mark.parametrize("digest", ["sha1", "md5", "nobody"])
def test_a_weak_signature_is_refused_at_both_ends(digest: str) -> None:
    bad = signed_with(certificate(key()), digest)
    assert sender_fault(pkcs12(key(), bad)) == "certificate.weak_signature"
    assert sender_fault(pem(key(), bad)) == "certificate.weak_signature"
    assert receiver_fault(der(bad)) == "certificate.weak_signature"


def test_a_weak_key_is_refused_at_both_ends() -> None:
    short = certificate(key("rsa1024"))
    assert sender_fault(pkcs12(key("rsa1024"), short)) == "certificate.weak_key"
    fault = fault_of(lambda: FILES.receiver(der(short), NOW))
    assert (fault.code, fault.params) == ("certificate.weak_key", {"bits": 1024, "least": 2048})
    assert sender_fault(pem(key("p192"), certificate(key("p192")))) == "certificate.weak_key"


def test_a_wrong_passphrase_is_refused() -> None:
    own = certificate(key())
    for file in (pkcs12(key(), own), pem(key(), own), pem(key(), own, old=True)):
        assert sender_fault(file, b"noe annet") == "certificate.wrong_passphrase"
    assert sender_fault(pkcs12(key(), own), b"") == "certificate.no_passphrase"
    damaged = pkcs12(key(), own)
    damaged[len(damaged) // 2] ^= 1
    assert sender_fault(damaged) == "certificate.wrong_passphrase"


def test_a_key_and_a_certificate_that_do_not_belong_together_are_refused() -> None:
    other = certificate(key("rsa", 1))
    assert sender_fault(pem(key(), other)) == "certificate.other_key"
    assert sender_fault(pem(key(), certificate(key("ed25519")))) == "certificate.other_key"
    assert sender_fault(pkcs12(key(), None, [other])) == "certificate.other_key"
    assert sender_fault(pkcs12(key(), None)) == "certificate.none"


def test_a_file_without_a_key_is_refused() -> None:
    own = certificate(key())
    assert sender_fault(pkcs12(None, None, [own])) == "certificate.no_key"
    assert sender_fault(pem(None, own)) == "certificate.no_key"
    assert sender_fault(bytearray(der(own))) == "certificate.not_a_key_file"
    assert sender_fault(bytearray(b"Hei")) == "certificate.not_a_key_file"
    assert sender_fault(bytearray()) == "certificate.not_a_key_file"


def test_a_key_that_lies_open_is_refused() -> None:
    own = certificate(key())
    assert sender_fault(pem(key(), own, passphrase=b"")) == "certificate.open_key"
    assert sender_fault(pem(key(), own, passphrase=b"", old=True)) == "certificate.open_key"
    bare = serialize_key_and_certificates(b"n", key(), own, None, NoEncryption())
    assert sender_fault(bytearray(bare)) == "certificate.wrong_passphrase"


@pytest.mark.parametrize("kind", ["ed25519", "dsa"])
def test_a_key_of_another_kind_is_refused(kind: str) -> None:
    assert sender_fault(pem(key(kind), certificate(key(kind)))) == "certificate.wrong_key_type"


@pytest.mark.parametrize("kind", ["p256", "ed25519", "dsa"])
def test_nothing_can_be_encrypted_to_a_key_that_is_not_rsa(kind: str) -> None:
    assert receiver_fault(der(certificate(key(kind)))) == "certificate.not_rsa"


def test_what_the_certificate_forbids_is_refused() -> None:
    sealing, signing = (
        certificate(key(), uses=["key_encipherment"]),
        certificate(key(), uses=["digital_signature"]),
    )
    assert sender_fault(pkcs12(key(), sealing)) == "certificate.not_for_signing"
    assert receiver_fault(der(signing)) == "certificate.not_for_encryption"
    assert FILES.sender(pkcs12(key(), certificate(key(), uses=["content_commitment"])), phrase(), NOW)


def test_what_is_no_certificate_is_refused() -> None:
    whole = der(certificate(key()))
    for bad in (
        b"",
        b"Hei",
        whole[:-1],
        b"-----BEGIN CERTIFICATE-----\nHei\n-----END CERTIFICATE-----\n",
        bytes(pkcs12(key(), None)),
    ):
        assert receiver_fault(bad) == "certificate.not_a_certificate"
    usage = bytes.fromhex("0603551d0f")
    twisted = whole.replace(usage + b"\x01\x01\xff\x04\x04\x03", usage + b"\x01\x01\xff\x04\x04\x04")
    assert twisted != whole
    assert receiver_fault(twisted) == "certificate.not_a_certificate"
    noise = pem(key()) + b"-----BEGIN CERTIFICATE-----\nHei\n-----END CERTIFICATE-----\n"
    assert sender_fault(noise) == "certificate.not_a_certificate"
    assert sender_fault(pem(key())) == "certificate.not_a_certificate"


def test_several_certificates_are_no_receiver() -> None:
    fault = fault_of(
        lambda: FILES.receiver(bytes(pem(None, certificate(key()), certificate(key("rsa", 1)))), NOW)
    )
    assert (fault.code, fault.params) == ("certificate.several", {"count": 2})


def test_an_algorithm_that_nobody_knows_is_refused() -> None:
    whole = der(certificate(key()))
    rsa = bytes.fromhex("06092a864886f70d010101")
    unknown = whole.replace(rsa, bytes.fromhex("06092a864886f70d01017f"))
    assert receiver_fault(unknown) == "certificate.unknown_algorithm"


@pytest.mark.parametrize("form", ["pem", "p12"])
def test_a_curve_that_nobody_knows_is_refused(tmp_path: Path, form: str) -> None:
    locked, own, made = (str(tmp_path / name) for name in ("key.pem", "own.pem", "made.p12"))
    words = f"pass:{PASSPHRASE.decode()}"
    openssl(
        "genpkey",
        "-algorithm",
        "EC",
        "-pkeyopt",
        "ec_paramgen_curve:secp128r1",
        "-aes256",
        "-pass",
        words,
        "-out",
        locked,
    )
    openssl("req", "-x509", "-new", "-key", locked, "-passin", words, "-subj", "/O=Elvedal", "-out", own)
    openssl(
        "pkcs12", "-export", "-inkey", locked, "-in", own, "-passin", words, "-passout", words, "-out", made
    )
    file = Path(made).read_bytes() if form == "p12" else Path(locked).read_bytes() + Path(own).read_bytes()
    assert sender_fault(bytearray(file)) == "certificate.unknown_algorithm"


def test_too_long_a_file_is_not_looked_into() -> None:
    assert sender_fault(bytearray(MOST_BYTES + 1)) == "certificate.too_large"
    assert receiver_fault(bytes(MOST_BYTES + 1)) == "certificate.too_large"


def test_every_fault_was_shown_here() -> None:
    shown = Path(__file__).read_text(encoding="utf-8")
    assert not [
        code for code in read_area(resource("texts", "nb", "certificate.yaml")) if f'"{code}"' not in shown
    ]


# --- what is made ---------------------------------------------------------------------------------------------------


def openssl(*words: str | Path) -> bytes:
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("kind", ["rsa", "p256"])
def test_openssl_opens_and_verifies_what_we_made(tmp_path: Path, kind: str) -> None:
    own, other = certificate(key(kind)), certificate(key("rsa", 1), name="Registeret")
    file, passphrase = pkcs12(key(kind), own), phrase()
    seal = FILES.sealer(file, passphrase, der(other), NOW)
    assert not any(file)
    assert not any(passphrase)
    sealed = seal(MESSAGE)
    assert b"Fjellbekk" not in sealed
    at = {
        name: tmp_path / name for name in ("sealed", "signed", "own.pem", "other.pem", "key.pem", "wrong.pem")
    }
    at["sealed"].write_bytes(sealed)
    at["own.pem"].write_bytes(pem(None, own))
    at["other.pem"].write_bytes(pem(None, other))
    for name, number in (("key.pem", 1), ("wrong.pem", 2)):
        private = key("rsa", number).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        at[name].write_bytes(private)
    open_it = ("cms", "-decrypt", "-binary", "-inform", "DER", "-in", at["sealed"], "-recip", at["other.pem"])
    at["signed"].write_bytes(openssl(*open_it, "-inkey", at["key.pem"]))
    verify = (
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-purpose",
        "any",
        "-attime",
        str(int(NOW.timestamp())),
    )
    assert openssl(*verify, "-in", at["signed"], "-CAfile", at["own.pem"]) == MESSAGE
    told = openssl("cms", "-cmsout", "-print", "-inform", "DER", "-in", at["sealed"]).decode()
    assert "aes-256-cbc" in told
    told = openssl("cms", "-cmsout", "-print", "-inform", "DER", "-in", at["signed"]).decode()
    assert "sha256" in told
    assert "sha1" not in told.lower()


def test_openssl_sees_a_change_in_what_we_made(tmp_path: Path) -> None:
    own = certificate(key())
    seal = FILES.sealer(pkcs12(key(), own), phrase(), der(certificate(key("rsa", 1))), NOW)
    first, second = seal(MESSAGE), seal(MESSAGE)
    assert first != second
    (tmp_path / "own.pem").write_bytes(pem(None, own))
    (tmp_path / "key.pem").write_bytes(
        key("rsa", 1).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (tmp_path / "sealed").write_bytes(first)
    signed = openssl(
        "cms",
        "-decrypt",
        "-binary",
        "-inform",
        "DER",
        "-in",
        tmp_path / "sealed",
        "-inkey",
        tmp_path / "key.pem",
    )
    (tmp_path / "signed").write_bytes(signed.replace(b"Fjellbekk", b"Granskogg", 1))
    done = subprocess.run(
        [
            "openssl",
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-noverify",
            "-in",
            str(tmp_path / "signed"),
        ],
        capture_output=True,
        check=False,
    )
    assert done.returncode != 0


def test_a_bad_receiver_is_told_and_the_key_file_wiped_all_the_same() -> None:
    file, passphrase = pkcs12(key(), certificate(key())), phrase()
    assert fault_of(lambda: FILES.sealer(file, passphrase, b"", NOW)).code == "certificate.not_a_certificate"
    assert not any(file)
    assert not any(passphrase)


def test_nothing_of_the_key_is_kept_by_the_reader() -> None:
    FILES.sender(pkcs12(key(), certificate(key())), phrase(), NOW)
    gc.collect()
    assert not vars(FILES)
