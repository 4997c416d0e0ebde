"""The reminders of a planned campaign: when they go out, and to whom."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from acknowledgements import steps
from acknowledgements.models import Anchor, Campaign, CampaignState, Receiver
from acknowledgements.services.campaigns import locked_campaign, mark_of_plan, require_state
from acknowledgements.steps import StepPlan
from directory.models import Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import InvalidInput
from foundation.staleness import refuse_stale

MOST = 12
FARTHEST = 366


@transaction.atomic
def plan_steps(*, by: Actor, campaign: Campaign, plan: Sequence[StepPlan], seen: str | None = None) -> Campaign:
    """Say when a campaign that nobody has opened yet reminds whom; `seen` is the mark of the plan as it was shown."""
    locked = locked_campaign(campaign)
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot change a campaign.")
    require_state(locked, CampaignState.PLANNED, "Reminders are changed only before a campaign is opened.")
    refuse_stale(seen, mark_of_plan(locked), f"The plan of {locked.title}")
    _check(plan)
    steps.write(locked, plan)
    record(
        by=by,
        act="acknowledgements.campaign_steps_planned",
        on=locked,
        at=at,
        capacity=capacity,
        clause=CITY_PROCEDURE,
        after={"steps": [step.code for step in plan]},
    )
    return locked


def _check(plan: Sequence[StepPlan]) -> None:
    if not any(step.receiver == Receiver.PERSON for step in plan):
        raise InvalidInput(
            "A campaign tells the people whom it asks.", remedy="Keep at least one step that goes to the person."
        )
    if len(plan) > MOST:
        raise InvalidInput(f"A campaign has at most {MOST} steps.", remedy="Take some out.")
    if len({step.code for step in plan}) < len(plan):
        raise InvalidInput(
            "Two steps on one day to the same receiver are one.", remedy="Take one out, or choose another day."
        )
    for step in plan:
        if abs(step.days) > FARTHEST or (step.every_days is not None and not 1 <= step.every_days <= FARTHEST):
            raise InvalidInput(f"A step lies within {FARTHEST} days.", remedy="Give a smaller number of days.")
        if step.receiver != Receiver.PERSON and (step.anchor != Anchor.DUE or step.days < 1):
            raise InvalidInput(
                "Supervisors and authorities hear of it after the due day only.",
                why="Until then nobody is late.",
                remedy="Count their steps from the due day, by one day or more.",
            )
        if step.anchor == Anchor.OPENING and step.days < 0:
            raise InvalidInput("Nobody is reminded before the opening.", remedy="Give 0 days or more.")
        if step.every_days is not None and step.days < 0:
            raise InvalidInput(
                "A step that repeats begins on the day it counts from, or later.", remedy="Let it happen once."
            )
