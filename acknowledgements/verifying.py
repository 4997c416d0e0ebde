"""Whether a receipt is genuine, to which text it belongs, and whether it was annulled since.

For any colleague who is shown one: a reference alone tells nothing of the person, and a file no more than what stands
in it. Whose receipt it is reads only who may open it (`permissions.visible_receipts`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from acknowledgements import receipts
from acknowledgements.added import prove
from acknowledgements.documents import stated_in
from acknowledgements.models import Acknowledgement
from acknowledgements.permissions import visible_receipts
from directory.models import Employee
from foundation import dates
from foundation.canonical import c1_hash
from foundation.pdf_signing import check

_NOT_OF_A_REFERENCE = re.compile(r"[^A-Z0-9-]+")
LONGEST_REFERENCE = 30
_NO_SIGNATURE = (
    "A receipt that was downloaded before the portal signed its files has no signature either: ask by its reference."
)


@dataclass(frozen=True)
class Verdict:
    """What the portal says of a receipt, sentence by sentence."""

    reference: str
    is_genuine: bool
    sentence: str
    text: str = ""
    """To which text it belongs."""
    text_hash: str = ""
    since: str = ""
    """What became of it: it counts, or was annulled."""
    counts: bool = False
    added: str = ""
    """Of a statement that was added to it: what does not agree, or, for who may open the receipt, that it does."""
    added_agrees: bool = True
    seen: Acknowledgement | None = None
    """The acknowledgement, where the person may open its receipt."""


def as_reference(given: str) -> str:
    """A reference as it is kept, of one that was read from paper: capitals, and nothing but letters and digits."""
    return _NOT_OF_A_REFERENCE.sub("", given.upper())[:LONGEST_REFERENCE].strip("-")


def verdict_on(reference: str, *, person: Employee, at: datetime) -> Verdict:
    """What the portal knows under a reference."""
    found = _found(reference)
    if found is None:
        return Verdict(
            reference,
            False,
            f"The portal has no receipt {reference}. Compare the letters once more: there is no O, I or L, "
            "no nought and no one among them.",
        )
    return _told(found, f"{found.reference} is a receipt of the portal.", person, at)


def verdict_on_file(content: bytes, *, person: Employee, at: datetime) -> Verdict:
    """What an uploaded file is: a receipt exactly as the portal signed it, or why not."""
    checked = check(content)
    if not checked.is_whole:
        why = f"{checked.sentence} {'' if checked.key_known else _NO_SIGNATURE}".strip()
        return Verdict("", False, f"This file proves nothing. {why}")
    stated = stated_in(content)
    if stated is None:
        return Verdict("", False, "The portal signed this file, but it is no receipt of an acknowledgement.")
    found = _found(stated.reference)
    if found is None or found.digest != stated.digest:
        return Verdict(
            stated.reference,
            False,
            f"The portal signed this file as the receipt {stated.reference}, but keeps no such receipt now, or one "
            "with another hash. Tell an auditor, and keep the file.",
        )
    return _told(found, f"This file is genuine: the receipt {found.reference}. {checked.sentence}", person, at)


def _found(reference: str) -> Acknowledgement | None:
    rows = Acknowledgement.objects.select_related("person", "version__regulation")
    return rows.filter(reference=reference).first()


def _told(found: Acknowledgement, sentence: str, person: Employee, at: datetime) -> Verdict:
    version = found.version
    proved = receipts.prove(found).holds and found.text_hash == version.text_hash == c1_hash(version.text)
    if not proved:
        return Verdict(
            found.reference,
            False,
            f"{found.reference} is kept by the portal, but what is kept does not agree with its hash and signature. "
            "Do not rely on it, and tell an auditor.",
        )
    annulled = found.annulled_at
    seen = visible_receipts(person, at).filter(pk=found.pk).first()
    added, agrees = _added(found, is_seen=seen is not None)
    return Verdict(
        found.reference,
        True,
        sentence,
        text=f"It belongs to {version.regulation}: {version.title}, {version.called}, acknowledged on "
        f"{dates.day(found.at)}.",
        text_hash=found.text_hash,
        since=f"It was annulled on {dates.day(annulled)}, as entered in error, and counts no more."
        if annulled
        else "It was not annulled: it counts.",
        counts=annulled is None,
        added=added,
        added_agrees=agrees,
        seen=seen,
    )


def _added(found: Acknowledgement, *, is_seen: bool) -> tuple[str, bool]:
    """What is said of statements added to a receipt: that there are any tells where somebody works."""
    rows = found.added.select_related("acknowledgement", "person")
    altered = [row for row in rows if not (prove(row).holds and row.person_id == found.person_id)]
    if altered:
        return (
            "What was added to it later does not agree with its hash and signature. Do not rely on that statement, "
            "and tell an auditor.",
            False,
        )
    days = [dates.day(row.at) for row in rows]
    return (f"The statement added to it on {days[0]} agrees, too." if days and is_seen else "", True)
