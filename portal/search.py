"""One search over everything that a person may see, from the functions that settings list (`SEARCH`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from directory.models import Employee
from foundation.searching import MOST_OF_A_KIND, SearchResult
from portal.registry import functions

LONGEST_QUERY = 100


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `is_cut` says that there may be more."""

    kind: str
    results: list[SearchResult]
    is_cut: bool


def search_everything(person: Employee, words: str, at: datetime) -> list[Group]:
    """What every app finds for the words, in the order of settings, bounded for each kind."""
    results = [result for found in functions("SEARCH") for result in found(person, words, at)]
    groups = []
    for kind, of_kind in groupby(results, key=lambda result: result.kind):
        listed = list(of_kind)
        groups.append(Group(kind, listed[:MOST_OF_A_KIND], len(listed) >= MOST_OF_A_KIND))
    return groups
