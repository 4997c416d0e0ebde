"""Campaigns are planned, opened and closed by Employee Relations; each person is reminded once at each step."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from acknowledgements.models import Campaign, Reminder
from acknowledgements.services import (
    CampaignPlan,
    acknowledge,
    change_plan,
    close_campaign,
    open_campaign,
    plan_campaign,
    send_reminders,
)
from acknowledgements.wording import default_statements
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.effective import end
from foundation.errors import Conflict, InvalidInput, Refusal
from notifications.models import Notice
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory, VersionFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory, EmployeeStatusFactory

pytestmark = pytest.mark.django_db

SYSTEM = Actor.of_system("campaign reminders")


def noon(day):
    return clock.start_of(day) + timedelta(hours=12)


OPENING, DUE = date(2027, 3, 8), date(2027, 3, 19)


@pytest.fixture
def relations():
    return Actor.of_person(EmployeeFactory(role="employee_relations"))


@pytest.fixture
def version():
    return VersionFactory()


def planned(version, **changes):
    facts = {
        "version": version,
        "title": "Acknowledge Regulation 150",
        "wording": "Please read it.",
        "opening_day": OPENING,
        "due_day": DUE,
        "statements": default_statements(version),
    }
    return CampaignPlan(**{**facts, **changes})


@pytest.fixture
def before():
    with time_machine.travel(noon(OPENING - timedelta(days=5)), tick=False) as traveller:
        yield traveller


def test_the_due_day_is_in_time_until_midnight_in_the_city(relations, version, before):
    campaign = plan_campaign(by=relations, plan=planned(version))
    assert campaign.opens_at == clock.start_of(OPENING)
    assert campaign.due_at == clock.start_of(DUE + timedelta(days=1))
    assert campaign.due_day == DUE
    # Daylight saving begins in between: the campaign is an hour shorter.
    assert campaign.due_at.timestamp() - campaign.opens_at.timestamp() == (12 * 24 - 1) * 3600


def test_due_before_opening_is_refused_with_a_sentence(relations, version, before):
    with pytest.raises(InvalidInput, match="due before it opens") as refused:
        plan_campaign(by=relations, plan=planned(version, due_day=OPENING - timedelta(days=1)))
    assert refused.value.field == "due_day"
    assert not Campaign.objects.exists()


def test_the_database_too_refuses_a_campaign_due_before_it_opens():
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignFactory(opens_at=noon(DUE), due_at=noon(OPENING))
    campaign = Campaign(opens_at=noon(DUE), due_at=noon(OPENING))
    with pytest.raises(ValidationError, match="due after it opens"):
        campaign.validate_constraints(exclude={"version"})


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "  "},
        {"statements": []},
        {"statements": [{"kind": "read", "text": "I read it."}]},
        {"statements": [{"kind": "read", "text": " "}, {"kind": "electronic", "text": "Yes."}]},
        {"opening_day": date(2020, 1, 1), "due_day": date(2020, 2, 1)},
        {"due_day": date(2062, 3, 19)},
        {"title": "Acknowledge \u202e051"},
        {"wording": "Read it.\u2066"},
        {"statements": [{"kind": "read", "text": "I \u202eread it."}, {"kind": "electronic", "text": "Yes."}]},
    ],
)
def test_a_plan_that_cannot_be_carried_out_is_refused(relations, version, before, changes):
    with pytest.raises(InvalidInput):
        plan_campaign(by=relations, plan=planned(version, **changes))


def test_only_employee_relations_plans_opens_and_closes(version, before):
    somebody = Actor.of_person(EmployeeFactory())
    campaign = CampaignFactory(version=version, planned=True)
    with pytest.raises(Refusal):
        plan_campaign(by=somebody, plan=planned(version))
    with pytest.raises(Refusal):
        open_campaign(by=somebody, campaign=campaign)
    with pytest.raises(Refusal):
        close_campaign(by=somebody, campaign=campaign, reason="No.")


def test_a_plan_can_be_changed_until_it_is_opened(relations, version, before):
    campaign = plan_campaign(by=relations, plan=planned(version))
    change_plan(by=relations, campaign=campaign, plan=planned(version, title="Read Regulation 150"))
    opened = open_campaign(by=relations, campaign=campaign)
    assert opened.title == "Read Regulation 150"
    assert opened.statements.count() == len(default_statements(version))
    with pytest.raises(Conflict, match="before it is opened"):
        change_plan(by=relations, campaign=campaign, plan=planned(version))


def test_opening_is_the_act_and_running_is_the_clocks(relations, version, before):
    campaign = open_campaign(by=relations, campaign=plan_campaign(by=relations, plan=planned(version)))
    assert not campaign.is_running(clock.now())
    before.move_to(clock.start_of(OPENING))
    assert campaign.is_running(clock.now())
    assert list(Campaign.objects.running(clock.now())) == [campaign]
    before.move_to(noon(DUE + timedelta(days=30)))
    assert campaign.is_running(clock.now())  # late ones are still taken, until somebody closes it
    assert campaign.days_left(clock.now()) == -30


def test_a_version_that_is_not_in_force_is_not_asked_for(relations, before):
    draft = VersionFactory(draft=True)
    campaign = plan_campaign(by=relations, plan=planned(draft))
    with pytest.raises(Conflict, match="not in force"):
        open_campaign(by=relations, campaign=campaign)


def test_a_campaign_that_reaches_nobody_is_not_opened(version, before):
    alone = EmployeeFactory(role="employee_relations")
    for department in DepartmentFactory._meta.model.objects.all():
        profile = department.profiles.get()
        end(profile, until=clock.now(), at=clock.now())
    by = Actor.of_person(alone)
    with pytest.raises(Conflict, match="reach nobody"):
        open_campaign(by=by, campaign=plan_campaign(by=by, plan=planned(version)))


def test_one_campaign_for_a_version_is_open_at_a_time(relations, version, before):
    open_campaign(by=relations, campaign=plan_campaign(by=relations, plan=planned(version)))
    second = plan_campaign(by=relations, plan=planned(version))
    with pytest.raises(Conflict, match="Another campaign"):
        open_campaign(by=relations, campaign=second)


def test_closing_takes_a_reason_and_happens_once(relations, version):
    campaign = CampaignFactory(version=version)
    with pytest.raises(InvalidInput):
        close_campaign(by=relations, campaign=campaign, reason=" ")
    close_campaign(by=relations, campaign=campaign, reason="Everybody is done.")
    with pytest.raises(Conflict, match="closed once"):
        close_campaign(by=relations, campaign=campaign, reason="Again.")
    assert Entry.objects.filter(act="acknowledgements.campaign_closed").count() == 1


# Reminders


@pytest.fixture
def running(version, before):
    """A campaign that opens in five days, with the people who made it and two others."""
    return CampaignFactory(
        version=version, opens_at=clock.start_of(OPENING), due_at=clock.end_of(DUE), planned_at=clock.now()
    )


def reminded(step):
    return set(Reminder.objects.filter(step=step).values_list("person__number", flat=True))


def test_nobody_is_reminded_before_the_opening(running):
    EmployeeFactory()
    assert send_reminders(by=SYSTEM) == 0


def test_each_is_reminded_once_at_opening_and_once_on_the_due_day(running, before, sign):
    done, late = EmployeeFactory(), EmployeeFactory()
    before.move_to(noon(OPENING))
    everybody = send_reminders(by=SYSTEM, batch=2)
    assert {done.number, late.number} <= reminded("opening")
    assert Notice.objects.filter(kind="acknowledgements.reminder").count() == everybody
    assert send_reminders(by=SYSTEM, batch=2) == 0  # however often the job runs
    acknowledge(by=Actor.of_person(done), campaign_id=running.pk, signing=sign(running, done))
    before.move_to(noon(DUE))
    assert send_reminders(by=SYSTEM) == everybody - 1
    assert send_reminders(by=SYSTEM) == 0
    assert late.number in reminded("due_day")
    assert done.number not in reminded("due_day")
    assert "last day" in Notice.objects.filter(person=late).latest("pk").title


def test_a_due_day_on_which_the_worker_was_down_is_caught_up(running, before):
    late = EmployeeFactory()
    before.move_to(noon(OPENING))
    send_reminders(by=SYSTEM)
    before.move_to(noon(DUE + timedelta(days=3)))
    send_reminders(by=SYSTEM)
    assert late.number in reminded("due_day")
    assert "was to be acknowledged by Friday, March 19" in Notice.objects.filter(person=late).latest("pk").title


def test_who_is_told_on_the_due_day_for_the_first_time_is_told_once(running, before):
    late = EmployeeFactory()
    before.move_to(noon(DUE))
    send_reminders(by=SYSTEM)
    send_reminders(by=SYSTEM)
    assert Notice.objects.filter(person=late).count() == 1


def test_who_is_away_is_reminded_on_return_and_who_left_never(running, before):
    away, gone = EmployeeFactory(), EmployeeFactory()
    EmployeeStatusFactory(employee=gone, left=True)
    leave = EmployeeStatusFactory(employee=away, on_leave=True)
    before.move_to(noon(OPENING))
    send_reminders(by=SYSTEM)
    assert not {away.number, gone.number} & reminded("opening")
    end(leave, until=noon(OPENING + timedelta(days=2)), at=clock.now())
    before.move_to(noon(OPENING + timedelta(days=3)))
    assert send_reminders(by=SYSTEM) == 1
    assert away.number in reminded("opening")


def test_who_is_hired_later_is_reminded_then(running, before):
    before.move_to(noon(OPENING))
    send_reminders(by=SYSTEM)
    hired = EmployeeFactory(assignment__effective_from=noon(OPENING), assignment__recorded_at=noon(OPENING))
    assert send_reminders(by=SYSTEM) == 1
    assert hired.number in reminded("opening")


def test_a_closed_campaign_reminds_nobody(running, before, relations):
    before.move_to(noon(OPENING))
    close_campaign(by=relations, campaign=running, reason="Wrong text.")
    assert send_reminders(by=SYSTEM) == 0


def test_a_job_that_dies_in_a_batch_leaves_nothing_half_done(running, before, monkeypatch):
    from acknowledgements.services import reminding

    for _ in range(5):
        EmployeeFactory()
    before.move_to(noon(OPENING))
    batches = iter([reminding.notify_many])

    def dies_in_the_second(**words):
        call = next(batches, None)
        if call is None:
            raise KeyboardInterrupt
        return call(**words)

    monkeypatch.setattr(reminding, "notify_many", dies_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        send_reminders(by=SYSTEM, batch=2)
    assert Reminder.objects.count() == Notice.objects.count() == 2
    monkeypatch.undo()
    send_reminders(by=SYSTEM, batch=2)
    assert Reminder.objects.count() == Notice.objects.count()
    assert Notice.objects.values("person").distinct().count() == Notice.objects.count()


def test_a_reminder_is_one_for_each_person_and_step_in_the_database_too(running):
    person = EmployeeFactory()
    Reminder.objects.create(campaign=running, person=person, step="opening", claimed_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.create(campaign=running, person=person, step="opening", claimed_at=clock.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Reminder.objects.all().delete()


def test_the_due_day_begins_at_midnight_in_the_city(running, before):
    EmployeeFactory()
    before.move_to(noon(OPENING))
    send_reminders(by=SYSTEM)
    before.move_to(clock.start_of(DUE) - timedelta(seconds=1))
    assert send_reminders(by=SYSTEM) == 0
    before.move_to(clock.start_of(DUE))
    assert send_reminders(by=SYSTEM)


def test_who_acknowledged_another_version_is_reminded_of_this_one(running, before):
    person = EmployeeFactory()
    AcknowledgementFactory(person=person)
    before.move_to(noon(OPENING))
    send_reminders(by=SYSTEM)
    assert person.number in reminded("opening")
