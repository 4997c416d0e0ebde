"""Two workers at once still remind each person once, on both engines."""

import threading

import pytest
from django.db import connection

from acknowledgements.models import Reminder
from acknowledgements.services import send_reminders
from foundation.actor import Actor
from notifications.models import Notice
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("every_day_a_working_day")]


def test_three_workers_remind_each_person_once():
    CampaignFactory()
    department = DepartmentFactory()
    for _ in range(30):
        EmployeeFactory(assignment__department=department)
    ready = threading.Barrier(3)
    errors = []

    def worker():
        try:
            ready.wait()
            send_reminders(by=Actor.of_system("campaign reminders"), batch=4)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    workers = [threading.Thread(target=worker) for _ in range(3)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    assert errors == []
    reminded = Reminder.objects.values("person").distinct().count()
    assert reminded == Reminder.objects.count() >= 30
    assert Notice.objects.filter(kind="acknowledgements.reminder").count() == reminded
