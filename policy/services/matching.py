"""Which clause of a version each cited one means: by itself where nothing changed, else by Employee Relations."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from directory.models import Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.effective import end, supersede
from foundation.errors import InvalidInput
from policy.cited import cited_in_code, original
from policy.matching import wording
from policy.models import Clause, ClauseMatch, Publication, Regulation, Version


def match_by_itself(publication: Publication, *, at: datetime) -> tuple[list[str], list[str]]:
    """Match every cited clause whose citation and wording are the same as before; returns matched and open ones.

    *Before* is the clause matched in the version last published (where Employee Relations said that none is, nothing
    is matched), else the text the code was written for. It holds as long as the version is in force, also where that
    begins before today: the same words meant the same. Called by the service that publishes, in its transaction.
    """
    version = publication.version
    since = min(at, publication.effective_from)
    clauses = {clause.citation: clause for clause in version.clauses.all()}
    before = _matched_before(version, at)
    said = set(ClauseMatch.objects.not_superseded().filter(version=version).values_list("citation", flat=True))
    waiting = [cited for cited in cited_in_code() if cited not in said]
    matched: list[ClauseMatch] = []
    for cited in waiting:
        known = before[cited] if cited in before else _originally(cited)
        clause = clauses.get(known[0]) if known else None
        if clause and known and wording(clause.heading, clause.whole_text) == known[1]:
            matched.append(
                ClauseMatch(version=version, citation=cited, clause=clause, effective_from=since, recorded_at=at)
            )
    ClauseMatch.objects.bulk_create(matched)
    by_itself = [match.citation for match in matched]
    return by_itself, [cited for cited in waiting if cited not in by_itself]


def _matched_before(version: Version, at: datetime) -> dict[str, tuple[str, str] | None]:
    """What each citation meant in the version of the regulation that was published last; None: no clause of it."""
    last = (
        Version.objects.published(at)
        .filter(regulation_id=version.regulation_id)
        .exclude(pk=version.pk)
        .order_by("-publications__recorded_at", "-pk")
        .first()
    )
    if last is None:
        return {}
    # Rows in order: what a person said last goes before what was matched earlier and ended.
    rows = ClauseMatch.objects.not_superseded().filter(version=last).select_related("clause")
    return {
        row.citation: (row.clause.citation, wording(row.clause.heading, row.clause.whole_text)) if row.clause else None
        for row in rows.order_by("effective_from", "pk")
    }


def _originally(cited: str) -> tuple[str, str] | None:
    clause = original().clause(cited)
    return (cited, wording(clause.heading, clause.whole_text)) if clause else None


def _said_last(version: Version, citation: str) -> ClauseMatch | None:
    rows = ClauseMatch.objects.not_superseded().filter(version=version, citation=citation)
    last: ClauseMatch | None = rows.order_by("-effective_from", "-pk").first()
    return last


@transaction.atomic
def match_clause(version: Version, *, citation: str, clause: Clause | None, reason: str, by: Actor) -> ClauseMatch:
    """Say which clause of a version takes the place of a cited one (`None`: none does), and why.

    It holds from now on; what was said before stays true until now. Raises `InvalidInput` for a citation that the
    portal does not make, a clause of another version, or no reason.
    """
    Regulation.objects.select_for_update().get(pk=version.regulation_id)
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot match clauses.")
    if citation not in cited_in_code():
        raise InvalidInput(f"The portal does not cite {citation}.", remedy="Choose one of the citations listed.")
    if clause and clause.version_id != version.pk:
        raise InvalidInput(
            f"{clause.citation} is a clause of another version.", remedy="Choose a clause of this one.", field="clause"
        )
    if not reason.strip():
        raise InvalidInput("A match needs a reason.", remedy="Write why this clause takes its place.", field="reason")
    known = _said_last(version, citation)
    changes = {"clause": clause, "matched_by": by.person, "reason": reason.strip(), "effective_from": at}
    match: ClauseMatch
    if known and known.effective_from >= at:
        match = supersede(known, at=at, **changes)
    else:
        if known:
            end(known, until=at, at=at)
        match = ClauseMatch.objects.create(version=version, citation=citation, recorded_at=at, **changes)
    record(
        by=by,
        act="policy.clause_matched",
        on=version,
        at=at,
        capacity=capacity,
        clause=citation,
        before={"clause": known.clause.citation if known and known.clause else ""},
        after={"clause": clause.citation if clause else ""},
    )
    return match
