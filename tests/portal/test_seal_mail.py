"""Each day the latest root leaves the house, to the auditors."""

from datetime import timedelta

import pytest

from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Seal
from foundation.audit.services import Subject, record
from notifications.models import OutboxMessage
from portal.seal_mail import tell_auditors
from tests.audit.conftest import seal
from tests.factories.directory import EmployeeFactory, EmployeeStatusFactory

pytestmark = pytest.mark.django_db(transaction=True)  # on PostgreSQL only what is committed is sealed


@pytest.fixture
def sealed():
    record(by=Actor.of_system("tests"), act="tests.done", on=Subject("tests", "1"), at=clock.now())
    seal()


@pytest.mark.usefixtures("sealed")
def test_every_auditor_at_work_gets_the_latest_root_once_a_day():
    auditor = EmployeeFactory(role="auditor")
    EmployeeFactory(role="administrator")
    EmployeeStatusFactory(employee=EmployeeFactory(role="auditor"), left=True)
    now = clock.now()
    for _ in range(2):
        tell_auditors(now)
    message = OutboxMessage.objects.get()
    assert message.recipient == auditor
    assert Seal.objects.latest("id").root in message.text
    tell_auditors(now + timedelta(days=1))
    assert OutboxMessage.objects.count() == 2


def test_nothing_is_mailed_while_nothing_is_sealed():
    EmployeeFactory(role="auditor")
    assert tell_auditors(clock.now()) == 0
    assert not OutboxMessage.objects.exists()
