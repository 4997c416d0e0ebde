"""I decline: a record of its own that stops reminders; others see *with Employee Relations*, no kind and no reason."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from acknowledgements.coverage import Moment, Scope, missing, report
from acknowledgements.exports import Export
from acknowledgements.models import Decline, Reminder
from acknowledgements.services import (
    Entered,
    acknowledge,
    answer_question,
    ask_question,
    decline,
    send_reminders,
    take_back_decline,
)
from acknowledgements.waiting import campaigns_waiting
from directory.models import Role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from notifications.models import Notice
from tests.factories.acknowledgements import CampaignFactory, DeclineFactory, QuestionFactory
from tests.factories.directory import EmployeeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_day_a_working_day")]
WHY = "I want to talk with the union first."
EVERYBODY = Scope(everybody=True)


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def relations():
    return Actor.of_person(EmployeeFactory(name="Rita Relations", role=Role.EMPLOYEE_RELATIONS))


@pytest.fixture
def dana():
    return EmployeeFactory(name="Dana Okafor", assignment__supervisor=EmployeeFactory(name="Sam Supervisor"))


def declined(campaign, person, reason=WHY):
    return decline(by=Actor.of_person(person), version=campaign.version, reason=reason)


def now():
    return Moment(clock.now(), clock.now())


def test_who_declines_is_reminded_no_more_and_finds_nothing_waiting(campaign, dana):
    declined(campaign, dana)
    assert campaigns_waiting(dana, clock.now()) == []
    send_reminders(by=Actor.of_system("campaign reminders"))
    assert Reminder.objects.exists()
    assert not Reminder.objects.filter(person=dana).exists()


def test_an_acknowledgement_follows_a_decline_and_both_stand(campaign, dana, sign):
    row = declined(campaign, dana)
    assert list(Decline.objects.not_followed(clock.now())) == [row]
    before = clock.now()
    assert acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana)).is_new
    assert not Decline.objects.not_followed(clock.now())
    assert list(Decline.objects.not_followed(before)) == [row], "the same question about then has the same answer"


def test_a_decline_has_a_reason_and_is_made_once(campaign, dana):
    with pytest.raises(InvalidInput, match="Say why"):
        declined(campaign, dana, "  ")
    declined(campaign, dana)
    with pytest.raises(Conflict, match="declined already"):
        declined(campaign, dana)


def test_who_has_acknowledged_does_not_decline(campaign, dana, sign):
    acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana))
    with pytest.raises(Conflict, match="has been acknowledged"):
        declined(campaign, dana)


def test_the_reason_goes_into_no_notice_and_not_into_the_trail(campaign, relations, dana):
    declined(campaign, dana)
    letters = " ".join(f"{one.title} {one.text}" for one in Notice.objects.all())
    assert Notice.objects.filter(person=relations.person).count() == 1
    assert WHY not in letters
    assert dana.name not in letters
    entry = Entry.objects.get(act="acknowledgements.declined")
    assert WHY not in str(entry.after)
    assert entry.after["reason_hash"].startswith("c1:sha256:")


@pytest.mark.parametrize("kind", ["question", "decline"])
def test_others_see_with_employee_relations_whatever_the_kind(campaign, dana, client, kind):
    """Coverage, its table, the list of who is missing and its file: no kind, no reason, nowhere."""
    by = Actor.of_person(dana)
    if kind == "question":
        ask_question(by=by, version=campaign.version, text=WHY)
    else:
        decline(by=by, version=campaign.version, reason=WHY)
    supervisor = dana.assignments.get().supervisor
    scope = Scope(supervisor=supervisor)
    total = report(campaign.version_id, now(), scope).total
    assert (total.people, total.missing, total.with_relations, total.not_yet) == (1, 1, 1, 0)
    assert [row.with_relations for row in missing(campaign.version_id, now(), scope)] == [True]
    (line,) = Export(campaign.version, now(), scope, "csv").rows()
    assert line[5] == "With Employee Relations"
    client.force_login(supervisor)
    pages = client.get(reverse("acknowledgements:coverage")).text + client.get(reverse("acknowledgements:missing")).text
    assert "With Employee Relations" in pages
    for word in (WHY, "declin", "question"):
        assert word not in pages.lower().partition('id="main-content"')[2].replace("i have a question", "")


def test_an_answered_question_is_no_longer_with_employee_relations(campaign, relations, dana):
    question = QuestionFactory(person=dana, version=campaign.version)
    answer_question(by=relations, question=question, text="Yes.")
    assert report(campaign.version_id, now(), EVERYBODY).total.with_relations == 0


def test_who_is_done_is_done_whatever_else_there_is(campaign, dana, sign):
    declined(campaign, dana)
    acknowledge(by=Actor.of_person(dana), campaign_id=campaign.pk, signing=sign(campaign, dana))
    assert report(campaign.version_id, now(), EVERYBODY).total.with_relations == 0


def test_taken_back_it_waits_again_and_is_reminded(campaign, dana):
    row = declined(campaign, dana)
    with pytest.raises(Refusal):
        take_back_decline(by=Actor.of_person(EmployeeFactory()), decline=row)
    take_back_decline(by=Actor.of_person(dana), decline=row)
    assert campaigns_waiting(dana, clock.now())
    with pytest.raises(Conflict, match="taken back already"):
        take_back_decline(by=Actor.of_person(dana), decline=row)
    assert declined(campaign, dana) != row, "and it can be declined again"


def test_employee_relations_takes_back_what_they_entered_and_no_more(campaign, relations, dana):
    today = clock.city_date(clock.now())
    entered = decline(by=relations, version=campaign.version, reason=WHY, entered=Entered(dana, "paper", today))
    with pytest.raises(InvalidInput, match="error"):
        take_back_decline(by=relations, decline=entered)
    take_back_decline(by=relations, decline=entered, reason="It was another Dana.")
    assert "another Dana" in Notice.objects.filter(person=dana).latest("pk").text
    own = declined(campaign, dana)
    with pytest.raises(Refusal, match="in the portal"):
        take_back_decline(by=relations, decline=own, reason="No.")


def test_a_paper_that_came_late_does_not_change_what_was_known(campaign, relations, dana):
    before = clock.now()
    day = clock.city_date(before) - timedelta(days=3)
    decline(by=relations, version=campaign.version, reason=WHY, entered=Entered(dana, "paper", day))
    assert not Decline.objects.standing(before)
    assert Decline.objects.standing(before, clock.now()).exists()


@pytest.mark.parametrize("deed", ["reason", "delete", "taken back by nobody", "twice"])
def test_the_database_keeps_a_decline(dana, deed):
    row = DeclineFactory(person=dana)
    with pytest.raises(DatabaseError), transaction.atomic():
        if deed == "reason":
            Decline.objects.update(reason="Another")
        elif deed == "delete":
            Decline.objects.all()._raw_delete("default")
        elif deed == "twice":
            DeclineFactory(person=dana, version=row.version)
        else:
            Decline.objects.update(taken_back_at=clock.now())
