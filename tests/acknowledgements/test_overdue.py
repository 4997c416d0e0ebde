"""Who is late, for all campaigns that were due at once: the same people whom coverage counts for each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from acknowledgements.coverage import Moment, Scope, report
from acknowledgements.models import CampaignChange, CampaignDepartment, CampaignPerson
from acknowledgements.overdue import due_of, due_then, late
from directory.tree import Tree
from foundation import clock
from policy.models import Carrying
from tests.access_city import found_city
from tests.factories.acknowledgements import (
    AcknowledgementFactory,
    CampaignFactory,
    DeclineFactory,
    ExemptionFactory,
    QuestionFactory,
    VersionFactory,
)
from tests.factories.directory import DepartmentFactory, EmployeeFactory, EmployeeStatusFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def city(db):
    return found_city()


def campaigns_of(city):
    """One of each audience, due a week ago: the one for everybody carries over from an earlier version."""
    now = clock.now()
    yard = DepartmentFactory(profile__parent=city.department)
    said = {"opens_at": now - 60 * DAY, "due_at": now - 7 * DAY}
    everyone, there, some, hired = (
        CampaignFactory(audience=audience, term_days=30 if audience == "new_hires" else None, **said)
        for audience in ("everyone", "departments", "list", "new_hires")
    )
    CampaignDepartment.objects.create(campaign=there, department=city.department)
    earlier = VersionFactory()
    Carrying.objects.create(version=everyone.version, counted=earlier, recorded_at=now - 50 * DAY)
    people = [EmployeeFactory(assignment__department=yard) for _ in range(9)]
    new = [EmployeeFactory(assignment__department=yard, assignment__effective_from=now - 40 * DAY) for _ in range(2)]
    for person in (people[0], people[1], city.stranger):
        CampaignPerson.objects.create(campaign=some, person=person)
    for campaign in (everyone, there, some, hired):
        _stand(people, new, campaign, now)
    for _ in range(2):
        AcknowledgementFactory(person=people[6], campaign=CampaignFactory(version=earlier, closed=True), at=now - DAY)
        earlier = VersionFactory()
        Carrying.objects.create(version=everyone.version, counted=earlier, recorded_at=now - 50 * DAY)
    EmployeeStatusFactory(employee=people[4], on_leave=True)
    EmployeeStatusFactory(employee=people[5], left=True, effective_from=now - 3 * DAY, recorded_at=now - DAY)
    return now


def _stand(people, new, campaign, now):
    """One acknowledged late in time, one's was annulled, one declined, one asks, one is exempt."""
    version = campaign.version
    AcknowledgementFactory(person=people[0], campaign=campaign, at=now - 5 * DAY)
    AcknowledgementFactory(person=new[0], campaign=campaign, at=now - 5 * DAY)
    AcknowledgementFactory(person=people[1], campaign=campaign, at=now - 9 * DAY, annulled_at=now - 2 * DAY)
    DeclineFactory(person=people[2], version=version, at=now - 9 * DAY, recorded_at=now - 9 * DAY)
    QuestionFactory(person=people[3], version=version, at=now - 9 * DAY)
    ExemptionFactory(person=people[7], version=version, asked_at=now - 9 * DAY, until=now + 9 * DAY, approved=True)


def counted_one_by_one(moment, **scope):
    found = {}
    for campaign in due_then(moment):
        campaign.due_at = due_of(campaign)
        for line in report(campaign.version_id, moment, Scope(campaign=campaign, **scope)).lines:
            if line.own.not_yet:
                found[campaign.pk, line.department_id] = line.own.not_yet
    return found


def counted_at_once(moment, **scope):
    return late(list(due_then(moment)), moment, Scope(**scope), Tree(moment.at, moment.known_at))


def test_the_same_people_are_late_as_coverage_counts(city):
    now = campaigns_of(city)
    seen = {"seen_at": now}
    scopes = [
        {"everybody": True, "oneself": city.employee_relations},
        {"departments": frozenset({city.department.pk}), "oneself": city.authority},
        {"supervisor": city.supervisor, "oneself": city.supervisor},
        {"oneself": city.stranger},
    ]
    moments = [Moment(now, now), Moment(now - 4 * DAY, now - 4 * DAY), Moment(now - 2 * DAY, now)]
    for moment in moments:
        for scope in scopes:
            assert counted_at_once(moment, **scope, **seen) == counted_one_by_one(moment, **scope, **seen)
    assert len({campaign for campaign, _ in counted_at_once(moments[0], **scopes[0])}) == 4


def test_what_is_paused_closed_or_extended_is_late_for_nobody_then(city):
    now = clock.now()
    said = {"opens_at": now - 60 * DAY, "due_at": now - 7 * DAY}
    paused, closed = CampaignFactory(**said), CampaignFactory(closed=True, **said)
    extended = CampaignFactory(**said | {"due_at": now + 7 * DAY})
    why = {"reason": "The flood", "by": city.employee_relations, "at": now - 2 * DAY}
    CampaignChange.objects.create(campaign=paused, kind="paused", **why)
    moved = {"due_before": now - 7 * DAY, "due_after": now + 7 * DAY}
    CampaignChange.objects.create(campaign=extended, kind="extended", **moved, **why)
    before = now - 3 * DAY
    assert set(due_then(Moment(before, before))) == {paused, closed, extended}
    after = clock.now()
    assert not due_then(Moment(after, after)).exists()


def test_six_campaigns_are_asked_about_in_as_many_questions_as_one(city):
    def asks():
        now = clock.now()
        with CaptureQueriesContext(connection) as queries:
            found = counted_at_once(Moment(now, now), everybody=True)
        return len(queries), len({campaign for campaign, _ in found})

    due = {"opens_at": clock.now() - 60 * DAY, "due_at": clock.now() - 7 * DAY}
    CampaignFactory(**due)
    one, few = asks()
    for _ in range(5):
        CampaignFactory(**due)
    assert asks() == (one, few + 5)
