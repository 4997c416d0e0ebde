"""What shows that an entry is the one that was sealed, and shows it to others without showing them everything."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from foundation import signing
from foundation.audit import merkle
from foundation.audit.digests import FIELDS, field_digest, field_digests, root_of_fields, salt_of, value_bytes
from foundation.audit.models import Entry, Seal
from foundation.audit.sealing import PURPOSE, Window, ends_of_series, payload, unpack


@dataclass(frozen=True)
class Proof:
    """An entry's digest, its place in a seal, and the hashes that lead from it to the signed root."""

    seal: Seal
    digest: bytes
    index: int
    path: list[bytes]
    holds: bool

    @property
    def place(self) -> int:
        """Its place in the batch, counted from one."""
        return self.index + 1

    @property
    def hashes(self) -> list[str]:
        """The path as text."""
        return [step.hex() for step in self.path]


def row_of(entry: Entry) -> dict[str, Any]:
    """An entry as the digests need it."""
    return {**{name: getattr(entry, name) for name in FIELDS[1]}, "salts": bytes(entry.salts)}


def kept_digests(entry: Entry) -> dict[str, bytes]:
    """The digests of an entry's destroyed values."""
    return {value.field: bytes(value.digest) for value in entry.destroyed_values.all()}


def seal_of(entry: Entry) -> Seal | None:
    """The seal that lists an entry, or None while there is none."""
    ends = ends_of_series()
    candidates = Seal.objects.filter(first_id__lte=entry.pk, last_id__gte=entry.pk).order_by("id")
    for seal in candidates.defer("members"):
        if Entry.objects.filter(Window.of(seal, ends).condition, pk=entry.pk).exists():
            return seal
    return None


def proof_of(entry: Entry) -> Proof | None:
    """The proof that an entry stands under a seal; None where it is not yet sealed, or its seal does not list it."""
    seal = seal_of(entry)
    if seal is None:
        return None
    members = unpack(bytes(seal.members))
    index = next((place for place, (number, _) in enumerate(members) if number == entry.pk), None)
    if index is None:
        return None
    path = merkle.path([digest for _, digest in members], index)
    digest = root_of_fields(field_digests(row_of(entry), seal.form, kept_digests(entry)), seal.form)
    reached = merkle.root_of_path(digest, index, seal.count, path)
    signature = signing.Signature(seal.key, bytes(seal.signature))
    signed = signing.verify(payload(seal), signature, purpose=PURPOSE)
    return Proof(seal, digest, index, path, signed and reached is not None and reached.hex() == seal.merkle_root)


def disclosure(entry: Entry, withhold: Collection[str] = ()) -> dict[str, Any]:
    """An entry to be handed out: each field with its salt, or its digest alone where it is withheld or destroyed.

    Whoever has the portal's public key can check it without the portal (`checks_out`). Raises ValueError where the
    entry is not yet sealed.
    """
    proof = proof_of(entry)
    if proof is None:
        raise ValueError("An entry that is not sealed cannot be proved yet.")
    row, form = row_of(entry), proof.seal.form
    digests = field_digests(row, form, kept_digests(entry))
    hidden = {*kept_digests(entry), *withhold}
    return {
        "form": form,
        "fields": [
            {"name": name, "digest": digests[name].hex()}
            if name in hidden
            else {
                "name": name,
                "salt": salt_of(row["salts"], form, name).hex(),
                "value": value_bytes(row[name]).decode("utf-8", "replace"),
            }
            for name in FIELDS[form]
        ],
        "digest": proof.digest.hex(),
        "index": proof.index,
        "count": proof.seal.count,
        "path": proof.hashes,
        "seal": payload(proof.seal).decode(),
        "key": proof.seal.key,
        "signature": bytes(proof.seal.signature).hex(),
    }


def checks_out(told: dict[str, Any], keys: dict[str, bytes]) -> bool:
    """Whether a disclosure is what the portal sealed, by its public keys alone."""
    digests = {
        field["name"]: bytes.fromhex(field["digest"])
        if "digest" in field
        else field_digest(field["name"], bytes.fromhex(field["salt"]), field["value"])
        for field in told["fields"]
    }
    digest = root_of_fields(digests, told["form"])
    reached = merkle.root_of_path(digest, told["index"], told["count"], [bytes.fromhex(step) for step in told["path"]])
    said = json.loads(told["seal"])
    if reached is None or (reached.hex(), told["count"]) != (said["merkle_root"], said["count"]):
        return False
    signature = signing.Signature(told["key"], bytes.fromhex(told["signature"]))
    return signing.verify_with(keys, told["seal"].encode(), signature, purpose=PURPOSE)
