"""Whatever is recorded in whatever order: one assignment at a time, and a past answer never changes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import Assignment, EmployeeStatus
from directory.services import roster
from foundation import clock
from foundation.actor import Actor
from foundation.errors import PortalError
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

BY = Actor.of_system("test")
START = datetime(2026, 1, 1, 6, tzinfo=UTC)
DAYS = st.integers(min_value=-30, max_value=60)
ACTS = st.one_of(
    st.tuples(st.just("move"), DAYS, st.integers(0, 2)),
    st.tuples(st.just("title"), DAYS, st.integers(0, 2)),
    st.tuples(st.just("leave"), DAYS, st.integers(1, 20)),
    st.tuples(st.just("suspend"), DAYS, st.just(0)),
    st.tuples(st.just("return"), DAYS, st.just(0)),
    st.tuples(st.just("left"), DAYS, st.just(0)),
    st.tuples(st.just("hire"), DAYS, st.integers(0, 2)),
    st.tuples(st.just("undo"), st.just(0), st.integers(0, 5)),
)


def do(act, day, number, person, departments):
    effective = START + timedelta(days=day)
    if act == "move":
        roster.move(person, by=BY, department=departments[number], effective=effective)
    elif act == "title":
        roster.change_title(person, by=BY, title=f"Title {number}", effective=effective)
    elif act == "leave":
        roster.start_leave(person, by=BY, effective=effective, until=effective + timedelta(days=number))
    elif act == "suspend":
        roster.suspend(person, by=BY, effective=effective)
    elif act == "return":
        roster.return_from_leave(person, by=BY, effective=effective)
    elif act == "left":
        roster.leave_the_city(person, by=BY, effective=effective)
    elif act == "hire":
        department = departments[number]
        roster.hire(by=BY, number=person.number, name=person.name, department=department, effective=effective)
    else:
        moments = sorted({row.recorded_at for row in Assignment.objects.not_superseded().filter(employee=person)})
        roster.undo(person, by=BY, recorded_at=moments[number % len(moments)] if moments else START)


def answers(person, known_at):
    """What is known at a moment about every day, asked day by day."""
    days = [START + timedelta(days=day, hours=hour) for day in range(-32, 63, 3) for hour in (0, 11)]
    return [
        (
            sorted(
                Assignment.objects.in_effect(day, known_at).filter(employee=person).values_list("department", "title")
            ),
            sorted(EmployeeStatus.objects.in_effect(day, known_at).filter(employee=person).values_list("status")),
        )
        for day in days
    ]


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=6))
def test_assignments_never_overlap_and_a_past_answer_never_changes(acts):
    departments = [DepartmentFactory() for _ in range(3)]
    person = EmployeeFactory()
    seen = {}
    for act, day, number in acts:
        try:
            do(act, day, number, person, departments)
        except PortalError:
            continue
        known_at = clock.now()
        seen[known_at] = answers(person, known_at)
        assert all(len(assignments) <= 1 and len(statuses) <= 1 for assignments, statuses in seen[known_at])
    for known_at, then in seen.items():
        assert answers(person, known_at) == then
