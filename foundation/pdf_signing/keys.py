"""The key with which documents are signed, and its certificate: the City's own, or one that the portal makes itself.

The key comes from settings (`DOCUMENT_KEY`, `DOCUMENT_KEY_PASSPHRASE`), or in the embedded default from a file made
at first use (`DOCUMENT_KEY_FILE`, readable by its owner alone).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from foundation import clock, dated_settings
from foundation.key_files import made_once

SMALLEST_RSA = 2048
LIFE = timedelta(days=30 * 365)
"""How long a certificate lasts that the portal makes for itself; a city that wants less brings its own."""
SIGNS_DOCUMENTS = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
"""The extended key usage of RFC 9336 (id-kp-documentSigning)."""

HOW = "a private key and its certificates, as PEM or as PKCS#12 in base64; docs/deployment.md shows how to make them."


@dataclass(frozen=True)
class DocumentKey:
    """A private key, its certificate, and the certificates that lead from it to a root, if there are any."""

    private: RSAPrivateKey | EllipticCurvePrivateKey
    certificates: tuple[x509.Certificate, ...]

    @property
    def certificate(self) -> x509.Certificate:
        """The key's own."""
        return self.certificates[0]

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all certificates, in hexadecimal: another chain is another entry in the history."""
        return fingerprint_of(self.certificates)


def present_key() -> DocumentKey:
    """The key that signs now; raises ImproperlyConfigured with a sentence where there is none or it is unfit."""
    return _key_from(settings.DOCUMENT_KEY, settings.DOCUMENT_KEY_PASSPHRASE, str(settings.DOCUMENT_KEY_FILE or ""))


def fingerprint_of(certificates: tuple[x509.Certificate, ...]) -> str:
    """SHA-256 over the certificates, the key's own first."""
    return hashlib.sha256(b"".join(each.public_bytes(Encoding.DER) for each in certificates)).hexdigest()


def as_pem(certificates: tuple[x509.Certificate, ...]) -> str:
    """The certificates as text, the key's own first."""
    return "".join(each.public_bytes(Encoding.PEM).decode() for each in certificates)


@lru_cache(maxsize=4)
def _key_from(given: str, passphrase: str, file: str) -> DocumentKey:
    if given:
        return _read(_decoded(given), passphrase.encode() or None, named="DOCUMENT_KEY")
    if not file:
        raise ImproperlyConfigured(f"The portal has no key to sign documents with: set DOCUMENT_KEY to {HOW}")
    return _read(made_once(Path(file), _make), None, named=file)


def _decoded(given: str) -> bytes:
    if "-----BEGIN" in given:
        return given.replace("\\n", "\n").encode()
    try:
        return base64.b64decode("".join(given.split()), validate=True)
    except binascii.Error as error:
        raise ImproperlyConfigured(f"DOCUMENT_KEY cannot be read: it is {HOW}") from error


def _read(data: bytes, passphrase: bytes | None, *, named: str) -> DocumentKey:
    try:
        private, certificates = _read_pem(data, passphrase) if b"-----BEGIN" in data else _read_p12(data, passphrase)
    except (ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"{named} cannot be read ({error}): it is {HOW}") from error
    if isinstance(private, RSAPrivateKey) and private.key_size < SMALLEST_RSA:
        raise ImproperlyConfigured(f"{named} is an RSA key of {private.key_size} bits: use {SMALLEST_RSA} or more.")
    if not isinstance(private, RSAPrivateKey | EllipticCurvePrivateKey):
        raise ImproperlyConfigured(f"{named} is neither an RSA nor an elliptic-curve key; readers know no other.")
    own = [each for each in certificates if each.public_key() == private.public_key()]
    if not own:
        raise ImproperlyConfigured(f"{named} holds no certificate of its private key: it is {HOW}")
    rest = tuple(each for each in certificates if each != own[0])
    return DocumentKey(private, (own[0], *rest))


def _read_pem(data: bytes, passphrase: bytes | None) -> tuple[object, list[x509.Certificate]]:
    key = serialization.load_pem_private_key(data[data.find(_begin_of_key(data)) :], passphrase)
    return key, x509.load_pem_x509_certificates(data)


def _begin_of_key(data: bytes) -> bytes:
    """The line with which the private key begins: it may stand before its certificates or after them."""
    lines = [line for line in data.splitlines() if line.startswith(b"-----BEGIN") and b"PRIVATE KEY" in line]
    if not lines:
        raise ValueError("there is no private key in it")
    return lines[0]


def _read_p12(data: bytes, passphrase: bytes | None) -> tuple[object, list[x509.Certificate]]:
    key, own, others = pkcs12.load_key_and_certificates(data, passphrase)
    return key, [each for each in (own, *others) if each is not None]


def _make() -> bytes:
    """A new key with a certificate signed by itself, as PEM. Valid from before any document that the portal has."""
    now = clock.now()
    city = dated_settings.city(now)["name"]
    private = generate_private_key(SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, city[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{city}: social media portal"[:64]),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(now + LIFE)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([SIGNS_DOCUMENTS]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .sign(private, hashes.SHA256())
    )
    key = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return key + certificate.public_bytes(Encoding.PEM)


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
