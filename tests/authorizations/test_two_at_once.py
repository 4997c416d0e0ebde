"""Two connections at the same moment: one wins, the other is told what happened (DESIGN 3.6)."""

import threading

import pytest
from django.db import connection, transaction

from authorizations import services
from authorizations.decisions import Act, Answer
from authorizations.models import Acceptance, Authorization, Revocation
from directory.services import roster
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Conflict, PortalError, Refusal
from powers.drafts import EndingDraft
from powers.services.writing import Provenance, write_ending
from tests.accounts.test_two_at_once import at_once, failures
from tests.authorizations.conftest import Office, device
from tests.factories.accounts import AccountFactory
from tests.factories.authorizations import AuthorizationFactory, RequestFactory
from tests.factories.directory import EmployeeFactory
from tests.powers.test_two_connections import in_a_thread

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite writes one after the other: there is no second writer to race with.",
    ),
]


def test_two_who_grant_one_request_at_once_give_one_authorization():
    parks = Office("PRF")
    asked = RequestFactory(grantee=parks.employee())
    designee = Actor.of_person(parks.designee("approve_personal_device"))
    outcomes = at_once(
        lambda: services.grant(by=parks.authority, plan=device(asked.grantee), request=asked),
        lambda: services.grant(by=designee, plan=device(asked.grantee), request=asked),
    )
    (lost,) = failures(outcomes)
    row = Authorization.objects.get()
    assert isinstance(lost, Conflict)
    assert row.granted_by.name in lost.why


def test_of_a_grant_and_a_refusal_at_once_one_stands():
    parks = Office("PRF")
    asked = RequestFactory(grantee=parks.employee())
    outcomes = at_once(
        lambda: services.grant(by=parks.authority, plan=device(asked.grantee), request=asked),
        lambda: services.decline(by=parks.authority, request=asked, reason="Use the City's"),
    )
    assert len(failures(outcomes)) == 1
    asked.refresh_from_db()
    assert Authorization.objects.count() == (asked.outcome == "granted")


def test_grants_at_once_get_numbers_of_their_own():
    parks = Office("PRF")
    people = [parks.employee() for _ in range(4)]

    def deed(person):
        return lambda: services.grant(by=parks.authority, plan=device(person))

    assert not failures(at_once(*map(deed, people)))
    assert sorted(row.reference[-3:] for row in Authorization.objects.all()) == ["001", "002", "003", "004"]


def test_nothing_is_granted_under_an_appointment_that_has_just_ended():
    parks = Office("PRF")
    grantee = parks.employee()
    with transaction.atomic():
        how = Provenance(by=Actor.of_system("test"), at=clock.now(), origin=parks.appointment.origin)
        write_ending(EndingDraft("appointment", parks.appointment.lineage, "Dismissed"), how)
        thread, found = in_a_thread(lambda: services.grant(by=parks.authority, plan=device(grantee)))
        thread.join(1)
        assert thread.is_alive(), "the grant must wait for the ending"
    thread.join(10)
    assert found["refusal"].clause == "IV.J"
    assert not Authorization.objects.exists()


def test_a_revocation_and_an_acceptance_at_once_follow_one_another():
    parks = Office("PRF")
    row = AuthorizationFactory(grantee=parks.employee(), with_document=True)
    outcomes = at_once(
        lambda: services.accept(by=Actor.of_person(row.grantee), authorization=row, text_hash=row.text_hash),
        lambda: services.revoke(by=parks.authority, authorization=row, reason="Over"),
    )
    revocation = Revocation.objects.get(authorization=row)
    accepted = Acceptance.objects.filter(authorization=row).first()
    assert isinstance(outcomes[0], PortalError) == (accepted is None)
    assert accepted is None or accepted.accepted_at < revocation.effective_from


def test_who_relies_on_an_instrument_waits_for_its_revocation_and_sees_it():
    parks = Office("PRF")
    account = AccountFactory(department=parks.department)
    row = AuthorizationFactory(grantee=parks.employee(), accounts=[account], accepted=True)

    def rely():
        with transaction.atomic():
            return services.decide_under_lock(row.grantee, Act(account=account))

    assert rely().answer == Answer.YES
    with transaction.atomic():
        services.revoke(by=parks.authority, authorization=row, reason="Over")
        thread, found = in_a_thread(rely)
        thread.join(1)
        assert thread.is_alive(), "the decision must wait for the revocation"
    thread.join(10)
    assert found["answer"].answer == Answer.NO


def test_a_revocation_waits_for_who_relies_on_the_instrument():
    parks = Office("PRF")
    account = AccountFactory(department=parks.department)
    row = AuthorizationFactory(grantee=parks.employee(), accounts=[account], accepted=True)
    relied, go_on = threading.Event(), threading.Event()

    def rely():
        with transaction.atomic():
            decision = services.decide_under_lock(row.grantee, Act(account=account))
            relied.set()
            go_on.wait(10)
        return decision

    thread, found = in_a_thread(rely)
    assert relied.wait(10)
    revoking, revoked = in_a_thread(lambda: services.revoke(by=parks.authority, authorization=row, reason="Over"))
    revoking.join(1)
    assert revoking.is_alive()
    go_on.set()
    thread.join(10)
    revoking.join(10)
    assert found["answer"].answer == Answer.YES
    assert found["answer"].at < revoked["answer"].effective_from


def test_who_is_moved_meanwhile_gets_nothing_from_the_former_authority():
    parks, streets = Office("PRF"), Office("STR")
    grantee = parks.employee()
    administrator = Actor.of_person(EmployeeFactory(role="administrator"))
    with transaction.atomic():
        roster.move(employee=grantee, department=streets.department, by=administrator)
        thread, found = in_a_thread(lambda: services.grant(by=parks.authority, plan=device(grantee)))
        thread.join(1)
        assert thread.is_alive(), "the grant must wait for the move"
    thread.join(10)
    assert isinstance(found["refusal"], Refusal)
    assert not Authorization.objects.exists()


def test_renewals_are_called_to_mind_once_by_two_workers():
    parks = Office("PRF")
    row = services.grant(by=parks.authority, plan=device(parks.employee(), until=clock.city_date(clock.now())))
    by = Actor.of_system("clock")
    assert not failures(at_once(*[lambda: services.send_renewal_notices(by=by)] * 3))
    assert row.renewal_notices.count() == 1
    assert row.grantee.notices.filter(kind="authorizations.renewals").count() == 1
