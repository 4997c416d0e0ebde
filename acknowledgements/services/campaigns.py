"""Campaigns: planned, opened and closed by Employee Relations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from acknowledgements import steps
from acknowledgements.models import AudienceKind, Campaign, CampaignState, Statement, StatementKind
from acknowledgements.reach import reached
from acknowledgements.services import audiences
from acknowledgements.services.audiences import Audience
from acknowledgements.wording import Shown, hash_of
from directory.models import Role
from directory.permissions import require_role
from foundation import clock, dates
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.plain_text import require_plain
from foundation.staleness import mark_of, refuse_stale
from policy.models import Version

FARTHEST_YEARS = 2


@dataclass(frozen=True)
class CampaignPlan:
    """What Employee Relations plans: which version, whom, in which words, from which day through which day."""

    version: Version
    title: str
    wording: str
    opening_day: date
    due_day: date
    statements: Sequence[Shown]
    audience: Audience = field(default_factory=Audience)

    def facts(self) -> dict[str, Any]:
        """The campaign's own columns."""
        return {
            "version": self.version,
            "title": self.title.strip(),
            "wording": self.wording.strip(),
            "opens_at": clock.start_of(self.opening_day),
            "due_at": clock.end_of(self.due_day),
            **self.audience.facts(),
        }


@transaction.atomic
def plan_campaign(*, by: Actor, plan: CampaignPlan) -> Campaign:
    """Plan a campaign; nobody is asked for anything until it is opened."""
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot plan a campaign.")
    if by.person is None:
        raise Refusal("A campaign is planned by a person.", clause=CITY_PROCEDURE)
    asked = _check(plan, at)
    campaign = Campaign.objects.create(**plan.facts(), planned_by=by.person, planned_at=at)
    _write_statements(campaign, plan)
    audiences.write(campaign, plan.audience, asked)
    steps.write(campaign, steps.AS_IT_COMES)
    _record(by, "campaign_planned", campaign, capacity, at, after=_summary(campaign, plan, asked))
    return campaign


def mark_of_plan(campaign: Campaign) -> str:
    """The mark of everything that a plan says."""
    columns = [
        campaign.version_id,
        campaign.title,
        campaign.wording,
        campaign.opens_at.timestamp(),
        campaign.due_at.timestamp(),
    ]
    said = sorted(campaign.statements.values_list("place", "kind", "text"))
    return mark_of([columns, said, audiences.mark(campaign), steps.mark(campaign)])


@transaction.atomic
def change_plan(*, by: Actor, campaign: Campaign, plan: CampaignPlan, seen: str | None = None) -> Campaign:
    """Change a campaign that nobody has opened yet; `seen` is the mark of the plan that a form was opened on."""
    locked = locked_campaign(campaign)
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot change a campaign.")
    require_state(locked, CampaignState.PLANNED, "A campaign is changed only before it is opened.")
    refuse_stale(seen, mark_of_plan(locked), f"The plan of {locked.title}")
    asked = _check(plan, at)
    for name, value in plan.facts().items():
        setattr(locked, name, value)
    locked.save()
    locked.statements.all().delete()
    _write_statements(locked, plan)
    audiences.write(locked, plan.audience, asked)
    _record(by, "campaign_changed", locked, capacity, at, after=_summary(locked, plan, asked))
    return locked


def open_campaign(*, by: Actor, campaign: Campaign, seen: str | None = None) -> Campaign:
    """Open a campaign: from its opening day its audience is asked; its words are fixed from now on.

    `seen` is the mark of the plan that was looked at: what nobody saw is not opened.
    """
    try:
        return _open(by, campaign, seen)
    except IntegrityError:
        raise Conflict(
            "The campaign was not opened.",
            why="Another campaign of this version for the same audience is open.",
            remedy="Close that one first, or let this one stay planned.",
        ) from None


@transaction.atomic
def _open(by: Actor, campaign: Campaign, seen: str | None) -> Campaign:
    locked = locked_campaign(campaign)
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot open a campaign.")
    require_state(locked, CampaignState.PLANNED, "A campaign is opened once.")
    unseen = "You would open what you did not see."
    refuse_stale(seen, mark_of_plan(locked), f"The plan of {locked.title}", why=unseen)
    _check_opening(locked, at)
    locked.state, locked.opened_by, locked.opened_at = CampaignState.OPENED, by.person, at
    locked.save(update_fields=["state", "opened_by", "opened_at"])
    _record(by, "campaign_opened", locked, capacity, at, before={"state": CampaignState.PLANNED})
    return locked


def _check_opening(locked: Campaign, at: datetime) -> None:
    starts = max(at, locked.opens_at)
    if not Version.objects.in_force(starts, at).filter(pk=locked.version_id).exists():
        raise Conflict(
            "The campaign was not opened.",
            why=f"{locked.version} is not in force on {dates.day(starts)}.",
            remedy="Publish the version first, or choose an opening day on which it is in force.",
        )
    if locked.due_at <= at:
        raise Conflict(
            "The campaign was not opened.",
            why="Its due day is past.",
            remedy="Change the plan: give people time to read.",
        )
    # New hires are still to come.
    if locked.audience != AudienceKind.NEW_HIRES and not reached(locked, starts, at).exists():
        raise Conflict(
            "The campaign was not opened.",
            why="It would reach nobody: nobody of its audience works where the regulation binds people.",
            remedy="Change whom it asks, or check the departments and the roster.",
        )


