"""Keys and certificates of the sealed envelope: read, judged, and used once. Nothing of them is ever kept.

The sender's key and certificate come from one file: PKCS#12, or PEM with both. The receiver's is PEM or DER.
What is too weak or out of date, or what the register could not open, is refused before anything is signed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from math import ceil
from typing import cast

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from kpr_desktop.crypto.cms import sign_then_encrypt
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.dispatch_records import CertificateInfo

LEAST_RSA_BITS = 2048
LEAST_CURVE_BITS = 256
MOST_BYTES = 1_000_000
"""Longer is no file of keys or certificates."""
SOON = timedelta(days=60)
_DAY = timedelta(days=1)
_STRONG = frozenset(("sha256", "sha384", "sha512", "sha3-256", "sha3-384", "sha3-512"))
_PEM = b"-----BEGIN "
_PEM_KEY = re.compile(rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----.*?-----END [A-Z0-9 ]*-----", re.DOTALL)
_LOCKED = re.compile(rb"-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: *4,ENCRYPTED")

_Key = RSAPrivateKey | EllipticCurvePrivateKey


class CertificateFiles:
    """The port `Certificates`. See it for arguments and faults."""

    def sender(self, file: bytearray, passphrase: bytearray, now: datetime) -> CertificateInfo:
        return _info(_sender(file, passphrase, now)[1], now)

    def receiver(self, file: bytes, now: datetime) -> CertificateInfo:
        return _info(_receiver(file, now), now)

    def sealer(
        self, file: bytearray, passphrase: bytearray, receiver: bytes, now: datetime
    ) -> Callable[[bytes], bytes]:
        key, own = _sender(file, passphrase, now)
        other = _receiver(receiver, now)
        return lambda data: sign_then_encrypt(data, key, own, other)


# --- reading ------------------------------------------------------------------------------------------------------


def _sender(file: bytearray, passphrase: bytearray, now: datetime) -> tuple[_Key, x509.Certificate]:
    """The key and its certificate, fit for signing. Both arguments are wiped, whatever happens."""
    try:
        _not_too_long(file)
        if not passphrase:
            raise UserFault("certificate.no_passphrase", "passphrase")
        read = _from_pem if _PEM in file else _from_pkcs12
        key, certificates = read(file, passphrase)
    finally:
        _wipe(file)
        _wipe(passphrase)
    if not isinstance(key, _Key):
        raise UserFault("certificate.wrong_key_type", "sender")
    certificate = _of_key(key, certificates)
    _judge(certificate, now, "sender")
    usage = _usage(certificate, "sender")
    if usage and not (usage.digital_signature or usage.content_commitment):
        raise UserFault("certificate.not_for_signing", "sender")
    return key, certificate


def _from_pkcs12(file: bytearray, passphrase: bytearray) -> tuple[object, list[x509.Certificate]]:
    # A PKCS#12 file is a sequence that begins with the version number 3.
    if not file.startswith(b"\x30") or b"\x02\x01\x03" not in file[:12]:
        raise UserFault("certificate.not_a_key_file", "sender")
    try:
        found = load_pkcs12(cast("bytes", file), cast("bytes", passphrase))  # any buffer will do
    except (ValueError, TypeError):
        # The library tells a wrong passphrase and a damaged file in one way.
        raise UserFault("certificate.wrong_passphrase", "passphrase") from None
    except UnsupportedAlgorithm:
        raise UserFault("certificate.unknown_algorithm", "sender") from None
    if found.key is None:
        raise UserFault("certificate.no_key", "sender")
    every = [*([found.cert] if found.cert else []), *found.additional_certs]
    return found.key, [each.certificate for each in every]


def _from_pem(file: bytearray, passphrase: bytearray) -> tuple[object, list[x509.Certificate]]:
    block = _PEM_KEY.search(file)
    if block is None:
        raise UserFault("certificate.no_key", "sender")
    start, end, locked = block.start(), block.end(), _LOCKED.search(block[0]) is not None
    del block  # a pattern's finding keeps the file from being changed
    if not locked:
        raise UserFault("certificate.open_key", "sender")
    part = file[start:end]
    try:
        key = load_pem_private_key(part, cast("bytes", passphrase))  # any buffer will do
    except (ValueError, TypeError):
        raise UserFault("certificate.wrong_passphrase", "passphrase") from None
    except UnsupportedAlgorithm:
        raise UserFault("certificate.unknown_algorithm", "sender") from None
    finally:
        _wipe(part)
        file[start:end] = b"\n" * (end - start)
    return key, _certificates(bytes(file), "sender")


def _receiver(file: bytes, now: datetime) -> x509.Certificate:
    """The certificate to encrypt to."""
    _not_too_long(file)
    found = _certificates(file, "receiver")
    if len(found) != 1:
        raise UserFault("certificate.several", "receiver", count=len(found))
    certificate = found[0]
    if not isinstance(_public_key(certificate, "receiver"), RSAPublicKey):
        raise UserFault("certificate.not_rsa", "receiver")
    _judge(certificate, now, "receiver")
    usage = _usage(certificate, "receiver")
    if usage and not usage.key_encipherment:
        raise UserFault("certificate.not_for_encryption", "receiver")
    return certificate


def _certificates(file: bytes, field: str) -> list[x509.Certificate]:
    try:
        if _PEM in file:
            return x509.load_pem_x509_certificates(file)
        return [x509.load_der_x509_certificate(file)]
    except ValueError:
        raise UserFault("certificate.not_a_certificate", field) from None


def _not_too_long(file: bytes | bytearray) -> None:
    if len(file) > MOST_BYTES:
        raise UserFault("certificate.too_large")


def _wipe(secret: bytearray) -> None:
    secret[:] = bytes(len(secret))


# --- judging ------------------------------------------------------------------------------------------------------


def _of_key(key: _Key, certificates: Iterable[x509.Certificate]) -> x509.Certificate:
    own = _bytes_of(key.public_key())
    found = list(certificates)
    if not found:
        raise UserFault("certificate.none", "sender")
    for each in found:
        public = _public_key(each, "sender")
        if isinstance(public, RSAPublicKey | EllipticCurvePublicKey) and _bytes_of(public) == own:
            return each
    raise UserFault("certificate.other_key", "sender")


def _bytes_of(key: RSAPublicKey | EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _public_key(certificate: x509.Certificate, field: str) -> object:
    try:
        return certificate.public_key()
    except (ValueError, UnsupportedAlgorithm):
        raise UserFault("certificate.unknown_algorithm", field) from None


def _judge(certificate: x509.Certificate, now: datetime, field: str) -> None:
    """Whether it is strong enough and valid now. Its issuer is not looked into: the one who compares is a person."""
    key = _public_key(certificate, field)
    if isinstance(key, RSAPublicKey) and key.key_size < LEAST_RSA_BITS:
        raise UserFault("certificate.weak_key", field, bits=key.key_size, least=LEAST_RSA_BITS)
    if isinstance(key, EllipticCurvePublicKey) and key.key_size < LEAST_CURVE_BITS:
        raise UserFault("certificate.weak_key", field, bits=key.key_size, least=LEAST_CURVE_BITS)
    if _digest(certificate) not in _STRONG:
        raise UserFault("certificate.weak_signature", field)
    if now < certificate.not_valid_before_utc:
        raise UserFault("certificate.not_yet", field, day=_day(certificate.not_valid_before_utc))
    if now > certificate.not_valid_after_utc:
        raise UserFault("certificate.expired", field, day=_day(certificate.not_valid_after_utc))


def _digest(certificate: x509.Certificate) -> str:
    """The name of the hash its issuer signed with; empty when there is none that we know."""
    try:
        found = certificate.signature_hash_algorithm
    except (ValueError, UnsupportedAlgorithm):
        return ""
    return found.name if found else ""


def _usage(certificate: x509.Certificate, field: str) -> x509.KeyUsage | None:
    """What the certificate says its key is for; None when it does not say."""
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None
    except (ValueError, x509.DuplicateExtension):
        raise UserFault("certificate.not_a_certificate", field) from None


def _day(at: datetime) -> str:
    return f"{at:%d.%m.%Y}"


# --- telling ------------------------------------------------------------------------------------------------------


def _info(certificate: x509.Certificate, now: datetime) -> CertificateInfo:
    key = certificate.public_key()
    kind = "RSA" if isinstance(key, RSAPublicKey) else "EC"
    ends = certificate.not_valid_after_utc
    return CertificateInfo(
        subject=certificate.subject.rfc4514_string(),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:X}",
        not_before=certificate.not_valid_before_utc,
        not_after=ends,
        fingerprint=certificate.fingerprint(SHA256()).hex(),
        key=f"{kind} {getattr(key, 'key_size', 0)}",
        expires_soon=ends - now <= SOON,
        days_left=ceil((ends - now) / _DAY),
    )
