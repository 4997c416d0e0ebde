from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.models import Count

from directory.models import Assignment, DepartmentProfile, Employee
from foundation.audit.models import Entry
from foundation.together import Together
from powers.models import Designation
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.powers import DesignationFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 20, 15, tzinfo=UTC)


def as_dict(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_questions_that_are_asked_together_take_one_statement(django_assert_num_queries):
    EmployeeFactory.create_batch(3)
    together = Together()
    people = together.ask(Employee.objects.order_by("-pk"))
    places = together.ask(Assignment.objects.values_list("employee_id", "effective_from").order_by("pk"))
    with django_assert_num_queries(1):
        assert len(people.rows) == len(places.rows) == 3
    assert people.first == Employee.objects.order_by("-pk").first()


@pytest.mark.parametrize(
    "question",
    [
        lambda: Employee.objects.order_by("pk"),
        lambda: Designation.objects.select_related("holder", "department").order_by("pk"),
        lambda: DepartmentProfile.objects.select_related("parent").order_by("pk"),
        lambda: Entry.objects.defer("salts").order_by("pk"),
        lambda: Employee.objects.annotate(number_of=Count("assignments")).order_by("pk").defer("password"),
    ],
)
def test_what_travels_with_others_comes_back_as_it_is(question):
    DesignationFactory()
    DepartmentFactory(code="A%B", profile__name="Ämter “100 %”")
    rows, others = list(question()), Together().ask(question()).rows
    assert [as_dict(row) for row in rows] == [as_dict(row) for row in others]


def test_values_come_back_as_they_are():
    DesignationFactory()
    question = Designation.objects.values_list("lineage", "powers", "effective_from", "effective_until", "holder__name")
    assert Together().ask(question).rows == list(question)
    assert Together().ask(question.values("pk", "powers")).rows == list(question.values("pk", "powers"))
    assert Together().ask(question.values_list("lineage", flat=True)).rows == list(
        question.values_list("lineage", flat=True)
    )


def test_the_same_question_travels_once_and_none_costs_nothing(django_assert_num_queries):
    person = EmployeeFactory()
    together = Together()
    with django_assert_num_queries(0):
        assert together.ask(Employee.objects.none()).rows == []
        together.send()
    one, same = together.ask(Employee.objects.filter(pk=person.pk)), together.ask(Employee.objects.filter(pk=person.pk))
    with django_assert_num_queries(1):
        assert one.rows == same.rows == [person]
    assert one.rows[0] is not same.rows[0]


def test_what_is_asked_later_goes_with_the_next_statement(django_assert_num_queries):
    person = EmployeeFactory()
    together = Together()
    with django_assert_num_queries(2):
        assert together.ask(Employee.objects.exclude(pk=person.pk)).rows == []
        assert together.ask(Employee.objects.filter(pk=person.pk)).rows == [person]


def test_what_cannot_travel_is_refused():
    everybody = Employee.objects.all()
    with pytest.raises(TypeError):
        Together().ask(Entry.objects.all())  # a salt is no text
    with pytest.raises(TypeError):
        Together().ask(everybody.union(everybody))
    with pytest.raises(TypeError):
        Together().ask(everybody.prefetch_related("assignments"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one after the other: nothing is locked.")
def test_locks_travel_too():
    person = EmployeeFactory()
    asked = Together().ask(Employee.objects.filter(pk=person.pk).order_by("pk").select_for_update(no_key=True))
    assert asked.rows == [person]
    assert "FOR NO KEY UPDATE" in str(asked.question.query)
