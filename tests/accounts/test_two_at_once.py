"""Two connections act on one account, or want one name, at the same moment: one wins, the other is told."""

import threading
from itertools import pairwise

import pytest
from django.db import connection, connections, transaction

from accounts import services
from accounts.models import AccountFacts, Approval, OfficialAccount, State
from foundation import clock
from foundation.actor import Actor
from foundation.errors import PortalError, Refusal
from powers.drafts import EndingDraft
from powers.services.writing import Provenance, write_ending
from tests.accounts.conftest import Office
from tests.factories.accounts import AccountFactory, plan

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite writes one after the other: there is no second writer to race with.",
    ),
]


def at_once(*deeds):
    """Let several deeds begin together, each in a thread and a connection of its own; what each came to, in order."""
    gate, outcomes = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(place, deed):
        gate.wait(10)
        try:
            outcomes[place] = deed()
        except PortalError as error:
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def failures(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, PortalError)]


def state_of(account):
    return OfficialAccount.objects.as_of(clock.now()).get(pk=account.pk).standing.state


def test_of_an_approval_and_a_refusal_at_once_one_stands():
    parks = Office("PRF")
    asked = AccountFactory(department=parks.department, requested=True)
    decided = at_once(
        lambda: services.approve_account(by=parks.authority, account=asked, department=parks.department),
        lambda: services.decline_account(
            by=parks.authority, account=asked, department=parks.department, reason="One is enough"
        ),
    )
    assert len(failures(decided)) == 1
    assert state_of(asked) in {State.APPROVED, State.DECLINED}
    assert Approval.objects.filter(account=asked).count() == (state_of(asked) == State.APPROVED)


def test_two_approvals_at_once_are_one():
    parks = Office("PRF")
    asked = AccountFactory(department=parks.department, requested=True)

    def approve():
        return services.approve_account(by=parks.authority, account=asked, department=parks.department)

    assert len(failures(at_once(approve, approve))) == 1
    assert Approval.objects.filter(account=asked).count() == 1


def test_one_name_asked_for_twice_at_once_goes_to_one():
    parks, streets = Office("PRF"), Office("STR")
    outcomes = at_once(
        lambda: services.request_account(by=parks.comms, plan=plan(responsible=parks.department)),
        lambda: services.request_account(by=streets.comms, plan=plan(responsible=streets.department)),
    )
    assert len(failures(outcomes)) == 1
    assert "already" in failures(outcomes)[0].what
    assert AccountFacts.objects.filter(identity="x:stlparks").count() == 1


def test_nothing_is_approved_under_an_appointment_that_has_just_ended():
    parks = Office("PRF")
    asked = AccountFactory(department=parks.department, requested=True)
    with transaction.atomic():
        how = Provenance(by=Actor.of_system("test"), at=clock.now(), origin=parks.appointment.origin)
        write_ending(EndingDraft("appointment", parks.appointment.lineage, "Dismissed"), how)
        found = {}

        def approve():
            try:
                services.approve_account(by=parks.authority, account=asked, department=parks.department)
            except Refusal as refusal:
                found["refusal"] = refusal
            finally:
                connections.close_all()

        waiting = threading.Thread(target=approve)
        waiting.start()
        waiting.join(1)
        assert waiting.is_alive(), "the approval must wait for the ending"
    waiting.join(10)
    assert found["refusal"].clause == "IV.A"
    assert state_of(asked) == State.REQUESTED


def test_a_suspension_and_a_retirement_at_once_follow_one_another():
    parks = Office("PRF")
    account = AccountFactory(department=parks.department)
    at_once(
        lambda: services.suspend_account(by=parks.comms, account=account, reason="Strange posts"),
        lambda: services.retire_account(
            by=parks.authority, account=account, department=parks.department, reason="Not used"
        ),
    )
    assert state_of(account) == State.RETIRED
    rows = account.states.filter(superseded_at=None).order_by("effective_from")
    assert all(one.effective_until == two.effective_from for one, two in pairwise(rows))
