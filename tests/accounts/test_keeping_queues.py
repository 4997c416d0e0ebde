"""What the home page says to whoever keeps accounts true."""

from datetime import timedelta

import pytest

from accounts.keeping import due_for, hand_overs_for
from accounts.keeping_queues import keeping_queues
from accounts.models import Confirmation
from foundation import clock
from foundation.waiting import counted
from tests.factories.accounts import AccountFactory, HandOverFactory
from tests.factories.directory import EmployeeStatusFactory

pytestmark = pytest.mark.django_db
TERM = timedelta(days=180)


def waits(person):
    return {item.title: item.count for item in counted(keeping_queues(person, clock.now()))}


def confirmed(ago, department, **more):
    account = AccountFactory(department=department, **more)
    Confirmation.objects.create(account=account, by=account.entered_by, at=clock.now() - ago)
    return account


def test_a_steward_hears_of_what_is_due_within_two_weeks_and_an_authority_of_what_is_overdue(parks, streets):
    steward = parks.employee()
    for ago in (TERM - timedelta(days=15), TERM - timedelta(days=13), TERM + timedelta(days=1)):
        confirmed(ago, parks.department, primary=steward)
    assert waits(steward) == {"Accounts to confirm": 2}
    assert waits(parks.head) == {"Accounts of yours that nobody confirmed in time": 1}
    assert waits(streets.head) == waits(parks.comms_staff) == {}


def test_when_it_is_due_is_said_with_the_oldest(parks):
    steward = parks.employee()
    for ago in (TERM + timedelta(days=3), TERM):
        confirmed(ago, parks.department, primary=steward)
    item = counted(keeping_queues(steward, clock.now()))[0]
    assert clock.now() - item.due > timedelta(days=2, hours=23)


def test_hand_overs_wait_for_stewards_the_authority_and_comms_staff(parks, streets):
    steward = parks.employee()
    account = confirmed(timedelta(0), parks.department, primary=steward)
    HandOverFactory(account=account)
    for person in (steward, parks.head, parks.comms_staff):
        assert waits(person) == {"Accounts to hand over": 1}
        assert hand_overs_for(person, clock.now()).count() == 1
    assert waits(streets.comms_staff) == {}
    EmployeeStatusFactory(employee=steward, status="on_leave")
    assert waits(steward) == {}


@pytest.mark.parametrize("trait", ["suspended", "retired", "requested"])
def test_what_is_not_active_waits_for_no_confirmation(parks, trait):
    steward = parks.employee()
    AccountFactory(department=parks.department, primary=steward, **{trait: True})
    assert waits(steward) == {}
    assert not due_for(steward, clock.now()).exists()


def test_a_retired_account_is_not_handed_over_any_more(parks):
    HandOverFactory(account=AccountFactory(department=parks.department, retired=True))
    assert waits(parks.head) == {}


def test_an_authority_that_is_a_steward_too_hears_of_an_account_once(parks):
    confirmed(TERM, parks.department, primary=parks.head)
    assert waits(parks.head) == {"Accounts to confirm": 1}
