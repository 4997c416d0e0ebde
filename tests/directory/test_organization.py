"""Departments from a file."""

import pytest

from directory.models import Department, DepartmentProfile
from directory.services.organization import apply_departments
from directory.tree import Tree
from foundation import clock
from foundation.actor import Actor

pytestmark = pytest.mark.django_db

BY = Actor.of_system("test")
ROWS = [
    {
        "code": "SLMPD",
        "name": "Police Division",
        "parent": "DPS",
        "speech_rule": "police",
        "effective_from": "2020-05-26",
    },
    {
        "code": "DPS",
        "name": "Public Safety",
        "head_title": "Director",
        "effective_from": "2020-05-26",
        "website_hosts": ["www.stl.example"],
        "emergency_posting": "yes",
    },
]


def apply(rows=ROWS, **options):
    applied = apply_departments(rows, by=BY, **options)
    return applied.added, applied.changed, applied.unchanged, [problem.column for problem in applied.problems]


def test_departments_go_in_whatever_the_order_of_the_file():
    assert apply() == (2, 0, 0, [])
    tree = Tree(clock.now())
    police = Department.objects.get(code="SLMPD")
    assert [tree.profiles[pk].name for pk in tree.ancestors(police.pk)] == ["Public Safety"]
    assert Department.objects.get(code="DPS").website_hosts == ["stl.example"]


def test_the_same_file_again_changes_nothing():
    apply()
    rows = DepartmentProfile.objects.count()
    assert apply() == (0, 0, 2, [])
    assert DepartmentProfile.objects.count() == rows


def test_what_a_row_leaves_out_stays_as_it_is():
    apply()
    assert apply([{"code": "DPS", "name": "Safety"}]) == (0, 1, 0, [])
    profile = DepartmentProfile.objects.of(Department.objects.get(code="DPS"), clock.now())
    assert (profile.name, profile.head_title, profile.emergency_posting) == ("Safety", "Director", True)


def test_a_dry_run_says_the_same_and_changes_nothing():
    assert apply(dry_run=True) == (2, 0, 0, [])
    assert not Department.objects.exists()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"code": "", "name": "X"}, "code"),
        ({"code": "DPS", "name": "Twice"}, "code"),
        ({"code": "X"}, "name"),
        ({"code": "X", "name": "X", "parent": "NOWHERE"}, "parent"),
        ({"code": "X", "name": "X", "parent": "X"}, "parent"),
        ({"code": "X", "name": "X", "speech_rule": "loud"}, "speech_rule"),
        ({"code": "X", "name": "X", "emergency_posting": "perhaps"}, "emergency_posting"),
        ({"code": "X", "name": "X", "effective_from": "31.12.2020"}, "effective_from"),
        ({"code": "X", "name": "X", "shoe_size": 43}, "shoe_size"),
    ],
)
def test_a_wrong_row_is_reported_with_its_column_and_the_rest_goes_in(row, column):
    assert apply([*ROWS, row]) == (2, 0, 0, [column])


def test_a_department_is_not_its_own_parent():
    apply()
    assert apply([{"code": "DPS", "parent": "DPS"}])[3] == ["parent"]


def test_a_circle_of_parents_is_refused():
    apply()
    added, changed, _, problems = apply([{"code": "DPS", "parent": "SLMPD"}])
    assert (added, changed, problems) == (0, 0, ["parent"])
