"""The model of time: dated facts, superseding, and the guards behind them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from directory.models import Assignment
from foundation.effective import end, supersede
from foundation.errors import Conflict
from tests.factories.directory import LONG_AGO, AssignmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.fixture
def assignment():
    return EmployeeFactory().assignments.get()


def test_an_ended_fact_is_still_known_as_it_was_known_then(assignment):
    end(assignment, until=MARCH, at=JUNE)
    in_april = MARCH + timedelta(days=31)
    assert Assignment.objects.in_effect(in_april).count() == 1
    assert Assignment.objects.in_effect(in_april, JUNE).count() == 0
    assert Assignment.objects.in_effect(MARCH - timedelta(seconds=1), JUNE).count() == 1


def test_the_end_is_half_open(assignment):
    ended = end(assignment, until=MARCH, at=LONG_AGO + timedelta(days=1))
    assert ended.is_in_effect(MARCH - timedelta(microseconds=1))
    assert not ended.is_in_effect(MARCH)


def test_a_row_is_superseded_once(assignment):
    stale = Assignment.objects.get(pk=assignment.pk)
    supersede(assignment, at=MARCH, title="Chief clerk")
    with pytest.raises(Conflict):
        supersede(stale, at=JUNE, title="Deputy clerk")


def test_the_database_refuses_to_change_a_fact(assignment):
    with pytest.raises(DatabaseError), transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).update(title="Mayor")


def test_the_database_refuses_to_delete_a_fact(assignment):
    with pytest.raises(DatabaseError), transaction.atomic():
        Assignment.objects.filter(pk=assignment.pk).delete()


def test_nobody_has_two_assignments_at_once(assignment):
    with pytest.raises(IntegrityError), transaction.atomic():
        AssignmentFactory(employee=assignment.employee, effective_from=MARCH, recorded_at=MARCH)


def test_a_late_entry_is_marked_late(assignment):
    assert not assignment.is_late
    assert supersede(assignment, at=JUNE, title="Clerk II").is_late


def test_what_is_recorded_on_the_day_it_takes_effect_is_late_but_not_shown_late():
    begins = datetime(2026, 3, 2, 6, tzinfo=UTC)  # midnight in the City
    row = Assignment(effective_from=begins, recorded_at=begins + timedelta(hours=23))
    assert row.is_late
    assert not row.is_shown_late
    assert Assignment(effective_from=begins, recorded_at=begins + timedelta(hours=24)).is_shown_late
