"""The roster: one assignment at a time, leaving and undoing, and what follows from a change."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from directory.models import Assignment, Employee, EmployeeStatus, Role, Status
from directory.services import roster
from directory.services.consequences import ChangeKind, RosterChange, Told
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from tests.factories.directory import LONG_AGO, DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

MARCH = datetime(2026, 3, 1, 6, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
FOLLOWED = []


def follow_for_test(*, by, changes, at):
    FOLLOWED.extend((told.employee.number, told.change.kind, told.change.after) for told in changes)


@pytest.fixture
def administrator():
    return Actor.of_person(EmployeeFactory(role=Role.ADMINISTRATOR))


@pytest.fixture
def clerk():
    return EmployeeFactory()


def test_a_hire_is_assigned_from_the_day_given_and_stands_in_the_trail(administrator):
    parks = DepartmentFactory()
    person = roster.hire(
        by=administrator, number="H1", name="Ada Ng", department=parks, title="Ranger", effective=MARCH
    )
    assert not person.has_usable_password()
    assert list(Employee.objects.assigned_to([parks.pk], MARCH, clock.now())) == [person]
    assert not Employee.objects.assigned_to([parks.pk], MARCH - DAY, clock.now()).exists()
    entry = Entry.objects.get(act="directory.hired")
    assert entry.actor_number == administrator.number
    assert entry.after["department"] == parks.code


def test_only_an_administrator_changes_the_roster(clerk):
    with pytest.raises(Refusal, match="administrator"):
        roster.change_title(clerk, by=Actor.of_person(EmployeeFactory()), title="Mayor")


def test_an_administrator_on_leave_changes_nothing(administrator, clerk):
    roster.start_leave(administrator.person, by=Actor.of_system("test"))
    with pytest.raises(Refusal):
        roster.change_title(clerk, by=administrator, title="Mayor")


def test_a_move_ends_one_assignment_and_begins_another(administrator, clerk):
    airport = DepartmentFactory()
    roster.move(clerk, by=administrator, department=airport, effective=MARCH)
    known = clock.now()
    assert Assignment.objects.in_effect(MARCH - DAY, known).get(employee=clerk).department != airport
    assert Assignment.objects.in_effect(MARCH, known).get(employee=clerk).department == airport


def test_a_change_already_recorded_for_later_stays(administrator, clerk):
    roster.change_title(clerk, by=administrator, title="Chief", effective=JUNE)
    roster.change_title(clerk, by=administrator, title="Deputy", effective=MARCH)
    known = clock.now()
    titles = [Assignment.objects.in_effect(day, known).get(employee=clerk).title for day in (MARCH - DAY, MARCH, JUNE)]
    assert titles == ["Clerk", "Deputy", "Chief"]


def test_the_same_change_again_writes_nothing(administrator, clerk):
    roster.change_title(clerk, by=administrator, title="Chief", effective=MARCH)
    rows = Assignment.objects.filter(employee=clerk).count()
    roster.change_title(clerk, by=administrator, title="Chief", effective=MARCH)
    assert Assignment.objects.filter(employee=clerk).count() == rows


def test_nobody_is_through_others_their_own_supervisor(administrator, clerk):
    chief, deputy = EmployeeFactory(), EmployeeFactory()
    roster.change_supervisor(deputy, by=administrator, supervisor=chief)
    roster.change_supervisor(clerk, by=administrator, supervisor=deputy)
    with pytest.raises(InvalidInput, match="cannot supervise"):
        roster.change_supervisor(chief, by=administrator, supervisor=clerk)


def test_who_is_on_leave_is_not_at_work_and_is_again_afterwards(administrator, clerk):
    roster.start_leave(clerk, by=administrator, effective=MARCH)
    roster.return_from_leave(clerk, by=administrator, effective=JUNE)
    known = clock.now()
    at_work = [Employee.objects.at_work(day, known).filter(pk=clerk.pk).exists() for day in (MARCH - DAY, MARCH, JUNE)]
    assert at_work == [True, False, True]
    assert Employee.objects.employed(MARCH, known).filter(pk=clerk.pk).exists()


def test_two_absences_do_not_overlap(administrator, clerk):
    roster.start_leave(clerk, by=administrator, effective=JUNE, until=JUNE + 30 * DAY)
    with pytest.raises(Conflict, match="already recorded"):
        roster.suspend(clerk, by=administrator, effective=MARCH)


def test_leaving_ends_the_assignment_and_withdraws_what_was_planned(administrator, clerk):
    roster.move(clerk, by=administrator, department=DepartmentFactory(), effective=JUNE)
    roster.start_leave(clerk, by=administrator, effective=JUNE)
    roster.leave_the_city(clerk, by=administrator, effective=MARCH)
    known = clock.now()
    assert not Employee.objects.employed(MARCH, known).filter(pk=clerk.pk).exists()
    assert not Employee.objects.employed(JUNE, known).filter(pk=clerk.pk).exists()
    assert EmployeeStatus.objects.in_effect(JUNE, known).get(employee=clerk).status == Status.LEFT


def test_leaving_twice_is_leaving_once(administrator, clerk):
    first = roster.leave_the_city(clerk, by=administrator, effective=MARCH)
    assert roster.leave_the_city(clerk, by=administrator, effective=MARCH).pk == first.pk


def test_an_ending_made_in_error_is_undone_and_what_it_ended_restored(administrator, clerk):
    roster.move(clerk, by=administrator, department=DepartmentFactory(), effective=JUNE)
    before = clock.now()
    then = set(Assignment.objects.in_effect(JUNE, before).values_list("employee", "department", "title"))
    left = roster.leave_the_city(clerk, by=administrator, effective=MARCH)
    between = clock.now()
    roster.undo(clerk, by=administrator, recorded_at=left.recorded_at)
    after = clock.now()
    assert set(Assignment.objects.in_effect(JUNE, after).values_list("employee", "department", "title")) == then
    assert not EmployeeStatus.objects.in_effect(JUNE, after).filter(employee=clerk).exists()
    # What was held true between the error and its correction stays known.
    assert not Assignment.objects.in_effect(JUNE, between).filter(employee=clerk).exists()
    assert Entry.objects.filter(act="directory.undone", object_id=str(clerk.pk)).count() == 1


def test_what_later_entries_rest_on_is_not_undone(administrator, clerk):
    moved = roster.move(clerk, by=administrator, department=DepartmentFactory(), effective=MARCH)
    roster.change_title(clerk, by=administrator, title="Chief", effective=JUNE)
    with pytest.raises(Conflict, match="later entry"):
        roster.undo(clerk, by=administrator, recorded_at=moved.recorded_at)


def test_somebody_hired_again_keeps_the_gap(administrator, clerk):
    roster.leave_the_city(clerk, by=administrator, effective=MARCH)
    again = roster.hire(
        by=administrator, number=clerk.number, name=clerk.name, department=DepartmentFactory(), effective=JUNE
    )
    known = clock.now()
    assert again.pk == clerk.pk
    assert [Employee.objects.employed(day, known).filter(pk=clerk.pk).exists() for day in (MARCH, JUNE)] == [
        False,
        True,
    ]


def test_who_works_here_is_not_hired(administrator, clerk):
    with pytest.raises(Conflict, match="already works"):
        roster.hire(by=administrator, number=clerk.number, name=clerk.name, department=DepartmentFactory())


@pytest.mark.parametrize("days", [-40, 40])
def test_a_corrected_beginning_moves_the_end_before_it(administrator, clerk, days):
    moved = roster.move(clerk, by=administrator, department=DepartmentFactory(), effective=MARCH)
    start = MARCH + days * DAY
    roster.correct(moved, by=administrator, effective_from=start)
    known = clock.now()
    department = moved.department
    assert Assignment.objects.in_effect(start, known).get(employee=clerk).department == department
    assert Assignment.objects.in_effect(start - DAY, known).get(employee=clerk).department != department


def test_a_corrected_beginning_stays_after_what_came_before(administrator, clerk):
    moved = roster.move(clerk, by=administrator, department=DepartmentFactory(), effective=MARCH)
    with pytest.raises(InvalidInput):
        roster.correct(moved, by=administrator, effective_from=LONG_AGO)


def test_a_work_email_belongs_to_one_person(administrator, clerk):
    with pytest.raises(InvalidInput, match="belongs to"):
        roster.hire(by=administrator, number="X9", name="X", email=clerk.email.upper(), department=DepartmentFactory())


def test_consequences_are_called_in_the_transaction_of_the_change(administrator, clerk, settings):
    FOLLOWED.clear()
    settings.ROSTER_CONSEQUENCES = [f"{__name__}.follow_for_test"]
    roster.leave_the_city(clerk, by=administrator)
    assert [(clerk.number, ChangeKind.LEFT, {"status": "left"})] == FOLLOWED


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_each_roster_consequence_resolves_and_is_safe_to_repeat(kind, administrator, clerk):
    told = Told(clerk, RosterChange(kind, MARCH), None)
    for name in settings.ROSTER_CONSEQUENCES:
        consequence = import_string(name)
        consequence(by=administrator, changes=[told], at=MARCH)
        counts = {model: model._base_manager.count() for model in apps.get_models()}
        consequence(by=administrator, changes=[told], at=MARCH)
        assert {model: model._base_manager.count() for model in apps.get_models()} == counts, name


def test_a_leave_becomes_a_suspension_on_a_later_day(administrator, clerk):
    roster.start_leave(clerk, by=administrator, effective=MARCH)
    roster.suspend(clerk, by=administrator, effective=JUNE, until=JUNE + 10 * DAY)
    known = clock.now()
    days = (MARCH, JUNE - DAY, JUNE, JUNE + 10 * DAY)
    statuses = [EmployeeStatus.objects.in_effect(day, known).filter(employee=clerk).first() for day in days]
    found = [row.status if row else None for row in statuses]
    assert found == [Status.ON_LEAVE, Status.ON_LEAVE, Status.SUSPENDED, None]
