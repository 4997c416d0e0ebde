"""Words given aloud as the decision sees them: they change no answer, only what is said where something is missing.

They come with the versions in force, in the same query: without a text in force nothing asks for writing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Aggregate, JSONField, Q, QuerySet
from django.db.models.functions import JSONObject

from authorizations.kinds import Voice
from authorizations.models import Means, OralWords, WordsOutcome
from authorizations.subjects import Coverage, coverage, words
from foundation import clock, dates

MEANS = dict(Means.choices)


class _All(Aggregate):
    """Every value of a group as one list in JSON."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The same on the other engine."""
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


@dataclass(frozen=True)
class Heard:
    """Words recorded as given aloud, on which nobody has decided at the moment."""

    reference: str
    kind: str
    voice: str
    department_id: int | None
    official: str
    account_id: int | None
    platforms: tuple[str, ...]
    hosts: tuple[str, ...]
    covered: tuple[str, ...]
    excluded: tuple[str, ...]
    spoken_by: str
    recorded_by: str
    means: str
    recorded_at: datetime
    due_at: datetime

    def is_for(self, voice: str, department_id: int | None, official: str) -> bool:
        """Whether they speak of this voice."""
        if self.voice != voice:
            return False
        if voice == Voice.CITY:
            return True
        same_name = voice != Voice.OFFICIAL or words(self.official) == words(official)
        return self.department_id == department_id and same_name

    def touches(self, subjects: Sequence[str]) -> bool:
        """Whether they may be about this."""
        return coverage(self.covered, self.excluded, subjects) in {Coverage.COVERED, Coverage.UNSTATED}

    def sentence(self, clause: str) -> str:
        """What is said where a written authorization is missing."""
        return (
            f"Recorded as oral: on {dates.day(self.recorded_at)} {self.recorded_by} recorded that {self.spoken_by} "
            f"allowed it {MEANS[self.means].lower()} ({self.reference}). {clause} asks for writing."
        )

    def to_do(self, at: datetime) -> str:
        """What comes next."""
        day = dates.day(clock.last_day(self.due_at))
        if self.due_at <= at:
            return f"It was not confirmed in time, which was {day}. Ask for it in writing."
        return f"Wait for the word in writing, due through {day}."


def heard_by(person_id: int, at: datetime, known_at: datetime) -> QuerySet[Any]:
    """One list of the words given to somebody that stand undecided at a moment, as known at another: a subquery."""
    known = OralWords.objects.filter(grantee_id=person_id, recorded_at__lte=known_at, spoken_at__lte=at)
    refused = Q(outcome=WordsOutcome.REFUSED, decided_at__lte=known_at)
    confirmed = Q(outcome=WordsOutcome.CONFIRMED, decided_at__lte=known_at) & Q(decided_at__lte=at)
    rows = known.filter(wanted_until__gt=at).exclude(refused).exclude(confirmed)
    names = {name: name for name in _COLUMNS}
    told = JSONObject(**names, account="accounts", spoken="spoken_by__name", recorded="recorded_by__name")
    return rows.order_by().values("grantee_id").annotate(all=_All(told)).values("all")


_COLUMNS = (
    "reference",
    "kind",
    "voice",
    "voice_department_id",
    "voice_official",
    "platforms",
    "hosts",
    "subjects_covered",
    "subjects_excluded",
    "means",
    "recorded_at",
    "due_at",
)


def read(found: Any) -> list[Heard]:
    """The words out of what the database says, the oldest first; each once for every account that they name."""
    rows = json.loads(found) if isinstance(found, str) else found or []
    return sorted(map(_heard, rows), key=lambda one: (one.recorded_at, one.reference))


def _heard(row: dict[str, Any]) -> Heard:
    return Heard(
        reference=row["reference"],
        kind=row["kind"],
        voice=row["voice"],
        department_id=row["voice_department_id"],
        official=row["voice_official"],
        account_id=row["account"],
        platforms=_list(row["platforms"]),
        hosts=_list(row["hosts"]),
        covered=_list(row["subjects_covered"]),
        excluded=_list(row["subjects_excluded"]),
        spoken_by=row["spoken"],
        recorded_by=row["recorded"],
        means=row["means"],
        recorded_at=_instant(row["recorded_at"]),
        due_at=_instant(row["due_at"]),
    )


def _list(value: Any) -> tuple[str, ...]:
    """A column of JSON inside JSON: as it is on PostgreSQL, as a text on SQLite."""
    return tuple(json.loads(value) if isinstance(value, str) else value)


def _instant(value: str) -> datetime:
    """SQLite writes instants in UTC and does not say so."""
    found = datetime.fromisoformat(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
