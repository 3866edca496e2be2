"""Keys and certificates that live as long as a test: made when asked for, never stored in the repository."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PASSPHRASE = b"fire ord om natten"
USES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
    "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@cache
def key(kind: str = "rsa", number: int = 0) -> Any:
    """A key of a kind; another number is another key."""
    assert number >= 0
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    if kind == "rsa1024":
        return rsa.generate_private_key(65537, 1024)
    if kind == "dsa":
        return dsa.generate_private_key(2048)
    if kind == "ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key({"p256": ec.SECP256R1(), "p192": ec.SECP192R1()}[kind])


def certificate(
    of: Any,
    *,
    uses: Sequence[str] | None = ("digital_signature", "key_encipherment"),
    begins: datetime = NOW - timedelta(days=30),
    days: int = 365,
    digest: Any = SHA256,
    name: str = "Elvedal kommune",
) -> x509.Certificate:
    """A certificate signed by its own key. `uses` None: it does not say what it is for."""
    who = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(of.public_key())
        .serial_number(0xABC123)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
    )
    if uses is not None:
        usage = x509.KeyUsage(**{use: use in uses for use in USES})
        made = made.add_extension(usage, critical=True)
    return made.sign(of, None if isinstance(of, ed25519.Ed25519PrivateKey) else digest())


_SIGNED = "06092a864886f70d0101"
_SIGNED_WITH = {"sha256": "0b", "sha1": "05", "md5": "04", "nobody": "7f"}


def signed_with(of: x509.Certificate, digest: str) -> x509.Certificate:
    """The certificate as if its issuer had signed with another digest: the library makes no weak ones any more."""
    old, new = (bytes.fromhex(_SIGNED + _SIGNED_WITH[each]) for each in ("sha256", digest))
    return x509.load_der_x509_certificate(der(of).replace(old, new))


def pkcs12(of: Any, own: x509.Certificate | None, others: Sequence[x509.Certificate] = ()) -> bytearray:
    """A key file as an issuer sends it."""
    made = serialize_key_and_certificates(
        b"n", of, own, list(others) or None, BestAvailableEncryption(PASSPHRASE)
    )
    return bytearray(made)


def pem(
    of: Any, *certificates: x509.Certificate, passphrase: bytes = PASSPHRASE, old: bool = False
) -> bytearray:
    """Key and certificates in one PEM file; without a passphrase the key lies open."""
    lock: KeySerializationEncryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    form = PrivateFormat.TraditionalOpenSSL if old else PrivateFormat.PKCS8
    parts = [of.private_bytes(Encoding.PEM, form, lock)] if of is not None else []
    return bytearray(b"".join((*parts, *(each.public_bytes(Encoding.PEM) for each in certificates))))


def der(of: x509.Certificate) -> bytes:
    """The certificate alone."""
    return of.public_bytes(Encoding.DER)
