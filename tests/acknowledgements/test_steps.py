"""When a campaign reminds whom: its steps, each person's own days, the City's working days, and who else hears."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from acknowledgements.brought import Brought, brought_by
from acknowledgements.handouts import slips_of
from acknowledgements.models import Anchor, Receiver, Reminder
from acknowledgements.services import mark_of_plan, plan_steps, send_reminders
from acknowledgements.steps import AS_IT_COMES, StepPlan, Term, in_words, tracks
from foundation import clock, dated_settings
from foundation.actor import Actor
from foundation.calendar import WorkingDays
from foundation.effective import end
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.models import Holiday
from notifications.models import Notice, OutboxMessage
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory, VersionFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory, EmployeeStatusFactory
from tests.factories.powers import AppointmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SYSTEM = Actor.of_system("campaign reminders")
MONDAY = date(2027, 3, 8)
"""The opening; daylight saving begins on Sunday, March 14."""
DUE = date(2027, 3, 26)


def noon(day):
    return clock.start_of(day) + timedelta(hours=12)


@pytest.fixture
def now():
    with time_machine.travel(noon(MONDAY - timedelta(days=5)), tick=False) as traveller:
        yield traveller


@pytest.fixture
def campaign(now):
    return CampaignFactory(
        opens_at=clock.start_of(MONDAY), due_at=clock.end_of(DUE), planned_at=clock.now(), steps=AS_IT_COMES
    )


def on(now, day):
    now.move_to(noon(day))
    return send_reminders(by=SYSTEM)


def steps_of(person):
    return list(Reminder.objects.filter(person=person).order_by("pk").values_list("step", flat=True))


def test_over_a_whole_campaign_each_step_comes_once_on_its_working_day(campaign, now):
    boss = EmployeeFactory()
    person = EmployeeFactory(assignment__supervisor=boss)
    came = {}
    for number in range(45):
        day = MONDAY + timedelta(days=number)
        before = len(steps_of(person))
        on(now, day)
        on(now, day)
        for step in steps_of(person)[before:]:
            came[step] = day
    assert came == {
        "opening": MONDAY,
        "before_7": date(2027, 3, 19),
        "before_1": date(2027, 3, 25),
        "due_day": DUE,
        "supervisor_7.1": date(2027, 4, 2),
        "supervisor_7.2": date(2027, 4, 9),
        "supervisor_7.3": date(2027, 4, 16),
    }
    told = Notice.objects.filter(person=boss, title__contains="of yours has not acknowledged")
    assert told.count() == 3
    assert person.name not in told[0].text, "how many, not who"


def test_a_worker_down_for_three_days_catches_up_with_the_last_step_alone(campaign, now):
    person = EmployeeFactory()
    on(now, MONDAY)
    on(now, DUE + timedelta(days=3))
    assert steps_of(person) == ["opening", "due_day"]
    assert Notice.objects.filter(person=person).count() == 2


def test_on_days_on_which_the_city_does_not_work_nothing_goes_out(campaign, now):
    EmployeeFactory()
    assert on(now, MONDAY + timedelta(days=5)) == 0
    Holiday.objects.create(day=MONDAY, name="Opening Day")
    assert on(now, MONDAY) == 0
    assert on(now, MONDAY + timedelta(days=1))


def test_before_the_due_day_a_step_moves_back_to_a_working_day_and_after_it_on(campaign):
    days = WorkingDays()
    track = tracks(campaign)
    sunday = Term(MONDAY, date(2027, 3, 28))
    assert track[Receiver.PERSON].last_due(sunday, date(2027, 3, 25), days) == "before_7"
    assert track[Receiver.PERSON].last_due(sunday, date(2027, 3, 26), days) == "due_day", "of two on one day the later"
    assert track[Receiver.SUPERVISOR].last_due(sunday, date(2027, 4, 4), days) == ""
    assert track[Receiver.SUPERVISOR].last_due(sunday, date(2027, 4, 5), days) == "supervisor_7.1"


def test_leave_moves_the_days_of_the_person_alone(campaign, now):
    person, other = EmployeeFactory(), EmployeeFactory()
    on(now, MONDAY)
    leave = EmployeeStatusFactory(employee=person, on_leave=True, effective_from=clock.start_of(date(2027, 3, 15)))
    on(now, date(2027, 3, 19))
    assert (steps_of(person), steps_of(other)) == (["opening"], ["opening", "before_7"])
    end(leave, until=clock.start_of(date(2027, 3, 22)), at=clock.now())
    on(now, DUE)
    assert steps_of(person) == ["opening", "before_7"], "seven days away move the due day by seven"
    on(now, DUE + timedelta(days=7))
    assert steps_of(person)[-1] == "due_day"
    assert "last day" in Notice.objects.filter(person=person).latest("pk").title


def test_after_two_weeks_the_authority_hears_how_many(campaign, now):
    head = AppointmentFactory(effective_from=clock.start_of(date(2021, 1, 1)))
    department = head.department
    late = [EmployeeFactory(assignment__department=department) for _ in range(2)]
    on(now, date(2027, 4, 9))
    letter = Notice.objects.get(person=head.holder)
    assert letter.title.startswith("2 things"), "the head is late too, and gets one letter"
    assert "2 people of yours have not acknowledged" in letter.text
    assert set(Reminder.objects.filter(step="authority_14", to=head.holder).values_list("person", flat=True)) >= {
        one.pk for one in late
    }


def test_several_matters_of_one_person_at_one_moment_make_one_letter(campaign, now):
    other = CampaignFactory(version=VersionFactory(), opens_at=clock.start_of(MONDAY), due_at=clock.end_of(DUE))
    person = EmployeeFactory(email="one@example.org")
    on(now, MONDAY)
    assert Reminder.objects.filter(person=person).count() == 2
    letter = Notice.objects.get(person=person)
    assert letter.title.startswith("2 things")
    assert str(campaign.version.regulation) in letter.text
    assert str(other.version.regulation) in letter.text
    assert OutboxMessage.objects.filter(recipient=person).count() == 1


def test_two_campaigns_over_one_person_are_told_once(campaign, now):
    person = EmployeeFactory()
    stronger = CampaignFactory(
        version=campaign.version,
        audience="list",
        opens_at=campaign.opens_at,
        due_at=clock.end_of(DUE + timedelta(days=7)),
    )
    stronger.people.create(person=person)
    on(now, MONDAY)
    assert list(Reminder.objects.filter(person=person).values_list("campaign", flat=True)) == [stronger.pk]


def test_nobody_gets_more_letters_than_the_city_allows_and_what_is_held_back_comes_later(campaign, now):
    dated_settings.change(
        by=Actor.of_system("test"), key="campaign.letters_at_most", value=1, effective_from=clock.now(), reason="Fewer."
    )
    person = EmployeeFactory()
    on(now, date(2027, 3, 19))
    on(now, date(2027, 3, 25))
    assert steps_of(person) == ["before_7"]
    on(now, date(2027, 3, 29))
    assert steps_of(person) == ["before_7", "due_day"]


def test_who_moved_under_iv_k_is_told_once_of_that_statement(campaign, now):
    person = EmployeeFactory(assignment__department=DepartmentFactory(profile__has_criminal_justice_information=True))
    AcknowledgementFactory(person=person, campaign=campaign, department=DepartmentFactory())
    on(now, MONDAY)
    on(now, MONDAY + timedelta(days=1))
    assert steps_of(person) == ["added"]
    assert Notice.objects.get(person=person).title.startswith("One statement more")


def test_people_without_mail_get_slips_crew_by_crew(campaign, now, client):
    boss = EmployeeFactory(name="Bea Boss")
    mine = EmployeeFactory(name="Wanda Walker", without_computer=True, assignment__supervisor=boss)
    away = EmployeeFactory(name="Ann Away", without_computer=True, assignment__supervisor=boss)
    EmployeeStatusFactory(employee=away, on_leave=True)
    now.move_to(noon(MONDAY))
    found = slips_of(campaign, clock.now())
    crew = next(crew for crew in found.crews if crew.supervisor == "Bea Boss")
    assert [(slip.number, slip.due_day) for slip in crew.slips] == [(mine.number, DUE)]
    client.force_login(EmployeeFactory(role="employee_relations"))
    page = reverse("acknowledgements:handouts", args=[campaign.pk])
    assert "Wanda Walker" in client.get(page).content.decode()
    assert client.get(reverse("acknowledgements:handouts_pdf", args=[campaign.pk])).content.startswith(b"%PDF")
    assert client.get(page, {"department": "9" * 30}).status_code == 404


def test_what_a_reminder_brought_is_who_acknowledged_within_three_days_of_it(campaign, now):
    soon, later = EmployeeFactory(), EmployeeFactory()
    everybody = on(now, MONDAY)
    AcknowledgementFactory(person=soon, campaign=campaign, at=noon(MONDAY + timedelta(days=1)))
    AcknowledgementFactory(person=later, campaign=campaign, at=noon(MONDAY + timedelta(days=5)))
    now.move_to(noon(MONDAY + timedelta(days=6)))
    found = brought_by(campaign, clock.now())
    assert [(one.words, one.people, one.followed) for one in found] == [("At opening", everybody, 1)]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("before_7", "7 days before the due day"),
        ("before_7_2", "7 days before the due day, after the due day was moved"),
        ("due_day", "On the due day"),
        ("due_day_2", "On the due day, after the due day was moved"),
        ("supervisor_7.2", "To supervisors, 7 days after the due day, time 2"),
        ("authority_14", "To authorities, 14 days after the due day"),
        ("after_opening_3", "3 days after the opening day"),
        ("added", "One statement more, after a move"),
    ],
)
def test_each_step_of_the_ledger_has_its_words(step, words):
    assert Brought(step, clock.now(), 1, 1).words == words


# The plan


@pytest.fixture
def relations():
    return Actor.of_person(EmployeeFactory(role="employee_relations"))


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ([], "tells the people"),
        ([StepPlan(Anchor.DUE, 7, Receiver.SUPERVISOR)], "tells the people"),
        ([StepPlan(Anchor.DUE, 0), StepPlan(Anchor.DUE, 0, every_days=3)], "one"),
        ([StepPlan(Anchor.DUE, 0), StepPlan(Anchor.DUE, -1, Receiver.AUTHORITY)], "after the due day"),
        ([StepPlan(Anchor.DUE, 0), StepPlan(Anchor.OPENING, -1)], "before the opening"),
        ([StepPlan(Anchor.DUE, -5, every_days=2)], "repeats"),
        ([StepPlan(Anchor.DUE, 400)], "within"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_with_a_sentence(relations, plan, words):
    planned = CampaignFactory(planned=True)
    with pytest.raises(InvalidInput, match=words):
        plan_steps(by=relations, campaign=planned, plan=plan)
    assert planned.steps.count() == 2


def test_steps_are_planned_by_employee_relations_and_before_the_opening(relations):
    planned, plan = CampaignFactory(planned=True), [StepPlan(Anchor.DUE, -3)]
    with pytest.raises(Refusal):
        plan_steps(by=Actor.of_person(EmployeeFactory()), campaign=planned, plan=plan)
    with pytest.raises(Conflict, match="was changed"):
        plan_steps(by=relations, campaign=planned, plan=plan, seen="stale")
    plan_steps(by=relations, campaign=planned, plan=plan, seen=mark_of_plan(planned))
    assert [in_words(step) for step in planned.steps.all()] == ["3 days before the due day, to the person."]
    with pytest.raises(Conflict, match="before a campaign is opened"):
        plan_steps(by=relations, campaign=CampaignFactory(), plan=plan)


def test_the_form_shows_the_plan_and_takes_another(relations, client):
    planned = CampaignFactory(planned=True, steps=AS_IT_COMES)
    client.force_login(relations.person)
    page = reverse("acknowledgements:steps", args=[planned.pk])
    form = client.get(page).context["form"]
    sent = {
        "seen": mark_of_plan(planned),
        "steps-TOTAL_FORMS": len(form.forms),
        "steps-INITIAL_FORMS": len(AS_IT_COMES),
    }
    for row in form.forms:
        sent |= {row.add_prefix(name): row[name].value() for name in row.fields if row[name].value() is not None}
    sent["steps-0-days"] = ""
    answer = client.post(page, sent)
    assert answer.status_code == 302, answer.context
    assert planned.steps.count() == len(AS_IT_COMES) - 1
