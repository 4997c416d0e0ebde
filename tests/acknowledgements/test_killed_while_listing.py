"""The worker of a long list is killed with `kill -9` in the middle: each gets one letter, and nobody is left out."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from acknowledgements.models import ListLine, Outcome, Reminder
from directory.models import Assignment, Employee
from foundation import clock
from foundation.jobs.models import Job, State
from foundation.jobs.running import LEASE, give_back_lost, run
from notifications.models import Notice
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.directory import LONG_AGO, DepartmentFactory, EmployeeFactory
from tests.factories.lists import acted

PEOPLE = 3000
WORK = """
import django
django.setup()
from acknowledgements.services import acting_on_lists
from foundation.jobs.models import Job
from foundation.jobs.running import run
acting_on_lists.CHUNK = 50
run(Job.objects.get().pk)
"""


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_3000_each_is_reminded_once(settings, tmp_path):
    campaign, department = CampaignFactory(), DepartmentFactory()
    people = Employee.objects.bulk_create(
        Employee(number=f"K{n}", name=f"Person {n}", email=f"k{n}@city.example") for n in range(PEOPLE)
    )
    Assignment.objects.bulk_create(
        Assignment(employee=one, department=department, effective_from=LONG_AGO, recorded_at=LONG_AGO) for one in people
    )
    act = acted(EmployeeFactory(role="employee_relations"), campaign, department=department.pk)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
        "WORKER_DATABASE_NAME": str(connection.settings_dict["NAME"]),
        "WORKER_SMTP_PORT": "1",
        "WORKER_FOLDER": str(tmp_path),
    }
    worker = subprocess.Popen([sys.executable, "-c", WORK], env=environment, cwd=settings.ROOT)
    stop = time.monotonic() + 240
    while ListLine.objects.count() < PEOPLE // 7:
        assert time.monotonic() < stop, "It took too long."
        time.sleep(0.02)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    reached = ListLine.objects.count()
    assert 0 < reached < PEOPLE
    letters = Notice.objects.filter(kind="acknowledgements.reminder")
    assert letters.count() == Reminder.objects.count() == reached, "all of a piece, or nothing"
    give_back_lost(clock.now() + 2 * LEASE)
    run(Job.objects.get().pk)
    act.refresh_from_db()
    assert (Job.objects.get().state, act.state) == (State.DONE, "done")
    assert act.lines.filter(outcome=Outcome.REMINDED).count() == act.count == PEOPLE
    assert letters.values("person").distinct().count() == letters.count() == Reminder.objects.count() == PEOPLE
