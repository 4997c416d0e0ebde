"""Words that were not confirmed in time: the authority and Employee Relations hear of it, each record once."""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction

from authorizations.models import LateWordsNotice, OralWords
from authorizations.notifications import tell_of_late_words
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.citations import CITY_PROCEDURE

BATCH = 200


def send_late_words_notices(*, by: Actor) -> int:
    """Tell of words whose working day has passed without a word in writing; returns how many. Safe to repeat."""
    told = 0
    while batch := _tell_batch(by):
        told += batch
    return told


@transaction.atomic
def _tell_batch(by: Actor) -> int:
    """Claim some by rows of the ledger, and write their letters in the same transaction."""
    at, claim = clock.now(), uuid4()
    rows = OralWords.objects.overdue(at).untold().order_by("pk")
    found = list(rows.select_related("grantee", "department", "spoken_by", "recorded_by")[:BATCH])
    LateWordsNotice.objects.bulk_create(
        [LateWordsNotice(words=row, claimed_at=at, claim=claim) for row in found], ignore_conflicts=True
    )
    won = set(LateWordsNotice.objects.filter(claim=claim).values_list("words_id", flat=True))
    for row in found:
        if row.pk in won:
            tell_of_late_words(row, by=by, at=at)
    if won:
        record(
            by=by,
            act="authorizations.late_words_told",
            on=Subject(kind="authorizations.latewordsnotice", id=str(claim), label="words not confirmed in time"),
            at=at,
            clause=CITY_PROCEDURE,
            after={"words": len(won)},
        )
    return len(found)
