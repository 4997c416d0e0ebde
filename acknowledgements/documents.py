"""The receipt as a file: one tagged PDF that the portal signed, and whose signature says which receipt it is.

What the signature's reason says (reference and hash) stands among the signed bytes: of a file that is whole one knows
by it, without reading the PDF, which receipt it is and what the receipt said when the file was made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from acknowledgements import receipts
from acknowledgements.added import proofs
from acknowledgements.models import Acknowledgement
from foundation import dated_settings, pdf, qr
from foundation.canonical import PREFIX
from foundation.pdf_signing import sign

_REASON = re.compile(rb"/Reason\s?\(((?:[^()\\]|\\[0-7]{3})*)\)")
_OCTAL = re.compile(r"\\([0-7]{3})")
_SAID = re.compile(r"Receipt ([A-Z0-9-]{1,30}) sha256 ([0-9a-f]{64})")


@dataclass(frozen=True)
class Stated:
    """Which receipt a signed file says it is, with the hash that the receipt had when the file was made."""

    reference: str
    digest: str


def proof_of(acknowledgement: Acknowledgement) -> dict[str, Any]:
    """What a receipt's page and its file show, with the proof computed again."""
    return {
        "acknowledgement": acknowledgement,
        "version": acknowledgement.version,
        "canonical": receipts.canonical(receipts.facts(acknowledgement)),
        "proof": receipts.prove(acknowledgement),
        "added": proofs(acknowledgement.added.select_related("person", "acknowledgement")),
    }


def verification_address(acknowledgement: Acknowledgement) -> str:
    """Where one asks whether the receipt is genuine: printed on it as a QR code."""
    path = reverse("acknowledgements:verify_receipt", args=[acknowledgement.reference])
    return f"{settings.PORTAL_URL.rstrip('/')}{path}"


def receipt_file(acknowledgement: Acknowledgement, *, at: datetime) -> bytes:
    """The receipt as a signed PDF; `at` is when it is made."""
    address = verification_address(acknowledgement)
    words = {
        "title": f"Receipt {acknowledgement.reference}",
        "city": dated_settings.value("city.name", at),
        "address": address,
        "code": qr.as_data_address(address),
    }
    plain = pdf.render("acknowledgements/receipt_pdf.html", {**proof_of(acknowledgement), **words})
    return sign(plain, reason=_reason(acknowledgement), at=at)


def stated_in(file: bytes) -> Stated | None:
    """What a file says of itself; ask only of one whose signature holds, for anybody can write the words."""
    # The signature is the last thing that a file was given.
    for found in reversed(_REASON.findall(file)):
        words = _OCTAL.sub(lambda octal: chr(int(octal[1], 8)), found.decode("latin-1"))
        said = _SAID.fullmatch(words)
        if said:
            return Stated(said[1], PREFIX + said[2])
    return None


def _reason(acknowledgement: Acknowledgement) -> str:
    return f"Receipt {acknowledgement.reference} sha256 {acknowledgement.digest.removeprefix(PREFIX)}"
