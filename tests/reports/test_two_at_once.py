"""Two connections at the same moment: a time is made once, and what goes with it goes whole (DESIGN 3.6)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from reports import services
from reports.models import Export, SavedReport, Schedule, ScheduleRun
from tests.accounts.test_two_at_once import at_once
from tests.factories.directory import EmployeeFactory
from tests.factories.reports import ScheduleFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite writes one after the other: there is no second writer to race with.",
    ),
]

BY = Actor.of_system("scheduled reports")


def make():
    return services.run_schedules(by=BY)


@pytest.fixture
def due():
    """A schedule whose time came this hour: every week on the day that is today."""
    at = clock.now()
    local = at.astimezone(clock.city_zone())
    return ScheduleFactory(
        saved__owner=EmployeeFactory(),
        rhythm="weekly",
        weekday=local.weekday(),
        hour=local.hour,
        set_at=at - timedelta(days=1),
        next_at=at.replace(minute=0, second=0, microsecond=0),
    )


@pytest.mark.parametrize("turn", range(3))
def test_a_time_is_made_once_by_however_many(due, turn):
    assert sorted(at_once(make, make, make, make)) == [0, 0, 0, 1]
    assert ScheduleRun.objects.count() == Export.objects.count() == 1
    assert Entry.objects.filter(act="reports.schedule_ran").count() == 1


@pytest.mark.parametrize("turn", range(3))
def test_whoever_deletes_the_report_meanwhile_leaves_nothing_half(due, turn):
    by = Actor.of_person(due.saved.owner)
    made, deleted = at_once(make, lambda: services.delete_saved(by=by, saved=due.saved))
    assert deleted is None
    assert not (SavedReport.objects.exists() or Schedule.objects.exists() or ScheduleRun.objects.exists())
    assert Export.objects.count() == made


@pytest.mark.parametrize("turn", range(3))
def test_whoever_changes_it_meanwhile_is_neither_lost_nor_made_twice(due, turn):
    by = Actor.of_person(due.saved.owner)
    timing = services.Timing(rhythm="workdays", hour=due.hour, kind="xlsx")
    at_once(make, lambda: services.set_schedule(by=by, saved=due.saved, timing=timing))
    make()
    found = Schedule.objects.get()
    assert (found.rhythm, found.kind) == ("workdays", "xlsx")
    assert found.next_at > clock.now()
    assert Export.objects.count() == ScheduleRun.objects.count() <= 1


@pytest.mark.parametrize("is_long", [False, True])
def test_a_double_click_is_one_file(is_long, monkeypatch):
    monkeypatch.setattr("reports.views.exporting.is_long", lambda rows, kind: is_long)
    person = EmployeeFactory()
    sent, address = {"file_kind": "csv", "once": str(uuid4())}, reverse("reports:export", args=["powers"])

    def click():
        client = Client()
        client.force_login(person)
        return client.post(address, sent).url

    assert len(set(at_once(click, click))) == 1
    assert Export.objects.count() == 1


def test_a_double_click_saves_one_report():
    person = EmployeeFactory()
    sent, address = {"name": "Mine", "once": str(uuid4())}, reverse("reports:save", args=["powers"])

    def click():
        client = Client()
        client.force_login(person)
        return client.post(address, sent).status_code

    assert at_once(click, click) == [302, 302]
    assert SavedReport.objects.count() == 1
    assert not SavedReport.objects.exclude(owner=person).exists()


def test_two_exports_by_hand_at_once_do_not_wait_for_each_other():
    """Each is made in the transaction of its mark, and waits for what began before its moment: never both ways."""
    address = reverse("reports:export", args=["powers"])

    def ask(person):
        client = Client()
        client.force_login(person)
        return lambda: client.post(address, {"file_kind": "csv", "once": str(uuid4())}).status_code

    assert at_once(*(ask(EmployeeFactory()) for _ in range(4))) == [302] * 4
    assert not SavedReport.objects.exists()
