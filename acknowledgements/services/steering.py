"""Steering a running campaign: pause, resume, extend; each with a reason that stands on its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from acknowledgements.models import Campaign, CampaignChange, CampaignState, ChangeKind
from acknowledgements.services.campaigns import refuse_far_due_day
from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock, dates
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.plain_text import require_plain

_ACTS = {
    ChangeKind.PAUSED: "campaign_paused",
    ChangeKind.RESUMED: "campaign_resumed",
    ChangeKind.EXTENDED: "campaign_extended",
}


@transaction.atomic
def pause_campaign(*, by: Actor, campaign: Campaign, reason: str) -> Campaign:
    """Pause: nobody is asked, reminded or late meanwhile; what was acknowledged stands."""
    steer = _begin(by, campaign, CampaignState.OPENED, "pause", reason)
    return _write(steer, ChangeKind.PAUSED, state=CampaignState.PAUSED)


@transaction.atomic
def resume_campaign(*, by: Actor, campaign: Campaign, reason: str) -> Campaign:
    """Go on: everyone has as many days more as the campaign stood still, counted in days begun."""
    steer = _begin(by, campaign, CampaignState.PAUSED, "resume", reason)
    paused = steer.campaign.changes.filter(kind=ChangeKind.PAUSED).order_by("-at", "-pk").first()
    stood = (clock.city_date(steer.at) - clock.city_date(paused.at)).days + 1 if paused else 0
    due_at = clock.end_of(steer.campaign.due_day + timedelta(days=stood)) if stood else steer.campaign.due_at
    return _write(steer, ChangeKind.RESUMED, state=CampaignState.OPENED, due_at=due_at)


@transaction.atomic
def extend_campaign(*, by: Actor, campaign: Campaign, due_day: date, reason: str) -> Campaign:
    """Move the due day on, to the end of a later day that is still to come."""
    steer = _begin(by, campaign, CampaignState.OPENED, "extend", reason)
    earliest = max(steer.campaign.due_day + timedelta(days=1), clock.city_date(steer.at))
    if due_day < earliest:
        raise InvalidInput(
            "An extension gives people more time.",
            why=f"It is due on {dates.day(steer.campaign.due_day)}.",
            remedy=f"Choose {dates.day(earliest)} or a later day.",
            field="due_day",
        )
    refuse_far_due_day(due_day, steer.at)
    return _write(steer, ChangeKind.EXTENDED, state=CampaignState.OPENED, due_at=clock.end_of(due_day))


@dataclass(frozen=True)
class _Steering:
    by: Actor
    person: Employee
    campaign: Campaign
    capacity: str
    reason: str
    at: datetime


def _begin(by: Actor, campaign: Campaign, state: CampaignState, verb: str, reason: str) -> _Steering:
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("version__regulation").get(pk=campaign.pk)
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, f"You cannot {verb} a campaign.")
    if by.person is None:
        raise Refusal(f"A person must {verb} a campaign.", clause=CITY_PROCEDURE)
    if locked.state != state:
        raise Conflict(
            "Nothing was changed.",
            why=f"Only a campaign that is {state.label.lower()} can do that; this one is "
            f"{locked.get_state_display().lower()}.",
            remedy="Open its page again to see what was done with it.",
        )
    if not reason.strip():
        raise InvalidInput(f"Say why you {verb} it.", why="It stands on the campaign's page.", field="reason")
    require_plain(reason, "reason")
    return _Steering(by, by.person, locked, capacity, reason.strip(), at)


def _write(steer: _Steering, kind: ChangeKind, *, state: CampaignState, due_at: datetime | None = None) -> Campaign:
    campaign, before = steer.campaign, {"state": steer.campaign.state, "due_at": steer.campaign.due_at.isoformat()}
    moved: dict[str, Any] = {}
    if due_at is not None and due_at != campaign.due_at:
        moved = {"due_before": campaign.due_at, "due_after": due_at}
        campaign.due_at = due_at
    campaign.state = state
    campaign.save(update_fields=["state", "due_at"])
    CampaignChange.objects.create(
        campaign=campaign, kind=kind, reason=steer.reason, by=steer.person, at=steer.at, **moved
    )
    record(
        by=steer.by,
        act=f"acknowledgements.{_ACTS[kind]}",
        on=campaign,
        at=steer.at,
        capacity=steer.capacity,
        clause=CITY_PROCEDURE,
        before=before,
        after={"state": state, "due_at": campaign.due_at.isoformat(), "reason_hash": c1_hash(steer.reason)},
    )
    return campaign
