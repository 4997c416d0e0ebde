"""Whoever is named for approving accounts and cannot approve now is told why, in place of a page that is not there."""

import pytest
from django.urls import reverse

from accounts.views.deciding import NAMED
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeStatusFactory
from tests.factories.powers import AppointmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.clause("IV.A")]
PAGES = ["requests", "found"]


def opened(client, person, name):
    client.force_login(person)
    return client.get(reverse(f"accounts:{name}"))


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("name", PAGES)
def test_an_authority_on_leave_is_told_that_the_office_acts_without_them(client, parks, name):
    AccountFactory(department=parks.department, requested=True)
    EmployeeStatusFactory(employee=parks.head, status="on_leave")
    answer = opened(client, parks.head, name)
    assert answer.status_code == 200
    assert "today it does not let you decide" in words(answer)
    assert "Approve" not in words(answer)


@pytest.mark.parametrize("name", PAGES)
def test_whom_an_acting_appointee_stands_before_is_told_who_decides(client, parks, name):
    acting = AppointmentFactory(department=parks.department, kind="acting").holder
    page = words(opened(client, parks.head, name))
    assert acting.name in page
    assert f"employee={parks.head.number}" in page
    assert "today it does not let you decide" not in words(opened(client, acting, name))


def test_without_power_nothing_is_adopted(client, parks):
    AccountFactory(department=parks.department, found=True)
    EmployeeStatusFactory(employee=parks.head, status="on_leave")
    client.force_login(parks.head)
    answer = client.post(reverse("accounts:found"), {"kind": "fresh"})
    assert answer.status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_who_was_never_named_has_no_such_page(client, parks, name):
    assert opened(client, parks.comms_staff, name).status_code == 404
    assert opened(client, parks.employee(), name).status_code == 404


def test_of_many_departments_some_are_explained(client, parks):
    for _ in range(NAMED + 2):
        AppointmentFactory(holder=parks.head)
    EmployeeStatusFactory(employee=parks.head, status="on_leave")
    assert words(opened(client, parks.head, "requests")).count("Why, step by step") == NAMED
