"""City-wide roles, and whom somebody may see."""

import pytest

from directory.models import Employee, Role
from directory.permissions import holds_role, roles_of, supervises, visible_people
from directory.services import roles, roster
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Refusal
from tests.factories.directory import AssignmentFactory, DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

SYSTEM = Actor.of_system("test")


def head_of_parks(person, at):
    from directory.models import Department

    return list(Department.objects.filter(code="PRF").values_list("pk", flat=True)) if person.number == "HEAD" else []


@pytest.fixture
def administrator():
    return EmployeeFactory(role=Role.ADMINISTRATOR)


def test_a_role_given_is_held_and_ended_is_not(administrator):
    person, by = EmployeeFactory(), Actor.of_person(administrator)
    roles.give_role(person, Role.AUDITOR, by=by)
    assert holds_role(person, Role.AUDITOR, clock.now())
    roles.end_role(person, Role.AUDITOR, by=by)
    assert not holds_role(person, Role.AUDITOR, clock.now())


def test_nobody_gives_themselves_a_role(administrator):
    with pytest.raises(Refusal, match="themselves"):
        roles.give_role(administrator, Role.EMPLOYEE_RELATIONS, by=Actor.of_person(administrator))


def test_nobody_but_an_administrator_gives_a_role():
    by = Actor.of_person(EmployeeFactory(role=Role.EMPLOYEE_RELATIONS))
    with pytest.raises(Refusal, match="an administrator"):
        roles.give_role(EmployeeFactory(), Role.AUDITOR, by=by)


def test_a_role_rests_on_leave_and_comes_back():
    person = EmployeeFactory(role=Role.AUDITOR)
    roster.start_leave(person, by=SYSTEM)
    assert not holds_role(person, Role.AUDITOR, clock.now())
    roster.return_from_leave(person, by=SYSTEM)
    assert holds_role(person, Role.AUDITOR, clock.now())


def test_a_role_ends_for_good_when_its_holder_leaves(administrator):
    person = EmployeeFactory(role=Role.AUDITOR)
    roster.leave_the_city(person, by=SYSTEM)
    assert not holds_role(person, Role.AUDITOR, clock.now())
    roster.hire(by=SYSTEM, number=person.number, name=person.name, department=DepartmentFactory())
    assert not holds_role(person, Role.AUDITOR, clock.now())
    roles.give_role(person, Role.AUDITOR, by=Actor.of_person(administrator))
    assert holds_role(person, Role.AUDITOR, clock.now())


def test_an_undone_ending_gives_the_role_back():
    person = EmployeeFactory(role=Role.AUDITOR)
    left = roster.leave_the_city(person, by=SYSTEM)
    roster.undo(person, by=SYSTEM, recorded_at=left.recorded_at)
    assert roles_of(person, clock.now()) == {Role.AUDITOR}


def test_people_see_themselves_and_their_own_people_all_the_way_down():
    chief, deputy, clerk, other = (EmployeeFactory() for _ in range(4))
    roster.change_supervisor(deputy, by=SYSTEM, supervisor=chief)
    roster.change_supervisor(clerk, by=SYSTEM, supervisor=deputy)
    now = clock.now()
    assert set(visible_people(chief, now)) == {chief, deputy, clerk}
    assert set(visible_people(other, now)) == {other}
    assert supervises(chief, clerk, now)
    assert not supervises(clerk, chief, now)


def test_an_authority_sees_the_department_with_its_divisions(settings):
    settings.DEPARTMENTS_OVERSEEN = [f"{__name__}.head_of_parks"]
    parks = DepartmentFactory(code="PRF")
    division = DepartmentFactory(profile__parent=parks)
    head = EmployeeFactory(number="HEAD")
    theirs = EmployeeFactory(assignment__department=division)
    EmployeeFactory()
    assert set(visible_people(head, clock.now())) == {head, theirs}


@pytest.mark.parametrize("role", list(Role))
def test_every_role_sees_everybody(role):
    person = EmployeeFactory(role=role)
    EmployeeFactory()
    assert visible_people(person, clock.now()).count() == Employee.objects.count()


def test_visible_people_is_one_query(django_assert_num_queries):
    person = AssignmentFactory().employee
    now = clock.now()
    with django_assert_num_queries(3):  # the roles, the offices held (powers), the people
        list(visible_people(person, now))
