"""Whom a campaign asks: departments, new hires, a list; the audience follows the roster, and nobody is told twice."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from acknowledgements.coverage import Moment, Scope, tallies
from acknowledgements.lists import Line, of_file, pasted
from acknowledgements.models import AudienceKind, Campaign
from acknowledgements.reach import reached_people
from acknowledgements.services import CampaignPlan, acknowledge, change_plan, mark_of_plan, open_campaign, plan_campaign
from acknowledgements.services.audiences import Audience
from acknowledgements.waiting import campaigns_waiting
from acknowledgements.wording import default_statements
from directory.services import roster
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Conflict, InvalidInput, Refusal
from tests.factories.acknowledgements import CampaignFactory, VersionFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory, EmployeeStatusFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
OPENING, DUE = date(2027, 3, 8), date(2027, 3, 19)


def noon(day):
    return clock.start_of(day) + timedelta(hours=12)


@pytest.fixture(autouse=True)
def before():
    with time_machine.travel(noon(OPENING - timedelta(days=5)), tick=False) as traveller:
        yield traveller


@pytest.fixture
def relations():
    return Actor.of_person(EmployeeFactory(role="employee_relations"))


@pytest.fixture
def administrator():
    return Actor.of_person(EmployeeFactory(role="administrator"))


@pytest.fixture
def parks():
    return DepartmentFactory(code="PARKS")


@pytest.fixture
def forestry(parks):
    return DepartmentFactory(code="FOR", profile__parent=parks)


def a_plan(version, audience, **changes):
    facts = {
        "version": version,
        "title": "Acknowledge Regulation 150",
        "wording": "Please read it.",
        "opening_day": OPENING,
        "due_day": DUE,
        "statements": default_statements(version),
        "audience": audience,
    }
    return CampaignPlan(**{**facts, **changes})


def opened(relations, audience, version=None, **changes):
    campaign = plan_campaign(by=relations, plan=a_plan(version or VersionFactory(), audience, **changes))
    return open_campaign(by=relations, campaign=campaign)


def lines(*people):
    return [Line(place, getattr(one, "number", one)) for place, one in enumerate(people, start=1)]


def asked(campaign):
    return set(reached_people(campaign, clock.now()))


def test_departments_are_asked_with_their_divisions_and_nobody_else(relations, parks, forestry, before):
    here, below = EmployeeFactory(assignment__department=parks), EmployeeFactory(assignment__department=forestry)
    elsewhere = EmployeeFactory()
    campaign = opened(relations, Audience(AudienceKind.DEPARTMENTS, departments=[parks.pk]))
    before.move_to(noon(OPENING))
    assert asked(campaign) == {here, below}
    assert campaigns_waiting(here, clock.now())
    assert campaigns_waiting(below, clock.now())
    assert campaigns_waiting(elsewhere, clock.now()) == []
    found = tallies(campaign.version_id, Moment(clock.now(), clock.now()), Scope(everybody=True, campaign=campaign))
    assert {department: tally.people for department, tally in found.items()} == {parks.pk: 1, forestry.pk: 1}


def test_the_audience_follows_the_roster(relations, administrator, parks, before):
    leaver, mover = EmployeeFactory(assignment__department=parks), EmployeeFactory()
    campaign = opened(relations, Audience(AudienceKind.DEPARTMENTS, departments=[parks.pk]))
    before.move_to(noon(OPENING + timedelta(days=1)))
    roster.leave_the_city(leaver, by=administrator)
    roster.move(mover, by=administrator, department=parks, supervisor=None)
    hired = EmployeeFactory(assignment__department=parks, assignment__effective_from=clock.now())
    before.move_to(noon(OPENING + timedelta(days=2)))
    assert asked(campaign) == {mover, hired}


def test_who_moves_away_keeps_what_was_acknowledged(relations, administrator, parks, before, sign):
    person = EmployeeFactory(assignment__department=parks)
    campaign = opened(relations, Audience(AudienceKind.DEPARTMENTS, departments=[parks.pk]))
    before.move_to(noon(OPENING))
    receipt = acknowledge(by=Actor.of_person(person), campaign_id=campaign.pk, signing=sign(campaign, person))
    roster.move(person, by=administrator, department=DepartmentFactory(), supervisor=None)
    everyone = opened(relations, Audience(), version=campaign.version, opening_day=OPENING + timedelta(days=1))
    before.move_to(noon(OPENING + timedelta(days=1)))
    assert campaigns_waiting(person, clock.now()) == []
    again = acknowledge(by=Actor.of_person(person), campaign_id=everyone.pk, signing=sign(everyone, person))
    assert not again.is_new
    assert again.acknowledgement == receipt.acknowledgement


def test_each_new_hire_has_the_own_term_from_the_day_of_hire(relations, before):
    here_before = EmployeeFactory()
    campaign = opened(relations, Audience(AudienceKind.NEW_HIRES, term_days=14))
    before.move_to(noon(OPENING + timedelta(days=3)))
    hired = EmployeeFactory(assignment__effective_from=clock.start_of(OPENING + timedelta(days=3)))
    assert asked(campaign) == {hired}
    assert campaigns_waiting(here_before, clock.now()) == []
    waiting = campaigns_waiting(hired, clock.now())
    assert [one.due_day for one in waiting] == [OPENING + timedelta(days=3 + 14)]
    before.move_to(noon(DUE + timedelta(days=1)))
    EmployeeFactory(assignment__effective_from=clock.start_of(DUE + timedelta(days=1)))
    assert asked(campaign) == {hired}, "who is hired after the last day of hire is asked by another campaign"


def test_who_comes_back_to_the_city_is_a_new_hire(relations, administrator, parks, before):
    person = EmployeeFactory()
    roster.leave_the_city(person, by=administrator)
    campaign = opened(relations, Audience(AudienceKind.NEW_HIRES, term_days=14))
    before.move_to(noon(OPENING + timedelta(days=1)))
    assert asked(campaign) == set()
    roster.hire(by=administrator, number=person.number, name=person.name, department=parks)
    assert asked(campaign) == {person}
    assert [one.due_day for one in campaigns_waiting(person, clock.now())] == [OPENING + timedelta(days=1 + 14)]


def test_somebody_hired_after_the_opening_has_as_many_days_as_everybody_had(relations, before):
    opened(relations, Audience())
    before.move_to(noon(OPENING + timedelta(days=4)))
    hired = EmployeeFactory(assignment__effective_from=clock.start_of(OPENING + timedelta(days=4)))
    assert [one.due_day for one in campaigns_waiting(hired, clock.now())] == [DUE + timedelta(days=4)]


def test_a_list_asks_who_stands_on_it(relations, before):
    one, other = EmployeeFactory(), EmployeeFactory()
    campaign = opened(relations, Audience(AudienceKind.LIST, lines=lines(one, one)))
    before.move_to(noon(OPENING))
    assert asked(campaign) == {one}
    assert campaigns_waiting(one, clock.now())
    assert campaigns_waiting(other, clock.now()) == []


def test_bad_rows_of_a_list_are_refused_with_a_sentence_each_and_nothing_is_done(relations):
    fine, gone = EmployeeFactory(), EmployeeFactory()
    EmployeeStatusFactory(employee=gone, left=True)
    free = EmployeeFactory(assignment__department=DepartmentFactory(profile__under_regulation="no"))
    with pytest.raises(InvalidInput) as refused:
        opened(relations, Audience(AudienceKind.LIST, lines=lines(fine, "NOBODY", gone, free, "")))
    assert refused.value.shown == [
        "Row 2: Nobody has the employee number NOBODY.",
        f"Row 3: {gone.name} ({gone.number}) has left the City.",
        f"Row 4: {free.name} ({free.number}) works where the regulation binds nobody.",
        "Row 5: It has no employee number.",
    ]
    assert not Campaign.objects.exists()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Number,Name\nE1,Dana\nE2,Kim\n", ["E1", "E2"]),
        ("name;employee number\nDana;E1\n", ["E1"]),
        ("E1\nE2\n", ["E1", "E2"]),
    ],
)
def test_a_file_gives_its_column_of_numbers_or_its_first(text, numbers):
    assert [line.number for line in of_file(io.BytesIO(text.encode()))] == numbers


def test_pasted_numbers_stand_one_a_line_or_with_marks_between():
    assert [(line.place, line.number) for line in pasted("E1, E2;E3\n\nE4\tE5")] == [
        (1, "E1"),
        (1, "E2"),
        (1, "E3"),
        (3, "E4"),
        (3, "E5"),
    ]


@pytest.mark.parametrize(
    "audience",
    [
        Audience(AudienceKind.DEPARTMENTS),
        Audience(AudienceKind.DEPARTMENTS, departments=[2**40]),
        Audience(AudienceKind.LIST),
        Audience(AudienceKind.NEW_HIRES),
        Audience(AudienceKind.NEW_HIRES, term_days=0),
    ],
)
def test_an_audience_of_nobody_is_refused_with_a_sentence(relations, audience):
    with pytest.raises(InvalidInput):
        opened(relations, audience)
    assert not Campaign.objects.exists()


def test_a_department_without_people_is_nobody_when_the_campaign_opens(relations, parks):
    with pytest.raises(Conflict, match="reach nobody"):
        opened(relations, Audience(AudienceKind.DEPARTMENTS, departments=[parks.pk]))


def test_two_campaigns_over_one_person_are_one_duty_that_gives_most_time(relations, parks, before):
    person = EmployeeFactory(assignment__department=parks)
    everyone = opened(relations, Audience())
    theirs = opened(
        relations,
        Audience(AudienceKind.DEPARTMENTS, departments=[parks.pk]),
        version=everyone.version,
        due_day=DUE + timedelta(days=7),
    )
    before.move_to(noon(OPENING))
    assert [one.campaign for one in campaigns_waiting(person, clock.now())] == [theirs]


def test_who_is_not_asked_cannot_acknowledge_and_finds_no_page(relations, parks, before, sign, client):
    EmployeeFactory(assignment__department=parks)
    other = EmployeeFactory()
    campaign = opened(relations, Audience(AudienceKind.DEPARTMENTS, departments=[parks.pk]))
    before.move_to(noon(OPENING))
    with pytest.raises(Refusal, match="not asked"):
        acknowledge(by=Actor.of_person(other), campaign_id=campaign.pk, signing=sign(campaign, other))
    client.force_login(other)
    assert client.get(reverse("acknowledgements:read", args=[campaign.pk])).status_code == 404


def test_what_was_changed_after_the_preview_is_not_opened(relations):
    version = VersionFactory()
    campaign = plan_campaign(by=relations, plan=a_plan(version, Audience()))
    seen = mark_of_plan(campaign)
    somebody = EmployeeFactory()
    change_plan(
        by=relations, campaign=campaign, plan=a_plan(version, Audience(AudienceKind.LIST, lines=lines(somebody)))
    )
    with pytest.raises(Conflict, match="was changed"):
        open_campaign(by=relations, campaign=campaign, seen=seen)


def test_the_preview_says_whom_it_reaches_and_what_they_read(relations, parks, client):
    EmployeeFactory(assignment__department=parks, without_computer=True)
    EmployeeStatusFactory(employee=EmployeeFactory(assignment__department=parks), on_leave=True)
    audience = Audience(AudienceKind.DEPARTMENTS, departments=[parks.pk])
    campaign = plan_campaign(by=relations, plan=a_plan(VersionFactory(), audience))
    client.force_login(relations.person)
    page = client.get(reverse("acknowledgements:open", args=[campaign.pk])).content.decode()
    text = " ".join(page.split())
    for words in ("It reaches 2 people", "1 is away then", "1 has no e-mail address", "Please read and acknowledge"):
        assert words in text
    assert Campaign.objects.get().state == "planned", "looking opens nothing"


def test_the_preview_says_whom_another_campaign_asks_that_gives_more_time(relations, client):
    running = CampaignFactory()
    EmployeeFactory(name="Somebody else, too")
    one = EmployeeFactory()
    plan = a_plan(running.version, Audience(AudienceKind.LIST, lines=lines(one)))
    client.force_login(relations.person)

    def said(due_day):
        campaign = plan_campaign(by=relations, plan=replace(plan, opening_day=running.opening_day, due_day=due_day))
        return " ".join(client.get(reverse("acknowledgements:open", args=[campaign.pk])).text.split())

    assert "1 of them has another campaign" in said(running.due_day - timedelta(days=1))
    assert "another campaign" not in said(running.due_day + timedelta(days=1))


def test_a_bad_list_comes_back_with_a_sentence_at_its_field(relations, client):
    client.force_login(relations.person)
    version = VersionFactory()
    form = client.get(reverse("acknowledgements:plan")).context["form"]
    data = {name: form.initial.get(name, field.initial) or "" for name, field in form.fields.items()}
    data |= {"version": version.pk, "audience": "list", "numbers": "X1\nX2", "departments": []}
    data["file"] = ""
    answer = client.post(reverse("acknowledgements:plan"), data)
    assert answer.status_code == 400
    assert "Row 2: Nobody has the employee number X2." in answer.content.decode()
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("changes", [{"audience": "new_hires"}, {"term_days": 14}])
def test_the_database_keeps_a_term_to_new_hires(changes):
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignFactory(**changes)
