"""Keys with certificates for tests, as a city would bring them."""

import base64
from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)


def _private(kind):
    if kind == "rsa":
        return rsa.generate_private_key(65537, 2048)
    return ed25519.Ed25519PrivateKey.generate() if kind == "ed25519" else ec.generate_private_key(ec.SECP256R1())


def _name(name):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _certificate(name, key, issuer, by, until):
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(SINCE)
        .not_valid_after(until)
        .sign(by, None if isinstance(by, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    )


def made_key(name, *, kind="ec", issuer="", passphrase="", form="pem", until=UNTIL):
    """What would stand in DOCUMENT_KEY: signed by itself, or by an `issuer` whose certificate follows."""
    key, above = _private(kind), ec.generate_private_key(ec.SECP256R1())
    certificates = [_certificate(name, key, issuer or name, above if issuer else key, until)]
    if issuer:
        certificates.append(_certificate(issuer, above, issuer, above, until))
    locked = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    if form == "pkcs12":
        whole = pkcs12.serialize_key_and_certificates(b"seal", key, certificates[0], certificates[1:], locked)
        return base64.b64encode(whole).decode()
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked)
    return written.decode() + "".join(each.public_bytes(Encoding.PEM).decode() for each in certificates)
