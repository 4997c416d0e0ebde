"""Whether a letter is genuine, and whether what it says is in force: for whoever is shown one.

Genuine is the file that the portal keeps, byte by byte. What a file is otherwise, its signature tells
(`foundation.pdf_signing`). A number alone tells nothing about the person: only whether it is in force.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from authorizations.models import Authorization, Document
from authorizations.permissions import may_see_reason, visible_authorizations
from authorizations.standing import standing_of
from directory.models import Employee
from foundation import dates
from foundation.pdf_signing import check
from powers.picture import Picture


@dataclass(frozen=True)
class Verdict:
    """Whether the authorization of that number is in force.

    `why` not is told to the holder, the authority and Employee Relations alone.
    """

    reference: str
    sentence: str
    in_force: bool = False
    why: str = ""
    seen: Authorization | None = None
    """The authorization, where the person may see it."""


@dataclass(frozen=True)
class Comparison:
    """What an uploaded file is."""

    is_genuine: bool
    sentence: str


def verdict_on(reference: str, *, person: Employee | None, at: datetime) -> Verdict:
    """Whether the authorization of that number is in force, as far as whoever asks may know."""
    rows = Authorization.objects.known(at).select_related("revocation", "grantee", "department")
    row: Authorization | None = rows.filter(reference=reference).first()
    if row is None:
        return Verdict(reference, "The portal has no authorization of this number: a letter with it is not genuine.")
    standing = standing_of(row, Picture(at))
    seen = row if person is not None and visible_authorizations(person, at).filter(pk=row.pk).exists() else None
    if standing.in_effect:
        said = f"{row.reference} is in force today, and through {dates.day(row.last_day)} unless it ends before."
        return Verdict(row.reference, said, in_force=True, seen=seen)
    why = standing.sentence if person is not None and may_see_reason(person, row, at) else ""
    return Verdict(row.reference, f"{row.reference} is not in force.", why=why, seen=seen)


def compare(reference: str, content: bytes) -> Comparison:
    """What a file is, beside the document that the portal keeps under that number."""
    digest = hashlib.sha256(content).hexdigest()
    kept = Document.objects.filter(sha256=digest).values_list("authorization__reference", flat=True).first()
    if kept == reference:
        return Comparison(True, f"This file is genuine: byte by byte the letter {reference} that the portal keeps.")
    if kept is not None:
        return Comparison(False, f"This file is a letter of the portal, but not {reference}: look at its number.")
    found = check(content)
    if found.is_whole:
        return Comparison(False, f"The portal signed this file, but it is not the document of {reference}.")
    return Comparison(False, f"This file is not genuine. {found.sentence}")
