"""Remembering where somebody stopped reading, across devices. No business fact: no lock, no rule, no trail."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from acknowledgements.models import ReadingPlace
from directory.models import Employee
from foundation import clock
from foundation.errors import InvalidInput
from foundation.prepared import Prepared
from policy.models import Clause, Version


def _place_rows(person: int, version: int) -> QuerySet[Any, Any]:
    return ReadingPlace.objects.filter(person=person, version=version).values_list("pk")


_places = Prepared(_place_rows, person=int, version=int)


def remember_place(person: Employee, version: Version, citation: str) -> Clause:
    """Reading goes on at this clause next time; what was remembered before is overwritten."""
    # A NUL is no text for PostgreSQL, which would fail instead of finding nothing.
    clause = None if "\0" in citation else version.clauses.defer("text", "text_after").filter(citation=citation).first()
    if clause is None:
        raise InvalidInput(
            "Your place was not kept.",
            why="This version has no such clause.",
            remedy="Load the page again, and choose where you stop.",
        )
    ReadingPlace.objects.bulk_create(
        [ReadingPlace(person=person, version=version, clause=clause, at=clock.now())],
        update_conflicts=True,
        unique_fields=["person", "version"],
        update_fields=["clause", "at"],
    )
    return clause


def forget_place(person: Employee, version_id: int) -> None:
    """The version was acknowledged: nobody needs to know any more how far the person was."""
    # Most have none, and a DELETE of nothing would still wait for SQLite's one writer.
    if _places.rows(person=person.pk, version=version_id):
        ReadingPlace.objects.filter(person=person, version_id=version_id).delete()
