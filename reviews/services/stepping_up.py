"""What waits longer than the City's procedure says goes one step up, once."""

from __future__ import annotations

from django.db import transaction

from foundation import clock
from foundation.actor import Actor
from reviews import notifications
from reviews.models import Need, ReviewNotice
from reviews.services.writing import tell_trail

KIND = "overdue"
AT_ONCE = 200


@transaction.atomic
def step_up(*, by: Actor) -> int:
    """Tell the authority of each department, once, what waits there too long; returns how many. Safe to repeat."""
    at = clock.now()
    rows = Need.objects.overdue(at).exclude(notices__kind=KIND).select_for_update(of=("self",), skip_locked=True)
    needs = list(rows.select_related("post__department", "department").order_by("due_at", "pk")[:AT_ONCE])
    for need in needs:
        ReviewNotice.objects.create(need=need, kind=KIND, sent_at=at)
        tell_trail("reviews.stepped_up", need.post, by, at, after={"for": need.department.code, "power": need.power})
        notifications.tell_overdue(need, by=by, at=at)
    return len(needs)
