"""What the roster says of some people's time with the City: since when they are there, and when they were away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from acknowledgements.due import Span
from acknowledgements.exempt import exempt_spans
from directory.models import Status
from foundation.together import Together
from powers.presence import RESTING, places_of, statuses_of


class Lives:
    """Hire and absences of some people (ids) as known at `known_at`: one statement for any number of them."""

    def __init__(self, people: Collection[int], at: datetime, known_at: datetime | None = None) -> None:
        self.at = at
        self._begun: dict[int, list[datetime]] = defaultdict(list)
        self._said: dict[int, list[tuple[Span, str]]] = defaultdict(list)
        self._exempt: dict[tuple[int, int], list[Span]] = defaultdict(list)
        if not people:
            return
        together = Together()
        places = together.ask(places_of(people, known_at or at))
        statuses = together.ask(statuses_of(people, known_at or at))
        exempt = together.ask(exempt_spans(known_at or at).filter(person__in=people))
        for person, since, _until, _department in places.rows:
            self._begun[person].append(since)
        for person, since, until, status in statuses.rows:
            self._said[person].append(((since, until), status))
        for person, version, since, until, ended in exempt.rows:
            self._exempt[person, version].append((since, min(until, ended) if ended else until))

    def hired_at(self, person: int) -> datetime | None:
        """When the present employment began: of who left and came back, the coming back."""
        left = [span[0] for span, status in self._said[person] if status == Status.LEFT and span[0] <= self.at]
        since = [begun for begun in self._begun[person] if begun <= self.at and not any(one > begun for one in left)]
        return min(since, default=None)

    def absences(self, person: int, version: int) -> list[Span]:
        """When a version (id) was not asked of somebody: on leave, suspended, or exempt from it."""
        return [span for span, status in self._said[person] if status in RESTING] + self._exempt[person, version]

    def is_away(self, person: int) -> bool:
        """Whether somebody is on leave or suspended now."""
        spans = [span for span, status in self._said[person] if status in RESTING]
        return any(since <= self.at and (until is None or self.at < until) for since, until in spans)
