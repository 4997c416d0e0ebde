"""What the search box finds of written authorizations: those that one may see, by number or by whose they are."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from authorizations.permissions import visible_authorizations
from authorizations.reading import for_lists, lines_of
from directory.models import Employee
from foundation.searching import MOST_OF_A_KIND, SearchResult
from powers.picture import Picture


def found(person: Employee, words: str, at: datetime) -> list[SearchResult]:
    """The latest first."""
    named = Q(reference__istartswith=words) | Q(grantee_name__icontains=words)
    rows = for_lists(visible_authorizations(person, at).filter(named)).order_by("-granted_at", "-pk")
    listed = list(rows[:MOST_OF_A_KIND])
    if not listed:
        return []
    return [
        SearchResult(
            "Authorizations",
            f"{line.row.reference}: {line.row.grantee_name}",
            reverse("authorizations:authorization", args=[line.row.reference]),
            f"{line.title}. {line.word}.",
        )
        for line in lines_of(listed, Picture(at))
    ]
