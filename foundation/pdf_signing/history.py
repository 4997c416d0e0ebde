"""Every certificate with which the portal signs or signed documents: what an old key signed still proves itself.

Each row carries the portal's Ed25519 signature (`foundation.signing`, whose own keys have a history): a certificate
that somebody else put into the table is not trusted.
"""

from __future__ import annotations

import time

from cryptography import x509
from django.db import transaction

from foundation import clock, signing
from foundation.models import DocumentCertificate
from foundation.pdf_signing.keys import DocumentKey, as_pem, fingerprint_of

PURPOSE = "document certificate"
_LOOK_AGAIN = 60.0
_registered: dict[str, float] = {}
"""Certificates whose rows this process has seen committed, and when: looked up again once a minute."""


def keep(key: DocumentKey) -> None:
    """Enter the key's certificates into the history, once."""
    fingerprint = key.fingerprint
    if _registered.get(fingerprint, float("-inf")) >= time.monotonic() - _LOOK_AGAIN:
        return
    if not DocumentCertificate.objects.filter(fingerprint=fingerprint).exists():
        signature = signing.sign(_message(fingerprint), purpose=PURPOSE)
        DocumentCertificate.objects.get_or_create(
            fingerprint=fingerprint,
            defaults={
                "certificates": as_pem(key.certificates),
                "registered_at": clock.now(),
                "key": signature.key,
                "signature": signature.value,
            },
        )
    # Not before the commit: a row that is rolled back is none.
    transaction.on_commit(lambda: _registered.update({fingerprint: time.monotonic()}))


def known_chains() -> list[tuple[x509.Certificate, ...]]:
    """The certificates that the portal vouches for, each with its chain, the key's own first; oldest first."""
    keys = signing.trusted_keys()
    chains = []
    for row in DocumentCertificate.objects.all():
        chain = tuple(x509.load_pem_x509_certificates(row.certificates.encode()))
        signature = signing.Signature(key=row.key, value=bytes(row.signature))
        if fingerprint_of(chain) == row.fingerprint and signing.verify_with(
            keys, _message(row.fingerprint), signature, purpose=PURPOSE
        ):
            chains.append(chain)
    return chains


def _message(fingerprint: str) -> bytes:
    return fingerprint.encode()
