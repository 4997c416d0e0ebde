"""The bare limit beside an acknowledgement: a plain Django view that makes the same four inserts and asks nothing.

Same sessions, same middleware, same transaction; no rule, no hash, no signature, no look at where anybody works.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path

from acknowledgements.models import Acknowledgement, Campaign
from directory.models import Department
from foundation.audit.models import Entry
from foundation.clock import now
from notifications.models import Notice, OutboxMessage

HASH = "c1:sha256:" + "0" * 64
STATEMENTS = [{"kind": "read", "text": "I have read it."}, {"kind": "electronic", "text": "I say so electronically."}]


@lru_cache
def campaign_and_department() -> tuple[Campaign, int]:
    """What every row names: looked up once in a process."""
    return Campaign.objects.get(), Department.objects.values_list("pk", flat=True)[0]


@transaction.atomic
def acknowledge(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Insert what an acknowledgement inserts."""
    campaign, department = campaign_and_department()
    person, at, reference = request.user, now(), f"ACK-{uuid4().hex[:20]}"
    Acknowledgement.objects.create(
        reference=reference,
        person=person,
        version_id=campaign.version_id,
        campaign=campaign,
        text_hash=HASH,
        statements=STATEMENTS,
        statements_hash=HASH,
        typed_name=request.POST["typed_name"],
        at=at,
        recorded_at=at,
        address=request.META["REMOTE_ADDR"],
        browser=request.META.get("HTTP_USER_AGENT", ""),
        department_id=department,
        department_name="Department",
        title="Clerk",
        digest=HASH,
        signature="s" * 88,
        key_id="k" * 32,
    )
    Entry.objects.create(
        at=at,
        act="acknowledgements.acknowledged",
        actor_number=person.number,
        actor_name=person.name,
        capacity="employee",
        clause="City procedure",
        object_kind="acknowledgements.acknowledgement",
        object_id=reference,
        object_label=reference,
        address=request.META["REMOTE_ADDR"],
        after={"campaign": campaign.pk, "version": campaign.version_id, "text_hash": HASH, "digest": HASH},
    )
    Notice.objects.create(
        person=person, kind="acknowledgements.receipt", title="Your receipt", text="Kept.", at=at, key=reference
    )
    OutboxMessage.objects.create(
        recipient=person,
        kind="acknowledgements.receipt",
        subject="Your receipt",
        text="Kept.",
        key=reference,
        created_at=at,
        next_attempt_at=at,
    )
    return HttpResponseRedirect("/")


urlpatterns = [
    path("acknowledgements/read/<int:campaign_id>/", acknowledge),
    path("", include("portal.urls")),
]
