"""Calling renewals to mind: each step of each instrument once, however often the job runs, dies or overlaps."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef

from authorizations import links
from authorizations.models import Authorization, RenewalNotice
from authorizations.notifications import KIND_RENEWALS, tell, who_decides
from authorizations.services.granting import RENEWAL_DAYS
from authorizations.standing import standing_of
from foundation import clock, dates
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.citations import CITY_PROCEDURE
from foundation.dated_settings import value
from powers.picture import Picture

BATCH = 200


def send_renewal_notices(*, by: Actor) -> int:
    """Tell grantees, and who could renew, of ends that come near; returns how many instruments were told of.

    Days without a worker are caught up with the step that is due now alone. What is renewed already, revoked, or whose
    holder is gone for good is passed over.
    """
    at = clock.now()
    steps = sorted(int(days) for days in value(RENEWAL_DAYS, at))
    told = 0
    for place, days in enumerate(steps):
        nearer = timedelta(days=steps[place - 1]) if place else timedelta(0)
        while batch := _tell_batch(by, days, at + nearer, at + timedelta(days=days)):
            told += batch
    return told


@transaction.atomic
def _tell_batch(by: Actor, days: int, after: datetime, until: datetime) -> int:
    """Claim some by rows of the ledger, and write their letters in the same transaction."""
    at, claim = clock.now(), uuid4()
    noticed = RenewalNotice.objects.filter(authorization_id=OuterRef("pk"), days_before=days)
    renewed = Authorization.objects.known(at).filter(renews_id=OuterRef("pk"))
    rows = Authorization.objects.within_dates(at).filter(effective_until__gt=after, effective_until__lte=until)
    rows = rows.exclude(Exists(noticed)).exclude(Exists(renewed)).order_by("pk")
    found = list(rows.select_related("grantee", "department", "revocation")[:BATCH])
    RenewalNotice.objects.bulk_create(
        [RenewalNotice(authorization=row, days_before=days, claimed_at=at, claim=claim) for row in found],
        ignore_conflicts=True,
    )
    won = set(RenewalNotice.objects.filter(claim=claim).values_list("authorization_id", flat=True))
    picture = Picture(at)
    for row in found:
        if row.pk in won and _concerns(row, picture):
            _tell(row, days, by, at)
    if won:
        record(
            by=by,
            act="authorizations.renewals_told",
            on=Subject(kind="authorizations.renewalnotice", id=str(claim), label=f"{days} days"),
            at=at,
            clause=CITY_PROCEDURE,
            after={"days": days, "authorizations": len(won)},
        )
    return len(found)


def _concerns(row: Authorization, picture: Picture) -> bool:
    """Whether it is in effect, or rests while its holder is away: who is away reads it on return."""
    return standing_of(row, picture).in_effect or picture.presence.rests(row.grantee_id, picture.at)


def _tell(row: Authorization, days: int, by: Actor, at: datetime) -> None:
    subject = f"Authorization {row.reference} ends on {dates.day(row.last_day)}"
    body = f"{row.get_kind_display()}, for {row.grantee_name}. It can be renewed now: a renewal is a new authorization."
    people = [row.grantee, *who_decides(row.kind, row.department, at)]
    tell(KIND_RENEWALS, people, subject, body, links.link_to(row), f"renewal:{row.reference}:{days}", by, at)
