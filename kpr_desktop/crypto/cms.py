"""CMS (RFC 5652) as the register's interface of 2021 has it: signed, and the signed thing encrypted to the receiver."""

from __future__ import annotations

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7EnvelopeBuilder,
    PKCS7Options,
    PKCS7SignatureBuilder,
)


def sign_then_encrypt(
    data: bytes,
    key: RSAPrivateKey | EllipticCurvePrivateKey,
    own: x509.Certificate,
    receiver: x509.Certificate,
) -> bytes:
    """SignedData (SHA-256, the data and the signer's certificate inside) in EnvelopedData (AES-256-CBC), in DER.

    The order and the algorithms are our reading: the specification names neither. The receiver's key must be RSA; the
    library wraps the content key with PKCS #1 v1.5, which RFC 3370 makes mandatory for receivers to know.
    """
    signed = (
        PKCS7SignatureBuilder()
        .set_data(data)
        .add_signer(own, key, SHA256())
        .sign(Encoding.DER, [PKCS7Options.Binary])
    )
    return (
        PKCS7EnvelopeBuilder()
        .set_data(signed)
        .add_recipient(receiver)
        .set_content_encryption_algorithm(AES256)
        .encrypt(Encoding.DER, [PKCS7Options.Binary])
    )
