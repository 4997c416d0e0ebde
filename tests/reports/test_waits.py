"""The report of what waits longer than its term."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import AccountState
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.effective import end
from reports.questions.waits import KINDS, NOBODY
from reports.reading import read
from tests.access_city import found_city
from tests.factories.accounts import AccountFactory, ApprovalFactory
from tests.factories.acknowledgements import (
    AcknowledgementFactory,
    CampaignFactory,
    ExemptionFactory,
    QuestionFactory,
)
from tests.factories.authorizations import AuthorizationFactory, RequestFactory
from tests.factories.directory import LONG_AGO
from tests.factories.posts import PostFactory, sent
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
