"""What the search box finds in the regulation: clauses of the version in force."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from directory.models import Employee
from foundation.searching import MOST_OF_A_KIND, SearchResult
from policy.models import Clause
from policy.reading import find_clause, version_in_force


def found(person: Employee, words: str, at: datetime) -> list[SearchResult]:
    """The clause under a citation first, then those that hold every word."""
    version = version_in_force(None, at)
    if version is None or not words.strip():
        return []
    condition = Q()
    for word in words.split():
        condition &= Q(heading__icontains=word) | Q(text__icontains=word) | Q(text_after__icontains=word)
    holding = list(version.clauses.filter(condition)[:MOST_OF_A_KIND])
    cited = find_clause(version, words)
    listed = [cited, *(clause for clause in holding if clause != cited)] if cited else holding
    return [_result(clause) for clause in listed[:MOST_OF_A_KIND]]


def _result(clause: Clause) -> SearchResult:
    text = " ".join(clause.whole_text.split())
    return SearchResult(
        kind="The regulation",
        title=f"{clause.citation} {clause.heading}".strip(),
        url=f"{reverse('policy:reading')}#{clause.citation}",
        sentence=text if len(text) <= 180 else text[:178].rsplit(" ", 1)[0] + " …",
    )
