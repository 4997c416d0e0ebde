"""Acting on everybody who is missing: each person once however often it is pressed, and a sentence for each."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from acknowledgements.listing import slips_of_list, what_came
from acknowledgements.models import CampaignState, Exemption, ListAct, ListKind, ListLine, Outcome, Reminder, Sheet
from acknowledgements.outcomes import sentence_of
from acknowledgements.services import (
    acting_on_lists,
    go_on_with_list,
    list_files,
    pause_campaign,
    refuse_list,
    resume_campaign,
)
from acknowledgements.waiting import lists_to_decide
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.jobs.models import Job, State
from foundation.jobs.running import run
from notifications.models import Notice, OutboxMessage
from tests.factories.acknowledgements import (
    AcknowledgementFactory,
    CampaignFactory,
    DeclineFactory,
    ExemptionFactory,
)
from tests.factories.directory import EmployeeFactory, EmployeeStatusFactory
from tests.factories.lists import acted, approved
from tests.factories.notifications import NoticeFactory

pytestmark = pytest.mark.django_db
LETTER = "acknowledgements.reminder"


@pytest.fixture
def relations():
    return EmployeeFactory(role="employee_relations")


@pytest.fixture
def second():
    return EmployeeFactory(role="employee_relations")


@pytest.fixture
def campaign():
    return CampaignFactory()


def came(act):
    """Outcomes by the person's id."""
    return dict(act.lines.values_list("person_id", "outcome"))


def letters_to(person):
    return Notice.objects.filter(person=person, kind=LETTER).count()


def one_of_each(campaign):
    """Somebody for every reason not to be reminded, and one who is."""
    people = {
        Outcome.REMINDED: EmployeeFactory(),
        Outcome.SLIP: EmployeeFactory(without_computer=True),
        Outcome.DONE: AcknowledgementFactory(campaign=campaign).person,
        Outcome.DECLINED: DeclineFactory(version=campaign.version).person,
        Outcome.EXEMPT: ExemptionFactory(version=campaign.version, approved=True).person,
        Outcome.AWAY: EmployeeStatusFactory(on_leave=True).employee,
        Outcome.LEFT: EmployeeStatusFactory(left=True).employee,
        Outcome.CAPPED: EmployeeFactory(),
    }
    NoticeFactory.create_batch(3, person=people[Outcome.CAPPED], kind=LETTER, at=clock.now())
    return people


def test_each_person_is_reminded_or_told_why_not_in_a_sentence(campaign, relations):
    people = one_of_each(campaign)
    act = acted(relations, campaign, people=people.values())
    assert came(act) == {person.pk: outcome for outcome, person in people.items()}
    assert sentence_of(Outcome.CAPPED, ListKind.REMIND) == (
        "Not reminded: got as many letters lately as the City allows."
    )
    assert letters_to(people[Outcome.REMINDED]) == 1
    assert OutboxMessage.objects.filter(kind=LETTER).count() == 1
    begun, done = Entry.objects.filter(act__startswith="acknowledgements.list_").order_by("pk")
    assert (begun.after["people"], done.after["reminded"]) == (len(people), 1)


def test_pressed_again_by_anybody_the_same_day_nobody_gets_a_second_letter(campaign, relations, second):
    person = EmployeeFactory()
    assert came(acted(relations, campaign, people=[person])) == {person.pk: Outcome.REMINDED}
    assert came(acted(second, campaign, people=[person])) == {person.pk: Outcome.TOLD}
    assert letters_to(person) == Reminder.objects.count() == 1


def test_who_was_reminded_by_the_supervisor_is_not_reminded_again_on_that_day(campaign, relations):
    boss = EmployeeFactory()
    person = EmployeeFactory(assignment__supervisor=boss)
    acted(boss, campaign)
    assert came(acted(relations, campaign, people=[person])) == {person.pk: Outcome.TOLD}
    assert letters_to(person) == 1


def test_the_whole_list_is_who_is_missing_in_the_department_chosen(campaign, relations):
    one, other = EmployeeFactory(), EmployeeFactory()
    department = one.assignments.get().department
    done = AcknowledgementFactory(campaign=campaign, person=EmployeeFactory(assignment__department=department)).person
    act = acted(relations, campaign, department=department.pk)
    assert came(act) == {one.pk: Outcome.REMINDED}
    assert act.count == 1
    assert {other.pk, done.pk}.isdisjoint(came(act))


