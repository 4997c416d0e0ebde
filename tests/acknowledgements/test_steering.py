"""Paused, extended, gone on: each with its reason; and what was asked is still known as it was known then."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from acknowledgements.models import CampaignChange, Reminder, asking_as_known
from acknowledgements.services import (
    acknowledge,
    close_campaign,
    extend_campaign,
    open_campaign,
    pause_campaign,
    resume_campaign,
    send_reminders,
)
from acknowledgements.waiting import campaigns_waiting
from directory.models import Role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.directory import EmployeeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_a_working_day")]
SYSTEM = Actor.of_system("campaign reminders")


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def late():
    """A campaign whose due day was yesterday."""
    return CampaignFactory(
        opens_at=clock.start_of(clock.city_date(clock.now()) - timedelta(days=20)),
        due_at=clock.start_of(clock.city_date(clock.now())),
    )


@pytest.fixture
def relations():
    return Actor.of_person(EmployeeFactory(role=Role.EMPLOYEE_RELATIONS))


def today():
    return clock.city_date(clock.now())


def test_while_it_is_paused_nobody_is_asked_reminded_or_taken_at_their_word(campaign, relations, sign):
    person = EmployeeFactory()
    pause_campaign(by=relations, campaign=campaign, reason="The text is looked at again.")
    assert campaigns_waiting(person, clock.now()) == []
    assert send_reminders(by=SYSTEM) == 0
    with pytest.raises(Conflict, match="paused"):
        acknowledge(by=Actor.of_person(person), campaign_id=campaign.pk, signing=sign(campaign, person))


def test_gone_on_everyone_has_as_many_days_more_as_it_stood_still(campaign, relations):
    due = campaign.due_day
    pause_campaign(by=relations, campaign=campaign, reason="A strike.")
    found = resume_campaign(by=relations, campaign=campaign, reason="It is over.")
    assert found.due_day == due + timedelta(days=1), "in days begun"
    assert campaigns_waiting(EmployeeFactory(), clock.now())


def test_an_extension_moves_the_due_day_on_and_never_back(campaign, relations):
    with pytest.raises(InvalidInput, match="more time"):
        extend_campaign(by=relations, campaign=campaign, due_day=campaign.due_day, reason="A storm.")
    day = campaign.due_day + timedelta(days=7)
    assert extend_campaign(by=relations, campaign=campaign, due_day=day, reason="A storm.").due_day == day
    entry = Entry.objects.get(act="acknowledgements.campaign_extended")
    assert entry.before["due_at"] < entry.after["due_at"]
    assert "storm" not in str(entry.after)


def test_what_was_known_before_an_extension_or_a_pause_stays_as_it_was_known(late, relations):
    before, due = clock.now(), late.due_at
    extend_campaign(by=relations, campaign=late, due_day=today() + timedelta(days=7), reason="A storm.")
    assert asking_as_known(before, before).get().due_known == due
    assert asking_as_known(before, clock.now()).get().due_known > due
    extended = clock.now()
    pause_campaign(by=relations, campaign=late, reason="A strike.")
    assert not asking_as_known(clock.now(), clock.now()).exists(), "who is not asked is not late"
    assert asking_as_known(extended, extended).exists()


def test_on_each_due_day_who_is_missing_is_reminded_once(late, relations):
    person = EmployeeFactory()
    Reminder.objects.create(campaign=late, person=person, step="opening", claimed_at=late.opens_at)
    send_reminders(by=SYSTEM)
    extend_campaign(by=relations, campaign=late, due_day=today(), reason="A storm.")
    send_reminders(by=SYSTEM)
    send_reminders(by=SYSTEM)
    steps = Reminder.objects.filter(person=person).values_list("step", flat=True)
    assert sorted(steps) == ["due_day", "due_day_2", "opening"]


@pytest.mark.parametrize("verb", [pause_campaign, resume_campaign, extend_campaign])
def test_only_employee_relations_steers_and_with_a_reason(campaign, relations, verb):
    more = {"due_day": today() + timedelta(days=60)} if verb is extend_campaign else {}
    if verb is resume_campaign:
        pause_campaign(by=relations, campaign=campaign, reason="A strike.")
    with pytest.raises((Refusal, NotVisible)):
        verb(by=Actor.of_person(EmployeeFactory()), campaign=campaign, reason="I want to.", **more)
    with pytest.raises(InvalidInput, match="Say why"):
        verb(by=relations, campaign=campaign, reason="  ", **more)


def test_what_is_paused_is_paused_once_and_can_be_closed(campaign, relations):
    with pytest.raises(Conflict, match="this one is opened"):
        resume_campaign(by=relations, campaign=campaign, reason="Now.")
    pause_campaign(by=relations, campaign=campaign, reason="A strike.")
    with pytest.raises(Conflict, match="this one is paused"):
        pause_campaign(by=relations, campaign=campaign, reason="A strike.")
    close_campaign(by=relations, campaign=campaign, reason="It is called off.")


def test_beside_a_paused_campaign_no_other_opens_for_its_version(campaign, relations):
    pause_campaign(by=relations, campaign=campaign, reason="A strike.")
    with pytest.raises(Conflict, match="Another campaign"):
        open_campaign(by=relations, campaign=CampaignFactory(planned=True, version=campaign.version))


@pytest.mark.parametrize("deed", ["change", "delete", "no reason"])
def test_the_database_keeps_what_was_done_with_a_campaign(campaign, relations, deed):
    pause_campaign(by=relations, campaign=campaign, reason="A strike.")
    with pytest.raises(DatabaseError), transaction.atomic():
        if deed == "change":
            CampaignChange.objects.update(reason="Another")
        elif deed == "delete":
            CampaignChange.objects.all()._raw_delete("default")
        else:
            CampaignChange.objects.create(
                campaign=campaign, kind="paused", reason="", by=relations.person, at=clock.now()
            )


def test_no_due_day_is_so_far_away_that_its_year_must_be_mistyped(campaign, relations):
    with pytest.raises(InvalidInput, match="too far away"):
        extend_campaign(
            by=relations, campaign=campaign, due_day=today().replace(year=2099), reason="A slip of the hand."
        )
    campaign.refresh_from_db()
    assert campaign.due_day.year < 2099


def test_a_plan_made_in_error_is_given_up_on_its_page_and_asked_nobody(client, relations):
    planned = CampaignFactory(planned=True)
    client.force_login(relations.person)
    page = reverse("acknowledgements:campaign", args=[planned.pk])
    assert "Give up the plan" in client.get(page).text
    done = client.post(reverse("acknowledgements:close", args=[planned.pk]), {"reason": "Twice."}, follow=True).text
    assert "It asked nobody" in done
    assert "Give up the plan" not in done
    assert "Given up" in client.get(reverse("acknowledgements:campaigns")).text
    assert client.get(reverse("acknowledgements:change_plan", args=[planned.pk])).status_code == 302


@pytest.mark.parametrize("deed", [pause_campaign, close_campaign])
def test_a_reason_shows_the_words_that_it_holds(campaign, relations, deed):
    with pytest.raises(InvalidInput, match="direction of reading"):
        deed(by=relations, campaign=campaign, reason="A storm \u202eon the river.")
