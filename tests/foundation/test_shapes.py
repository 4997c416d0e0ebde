"""Questions whose SQL is composed once: the same rows as the queryset, and no value that is reckoned with."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db.models import Q, QuerySet

from directory.models import Assignment, Employee
from foundation.shapes import shape
from foundation.together import Together
from powers.models import Designation
from tests.factories.directory import EmployeeFactory
from tests.factories.powers import DesignationFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 15, tzinfo=UTC)


@shape
def at_work_somewhere(name: str, at: datetime, *ids: int) -> QuerySet[Employee]:
    there = Assignment.objects.in_effect(at).filter(employee_id__in=ids).values("employee_id")
    return Employee.objects.filter(Q(pk__in=there) | Q(name=name)).order_by("pk")


@shape
def designation(lineage, at: datetime) -> QuerySet[Designation]:
    return Designation.objects.in_effect(at).filter(lineage=lineage).select_related("holder", "department")


def test_a_shape_gives_the_rows_of_its_queryset_however_often_it_is_filled():
    people = EmployeeFactory.create_batch(4)
    for chosen, name in ((people[:1], "Nobody"), (people[1:2], people[0].name), (people[2:3], people[3].name)):
        values = (name, AT, *(one.pk for one in chosen))
        assert Together().ask_as(at_work_somewhere, *values).rows == list(at_work_somewhere(*values))
    two = [one.pk for one in people[:2]]
    assert Together().ask_as(at_work_somewhere, "", AT, *two).rows == people[:2]


def test_what_is_joined_comes_with_it_and_each_asking_has_its_own_rows(django_assert_num_queries):
    one, other = DesignationFactory(), DesignationFactory()
    together = Together()
    asked = [together.ask_as(designation, row.lineage, AT) for row in (one, other, one)]
    with django_assert_num_queries(1):
        assert [each.first.holder.name for each in asked] == [one.holder.name, other.holder.name, one.holder.name]
        assert asked[0].first.department.code == one.department.code
    assert asked[0].first is not asked[2].first
    assert Together().ask_as(designation, uuid4(), AT).rows == []


def test_the_sql_is_composed_once():
    made = []

    @shape
    def counted(pk: int) -> QuerySet[Employee]:
        made.append(pk)
        return Employee.objects.filter(pk=pk)

    people = EmployeeFactory.create_batch(3)
    assert [Together().ask_as(counted, one.pk).first for one in people] == people
    assert len(made) == 2, "with two different stand-ins, and with no person's number"


def test_a_shape_that_reckons_with_a_value_is_refused():
    @shape
    def lately(at: datetime) -> QuerySet[Assignment]:
        return Assignment.objects.filter(effective_from__gt=at - timedelta(days=30))

    @shape
    def among(days: float) -> QuerySet[Employee]:
        return Employee.objects.filter(pk=days)

    with pytest.raises(TypeError, match="reckons with a value"):
        Together().ask_as(lately, AT)
    with pytest.raises(TypeError, match="takes moments, numbers, words and rows"):
        Together().ask_as(among, 1.5)


def test_none_chooses_another_question():
    @shape
    def named(name: str | None) -> QuerySet[Employee]:
        return Employee.objects.filter(name=name) if name is not None else Employee.objects.order_by("pk")

    people = EmployeeFactory.create_batch(2)
    assert Together().ask_as(named, None).rows == people
    assert Together().ask_as(named, people[1].name).rows == [people[1]]
    assert Together().ask_as(named, "Nobody").rows == []
