"""What a receipt proves: the facts in one canonical form, their hash, and the portal's signature over it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from acknowledgements.models import Acknowledgement, PaperSignature
from foundation import references, signing
from foundation.canonical import c1_hash

PURPOSE = "receipt"


def new_reference(year: int) -> str:
    """A fresh reference such as `ACK-2026-7KQ2M9XD`: not to be guessed; that it is unique the database sees to."""
    return references.new_reference("ACK", year)


def facts(acknowledgement: Acknowledgement) -> dict[str, Any]:
    """Everything that the digest covers, by name: what anybody can compute again from a receipt."""
    found = {
        "reference": acknowledgement.reference,
        "employee_number": acknowledgement.person.number,
        "name_typed": acknowledgement.typed_name,
        "text_hash": acknowledgement.text_hash,
        "statements_hash": acknowledgement.statements_hash,
        "acknowledged_at": acknowledgement.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "method": acknowledgement.method,
        "department": acknowledgement.department_name,
        "title": acknowledgement.title,
    }
    if not acknowledgement.is_on_paper:
        return found
    # Where what it rests on was removed, the hash does not come out: that is said, and nothing breaks.
    paper: PaperSignature | None = getattr(acknowledgement, "paper", None)
    return found | {"paper": paper.facts() if paper else None}


def canonical(facts_of_receipt: dict[str, Any]) -> str:
    """The facts as the text that is hashed: JSON with sorted keys, no blanks."""
    return json.dumps(facts_of_receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(acknowledgement: Acknowledgement) -> str:
    """The `c1` hash over the facts."""
    return c1_hash(canonical(facts(acknowledgement)))


def seal(acknowledgement: Acknowledgement) -> None:
    """Put the digest, and the portal's signature over it, on an acknowledgement that is about to be written."""
    acknowledgement.digest = digest_of(acknowledgement)
    signature = signing.sign(acknowledgement.digest.encode(), purpose=PURPOSE)
    acknowledgement.signature = base64.b64encode(signature.value).decode()
    acknowledgement.key_id = signature.key


@dataclass(frozen=True)
class Proof:
    """Whether a receipt's facts agree with its hash, and whether the portal signed that hash."""

    agrees: bool
    is_signed: bool

    @property
    def holds(self) -> bool:
        """Both."""
        return self.agrees and self.is_signed


def prove(acknowledgement: Acknowledgement) -> Proof:
    """Compute the hash again from the stored facts, and check the signature over it."""
    return Proof(
        agrees=digest_of(acknowledgement) == acknowledgement.digest,
        is_signed=is_signed(acknowledgement, signing.trusted_keys()),
    )


def is_signed(acknowledgement: Acknowledgement, keys: dict[str, bytes]) -> bool:
    """Whether the portal signed the digest, with one of its public `keys`: for whoever checks many at once."""
    return is_signed_with(keys, acknowledgement.digest, acknowledgement.signature, acknowledgement.key_id, PURPOSE)


def is_signed_with(keys: dict[str, bytes], digest: str, kept: str, key: str, purpose: str) -> bool:
    """Whether a signature, as it is kept in base64, is one of the portal's `keys` over a digest."""
    try:
        value = base64.b64decode(kept, validate=True)
    except ValueError:
        return False
    return signing.verify_with(keys, digest.encode(), signing.Signature(key=key, value=value), purpose=purpose)
