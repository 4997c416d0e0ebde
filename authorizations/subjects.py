"""Subjects, matters and hosts as words that people write and the decision can compare."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum

from accounts.sites import plain_host


class Coverage(StrEnum):
    """What an instrument's words say of what an act is about."""

    COVERED = "covered"
    UNSTATED = "unstated"
    """It covers some things only, and the act does not say what it is about."""
    OUTSIDE = "outside"
    EXCLUDED = "excluded"


def words(text: str) -> list[str]:
    """A text as it is compared: its words, whatever their case, width and punctuation."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def touches(phrase: str, subject: str) -> bool:
    """Whether a subject holds a phrase, word by word: "snow" touches "Snow routes", and not "snowdrops"."""
    wanted, said = words(phrase), words(subject)
    return bool(wanted) and any(
        said[start : start + len(wanted)] == wanted for start in range(len(said) - len(wanted) + 1)
    )


def coverage(covered: Iterable[str], excluded: Iterable[str], subjects: Sequence[str]) -> Coverage:
    """Whether an instrument covers everything that an act is about; without covered phrases it covers all subjects."""
    wanted = list(covered)
    if any(touches(phrase, subject) for phrase in excluded for subject in subjects):
        return Coverage.EXCLUDED
    if not wanted:
        return Coverage.COVERED
    if not subjects:
        return Coverage.UNSTATED
    inside = all(any(touches(phrase, subject) for phrase in wanted) for subject in subjects)
    return Coverage.COVERED if inside else Coverage.OUTSIDE


def host_of(text: str) -> str:
    """A host as it is compared, out of a host or an address; empty where there is none."""
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text.strip().lower())
    return plain_host(re.split(r"[/?#]", bare, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].rstrip("."))
