"""The report of lapses where there is emergency posting: who may post all the same, and should acknowledge."""

from datetime import timedelta

import pytest
from django.urls import reverse

from authorizations.decisions import Act
from authorizations.lapses import emergency_departments, lapses
from directory.services.identity import change_identity
from foundation import clock
from foundation.actor import Actor
from powers.picture import Picture
from tests.authorizations.conftest import Office, answer, speaks, unmet
from tests.factories.accounts import AccountFactory
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory, DeclineFactory
from tests.factories.authorizations import DeclineDecisionFactory
from tests.factories.directory import AssignmentFactory, DepartmentFactory, EmployeeFactory, EmployeeStatusFactory
from tests.factories.policy import published_150

pytestmark = pytest.mark.django_db


@pytest.fixture
def department(db):
    return DepartmentFactory(code="EMG", profile__emergency_posting=True)


@pytest.fixture
def campaign(db):
    due = clock.now() - timedelta(days=31)
    return CampaignFactory(opens_at=due - timedelta(days=30), due_at=due)


@pytest.fixture
def holder(department):
    person = AssignmentFactory(department=department).employee
    speaks(person, AccountFactory(department=department))
    return person


def reported():
    picture = Picture(clock.now())
    return [one.person for one in lapses(picture, emergency_departments(picture))]


def test_who_holds_something_and_has_not_acknowledged_is_reported_as_the_decision_warns(holder, campaign):
    assert reported() == [holder]
    account = AccountFactory(department=DepartmentFactory())
    assert "acknowledgement" in unmet(answer(holder, Act(account=account)))


def test_who_acknowledged_is_not_reported(holder, campaign):
    AcknowledgementFactory(person=holder, campaign=campaign)
    assert reported() == []


def test_leave_moves_the_date_as_in_the_decision(holder, campaign):
    now = clock.now()
    away = {"effective_from": now - timedelta(days=20), "effective_until": now - timedelta(days=10)}
    EmployeeStatusFactory(employee=holder, status="on_leave", **away)
    assert reported() == []


def test_a_decline_is_reported_until_the_authority_lets_it_be(holder, campaign):
    decline = DeclineFactory(person=holder, version=campaign.version, recorded_at=clock.now())
    assert reported() == [holder]
    DeclineDecisionFactory(decline=decline)
    assert reported() == []


def test_departments_without_emergency_posting_are_not_in_it(campaign, department):
    other = AssignmentFactory(department=DepartmentFactory()).employee
    speaks(other, AccountFactory(department=other.assignments.get().department))
    assert reported() == []


def test_the_number_of_queries_does_not_grow_with_people(holder, campaign, department, django_assert_max_num_queries):
    account = AccountFactory(department=department)
    for _ in range(5):
        speaks(AssignmentFactory(department=department).employee, account)
    with django_assert_max_num_queries(14):
        assert len(reported()) == 6


def test_an_authority_sees_the_lapses_of_its_own_departments_alone(holder, department, client):
    due = clock.now() - timedelta(days=31)
    CampaignFactory(version=published_150(), opens_at=due - timedelta(days=30), due_at=due)
    for head, sees in ((Office("PRF").head, False), (department.appointments.get().holder, True)):
        client.force_login(head)
        response = client.get(reverse("authorizations:lapses"))
        assert response.status_code == 200
        assert (holder.name in response.content.decode()) is sees


def test_the_report_is_downloaded_as_a_table_that_no_spreadsheet_runs(holder, campaign, client):
    change_identity(holder, by=Actor.of_person(EmployeeFactory(role="administrator")), name="=HYPERLINK(1)")
    client.force_login(EmployeeFactory(role="employee_relations"))
    answered = client.get(reverse("authorizations:lapses"), {"as": "csv"})
    assert answered["Content-Type"].startswith("text/csv")
    assert "'=HYPERLINK(1)" in answered.content.decode("utf-8-sig")


def test_a_list_tells_in_effect_and_ready_apart(campaign, client):
    """Outside emergency posting, too: what is in effect is not ready while the policy is not acknowledged."""
    department = DepartmentFactory()
    person = AssignmentFactory(department=department).employee
    speaks(person, AccountFactory(department=department))
    client.force_login(person)
    assert "Not ready" in client.get(reverse("authorizations:mine")).content.decode()
    AcknowledgementFactory(person=person, campaign=campaign)
    assert "Not ready" not in client.get(reverse("authorizations:mine")).content.decode()