def test_two_campaigns_over_one_person_remind_once_in_the_one_that_is_the_duty(campaign, relations):
    person = EmployeeFactory()
    stronger = CampaignFactory(
        version=campaign.version, audience="new_hires", term_days=9, opens_at=person.assignments.get().effective_from
    )
    acted(relations, campaign, people=[person])
    assert Reminder.objects.get().campaign == stronger


def test_many_are_dealt_with_by_a_worker_whose_list_is_as_it_was_when_asked_for(campaign, relations, monkeypatch):
    monkeypatch.setattr(acting_on_lists, "AT_ONCE", 2)
    monkeypatch.setattr(acting_on_lists, "CHUNK", 2)
    people = EmployeeFactory.create_batch(5)
    act = acted(relations, campaign)
    assert not act.lines.exists()
    since = AcknowledgementFactory(campaign=campaign, person=people[0]).person
    late = EmployeeFactory(assignment__effective_from=clock.now(), assignment__recorded_at=clock.now())
    run(Job.objects.get().pk)
    act.refresh_from_db()
    outcomes = came(act)
    assert (Job.objects.get().state, act.state) == (State.DONE, "done")
    assert (outcomes[since.pk], outcomes[people[1].pk]) == (Outcome.DONE, Outcome.REMINDED)
    assert late.pk not in outcomes
    assert len(outcomes) == act.count


def test_what_is_acted_on_is_what_was_looked_at(campaign, relations):
    left, there = EmployeeFactory(), EmployeeFactory()
    looked_at = clock.now()
    late = EmployeeFactory(assignment__effective_from=clock.now(), assignment__recorded_at=clock.now())
    EmployeeStatusFactory(employee=left, left=True, effective_from=clock.now(), recorded_at=clock.now())
    outcomes = came(acted(relations, campaign, looked_at=looked_at))
    assert (outcomes[left.pk], outcomes[there.pk]) == (Outcome.LEFT, Outcome.REMINDED)
    assert late.pk not in outcomes
    for moment in (looked_at - timedelta(days=2), clock.now() + timedelta(hours=1)):
        with pytest.raises(Conflict, match="of another day"):
            acted(relations, campaign, looked_at=moment)


def test_a_worker_that_comes_again_does_nothing_twice_and_makes_the_file_of_slips(campaign, relations, monkeypatch):
    monkeypatch.setattr(acting_on_lists, "AT_ONCE", 1)
    monkeypatch.setattr(list_files, "PART", 1)
    people = EmployeeFactory.create_batch(2, without_computer=True)
    act = acted(relations, campaign, ListKind.SLIPS, people)
    job = Job.objects.get()
    for _ in range(2):
        Job.objects.update(state=State.QUEUED, claim=None)
        run(job.pk)
    assert slips_of_list(act) == sorted(person.pk for person in people)
    assert Job.objects.get().result.name == f"slips-{act.pk}.pdf"


def test_a_campaign_paused_meanwhile_stops_it_and_it_goes_on_where_it_was(campaign, relations, monkeypatch):
    monkeypatch.setattr(acting_on_lists, "AT_ONCE", 1)
    people = EmployeeFactory.create_batch(3)
    act = acted(relations, campaign, people=people)
    by = Actor.of_person(relations)
    pause_campaign(by=by, campaign=campaign, reason="A strike.")
    run(Job.objects.get().pk)
    assert "is paused" in Job.objects.get().error
    with pytest.raises(Conflict, match="is paused"):
        go_on_with_list(by=by, act=act)
    resume_campaign(by=by, campaign=campaign, reason="It is over.")
    go_on_with_list(by=by, act=act)
    with pytest.raises(Conflict, match="does this now"):
        go_on_with_list(by=by, act=act)
    run(Job.objects.get(state=State.QUEUED).pk)
    assert what_came(act).good == 3


