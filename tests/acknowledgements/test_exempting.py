"""Exempt or away, nobody is asked, reminded or late: in reminders, on cards, in lists, files and readiness."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from acknowledgements.coverage import Moment, Scope, missing, report
from acknowledgements.exports import Export
from acknowledgements.lines import told
from acknowledgements.models import Exemption, Reminder
from acknowledgements.services import (
    approve_exemption,
    ask_exemption,
    end_exemption,
    refuse_exemption,
    send_reminders,
)
from acknowledgements.waiting import campaigns_waiting
from authorizations.lapses import lapsed_among
from directory.tree import Tree
from foundation import clock
from foundation.actor import Actor
from foundation.effective import end
from foundation.errors import Conflict, InvalidInput, Refusal
from notifications.models import Notice
from powers.picture import Picture
from tests.factories.acknowledgements import (
    AcknowledgementFactory,
    CampaignFactory,
    ExemptionFactory,
    QuestionFactory,
)
from tests.factories.directory import EmployeeFactory, EmployeeStatusFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("every_day_a_working_day")]
EVERYBODY = Scope(everybody=True)
DAY = timedelta(days=1)


@pytest.fixture
def campaign():
    return CampaignFactory()


@pytest.fixture
def person():
    return EmployeeFactory(name="Ellis Exempt")


@pytest.fixture
def one():
    return Actor.of_person(EmployeeFactory(role="employee_relations"))


@pytest.fixture
def other():
    return Actor.of_person(EmployeeFactory(role="employee_relations"))


def today():
    return clock.city_date(clock.now())


def asked(one, person, campaign, days=30):
    return ask_exemption(
        by=one, person=person, version=campaign.version, last_day=today() + days * DAY, reason="On a long course."
    )


def now():
    return Moment(clock.now(), clock.now())


def line_of(person, campaign, scope=EVERYBODY):
    rows = missing(campaign.version_id, now(), scope).filter(employee=person)
    return told(rows, campaign, Tree(clock.now()), now(), scope)[0]


def test_it_takes_two_people_and_until_then_the_person_is_asked(one, other, person, campaign):
    row = asked(one, person, campaign)
    assert campaigns_waiting(person, clock.now())
    with pytest.raises(Refusal, match="two people"):
        approve_exemption(by=one, exemption=row)
    approve_exemption(by=other, exemption=row)
    assert campaigns_waiting(person, clock.now()) == []
    assert Notice.objects.get(person=person).title.startswith("You are not asked")
    assert "course" not in Notice.objects.get(person=person).text


def test_nobody_asks_for_or_decides_on_their_own(one, other, campaign):
    with pytest.raises(Refusal, match="your own"):
        asked(one, one.person, campaign)
    row = asked(one, other.person, campaign)
    with pytest.raises(Refusal, match="your own"):
        approve_exemption(by=other, exemption=row)
    with pytest.raises(Refusal):
        asked(Actor.of_person(EmployeeFactory()), EmployeeFactory(), campaign)


def test_refused_by_the_second_withdrawn_by_the_first_and_decided_once(one, other, person, campaign):
    row = asked(one, person, campaign)
    assert refuse_exemption(by=one, exemption=row, reason="A slip.").decision == "withdrawn"
    with pytest.raises(Conflict, match="already"):
        approve_exemption(by=other, exemption=row)
    row = asked(one, person, campaign)
    with pytest.raises(InvalidInput):
        refuse_exemption(by=other, exemption=row, reason=" ")
    assert refuse_exemption(by=other, exemption=row, reason="A course is no reason.").decision == "refused"


def test_what_makes_no_sense_is_refused_with_a_sentence(one, other, person, campaign):
    with pytest.raises(InvalidInput, match="still to come"):
        asked(one, person, campaign, days=-1)
    AcknowledgementFactory(person=person, campaign=campaign)
    with pytest.raises(Conflict, match="has acknowledged"):
        asked(one, person, campaign)
    waiting = EmployeeFactory()
    asked(one, waiting, campaign)
    with pytest.raises(Conflict, match="waits for a second person"):
        asked(other, waiting, campaign)


def test_ended_early_the_days_it_lasted_move_the_due_date_on(one, other, person, campaign):
    due, begins = campaigns_waiting(person, clock.now())[0].due_day, clock.now()
    with time_machine.travel(begins, tick=False):
        row = approve_exemption(by=other, exemption=asked(one, person, campaign))
    with time_machine.travel(begins + 5 * DAY, tick=False):
        end_exemption(by=one, exemption=row, reason="Back sooner.")
        assert campaigns_waiting(person, clock.now())[0].due_day == due + 5 * DAY
        with pytest.raises(Conflict, match="not in force"):
            end_exemption(by=one, exemption=row, reason="Again.")


def test_who_is_exempt_or_away_is_not_reminded(person, campaign):
    away = EmployeeFactory()
    EmployeeStatusFactory(employee=away, on_leave=True)
    ExemptionFactory(person=person, version=campaign.version, approved=True)
    send_reminders(by=Actor.of_system("campaign reminders"))
    assert not Reminder.objects.filter(person__in=[person, away]).exists()
    assert Reminder.objects.exists()


@pytest.fixture
def late():
    """A campaign whose due day is long past, the grace too."""
    start = clock.start_of(today() - 60 * DAY)
    return CampaignFactory(opens_at=start, due_at=start + 15 * DAY, planned_at=start - DAY)


def test_exempt_or_away_nobody_is_overdue_in_lists_and_files(person, late):
    away, plain, back = EmployeeFactory(), EmployeeFactory(), EmployeeFactory()
    ExemptionFactory(person=person, version=late.version, approved=True)
    EmployeeStatusFactory(employee=away, on_leave=True)
    leave = EmployeeStatusFactory(employee=back, on_leave=True, effective_from=late.opens_at)
    end(leave, until=clock.now() - DAY, at=clock.now())
    words = {one: line_of(one, late).word for one in (person, away, plain, back)}
    assert words == {person: "Exempt", away: "Away", plain: "Overdue", back: "Not yet"}
    total = report(late.version_id, now(), EVERYBODY).total
    assert (total.excused, total.with_relations) == (2, 0)
    export = Export(late.version, now(), EVERYBODY, "csv")
    states = {row[2]: row[5] for row in export.rows()}
    assert (states[person.number], states[away.number], states[plain.number]) == ("Exempt", "Away", "Not yet")


def test_supervisors_and_authorities_read_neither_exempt_nor_away(person, late):
    boss = EmployeeFactory()
    away = EmployeeFactory(assignment__supervisor=boss)
    EmployeeStatusFactory(employee=away, on_leave=True)
    mine = EmployeeFactory(assignment__supervisor=boss)
    ExemptionFactory(person=mine, version=late.version, approved=True)
    theirs = Scope(supervisor=boss)
    assert line_of(mine, late, theirs).word == "With Employee Relations"
    assert (line_of(away, late, theirs).word, line_of(away, late, theirs).due_day) == ("Not yet", None)
    total = report(late.version_id, now(), theirs).total
    assert (total.with_relations, total.excused) == (1, 0)


def test_exempt_and_with_a_question_somebody_is_counted_once(person, late):
    ExemptionFactory(person=person, version=late.version, approved=True)
    QuestionFactory(person=person, version=late.version)
    total = report(late.version_id, now(), EVERYBODY).total
    assert (total.excused, total.with_relations) == (1, 0)
    assert line_of(person, late).word == "Exempt"


def test_readiness_follows_exemption_audience_and_hire(person, late):
    plain = EmployeeFactory()
    hired = EmployeeFactory(assignment__effective_from=clock.now() - 5 * DAY)
    ExemptionFactory(person=person, version=late.version, approved=True)
    people = [one.pk for one in (person, plain, hired)]
    assert set(lapsed_among(Picture(clock.now()), people)) == {plain.pk}


def test_a_campaign_of_others_lets_nobody_lapse():
    start = clock.start_of(today() - 60 * DAY)
    campaign = CampaignFactory(audience="list", opens_at=start, due_at=start + 15 * DAY, planned_at=start - DAY)
    listed, unlisted = EmployeeFactory(), EmployeeFactory()
    campaign.people.create(person=listed)
    assert set(lapsed_among(Picture(clock.now()), [listed.pk, unlisted.pk])) == {listed.pk}


def test_in_the_browser_one_asks_another_approves_and_the_reason_stays_inside(one, other, person, campaign, client):
    client.force_login(one.person)
    page = reverse("acknowledgements:exemptions")
    data = {"number": person.number, "version": campaign.version_id, "last_day": today() + DAY, "reason": "A course."}
    assert client.post(page, {**data, "number": "NOBODY"}).status_code == 400
    assert client.post(page, data).status_code == 302
    row = Exemption.objects.get()
    client.force_login(other.person)
    assert "Exemptions from acknowledging" in client.get("/").content.decode()
    client.post(reverse("acknowledgements:approve_exemption", args=[row.pk]))
    client.force_login(person)
    mine = client.get(reverse("acknowledgements:mine")).content.decode()
    assert "You are not asked" in mine
    assert "A course." not in mine
    assert client.get(reverse("acknowledgements:read", args=[campaign.pk])).status_code == 200


@pytest.mark.parametrize("deed", ["change", "delete", "own", "alone"])
def test_the_database_keeps_what_was_decided(deed):
    row = ExemptionFactory(approved=True)
    with pytest.raises(DatabaseError), transaction.atomic():
        if deed == "change":
            Exemption.objects.update(reason="Another.")
        elif deed == "delete":
            Exemption.objects.all()._raw_delete("default")
        elif deed == "own":
            ExemptionFactory(person=row.person, asked_by=row.person)
        else:
            ExemptionFactory(approved=True, asked_by=row.asked_by, decided_by=row.asked_by)
