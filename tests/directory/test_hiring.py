"""Hiring many at once leaves what hiring one by one leaves, and keeps the same rules."""

from datetime import timedelta

import pytest

from directory.models import Assignment, Employee, EmployeeStatus, Role, Standing
from directory.services import roster
from directory.services.roster import Hire
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

PERSONAL = {"pk", "id", "number", "employee", "object_id", "salts", "password", "lineage", "email"}
OF_THE_MOMENT = {"at", "recorded_at", "created_at", "transaction_id"}
consequences: list[tuple[str, str, dict]] = []


def follow_for_test(*, by, changes, at):
    consequences.extend((told.employee.name, told.change.kind, dict(told.change.after)) for told in changes)


@pytest.fixture
def administrator():
    return Actor.of_person(EmployeeFactory(role=Role.ADMINISTRATOR), address="192.0.2.1", request_id="r-1")


@pytest.fixture
def lead():
    return EmployeeFactory(number="LEAD")


def said(rows):
    left_out = PERSONAL | OF_THE_MOMENT
    return [
        {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if field.name not in left_out}
        for row in rows
    ]


def left_behind(numbers):
    people = Employee.objects.filter(number__in=numbers).order_by("pk")
    entries = Entry.objects.filter(object_kind="directory.employee", object_id__in=[str(one.pk) for one in people])
    return {
        "people": said(people),
        "assignments": said(Assignment.objects.filter(employee__in=people).order_by("employee_id", "pk")),
        "statuses": said(EmployeeStatus.objects.filter(employee__in=people).order_by("employee_id", "pk")),
        "entries": said(entries.order_by("pk")),
    }


def three(prefix, department, lead):
    began = clock.start_of(clock.city_date(clock.now()) - timedelta(days=30))
    return [
        {"number": f"{prefix}1", "name": "Ada Ng", "department": department, "effective": began, "title": "Ranger"},
        {
            "number": f"{prefix}2",
            "name": "Bo Ruiz",
            "department": department,
            "effective": began,
            "supervisor": lead,
            "standing": Standing.SEASONAL,
            "email": f"{prefix}bo@city.example",
        },
        {
            "number": f"{prefix}3",
            "name": "Cy Wu",
            "department": department,
            "effective": began,
            "works_without_computer": True,
        },
    ]


def test_hiring_many_leaves_the_same_rows_entries_and_consequences_as_hiring_one_by_one(administrator, lead, settings):
    settings.ROSTER_CONSEQUENCES = [f"{__name__}.follow_for_test"]
    consequences.clear()
    parks = DepartmentFactory()
    for words in three("A", parks, lead):
        roster.hire(by=administrator, **words)
    one_by_one = list(consequences)
    consequences.clear()
    roster.hire_many([Hire(**words) for words in three("B", parks, lead)], by=administrator)
    assert consequences == one_by_one
    assert len(one_by_one) == 3
    assert left_behind(["B1", "B2", "B3"]) == left_behind(["A1", "A2", "A3"])
    assert len(left_behind(["B1", "B2", "B3"])["entries"]) == 3


def test_people_hired_together_have_salts_and_passwords_of_their_own(administrator, lead):
    roster.hire_many([Hire(**words) for words in three("B", DepartmentFactory(), lead)], by=administrator)
    people = Employee.objects.filter(number__in=["B1", "B2", "B3"])
    assert not any(person.has_usable_password() for person in people)
    assert len({person.password for person in people}) == 3
    assert len({bytes(entry.salts) for entry in Entry.objects.filter(act="directory.hired")}) == 3


def test_hiring_fifty_takes_a_few_statements(administrator, django_assert_max_num_queries):
    parks = DepartmentFactory()
    hires = [Hire(number=f"N{number}", name=f"Name {number}", department=parks) for number in range(50)]
    with django_assert_max_num_queries(14):
        roster.hire_many(hires, by=administrator)
    assert Assignment.objects.filter(employee__number__startswith="N").count() == 50


def test_one_who_cannot_be_hired_does_not_keep_the_others_out(administrator, lead):
    parks = DepartmentFactory()
    EmployeeFactory(number="KNOWN", email="known@city.example")
    results = roster.hire_many(
        [
            Hire(number="1", name="Ada", department=parks, email="KNOWN@city.example"),
            Hire(number="2", name="Bo", department=parks, email="bo@city.example"),
            Hire(number="3", name="Cy", department=parks, email="Bo@City.example"),
            Hire(number="KNOWN", name="Known", department=parks),
            Hire(number="5", name="Di", department=parks),
            Hire(number="5", name="Di again", department=parks),
        ],
        by=administrator,
    )
    kinds = [type(result) for result in results]
    assert kinds == [InvalidInput, Assignment, InvalidInput, Conflict, Assignment, Conflict]
    assert sorted(Employee.objects.filter(number__in="12345").values_list("number", flat=True)) == ["2", "5"]
    assert Entry.objects.filter(act="directory.hired").count() == 2


def test_one_who_left_comes_back_among_many(administrator):
    parks = DepartmentFactory()
    person = EmployeeFactory(number="BACK")
    roster.leave_the_city(person, by=administrator, effective=clock.now() - timedelta(days=10))
    back = Hire(number="BACK", name=person.name, department=parks)
    (result,) = roster.hire_many([back], by=administrator)
    assert (result.employee, result.department) == (person, parks)
    assert Employee.objects.employed(clock.now()).filter(pk=person.pk).exists()


def test_only_administrators_hire_many():
    with pytest.raises(Refusal):
        roster.hire_many(
            [Hire(number="1", name="Ada", department=DepartmentFactory())], by=Actor.of_person(EmployeeFactory())
        )
    assert not Employee.objects.filter(number="1").exists()