@pytest.mark.parametrize("state", [CampaignState.PAUSED, CampaignState.CLOSED])
@pytest.mark.parametrize("act", ListKind)
def test_in_a_campaign_that_does_not_run_nothing_is_done(campaign, relations, act, state):
    person = EmployeeFactory()
    campaign.state, campaign.closed_at = state, clock.now() if state == CampaignState.CLOSED else None
    campaign.closed_by = relations if campaign.closed_at else None
    campaign.save()
    with pytest.raises(Conflict, match="Nothing was done"):
        acted(relations, campaign, act, [person])
    assert not ListAct.objects.exists()


@pytest.mark.parametrize("act", ListKind)
def test_a_list_of_nobody_is_refused(campaign, relations, act):
    with pytest.raises(InvalidInput, match="nobody on this list"):
        acted(relations, campaign, act, chosen=[])


def test_a_whole_list_is_exempt_once_a_second_person_approves_but_for_the_two(campaign, relations, second):
    person, waits = EmployeeFactory(), ExemptionFactory(version=campaign.version).person
    done = AcknowledgementFactory(campaign=campaign).person
    act = acted(relations, campaign, ListKind.EXEMPT, [person, waits, done, relations, second])
    assert not Exemption.objects.in_force(clock.now()).exists()
    assert (list(lists_to_decide(second)), list(lists_to_decide(relations))) == ([act], [])
    with pytest.raises(Refusal, match="cannot approve what you asked for"):
        approved(relations, act)
    approved(second, act)
    assert came(act) == {
        person.pk: Outcome.EXEMPTED,
        waits.pk: Outcome.WAITS,
        done.pk: Outcome.DONE,
        relations.pk: Outcome.OWN,
        second.pk: Outcome.OWN,
    }
    row = Exemption.objects.in_force(clock.now()).get()
    assert (row.person, row.asked_by, row.decided_by, row.reason) == (person, relations, second, "The flood.")
    assert Notice.objects.filter(kind="acknowledgements.exemptions").count() == 1
    assert Entry.objects.get(act="acknowledgements.exemption_approved").after["list"] == act.pk
    with pytest.raises(Conflict, match="cannot be approved"):
        approved(second, act)


def test_an_exemption_of_a_list_is_refused_or_withdrawn_with_a_reason_and_nobody_is_exempt(campaign, relations, second):
    for by, decision in ((second, "refused"), (relations, "withdrawn")):
        act = acted(relations, campaign, ListKind.EXEMPT, [EmployeeFactory()])
        with pytest.raises(InvalidInput, match="Say why"):
            refuse_list(by=Actor.of_person(by), act=act, reason=" ")
        refuse_list(by=Actor.of_person(by), act=act, reason="Ask each of them.")
        act.refresh_from_db()
        assert act.state == decision
    assert not Exemption.objects.exists()


@pytest.mark.parametrize(("changes", "field"), [({"reason": " "}, "reason"), ({"last_day": None}, "last_day")])
def test_an_exemption_of_a_list_has_a_reason_and_a_day(campaign, relations, changes, field):
    with pytest.raises(InvalidInput) as refused:
        acted(relations, campaign, ListKind.EXEMPT, [EmployeeFactory()], **changes)
    assert refused.value.field == field


def test_sheets_for_exactly_the_list_are_one_printing(campaign, relations):
    person, done = EmployeeFactory(), AcknowledgementFactory(campaign=campaign).person
    EmployeeFactory()
    act = acted(relations, campaign, ListKind.SHEETS, [person, done])
    assert came(act) == {person.pk: Outcome.SHEET, done.pk: Outcome.DONE}
    assert Sheet.objects.get().printing == act.printing


def test_the_database_keeps_what_was_done_and_lets_nobody_decide_alone(campaign, relations):
    act = acted(relations, campaign, ListKind.EXEMPT, [EmployeeFactory()])
    for change in ({"count": 9}, {"decision": "approved", "decided_by": relations, "decided_at": clock.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ListAct.objects.filter(pk=act.pk).update(**change)
    line = ListLine.objects.create(act=act, person=relations, outcome=Outcome.OWN)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListLine.objects.create(act=act, person=relations, outcome=Outcome.EXEMPTED)
    with pytest.raises(IntegrityError), transaction.atomic():
        ListLine.objects.filter(pk=line.pk).update(outcome=Outcome.EXEMPTED)
