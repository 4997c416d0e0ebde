"""A version of the regulation, who acknowledged it and how, who did not and why; and what is entered late about it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from foundation import clock
from tests.factories.acknowledgements import (
    AcknowledgementFactory,
    CampaignFactory,
    DeclineFactory,
    ExemptionFactory,
    QuestionFactory,
)
from tests.factories.directory import DepartmentFactory, EmployeeFactory, EmployeeStatusFactory

if TYPE_CHECKING:
    from tests.reports.worlds import World

DAY = timedelta(days=1)


def build(world: World) -> None:
    begins = world.then - 10 * DAY
    campaign = world.things.get("campaign") or CampaignFactory(opens_at=begins, due_at=world.then + 60 * DAY)
    world.things |= {"campaign": campaign, "query:coverage": {"version": str(campaign.version_id)}}
    parks, version = world.city.department, campaign.version
    yard = DepartmentFactory(profile__parent=parks)
    at_work = [EmployeeFactory(assignment__department=yard) for _ in range(4)]
    for person, method in zip(at_work, ("electronic", "kiosk", "paper"), strict=False):
        AcknowledgementFactory(person=person, campaign=campaign, at=begins + DAY, method=method)
    DeclineFactory(person=at_work[3], version=version, at=begins + DAY, recorded_at=begins + DAY)
    asking, exempt, away = (EmployeeFactory(assignment__department=parks) for _ in range(3))
    QuestionFactory(person=asking, version=version, at=begins + DAY)
    ExemptionFactory(person=exempt, version=version, asked_at=begins + DAY, until=world.then + 90 * DAY, approved=True)
    EmployeeStatusFactory(employee=away, on_leave=True)
    world.things |= {"asking": asking, "away": away, "done": at_work[0]}


def later(world: World) -> None:
    now, campaign = clock.now(), world.things["campaign"]
    # A signed sheet of before the moment, recorded only now; and one who acknowledges now.
    AcknowledgementFactory(
        person=world.things["away"], campaign=campaign, method="paper", at=world.then - DAY, recorded_at=now
    )
    AcknowledgementFactory(person=world.things["asking"], campaign=campaign)
    gone = EmployeeFactory(assignment__department=world.city.department, assignment__recorded_at=now)
    EmployeeStatusFactory(employee=gone, left=True, effective_from=now, recorded_at=now)
    type(world.things["done"].acknowledgements.get()).objects.filter(person=world.things["done"]).update(
        annulled_at=now
    )
