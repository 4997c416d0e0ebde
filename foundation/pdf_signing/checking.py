"""Checking a file that somebody hands in: what it is, in a sentence, whatever it holds.

The check reads no PDF: it finds the place of a signature, takes all bytes around it, and asks whether the portal's key
signed exactly these. So nothing in the file is unpacked, followed or fetched, and a file that is built to confuse
readers of PDF confuses nothing here. What the signature itself may hold is narrow (`shape.py`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from foundation.dates import exact
from foundation.pdf_signing import history
from foundation.pdf_signing.shape import Signature, read

LARGEST = 8 * 1024 * 1024
"""Bytes: a document of the portal has a tenth of one of these eight megabytes."""
MOST_SIGNATURES = 16

_RANGES = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}(\d{1,9})\s{1,9}(\d{1,9})\s{1,9}(\d{1,9})\s{1,9}(\d{1,9})\s{0,9}\]")
_WHEN = re.compile(rb"/M\s?\(D(?::|\\072)(\d{14})(?:Z|\+00'00'?)?\)")
_NEAR = 4096
"""Bytes around a signature within which its own date stands."""


@dataclass(frozen=True)
class Checked:
    """What is known of a file. `sentence` says it to a person; the rest is for who decides by it.

    `is_whole`: exactly the bytes that the portal signed, and nothing besides. `key_known`: a signature in it was made
    with a key of the portal. `was_appended`: what was signed is there unchanged, and something was added after it.
    `signer` and `signed_at` are told only of a signature that holds.
    """

    is_whole: bool
    sentence: str
    key_known: bool = False
    was_appended: bool = False
    signer: str = ""
    signed_at: datetime | None = None


@dataclass(frozen=True)
class _Found:
    """One place of a signature: where the signed bytes end, the signature, and the date written beside it."""

    end: int
    fits: bool
    digest: bytes
    signature: bytes
    written_at: datetime | None


def check(pdf: bytes) -> Checked:
    """What a file is. Never raises for what is in it, and asks nobody over the network."""
    refused = _refused(pdf)
    if refused:
        return Checked(is_whole=False, sentence=refused)
    places = list(_RANGES.finditer(pdf))
    if not places:
        return Checked(is_whole=False, sentence="This file carries no signature, so the portal did not sign it.")
    if len(places) > MOST_SIGNATURES:
        return Checked(is_whole=False, sentence=f"This file carries {len(places)} signatures; the portal's have one.")
    chains = history.known_chains()
    answers = [_judged(pdf, found, read(found.signature, chains)) for found in _found(pdf, places)]
    if not answers:
        return Checked(is_whole=False, sentence="This file is not whole: its end, or its signature, is missing.")
    return max(answers, key=lambda answer: (answer.is_whole, answer.was_appended, answer.key_known))


def _refused(pdf: bytes) -> str:
    if len(pdf) > LARGEST:
        return f"This file is larger than {LARGEST // 1024 // 1024} MB, and no document of the portal is."
    if not pdf.startswith(b"%PDF-"):
        return "This file is not a PDF."
    if b"/Encrypt" in pdf:
        return "This file is encrypted, and the portal's documents are not."
    return ""


def _found(pdf: bytes, places: list[re.Match[bytes]]) -> Iterator[_Found]:
    for place in places:
        start, length, after, rest = (int(number) for number in place.groups())
        end = after + rest
        hole = pdf[length:after]
        if end > len(pdf) or length >= after or not (hole[:1] == b"<" and hole[-1:] == b">"):
            continue
        try:
            signature = bytes.fromhex(hole[1:-1].decode("ascii"))
        except ValueError:
            signature = b""
        yield _Found(
            end=end,
            fits=start == 0 and hole == hole.upper(),
            digest=hashlib.sha256(pdf[:length] + pdf[after:end]).digest(),
            signature=signature,
            written_at=_written_at(pdf[max(0, length - _NEAR) : length] + pdf[after : min(end, after + _NEAR)]),
        )


def _written_at(around: bytes) -> datetime | None:
    written = _WHEN.search(around)
    if written is None:
        return None
    try:
        return datetime.strptime(written[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _judged(pdf: bytes, found: _Found, signature: Signature | None) -> Checked:
    if signature is None:
        return Checked(
            is_whole=False,
            sentence="This file carries a signature that is not the portal's, or one that was changed.",
        )
    if not (found.fits and signature.is_over(found.digest)):
        return Checked(
            is_whole=False,
            key_known=True,
            sentence="This file was changed: the portal signed it, but not with what it says now.",
        )
    when = f" on {exact(found.written_at)}" if found.written_at else ""
    is_whole = found.end == len(pdf)
    sentence = f"This file is exactly as the portal signed it{when}: no byte was changed."
    if not is_whole:
        sentence = (
            f"Something was added to this file after the portal signed it{when}. What was signed is in it unchanged, "
            "but a reader may show something else."
        )
    return Checked(
        is_whole=is_whole,
        sentence=sentence,
        key_known=True,
        was_appended=not is_whole,
        signer=signature.signer,
        signed_at=found.written_at,
    )
