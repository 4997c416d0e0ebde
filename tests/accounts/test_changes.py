"""What was approved stands until its change is decided; details change at once."""

from dataclasses import replace

import pytest

from accounts import services
from accounts.models import OfficialAccount, ProposalState
from accounts.permissions import department_ids
from accounts.services import Details, ProposedChange
from accounts.waiting import proposals_for
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Conflict, InvalidInput, Refusal
from notifications.models import Notice
from tests.factories.accounts import AccountFactory, address


def standing(account):
    return OfficialAccount.objects.as_of(clock.now()).get(pk=account.pk)


@pytest.fixture
def account(parks):
    return AccountFactory(department=parks.department, facts__handle="stlparks", facts__persistent_id="4711")


def propose(parks, account, by=None, **change):
    return services.propose_change(
        by=by or parks.comms, account=account, change=ProposedChange(**change), reason="It was renamed"
    )


@pytest.mark.clause("IV.A")
def test_approved_facts_stand_until_the_authority_decides(parks, account):
    proposal = propose(parks, account, address=address("parksandrec"))
    assert standing(account).now.handle == "stlparks"
    assert Notice.objects.filter(person=parks.head, kind="accounts.requests").count() == 1
    services.approve_change(by=parks.authority, proposal=proposal, department=parks.department)
    assert standing(account).now.identity == "x:parksandrec"
    assert Notice.objects.filter(person=parks.comms_staff, kind="accounts.decisions").count() == 1


def test_a_declined_change_leaves_everything_and_has_a_reason(parks, account):
    proposal = propose(parks, account, address=address("parksandrec"))
    with pytest.raises(InvalidInput):
        services.decline_change(by=parks.authority, proposal=proposal, department=parks.department, reason="")
    services.decline_change(by=parks.authority, proposal=proposal, department=parks.department, reason="No")
    assert standing(account).now.handle == "stlparks"
    with pytest.raises(Conflict):
        services.approve_change(by=parks.authority, proposal=proposal, department=parks.department)


@pytest.mark.clause("IV.A")
def test_another_department_needs_the_word_of_both_authorities(parks, streets, account):
    proposal = propose(parks, account, responsible=streets.department, sharing=())
    services.approve_change(by=parks.authority, proposal=proposal, department=parks.department)
    assert department_ids(account, clock.now()) == [parks.department.pk]
    services.approve_change(by=streets.authority, proposal=proposal, department=streets.department)
    assert department_ids(account, clock.now()) == [streets.department.pk]


def test_a_second_department_is_added_and_the_first_stays_responsible(parks, streets, account):
    proposal = propose(parks, account, sharing=(streets.department,))
    services.approve_change(by=parks.authority, proposal=proposal, department=parks.department)
    services.approve_change(by=streets.authority, proposal=proposal, department=streets.department)
    assert department_ids(account, clock.now()) == [parks.department.pk, streets.department.pk]


def test_responsibility_changes_hands_between_two_departments_that_share(parks, streets):
    account = AccountFactory(department=parks.department, sharing=[streets.department])
    proposal = propose(parks, account, responsible=streets.department, sharing=(parks.department,))
    services.approve_change(by=parks.authority, proposal=proposal, department=parks.department)
    services.approve_change(by=streets.authority, proposal=proposal, department=streets.department)
    assert department_ids(account, clock.now()) == [streets.department.pk, parks.department.pk]


@pytest.mark.clause("IV.A")
def test_what_the_authority_proposes_for_the_own_department_is_made_at_once(parks, account):
    proposal = propose(parks, account, by=parks.authority, address=address("parksandrec"))
    assert proposal.state == ProposalState.APPROVED
    assert proposal.approvals.get().by_office
    assert standing(account).now.handle == "parksandrec"


def test_one_change_waits_at_a_time(parks, account):
    proposal = propose(parks, account, address=address("parksandrec"))
    with pytest.raises(Conflict):
        propose(parks, account, address=address("parks2"))
    services.withdraw_change(by=parks.comms, proposal=proposal)
    propose(parks, account, address=address("parks2"))


def test_only_who_proposed_takes_it_back(parks, account):
    proposal = propose(parks, account, address=address("parksandrec"))
    with pytest.raises(Refusal):
        services.withdraw_change(by=parks.authority, proposal=proposal)


