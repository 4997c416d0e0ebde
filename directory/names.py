"""What people were called, as it was known at a moment: for answers that are the same for ever (DESIGN 3.4)."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from directory.models import Employee, FormerName


class Names:
    """The names of people as known at a moment.

    A name has no dates of its own: whatever moment an answer is about, people are called as they were known to be
    called at `known_at`. All names given up since are read with one question, the first time that one is asked for.
    """

    def __init__(self, known_at: datetime) -> None:
        self._known_at = known_at

    @cached_property
    def _former(self) -> dict[int, str]:
        rows = FormerName.objects.filter(replaced_at__gt=self._known_at).order_by("-replaced_at", "-pk")
        # Of several that somebody gave up since, the earliest is written last.
        return dict(rows.values_list("employee_id", "name"))

    def of(self, person: Employee) -> str:
        """What somebody was called."""
        return self._former.get(person.pk, person.name)

    def called(self, person_id: int | None, name: str) -> str:
        """The same for whoever has an id and a present name."""
        return self._former.get(person_id, name) if person_id is not None else name

    def column(self, person: str) -> Combinable:
        """The name as a column to sort by, for the field of a query that holds the person."""
        if not self._former:
            return F(f"{person}__name")
        since = FormerName.objects.filter(employee_id=OuterRef(f"{person}_id"), replaced_at__gt=self._known_at)
        first = Subquery(since.order_by("replaced_at", "pk").values("name")[:1])
        return Coalesce(first, F(f"{person}__name"), output_field=CharField())
