"""Receivers are looked up before their batch comes: what changed in between is asked again in the batch."""

import pytest

from acknowledgements.models import Reminder
from acknowledgements.services import close_campaign, pause_campaign, reminding, send_reminders
from foundation import clock
from foundation.actor import Actor
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory, DeclineFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory, EmployeeStatusFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_a_working_day")]
BY = Actor.of_system("campaign reminders")


@pytest.fixture
def campaign(db):
    return CampaignFactory()


@pytest.fixture
def people(campaign):
    department = DepartmentFactory()
    return [EmployeeFactory(assignment__department=department) for _ in range(3)]


@pytest.fixture
def before_the_second(monkeypatch, people):
    """Has something happen after everybody was looked up, before the batch of the second person."""
    real = reminding._remind_batch

    def happen(what):
        def batch(by, days, authorities, found):
            if people[1].pk in found:
                what()
            return real(by, days, authorities, found)

        monkeypatch.setattr(reminding, "_remind_batch", batch)

    return happen


def reminded(people):
    return [Reminder.objects.filter(person=one).exists() for one in people]


@pytest.mark.parametrize(
    "what",
    [
        lambda person, campaign: AcknowledgementFactory(person=person, campaign=campaign),
        lambda person, campaign: DeclineFactory(person=person, version=campaign.version),
        lambda person, campaign: EmployeeStatusFactory(
            employee=person, status="on_leave", effective_from=clock.now(), effective_until=None
        ),
        lambda person, campaign: EmployeeStatusFactory(employee=person, status="left", effective_from=clock.now()),
    ],
    ids=["acknowledged", "declined", "on leave", "left"],
)
def test_who_need_not_do_it_any_more_is_not_reminded(what, people, campaign, before_the_second):
    before_the_second(lambda: what(people[1], campaign))
    send_reminders(by=BY, batch=1)
    assert reminded(people) == [True, False, True]


@pytest.mark.parametrize("stop", [pause_campaign, close_campaign])
def test_a_campaign_that_stops_meanwhile_reminds_nobody_more(stop, people, campaign, before_the_second):
    relations = Actor.of_person(EmployeeFactory(role="employee_relations"))
    before_the_second(lambda: stop(by=relations, campaign=campaign, reason="A mistake in the letter."))
    send_reminders(by=BY, batch=1)
    assert reminded(people) == [True, False, False]


def test_looked_up_a_few_at_a_time_everybody_is_reminded_once(people, campaign, monkeypatch):
    monkeypatch.setattr(reminding, "READ_AHEAD", 2)
    everybody = [*people, *(EmployeeFactory() for _ in range(4))]
    assert send_reminders(by=BY, batch=3) >= len(everybody)
    assert all(reminded(everybody))
    assert send_reminders(by=BY, batch=3) == 0