def test_a_proposal_that_changes_nothing_is_refused(parks, account):
    with pytest.raises(InvalidInput):
        propose(parks, account, address=address("stlparks"), responsible=parks.department, sharing=())


def test_a_change_to_a_name_of_another_account_is_refused_when_it_is_decided(parks, account):
    AccountFactory(facts__handle="taken")
    proposal = propose(parks, account, address=address("taken"))
    with pytest.raises(Conflict):
        services.approve_change(by=parks.authority, proposal=proposal, department=parks.department)
    assert standing(account).now.handle == "stlparks"


def test_a_rename_by_the_platform_under_the_same_id_voids_nothing(parks, account):
    services.record_rename(by=parks.comms, account=account, address=address("stl_parks"), persistent_id="4711")
    now = standing(account)
    assert (now.now.handle, now.standing.state) == ("stl_parks", "active")


@pytest.mark.parametrize("persistent_id", ["", "4712"])
def test_another_id_is_no_rename(parks, account, persistent_id):
    with pytest.raises(Conflict):
        services.record_rename(
            by=parks.comms, account=account, address=address("stl_parks"), persistent_id=persistent_id
        )


def test_details_change_at_once_and_what_they_were_is_kept(parks, account):
    before = clock.now()
    said = replace(Details.of(standing(account)), purpose="Everything about parks", links_to_city="yes")
    services.change_details(by=parks.comms, account=account, details=said)
    assert standing(account).now.purpose == "Everything about parks"
    assert OfficialAccount.objects.as_of(before).get(pk=account.pk).now.purpose == "News of the department"


@pytest.mark.clause("IV.B")
def test_a_page_that_cannot_link_to_the_city_says_why(parks, account):
    said = replace(Details.of(standing(account)), links_to_city="not_possible", why_no_link=" ")
    with pytest.raises(InvalidInput) as refused:
        services.change_details(by=parks.comms, account=account, details=said)
    assert (refused.value.clause, refused.value.field) == ("IV.B", "why_no_link")


def test_a_form_older_than_the_facts_changes_nothing(parks, account):
    seen = services.mark_of_details(standing(account))
    details = Details.of(standing(account))
    services.change_details(by=parks.comms, account=account, details=replace(details, purpose="One"), seen=seen)
    with pytest.raises(Conflict):
        services.change_details(by=parks.comms, account=account, details=replace(details, purpose="Two"), seen=seen)
    assert standing(account).now.purpose == "One"


def test_nobody_else_changes_an_account(parks, streets, account):
    for somebody in (streets.comms, Actor.of_person(parks.employee())):
        with pytest.raises(Refusal):
            services.change_details(by=somebody, account=account, details=Details.of(standing(account)))


def end_of_life(account, parks):
    """Each way in which an account's life ends while a change of it waits."""
    department = parks.department
    return {
        "active": lambda: services.retire_account(
            by=parks.authority, account=account, department=department, reason="Over"
        ),
        "found": lambda: services.set_aside(
            by=parks.authority, account=account, department=department, reason="Not us"
        ),
        "requested": lambda: services.decline_account(
            by=parks.authority, account=account, department=department, reason="No"
        ),
    }


@pytest.mark.parametrize("state", ["active", "found", "requested"])
def test_a_change_that_waits_ends_with_the_account(parks, state):
    account = AccountFactory(department=parks.department, entered_by=parks.comms_staff, state=state)
    proposal = propose(parks, account, address=address("parksandrec"))
    end_of_life(account, parks)[state]()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decided_by) == (ProposalState.DECLINED, parks.head)
    assert not proposals_for([parks.department.pk]).exists()
    with pytest.raises(Conflict):
        services.approve_change(by=parks.authority, proposal=proposal, department=parks.department)
    assert standing(account).now.identity != "x:parksandrec"


def test_a_change_that_waits_ends_with_a_request_that_is_taken_back(parks):
    account = AccountFactory(department=parks.department, entered_by=parks.comms_staff, state="requested")
    proposal = propose(parks, account, address=address("parksandrec"))
    services.withdraw_request(by=parks.comms, account=account)
    proposal.refresh_from_db()
    assert proposal.decision_reason == "The request was taken back."
