"""Numbers and codes stand in addresses: what cannot stand there is refused before it is written."""

import pytest
from django.urls import reverse

from directory.identity import is_identity
from directory.models import Department, Employee
from directory.services import departments, roster
from foundation import clock
from foundation.actor import Actor
from foundation.errors import InvalidInput
from tests.factories.directory import DepartmentFactory, EmployeeFactory

BAD = ["A/B", "new", "..", "x y", "<b>", "%2F", "Q?x#y", "", "9" * 21, "A\n", "A\0"]


@pytest.mark.parametrize("text", BAD)
def test_what_cannot_stand_in_an_address_is_no_identity(text):
    assert not is_identity(text)


@pytest.mark.parametrize("text", ["100001", "PRF", "A-1.b_2"])
def test_numbers_and_codes_are_identities(text):
    assert is_identity(text)


@pytest.mark.django_db
@pytest.mark.parametrize("text", BAD)
def test_a_bad_code_or_number_writes_nothing(text):
    by = Actor.of_person(EmployeeFactory(role="administrator"))
    place = DepartmentFactory()
    with pytest.raises(InvalidInput):
        departments.create(by=by, code=text, name="Somewhere")
    with pytest.raises(InvalidInput):
        roster.hire(by=by, number=text, name="Somebody", department=place)
    # Not asked by the text itself: PostgreSQL takes no NUL in a question either.
    assert text not in set(Department.objects.values_list("code", flat=True))
    assert text not in set(Employee.objects.values_list("number", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "0001-01-01T00:00"])
@pytest.mark.parametrize("route", ["powers:overview", "powers:readings", "powers:why"])
def test_a_far_year_in_the_address_is_no_error_of_the_portal(client, route, moment):
    client.force_login(EmployeeFactory())
    assert client.get(reverse(route), {"at": moment, "known_at": moment}).status_code in {200, 400}


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_far_year_is_refused_with_a_sentence(day):
    with pytest.raises(InvalidInput, match="outside the portal's calendar"):
        clock.end_of(clock.date.fromisoformat(day))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["as_of", "known_at"])
def test_a_far_year_on_the_coverage_page_is_answered_in_sentences(client, name):
    client.force_login(EmployeeFactory(role="employee_relations"))
    assert client.get(reverse("acknowledgements:coverage"), {name: "9999-12-31"}).status_code in {200, 400}
