"""How powers follow the text: what the portal's citations mean in the version in force, and which powers rest on them.

`powers` stands below and asks through settings (`CLAUSES_IN_FORCE`, `CLAUSES_HELD`). Docs: decisions/0021.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from foundation.citations import CITY_PROCEDURE
from foundation.shapes import shape
from foundation.together import Together
from policy.matching import CitedClause
from policy.models import ClauseMatch, Publication, Regulation, Version
from powers.basis import TextInForce
from powers.catalogue import POWERS, Power

Match = tuple[int, str, str | None]
"""Of a version (id): a citation of the code, and the clause that it means there, if any."""
RESTED_ON = tuple(sorted({power.basis for power in POWERS.values() if power.basis != CITY_PROCEDURE}))
"""The citations on which a power rests."""


def clauses_in_force(at: datetime, known_at: datetime) -> TextInForce | None:
    """The City's version in force (as `policy.reading.version_in_force`), with its matches; two queries."""
    version = _in_force(at, known_at).first()
    return None if version is None else text_of(version, at, known_at)


def ask_clauses(at: datetime, known_at: datetime, together: Together) -> Callable[[], TextInForce | None]:
    """The same as `clauses_in_force`, asked together with other questions; call what is returned for the answer."""
    asked = together.ask_as(_first_in_force, at, known_at)
    matches = together.ask_as(_matches_in_force, at, known_at)

    def answer() -> TextInForce | None:
        version = asked.first
        return None if version is None else text_from(version, matches.rows)

    return answer


def matches_of(versions: Any, at: datetime, known_at: datetime) -> QuerySet[ClauseMatch, Match]:
    """The matches of some versions (ids, or a subquery of them): version, citation, clause."""
    rows = ClauseMatch.objects.in_effect(at, known_at).filter(version__in=versions)
    return rows.values_list("version_id", "citation", "clause__citation")


@shape
def _first_in_force(at: datetime, known_at: datetime) -> QuerySet[Version]:
    return _in_force(at, known_at)[:1]


@shape
def _matches_in_force(at: datetime, known_at: datetime) -> QuerySet[ClauseMatch, Match]:
    return matches_of(_in_force(at, known_at).order_by().values("pk"), at, known_at)


def _in_force(at: datetime, known_at: datetime) -> QuerySet[Version]:
    # Without the text itself, which may be long: this is asked with every question about a power.
    return (
        Version.objects.in_force(at, known_at)
        .select_related("regulation")
        .only("designation", "issue_date", "imported_at", "regulation__designation", "regulation__title")
        .order_by("regulation_id")
    )


def text_of(version: Version, at: datetime, known_at: datetime) -> TextInForce:
    """What the code's citations mean in a version at a moment, as known at a moment; one query."""
    matches = ClauseMatch.objects.in_effect(at, known_at).filter(version=version)
    return text_from(version, matches.values_list("version_id", "citation", "clause__citation"))


def text_from(version: Version, matches: Iterable[Match]) -> TextInForce:
    """A version with its matches, among matches of several: each citation of the code, and what it means there."""
    clauses = {cited: clause or "" for pk, cited, clause in matches if pk == version.pk}
    return TextInForce(str(version), clauses, reverse("policy:citations", args=[version.pk]))


def hold_clauses(together: Together | None = None) -> None:
    """Let nobody publish or match until the transaction ends, and wait for who is doing so.

    They lock the regulation's row; any number of decisions share it. On SQLite the immediate transaction is the lock.
    """
    if connection.vendor == "postgresql":
        table = connection.ops.quote_name(Regulation._meta.db_table)
        lock = f"SELECT id FROM {table} ORDER BY id FOR KEY SHARE"  # noqa: S608 - a constant name
        if together is not None:
            together.hold(lock)
            return
        with connection.cursor() as cursor:
            cursor.execute(lock)


@dataclass(frozen=True)
class Effect:
    """What a version's unmatched clauses mean for powers: which nobody holds, or will hold, under it, and since when.

    `governs` says whether powers follow this version at all: not so beside a regulation entered before it.
    """

    powers: list[Power]
    waiting: list[CitedClause]
    publication: Publication | None
    governs: bool
    is_begun: bool


def effect_of(version: Version, rows: list[CitedClause], at: datetime) -> Effect:
    """What stays unmatched in a version, as known now, and what that means; `rows` are its `cited_clauses`."""
    publication = version.publications.filter(superseded_at__isnull=True).first()
    return Effect(
        powers=[power for row in rows if not row.is_matched for power in row.powers],
        waiting=[row for row in rows if row.is_open and row.powers],
        publication=publication,
        governs=publication is not None and governing(at).filter(pk=publication.pk).exists(),
        is_begun=publication is not None and publication.effective_from <= at,
    )


def governing(at: datetime, known_at: datetime | None = None) -> QuerySet[Publication]:
    """Publications, as known now or at a moment, that powers follow at `at` or at a later moment.

    A regulation once in force does not end; so those of another count only until one that was entered earlier begins.
    """
    told = Publication.objects.not_superseded() if known_at is None else Publication.objects.known(known_at)
    running = told.filter(Q(effective_until__isnull=True) | Q(effective_until__gt=at))
    before = told.filter(regulation_id__lt=OuterRef("regulation_id"))
    found: QuerySet[Publication] = running.exclude(Exists(before.filter(effective_from__lte=at))).exclude(
        Exists(before.filter(effective_from__lte=OuterRef("effective_from")))
    )
    return found


def waiting_for_matches(at: datetime, known_at: datetime | None = None) -> QuerySet[Publication]:
    """Publications that powers follow, in force or to come, with clauses about which nobody has said anything.

    As known now, or at a moment.
    """
    matches = ClauseMatch.objects.not_superseded() if known_at is None else ClauseMatch.objects.known(known_at)
    said = (
        matches.filter(version=OuterRef("version"), citation__in=RESTED_ON)
        .filter(Q(effective_until__isnull=True) | Q(effective_until__gt=at))
        .order_by()
        .values("version")
        .annotate(number=Count("citation", distinct=True))
        .values("number")
    )
    rows = governing(at, known_at).alias(said=Coalesce(Subquery(said), Value(0)))
    return rows.filter(said__lt=len(RESTED_ON)).order_by(F("effective_from"))
