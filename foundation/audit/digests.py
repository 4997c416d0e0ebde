"""Digests of entries: one salted digest for each field, and one root over them.

A field's value can be withheld (its digest is shown instead) or destroyed (value and salt are gone, the digest is
kept): the entry's digest comes out the same. Salts keep a short value from being guessed from its digest.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

SALT_LENGTH = 16

FIELDS: Mapping[int, tuple[str, ...]] = {
    1: (
        "id",
        "at",
        "act",
        "actor_number",
        "actor_name",
        "capacity",
        "instrument",
        "clause",
        "object_kind",
        "object_id",
        "object_label",
        "department_code",
        "address",
        "request_id",
        "before",
        "after",
    ),
}
"""The fields under a digest, in order, by form. A field added to the entry makes a new form; old seals keep theirs."""
FORM = 1

_BEGUN = {
    form: tuple((name, name.encode(), b"trail field\x00" + name.encode() + b"\x00") for name in names)
    for form, names in FIELDS.items()
}
"""For each form its fields, and what their salts and digests begin with."""
_INNER, _OUTER = bytes(byte ^ 0x36 for byte in range(256)), bytes(byte ^ 0x5C for byte in range(256))
_as_json = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def value_bytes(value: Any) -> bytes:
    """A field's value as bytes, the same for the same value on both engines."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").encode()
    if isinstance(value, int):
        return str(value).encode()
    return _as_json(value).encode("utf-8", "surrogatepass")


def salt_of(salts: bytes, form: int, field: str) -> bytes:
    """A field's salt: from the entry's one seed, or, once a value was destroyed, from the list that took its place."""
    if len(salts) == SALT_LENGTH:
        return hmac.digest(salts, field.encode(), "sha256")[:SALT_LENGTH]
    place = FIELDS[form].index(field) * SALT_LENGTH
    return salts[place : place + SALT_LENGTH]


def salts_of(salts: bytes, form: int) -> list[bytes]:
    """The salts of all fields in the order of the form: `salt_of` for each, with the seed's part of the work done once.

    HMAC (RFC 2104) spelled out: a batch of thousands is hashed while others write.
    """
    if len(salts) != SALT_LENGTH:
        return [salt_of(salts, form, name) for name in FIELDS[form]]
    key = salts.ljust(64, b"\x00")
    inner, outer = hashlib.sha256(key.translate(_INNER)), hashlib.sha256(key.translate(_OUTER))
    found = []
    for _, spelled, _ in _BEGUN[form]:
        one, other = inner.copy(), outer.copy()
        one.update(spelled)
        other.update(one.digest())
        found.append(other.digest()[:SALT_LENGTH])
    return found


def salts_without(salts: bytes, form: int, fields: set[str]) -> bytes:
    """The salts as a list in which those of some fields are gone; nothing of them can be found again."""
    return b"".join(b"\x00" * SALT_LENGTH if name in fields else salt_of(salts, form, name) for name in FIELDS[form])


def field_digest(field: str, salt: bytes, value: Any) -> bytes:
    """The salted digest of one field."""
    return hashlib.sha256(b"trail field\x00" + field.encode() + b"\x00" + salt + value_bytes(value)).digest()


def field_digests(row: Mapping[str, Any], form: int, destroyed: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every field's digest; `row` holds the fields and `salts`, `destroyed` the kept digests of destroyed values."""
    salts = salts_of(bytes(row["salts"]), form)
    return {
        name: destroyed[name] if name in destroyed else hashlib.sha256(begun + salt + value_bytes(row[name])).digest()
        for (name, _, begun), salt in zip(_BEGUN[form], salts, strict=True)
    }


def root_of_fields(digests: Mapping[str, bytes], form: int) -> bytes:
    """An entry's digest: the root over its fields' digests in the order of the form."""
    return hashlib.sha256(b"trail entry\x00" + b"".join(digests[name] for name in FIELDS[form])).digest()


def entry_digest(row: Mapping[str, Any], form: int = FORM, destroyed: Mapping[str, bytes] | None = None) -> bytes:
    """An entry's digest, from its row."""
    return root_of_fields(field_digests(row, form, destroyed or {}), form)
