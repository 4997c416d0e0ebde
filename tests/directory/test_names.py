"""What people were called, as known at a moment: every name given up is kept, and answers use it (DESIGN 3.4)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from directory.models import Assignment, Employee, FormerName
from directory.names import Names
from directory.services.changing import Change, change_many
from directory.services.identity import Identify, change_identity
from foundation import clock
from foundation.actor import Actor
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db
NAMES = st.lists(st.sampled_from(["Ada", "Bea", "Cy", "Di"]), max_size=6)


@pytest.fixture
def by():
    return Actor.of_person(EmployeeFactory(role="administrator"))


def test_each_change_of_a_name_is_kept_and_nothing_else_is(by):
    person = EmployeeFactory(name="Dana Okafor")
    change_identity(person, by=by, name="Dana Reyes")
    change_identity(person, by=by, name="Dana Reyes", email="dana@example.org")
    change_identity(person, by=by, works_without_computer=True)
    assert list(person.former_names.values_list("name", flat=True)) == ["Dana Okafor"]


def test_many_at_once_are_kept_likewise(by):
    people = [EmployeeFactory(name=f"Before {n}") for n in range(3)]
    change_many([Change(number=one.number, steps=[Identify(name="After")]) for one in people], by=by)
    assert sorted(FormerName.objects.values_list("name", flat=True)) == ["Before 0", "Before 1", "Before 2"]
    assert set(Employee.objects.filter(pk__in=[one.pk for one in people]).values_list("name", flat=True)) == {"After"}


@given(names=NAMES)
def test_a_name_is_the_one_that_stood_when_it_was_known(names):
    """Against a restatement: what `Employee.name` itself said after each change."""
    with transaction.atomic():
        by = Actor.of_person(EmployeeFactory(role="administrator"))
        person = EmployeeFactory(name="First")
        stood = [(clock.now(), "First")]
        for name in names:
            change_identity(person, by=by, name=name)
            stood.append((clock.now(), Employee.objects.get(pk=person.pk).name))
        rows = Assignment.objects.filter(employee=person)
        for moment, name in stood:
            known = Names(moment)
            person.refresh_from_db()
            assert known.of(person) == name
            assert known.called(person.pk, person.name) == name
            assert list(rows.annotate(called=known.column("employee")).values_list("called", flat=True)) == [name]
        transaction.set_rollback(True)


def test_one_question_for_all_people_and_none_for_the_column_where_nobody_was_renamed(django_assert_num_queries, by):
    people = [EmployeeFactory() for _ in range(5)]
    with django_assert_num_queries(1):
        known = Names(clock.now())
        assert [known.of(one) for one in people] == [one.name for one in people]
        assert known.column("employee").name == "employee__name"


def test_the_database_lets_no_name_go_that_was_not_kept(by):
    person = EmployeeFactory(name="Dana Okafor")
    with pytest.raises(DatabaseError, match="not kept"), transaction.atomic():
        Employee.objects.filter(pk=person.pk).update(name="Somebody Else")
    change_identity(person, by=by, name="Dana Reyes")
    change_identity(person, by=by, name="Dana Okafor")
    with pytest.raises(DatabaseError, match="not kept"), transaction.atomic():
        Employee.objects.filter(pk=person.pk).update(name="Somebody Else")
    Employee.objects.filter(pk=person.pk).update(name="Dana Okafor", email="d@example.org")


def test_a_name_that_was_given_up_is_neither_changed_nor_deleted(by):
    person = EmployeeFactory(name="Dana Okafor")
    change_identity(person, by=by, name="Dana Reyes")
    for statement in ("UPDATE directory_formername SET name = 'x'", "DELETE FROM directory_formername"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