@transaction.atomic
def close_campaign(*, by: Actor, campaign: Campaign, reason: str) -> Campaign:
    """Close a campaign with a reason: nobody is asked or reminded any more; what was acknowledged stands."""
    locked = locked_campaign(campaign)
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot close a campaign.")
    if locked.state == CampaignState.CLOSED:
        require_state(locked, CampaignState.OPENED, "A campaign is closed once.")
    if not reason.strip():
        raise InvalidInput("Say why the campaign is closed.", why="It stands on its page.", field="reason")
    require_plain(reason, "reason")
    before = {"state": locked.state}
    locked.state, locked.closed_by, locked.closed_at = CampaignState.CLOSED, by.person, at
    locked.close_reason = reason.strip()
    locked.save(update_fields=["state", "closed_by", "closed_at", "close_reason"])
    _record(by, "campaign_closed", locked, capacity, at, before=before, after={"reason_hash": c1_hash(reason)})
    return locked


def refuse_far_due_day(due_day: date, at: datetime) -> None:
    """Raise `InvalidInput` for a due day so far away that a year must be mistyped: no later act would take it back."""
    if due_day.year > clock.city_date(at).year + FARTHEST_YEARS:
        raise InvalidInput(
            f"{dates.day(due_day)} is too far away.",
            remedy=f"Choose a due day within {FARTHEST_YEARS} years, and extend the campaign when it comes.",
            field="due_day",
        )


def locked_campaign(campaign: Campaign) -> Campaign:
    """A campaign under lock."""
    # FOR UPDATE, so that it waits for acknowledgements in flight, and they for it.
    return Campaign.objects.select_for_update(of=("self",)).select_related("version__regulation").get(pk=campaign.pk)


def require_state(campaign: Campaign, state: CampaignState, why: str) -> None:
    """Raise `Conflict` for a campaign in another state."""
    if campaign.state != state:
        raise Conflict(
            "Nothing was changed.",
            why=f"{why} This one is {campaign.get_state_display().lower()}.",
            remedy="Open its page again to see what was done with it.",
        )


def _check(plan: CampaignPlan, at: datetime) -> list[int]:
    """Raise for what cannot be carried out; the departments or people (ids) whom the plan names."""
    if not plan.title.strip():
        raise InvalidInput("Give the campaign a title.", field="title")
    if plan.due_day < plan.opening_day:
        raise InvalidInput(
            "A campaign cannot be due before it opens.",
            why=f"It would open on {dates.day(plan.opening_day)} and be due on {dates.day(plan.due_day)}.",
            remedy="Choose a due day on or after the opening day.",
            field="due_day",
        )
    if plan.due_day < clock.city_date(at):
        raise InvalidInput(
            "The due day is past.", remedy="Choose a day that gives people time to read.", field="due_day"
        )
    refuse_far_due_day(plan.due_day, at)
    require_plain(plan.title, "title")
    require_plain(plan.wording, "wording")
    for statement in plan.statements:
        require_plain(statement["text"], f"statement_{statement['kind']}")
    kinds = [statement["kind"] for statement in plan.statements]
    if StatementKind.READ not in kinds or StatementKind.ELECTRONIC not in kinds or len(set(kinds)) != len(kinds):
        raise InvalidInput(
            "The statements are not complete.",
            why="A person says that they were given the regulation and have read it, and that they say so "
            "electronically; each once.",
            remedy="Fill in both.",
        )
    if not all(statement["text"].strip() for statement in plan.statements):
        raise InvalidInput("A statement needs words.", remedy="Write what people tick, or leave the statement out.")
    return audiences.checked(plan.audience, at)


def _write_statements(campaign: Campaign, plan: CampaignPlan) -> None:
    Statement.objects.bulk_create(
        Statement(campaign=campaign, place=place, kind=shown["kind"], text=" ".join(shown["text"].split()))
        for place, shown in enumerate(plan.statements)
    )


def _summary(campaign: Campaign, plan: CampaignPlan, asked: Sequence[int]) -> dict[str, Any]:
    return {
        **audiences.summary(campaign, asked),
        "version": campaign.version_id,
        "text_hash": campaign.version.text_hash,
        "opens_at": campaign.opens_at.isoformat(),
        "due_at": campaign.due_at.isoformat(),
        "wording_hash": c1_hash(campaign.wording),
        "statements_hash": hash_of(plan.statements),
    }


def _record(
    by: Actor,
    act: str,
    campaign: Campaign,
    capacity: str,
    at: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(
        by=by,
        act=f"acknowledgements.{act}",
        on=campaign,
        at=at,
        capacity=capacity,
        clause=CITY_PROCEDURE,
        before=before,
        after={"state": campaign.state, **(after or {})},
    )
