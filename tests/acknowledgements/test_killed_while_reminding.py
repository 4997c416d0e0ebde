"""Whoever sends reminders is killed with `kill -9` in the middle: each is still told once, and nobody is left out."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from acknowledgements.audience import bound_people
from acknowledgements.models import Reminder
from acknowledgements.services import send_reminders
from directory.models import Assignment, Employee
from foundation import clock
from foundation.actor import Actor
from notifications.models import Notice
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.directory import LONG_AGO, DepartmentFactory

PEOPLE = 7000
SEND = """
import django
django.setup()
from acknowledgements.services import send_reminders
from foundation.actor import Actor
from foundation.calendar import WorkingDays
WorkingDays.__contains__ = lambda days, day: True
send_reminders(by=Actor.of_system("campaign reminders"), batch=100)
"""


@pytest.mark.slow
@pytest.mark.once
@pytest.mark.usefixtures("every_day_a_working_day")
@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_7000_each_is_reminded_once(settings, tmp_path):
    campaign = CampaignFactory()
    department = DepartmentFactory()
    people = Employee.objects.bulk_create(Employee(number=f"K{n}", name=f"Person {n}") for n in range(PEOPLE))
    Assignment.objects.bulk_create(
        Assignment(employee=one, department=department, effective_from=LONG_AGO, recorded_at=LONG_AGO) for one in people
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.notifications.worker_settings",
        "WORKER_DATABASE_NAME": str(connection.settings_dict["NAME"]),
        "WORKER_SMTP_PORT": "1",
        "WORKER_FOLDER": str(tmp_path),
    }
    sender = subprocess.Popen([sys.executable, "-c", SEND], env=environment, cwd=settings.ROOT)
    stop = time.monotonic() + 240
    while Reminder.objects.count() < PEOPLE // 7:
        assert time.monotonic() < stop, "It took too long."
        time.sleep(0.02)
    os.kill(sender.pid, signal.SIGKILL)
    sender.wait()
    reached = Reminder.objects.count()
    assert 0 < reached < PEOPLE
    assert Notice.objects.filter(kind="acknowledgements.reminder").count() == reached, "all of a batch, or nothing"
    send_reminders(by=Actor.of_system("campaign reminders"))
    everybody = bound_people(clock.now()).count()
    assert Reminder.objects.filter(campaign=campaign).values("person").distinct().count() == everybody
    assert Reminder.objects.count() == everybody
    assert Notice.objects.filter(kind="acknowledgements.reminder").count() == everybody
