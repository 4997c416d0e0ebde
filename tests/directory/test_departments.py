"""Departments: dated profiles, and a tree without circles at any moment."""

from datetime import UTC, datetime, timedelta

import pytest

from directory.models import DepartmentProfile, Role
from directory.services import departments
from directory.tree import Tree
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

MARCH = datetime(2026, 3, 1, 6, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
SYSTEM = Actor.of_system("test")


def test_a_renamed_department_keeps_its_old_name_for_the_past():
    parks = DepartmentFactory()
    departments.rename(parks, by=SYSTEM, name="Parks and Play", effective=MARCH)
    known = clock.now()
    assert DepartmentProfile.objects.of(parks, MARCH, known).name == "Parks and Play"
    assert DepartmentProfile.objects.of(parks, MARCH - DAY, known).name != "Parks and Play"
    assert Entry.objects.get(act="directory.department_changed").after["name"] == "Parks and Play"


def test_a_code_is_used_once():
    departments.create(by=SYSTEM, code="PRF", name="Parks")
    with pytest.raises(Conflict, match="PRF"):
        departments.create(by=SYSTEM, code="PRF", name="Other")


def test_only_an_administrator_changes_departments():
    by = Actor.of_person(EmployeeFactory(role=Role.EMPLOYEE_RELATIONS))
    with pytest.raises(Refusal):
        departments.rename(DepartmentFactory(), by=by, name="X")


def test_a_department_never_stands_under_itself():
    top, middle, low = (DepartmentFactory() for _ in range(3))
    departments.move(middle, by=SYSTEM, parent=top)
    departments.move(low, by=SYSTEM, parent=middle)
    with pytest.raises(InvalidInput, match="under itself"):
        departments.move(top, by=SYSTEM, parent=low)


def test_a_circle_that_would_close_later_is_refused_now():
    one, other = DepartmentFactory(), DepartmentFactory()
    departments.move(one, by=SYSTEM, parent=other, effective=JUNE)
    with pytest.raises(InvalidInput, match="under itself"):
        departments.move(other, by=SYSTEM, parent=one, effective=MARCH)


def test_two_departments_may_swap_places_one_after_the_other():
    one, other = DepartmentFactory(), DepartmentFactory()
    departments.move(one, by=SYSTEM, parent=other, effective=MARCH)
    departments.move(one, by=SYSTEM, parent=None, effective=JUNE)
    departments.move(other, by=SYSTEM, parent=one, effective=JUNE)
    assert Tree(JUNE, clock.now()).children(one.pk) == [other.pk]


def test_the_tree_is_read_with_one_query(django_assert_num_queries):
    top = DepartmentFactory()
    divisions = [DepartmentFactory(profile__parent=top) for _ in range(3)]
    below = DepartmentFactory(profile__parent=divisions[0])
    now = clock.now()
    with django_assert_num_queries(1):
        tree = Tree(now)
        assert tree.with_divisions([top.pk]) == {top.pk, below.pk, *(division.pk for division in divisions)}
        assert tree.ancestors(below.pk) == [divisions[0].pk, top.pk]
        assert [branch.depth for branch in tree.walk(top.pk)].count(1) == 1


def test_website_hosts_are_kept_in_one_spelling():
    parks = departments.create(by=SYSTEM, code="P", name="Parks", website_hosts=["WWW.Parks.example ", ""])
    assert parks.website_hosts == ["parks.example"]
