"""What the search box finds of posts and of words with blanks: those that one may see."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from directory.models import Employee
from foundation.searching import MOST_OF_A_KIND, SearchResult
from reviews.permissions import visible_posts
from reviews.templating import seen_templates


def found(person: Employee, words: str, at: datetime) -> list[SearchResult]:
    """Posts by number, by the address of what went out, and one's own by their words; words with blanks by title.

    Other people's posts are not searched by their words: what a list may not show, a search does not give away.
    """
    return [*_posts(person, words, at), *_templates(person, words, at)]


def _posts(person: Employee, words: str, at: datetime) -> list[SearchResult]:
    seen = visible_posts(person, at)
    own = Q(drafted_by=person) | Q(publisher=person)
    named = Q(reference__istartswith=words)
    if "/" in words:  # an address tells what closed matter is about: it is found by who wrote or publishes it alone
        named |= Q(publications__permalink__icontains=words) & (Q(is_closed=False) | own)
    matching = seen.filter(named) | seen.filter(own, content__text__icontains=words)
    rows = matching.select_related("publisher").distinct().order_by("-saved_at", "-pk")[:MOST_OF_A_KIND]
    return [
        SearchResult(
            "Posts",
            f"Post {row.reference}",
            reverse("reviews:post", args=[row.reference]),
            f"{row.get_state_display()}. Publishes: {row.publisher.name}.",
        )
        for row in rows
    ]


def _templates(person: Employee, words: str, at: datetime) -> list[SearchResult]:
    named = Q(reference__istartswith=words) | Q(title__icontains=words)
    rows = seen_templates(person, at).filter(named).order_by("title", "pk")[:MOST_OF_A_KIND]
    return [
        SearchResult(
            "Words with blanks",
            row.title,
            reverse("reviews:template", args=[row.reference]),
            f"{row.reference}, {row.state}.",
        )
        for row in rows
    ]
