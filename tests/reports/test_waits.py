"""The report of what waits longer than its term."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AccountState
from acknowledgements.waiting import waiting_for
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.effective import end
from foundation.waiting import counted
from powers.models import Appointment
from reports.questions.waits import KINDS, NOBODY
from reports.reading import read
from tests.access_city import found_city
from tests.factories.accounts import AccountFactory, ApprovalFactory
from tests.factories.acknowledgements import (
    AcknowledgementFactory,
    CampaignFactory,
    DeclineFactory,
    ExemptionFactory,
    QuestionFactory,
    VersionFactory,
)
from tests.factories.authorizations import AuthorizationFactory, RequestFactory
from tests.factories.directory import LONG_AGO, DepartmentFactory, EmployeeFactory, EmployeeStatusFactory
from tests.factories.posts import PostFactory, sent
from tests.factories.powers import AppointmentFactory, DesignationFactory
from tests.reports import worlds

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHAT, ABOUT, DEPARTMENT, SINCE, DUE, OVER, WHO, BASIS = range(8)


@pytest.fixture
def city(db):
    record(by=Actor.of_system("set-up"), act="jobs.started", on=Subject("jobs.job", "1"), at=LONG_AGO)
    return found_city()


def answer_of(person, **query):
    question = read("waits", query, person, clock.now())
    return question.report.answer(question.require)


def rows_of(person, **query):
    return [row.cells for row in answer_of(person, **query).rows.stream()]


def test_every_kind_that_can_wait_is_told(db):
    world = worlds.build(copies=2)
    # An account that was asked for, and is approved since yesterday: its request is long ago, its approval is not.
    account = AccountFactory(requested=True, department=world.city.department)
    end(account.states.get(), until=clock.now() - DAY, at=clock.now())
    AccountState.objects.create(
        account=account,
        state="approved",
        approval=ApprovalFactory(account=account, department=world.city.department),
        effective_from=clock.now() - DAY,
        recorded_at=clock.now(),
    )
    rows = rows_of(world.city.employee_relations, show="everything")
    assert {row[WHAT] for row in rows} == {one.what for one in KINDS.values()}
    answer = answer_of(world.city.employee_relations, show="everything")
    by_kind = next(one for one in answer.sums if one.title == "By kind")
    assert sum(row[1] for row in by_kind.rows) == answer.rows.count() == len(rows)
    assert sum(row[2] for row in by_kind.rows) == len(rows_of(world.city.employee_relations))
    pages = [*answer.rows.part(0, 7), *answer.rows.part(7, 100)]
    assert [row.cells for row in pages] == rows


def test_without_more_only_what_is_over_its_term_is_shown(city):
    now = clock.now()
    post = PostFactory(department=city.department, publisher=city.owner)
    sent(post, now - 2 * DAY, due_at=now - DAY)
    sent(PostFactory(department=city.department, publisher=city.owner), now - HOUR, due_at=now + DAY)
    RequestFactory(grantee=city.owner, asked_at=now - 10 * DAY)
    assert [row[ABOUT] for row in rows_of(city.employee_relations)] == [post.reference]
    assert len(rows_of(city.employee_relations, days="7")) == 2
    assert len(rows_of(city.employee_relations, show="everything")) == 3
    assert rows_of(city.employee_relations)[0][OVER] == 1
    assert rows_of(city.employee_relations, what="words") == []


def test_who_should_act_holds_the_power_and_is_no_party(city):
    then = clock.now() - 20 * DAY
    sent(PostFactory(department=city.department, publisher=city.designee), then)
    sent(PostFactory(department=city.other_department, publisher=city.stranger), then)
    rows = {row[DEPARTMENT]: row[WHO] for row in rows_of(city.employee_relations)}
    assert rows["Parks, Recreation and Forestry"] == "Ada Authority, appointing authority"
    assert rows["Streets"] == NOBODY


def test_what_is_done_later_still_waited_before(city):
    then = clock.now() - 20 * DAY
    post = PostFactory(department=city.department, publisher=city.owner)
    sent(post, then, by=city.designee, after=3 * DAY)
    assert rows_of(city.employee_relations, show="everything") == []
    before = rows_of(city.employee_relations, at=(then + DAY).isoformat())
    assert [(row[ABOUT], row[SINCE]) for row in before] == [(post.reference, then)]


def test_an_authority_sees_the_department_and_nothing_of_employee_relations(city):
    then = clock.now() - 20 * DAY
    RequestFactory(grantee=city.owner, asked_at=then)
    RequestFactory(grantee=city.stranger, asked_at=then)
    AuthorizationFactory(grantee=city.stranger, paper=True, granted_at=then)
    ExemptionFactory(person=city.owner, asked_at=then, asked_by=city.employee_relations)
    QuestionFactory(person=city.owner, at=then)
    assert [row[ABOUT] for row in rows_of(city.authority)] == ["Use a personally owned device: Olive Owner"]
    assert {row[WHAT] for row in rows_of(city.owner)} == {
        "Request for an authorization",
        "Question or dispute to answer",
    }
    assert "Question or dispute to answer" not in {row[WHAT] for row in rows_of(city.auditor)}
    told = " ".join(str(cell) for row in rows_of(city.employee_relations, what="exemption") for cell in row)
    assert "Olive" not in told


def test_overdue_acknowledgements_are_counted_by_department(city):
    now = clock.now()
    campaign = CampaignFactory(opens_at=now - 40 * DAY, due_at=now - 3 * DAY)
    AcknowledgementFactory(person=city.owner, campaign=campaign, at=now - 10 * DAY)
    rows = {row[DEPARTMENT]: row for row in rows_of(city.employee_relations, what="overdue")}
    assert rows["Parks, Recreation and Forestry"][ABOUT].startswith("4 people: ")
    assert rows["Parks, Recreation and Forestry"][OVER] == 3
    assert [row[DEPARTMENT] for row in rows_of(city.stranger, what="overdue")] == ["Streets"]
    assert rows_of(city.employee_relations, what="overdue", at=(now - 4 * DAY).isoformat()) == []


def test_one_kind_is_told_as_all_and_of_two_as_many_always_the_same_one(city):
    relations = city.employee_relations
    RequestFactory(grantee=city.owner)
    assert "All of one kind: " in answer_of(relations, show="everything").sentence
    AccountFactory(department=city.department, requested=True)
    sentence = answer_of(relations, show="everything").sentence
    assert sentence.startswith("2 things wait")
    assert f"The most frequent kind: {KINDS['account_requested'].what} (1)." in sentence


def test_an_acceptance_waits_for_nobody_once_its_holder_has_left(city):
    then = clock.now() - 20 * DAY
    AuthorizationFactory(grantee=city.owner, with_document=True, granted_at=then)
    gone = AuthorizationFactory(grantee=city.employee, with_document=True, granted_at=then)
    EmployeeStatusFactory(employee=city.employee, left=True, effective_from=then + 5 * DAY, recorded_at=then + 5 * DAY)
    assert [row[WHO] for row in rows_of(city.employee_relations, what="acceptance")] == ["Olive Owner"]
    before = rows_of(city.employee_relations, what="acceptance", show="everything", at=(then + DAY).isoformat())
    assert {row[WHO] for row in before} == {"Olive Owner", gone.grantee.name}


def test_a_version_that_matters_waits_for_a_campaign_until_one_is_opened(city):
    version = VersionFactory(draft__change="material")
    relations, now = city.employee_relations, clock.now()

    def waits_at_home():
        return [one.title for one in counted(waiting_for(relations, clock.now())) if one.title.startswith("Versions")]

    assert waits_at_home() == ["Versions in force for which nobody is asked yet"]
    (row,) = rows_of(relations, what="campaign")
    assert (row[ABOUT], row[WHO]) == (str(version), "Employee Relations")
    planned = CampaignFactory(version=version, planned=True)
    assert waits_at_home(), "a plan asks nobody"
    assert rows_of(city.authority, what="campaign") == []
    type(planned).objects.filter(pk=planned.pk).update(state="opened", opened_at=clock.now(), opened_by=relations)
    assert not waits_at_home()
    assert rows_of(relations, what="campaign") == []
    assert len(rows_of(relations, what="campaign", at=now.isoformat())) == 1
    assert VersionFactory()
    assert not waits_at_home(), "nobody said of that one that it matters"


def test_a_decline_is_told_to_who_decides_and_to_nobody_who_only_leads_its_person(city):
    then = clock.now() - 20 * DAY
    AuthorizationFactory(grantee=city.owner, accepted=True)
    DeclineFactory(person=city.owner, version=VersionFactory(draft=True), at=then, recorded_at=then)
    (row,) = rows_of(city.authority, what="decline")
    assert "Olive" not in " ".join(str(cell) for cell in row)
    assert row[WHO] == "Ada Authority, appointing authority"
    assert len(rows_of(city.owner, what="decline")) == len(rows_of(city.employee_relations, what="decline")) == 1
    assert rows_of(city.supervisor, what="decline") == []
    assert rows_of(city.stranger, what="decline") == []


def test_a_successor_is_named_for_what_a_predecessor_gave(city):
    now = clock.now()
    office = DepartmentFactory()
    before = AppointmentFactory(department=office, effective_until=now - 20 * DAY)
    person = EmployeeFactory(assignment__department=office)
    row = AuthorizationFactory(grantee=person, appointment=before.lineage, granted_by=before.holder, accepted=True)
    assert rows_of(city.employee_relations, what="keep") == [], "nobody succeeded yet"
    after = AppointmentFactory(department=office, effective_from=now - 18 * DAY, recorded_at=now - 18 * DAY)
    (told,) = rows_of(city.employee_relations, what="keep")
    assert (told[SINCE], told[WHO]) == (after.effective_from, after.holder.name)
    assert [one[ABOUT] for one in rows_of(after.holder, what="keep")] == [told[ABOUT]]
    assert row.reference in told[ABOUT]


def test_six_campaigns_that_were_due_ask_no_more_than_one(city):
    due = {"opens_at": clock.now() - 40 * DAY, "due_at": clock.now() - 3 * DAY}

    def asks():
        with CaptureQueriesContext(connection) as queries:
            found = rows_of(city.employee_relations, what="overdue")
        return len(queries), len(found)

    CampaignFactory(**due)
    few, one = asks()
    for _ in range(5):
        CampaignFactory(**due)
    many, six = asks()
    assert six > one
    assert many <= few


@pytest.mark.parametrize("name", ["employee_relations", "auditor", "authority", "owner"])
def test_what_waits_now_is_found_again_by_the_exact_moment(db, name):
    """The present is asked by a statement that is kept, another moment by one that is composed: both say the same."""
    world = worlds.build(copies=2)
    person = world.city.people[name]
    for show in ("everything", "over"):
        question = read("waits", {"show": show}, person, clock.now())
        now = question.report.answer(question.require)
        again = answer_of(person, **question.exact)
        assert [row.cells for row in again.rows.stream()] == [row.cells for row in now.rows.stream()]
        assert (again.sentence, again.sums) == (now.sentence, now.sums)


def test_rows_are_sorted_by_what_the_database_knows_of_them(db):
    world = worlds.build(copies=2)

    def column(place, **query):
        question = read("waits", {"show": "everything", **query}, world.city.employee_relations, clock.now())
        answer = question.report.answer(question.require)
        rows = question.report.sorted(question.require, answer)
        parts = [*rows.part(0, 5), *rows.part(5, 1000)]
        assert [row.cells for row in parts] == [row.cells for row in rows.stream()]
        return [row.cells[place] for row in parts]

    since = column(SINCE)
    assert since == sorted(since)
    assert column(SINCE, sort="-since") == sorted(since, reverse=True)
    kinds = column(WHAT, sort="what")
    assert len(set(kinds)) == sum(one != other for one, other in zip(kinds, [*kinds[1:], None], strict=True))


def test_a_designee_reads_what_the_designation_lets_decide_and_nothing_else_of_the_department(city):
    then = clock.now() - 20 * DAY
    DesignationFactory(under=Appointment.objects.get(), holder=city.stranger, powers=["approve_personal_device"])
    RequestFactory(grantee=city.owner, asked_at=then)
    sent(PostFactory(department=city.department, publisher=city.owner), then)
    assert [row[WHAT] for row in rows_of(city.stranger)] == ["Request for an authorization"]
    assert {row[WHAT] for row in rows_of(city.designee)} == {row[WHAT] for row in rows_of(city.authority)}
    assert {row[WHAT] for row in rows_of(city.owner)} == {"Request for an authorization", "Post to review"}
    assert rows_of(city.employee) == []
