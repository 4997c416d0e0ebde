"""Coverage counts people where they were assigned at the moment asked; leavers are out; it is asked as known when."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acknowledgements.coverage import Moment, Scope, missing, report, tallies
from acknowledgements.curve import over_time
from acknowledgements.models import Acknowledgement
from directory.models import Assignment, Employee, EmployeeStatus
from foundation.effective import end, supersede
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory
from tests.factories.directory import (
    LONG_AGO,
    AssignmentFactory,
    DepartmentFactory,
    EmployeeFactory,
    EmployeeStatusFactory,
)

pytestmark = pytest.mark.django_db

EVERYBODY = Scope(everybody=True)
START = datetime(2026, 3, 1, 6, tzinfo=UTC)


def day(n):
    return START + timedelta(days=n)


def now(n):
    return Moment(day(n), day(n))


@pytest.fixture
def campaign():
    return CampaignFactory(opens_at=day(0), due_at=day(30), planned_at=LONG_AGO)


def acknowledged(person, campaign, n, **more):
    return AcknowledgementFactory(person=person, campaign=campaign, at=day(n), **more)


def test_a_mover_counts_where_assigned_at_the_moment_asked(campaign):
    parks, streets = DepartmentFactory(), DepartmentFactory()
    mover = EmployeeFactory(assignment__department=parks)
    acknowledged(mover, campaign, 1)
    first = end(mover.assignments.get(), until=day(5), at=day(5))
    AssignmentFactory(employee=mover, department=streets, effective_from=day(5), recorded_at=day(5))
    assert first.effective_until == day(5)
    before, after = tallies(campaign.version_id, now(4), EVERYBODY), tallies(campaign.version_id, now(6), EVERYBODY)
    assert (before[parks.pk].people, before[parks.pk].acknowledged) == (1, 1)
    assert parks.pk not in after
    assert (after[streets.pk].people, after[streets.pk].acknowledged) == (1, 1)


def test_leavers_are_out_from_the_moment_they_left(campaign):
    parks = DepartmentFactory()
    leaver = EmployeeFactory(assignment__department=parks)
    acknowledged(leaver, campaign, 1)
    EmployeeStatusFactory(employee=leaver, left=True, effective_from=day(3), recorded_at=day(3))
    assert tallies(campaign.version_id, now(2), EVERYBODY)[parks.pk].people == 1
    assert parks.pk not in tallies(campaign.version_id, now(4), EVERYBODY)


def test_who_is_not_bound_is_not_counted(campaign):
    free = DepartmentFactory(profile__under_regulation="no")
    EmployeeFactory(assignment__department=free)
    assert free.pk not in tallies(campaign.version_id, now(1), EVERYBODY)


def test_the_same_moment_has_the_same_answer_for_ever(campaign):
    person = EmployeeFactory()
    department = person.assignments.get().department_id
    kept = acknowledged(person, campaign, 1)
    Acknowledgement.objects.filter(pk=kept.pk).update(annulled_at=day(5))
    assert tallies(campaign.version_id, now(2), EVERYBODY)[department].acknowledged == 1
    assert tallies(campaign.version_id, Moment(day(2), day(6)), EVERYBODY)[department].acknowledged == 0
    acknowledged(person, campaign, 7)
    assert tallies(campaign.version_id, now(4), EVERYBODY)[department].acknowledged == 1
    assert tallies(campaign.version_id, now(6), EVERYBODY)[department].acknowledged == 0
    assert tallies(campaign.version_id, now(8), EVERYBODY)[department].acknowledged == 1


def test_divisions_stand_under_their_department_and_are_added_up(campaign):
    public_safety = DepartmentFactory(profile__name="Public Safety")
    police = DepartmentFactory(profile__name="Police", profile__parent=public_safety)
    bureau = DepartmentFactory(profile__name="Bureau", profile__parent=police)
    for department in (public_safety, police, bureau, bureau):
        EmployeeFactory(assignment__department=department)
    acknowledged(Employee.objects.filter(assignments__department=bureau).first(), campaign, 1)
    found = {line.name: line for line in report(campaign.version_id, now(2), EVERYBODY).lines}
    assert [
        (found[name].depth, found[name].own.people, found[name].whole.people)
        for name in ("Public Safety", "Police", "Bureau")
    ] == [(0, 1, 4), (1, 1, 3), (2, 2, 2)]
    assert found["Public Safety"].whole.acknowledged == 1
    assert found["Public Safety"].whole.percent == 25


def test_a_department_appears_once_however_many_have_its_name(campaign):
    one, other = DepartmentFactory(profile__name="Twin"), DepartmentFactory(profile__name="Twin")
    for department in (one, other):
        EmployeeFactory(assignment__department=department)
    lines = [line for line in report(campaign.version_id, now(1), EVERYBODY).lines if line.name == "Twin"]
    assert [line.own.people for line in lines] == [1, 1]


def test_a_supervisor_sees_own_people_and_an_authority_the_department(campaign):
    parks, streets = DepartmentFactory(), DepartmentFactory()
    boss = EmployeeFactory(assignment__department=parks)
    crew = [EmployeeFactory(assignment__department=streets, assignment__supervisor=boss) for _ in range(3)]
    EmployeeFactory(assignment__department=streets)
    acknowledged(crew[0], campaign, 1)
    theirs = tallies(campaign.version_id, now(2), Scope(supervisor=boss))
    assert {pk: (tally.people, tally.acknowledged) for pk, tally in theirs.items()} == {streets.pk: (3, 1)}
    own = tallies(campaign.version_id, now(2), Scope(departments=frozenset({parks.pk})))
    assert {pk: tally.people for pk, tally in own.items()} == {parks.pk: 1}
    assert tallies(campaign.version_id, now(2), Scope()) == {}
    listed = missing(campaign.version_id, now(2), Scope(supervisor=boss))
    assert {row.employee for row in listed} == set(crew[1:])


def test_over_time_adds_up_the_days_of_the_city(campaign):
    department = DepartmentFactory()
    people = [EmployeeFactory(assignment__department=department) for _ in range(4)]
    scope = Scope(departments=frozenset({department.pk}))
    for n, person in zip([1, 1, 4], people, strict=False):
        acknowledged(person, campaign, n)
    # 03:00 UTC is still the evening before in the City
    AcknowledgementFactory(person=people[3], campaign=campaign, at=day(6) - timedelta(hours=3))
    curve = over_time(campaign.version_id, now(10), scope)
    assert [(one.day.day, one.acknowledged) for one in curve] == [(2, 2), (5, 3), (6, 4)]
    assert [one.acknowledged for one in over_time(campaign.version_id, now(2), scope)] == [2]


def test_the_report_takes_the_same_queries_for_any_number_of_departments(campaign, django_assert_num_queries):
    def fill(count):
        for _ in range(count):
            EmployeeFactory()

    fill(2)
    with django_assert_num_queries(6):
        report(campaign.version_id, now(1), EVERYBODY)
    fill(8)
    with django_assert_num_queries(6):
        report(campaign.version_id, now(1), EVERYBODY)


def naive(version_id, moment):
    """Coverage restated slowly: person by person, row by row."""

    def holds(row):
        known = row.recorded_at <= moment.known_at and (
            row.superseded_at is None or row.superseded_at > moment.known_at
        )
        return (
            known
            and row.effective_from <= moment.at
            and (row.effective_until is None or row.effective_until > moment.at)
        )

    found = defaultdict(lambda: [0, 0])
    for person in Employee.objects.all():
        if any(holds(row) and row.status == "left" for row in EmployeeStatus.objects.filter(employee=person)):
            continue
        for row in Assignment.objects.filter(employee=person):
            profiles = [profile for profile in row.department.profiles.all() if holds(profile)]
            if not holds(row) or not profiles or profiles[0].under_regulation == "no":
                continue
            found[row.department_id][0] += 1
            found[row.department_id][1] += any(
                kept.at <= moment.at
                and kept.recorded_at <= moment.known_at
                and (kept.annulled_at is None or kept.annulled_at > moment.known_at)
                for kept in Acknowledgement.objects.filter(person=person, version_id=version_id)
            )
    return {department: tuple(counts) for department, counts in found.items()}


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["move", "leave", "return", "acknowledge", "annul", "late move"]),
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=EVENTS, at=st.integers(0, 14), later=st.integers(0, 14))
def test_it_is_what_a_slow_restatement_says(campaign, events, at, later):
    with transaction.atomic():  # each history starts from nothing
        compare_with_the_slow_restatement(campaign, events, at, later)
        transaction.set_rollback(True)


def compare_with_the_slow_restatement(campaign, events, at, later):
    departments = [DepartmentFactory(profile__under_regulation=rule) for rule in ("yes", "by_choice", "no")]
    people = [EmployeeFactory(assignment__department=departments[n % 3]) for n in range(4)]
    for n, (what, who, where) in enumerate(events, start=1):
        happen(what, people[who], departments[where], n, campaign)
    for moment in (now(at), Moment(day(at), day(max(at, later)))):
        fast = {pk: (t.people, t.acknowledged) for pk, t in tallies(campaign.version_id, moment, EVERYBODY).items()}
        assert fast == naive(campaign.version_id, moment)
        listed = missing(campaign.version_id, moment, EVERYBODY)
        assert len(listed) == sum(asked - done for asked, done in fast.values())


def happen(what, person, department, n, campaign):
    """One event of a random history, on day n."""
    current = Assignment.objects.not_superseded().filter(employee=person, effective_until=None).first()
    gone = EmployeeStatus.objects.not_superseded().filter(employee=person, effective_until=None).first()
    kept = Acknowledgement.objects.not_annulled().filter(person=person, version=campaign.version).first()
    if what == "move" and current.effective_from < day(n):
        end(current, until=day(n), at=day(n))
        AssignmentFactory(employee=person, department=department, effective_from=day(n), recorded_at=day(n))
    elif what == "late move":
        supersede(current, at=day(n), department=department)
    elif what == "leave" and gone is None:
        last = EmployeeStatus.objects.filter(employee=person).order_by("-effective_until").first()
        if last is None or last.effective_until is None or last.effective_until <= day(n):
            EmployeeStatusFactory(employee=person, left=True, effective_from=day(n), recorded_at=day(n))
    elif what == "return" and gone is not None:
        end(gone, until=day(n), at=day(n))
    elif what == "acknowledge" and kept is None:
        acknowledged(person, campaign, n)
    elif what == "annul" and kept is not None and kept.at < day(n):
        Acknowledgement.objects.filter(pk=kept.pk).update(annulled_at=day(n))
