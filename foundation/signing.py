"""The portal's Ed25519 key: what it signs (seals, receipts) can be checked for ever, by anybody.

The private key comes from settings (`SIGNING_KEY`), or in the embedded default from a file made at first use
(`SIGNING_KEY_FILE`, readable by its owner alone). Public keys have a history in the database; each new key vouches
for all that came before, so that a key put into the table by somebody else is told from the portal's own.
"""

from __future__ import annotations

import base64
import hashlib
import os
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from foundation import clock
from foundation.key_files import made_once
from foundation.models import SigningKey

SEED_LENGTH = 32
_LOOK_AGAIN = 60.0
_registered: dict[str, float] = {}
"""Keys whose rows this process has seen committed, and when: looked up again once a minute, not for each signature."""


@dataclass(frozen=True)
class Signature:
    """A signature and the fingerprint of the key that made it."""

    key: str
    value: bytes


def sign(data: bytes, *, purpose: str) -> Signature:
    """Sign bytes for a purpose (`seal`, `receipt`): a signature for one purpose is none for another."""
    private = _private_key()
    fingerprint = _fingerprint(_public(private))
    if _registered.get(fingerprint, float("-inf")) < time.monotonic() - _LOOK_AGAIN:
        register_key()
        # Not before the commit: a row that is rolled back is none.
        transaction.on_commit(lambda: _registered.update({fingerprint: time.monotonic()}))
    return Signature(key=fingerprint, value=private.sign(_message(data, purpose)))


def verify(data: bytes, signature: Signature, *, purpose: str) -> bool:
    """Whether the portal signed these bytes for this purpose, with its present key or an earlier one."""
    return verify_with(trusted_keys(), data, signature, purpose=purpose)


def verify_with(keys: dict[str, bytes], data: bytes, signature: Signature, *, purpose: str) -> bool:
    """The same with given public keys, by fingerprint: for whoever checks much at once, or elsewhere."""
    public = keys.get(signature.key)
    return public is not None and _is_signed(public, signature.value, _message(data, purpose))


def trusted_keys() -> dict[str, bytes]:
    """The portal's public keys by fingerprint: the present one, and those that it vouches for.

    Starts at the private key, which is not in the database: a key or an order of keys that somebody wrote into the
    table without it is left out.
    """
    present = _public(_private_key())
    trusted = {_fingerprint(present): present}
    history = list(SigningKey.objects.order_by("-id"))
    newest = next((row for row in history if row.fingerprint == _fingerprint(present)), None)
    if newest is None:
        return trusted
    earlier = sorted((row for row in history if row.pk < newest.pk), key=lambda row: row.pk)
    if _is_signed(present, bytes(newest.vouches), _message(_list_of(earlier), "key history")):
        trusted.update({row.fingerprint: bytes(row.public_key) for row in earlier})
    return trusted


def register_key() -> SigningKey:
    """The row of the present key; a new key is entered with its signature over all earlier ones."""
    private = _private_key()
    public = _public(private)
    fingerprint = _fingerprint(public)
    row = SigningKey.objects.filter(fingerprint=fingerprint).first()
    if row is not None:
        return row
    with transaction.atomic():
        earlier = list(SigningKey.objects.select_for_update().order_by("id"))
        row, _ = SigningKey.objects.get_or_create(
            fingerprint=fingerprint,
            defaults={
                "public_key": public,
                "registered_at": clock.now(),
                "vouches": private.sign(_message(_list_of(earlier), "key history")),
            },
        )
    return row


def _message(data: bytes, purpose: str) -> bytes:
    return b"portal\x00" + purpose.encode() + b"\x00" + data


def _list_of(keys: list[SigningKey]) -> bytes:
    return b"".join(bytes(row.public_key) for row in keys)


def _public(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def _fingerprint(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:32]


def _is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private_key() -> Ed25519PrivateKey:
    return _key_from(settings.SIGNING_KEY, str(settings.SIGNING_KEY_FILE or ""))


@lru_cache(maxsize=4)
def _key_from(encoded: str, file: str) -> Ed25519PrivateKey:
    if encoded:
        try:
            return Ed25519PrivateKey.from_private_bytes(base64.b64decode(encoded, validate=True))
        except ValueError as error:
            raise ImproperlyConfigured("SIGNING_KEY is 32 bytes in base64: `openssl rand -base64 32`.") from error
    if not file:
        raise ImproperlyConfigured(
            "The portal has no key to sign with: set SIGNING_KEY to 32 bytes in base64, as `openssl rand -base64 32` "
            "makes them, the same on every host."
        )
    return Ed25519PrivateKey.from_private_bytes(made_once(Path(file), lambda: os.urandom(SEED_LENGTH)))
