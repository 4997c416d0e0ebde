"""The life of an official account: asked for, approved by the right authority, active, suspended, retired (IV.A)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts import services
from accounts.models import AccountFacts, AccountState, Approval, OfficialAccount, State
from directory.models import DepartmentProfile
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.effective import end
from foundation.errors import Conflict, InvalidInput, Refusal
from notifications.models import Notice
from tests.factories.accounts import AccountFactory, address, plan
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory, ReadingFactory


def state_of(account):
    return OfficialAccount.objects.as_of(clock.now()).get(pk=account.pk).standing.state


def facts_of(account):
    return OfficialAccount.objects.as_of(clock.now()).get(pk=account.pk).now


@pytest.fixture
def asked(parks):
    return services.request_account(by=parks.comms, plan=plan(responsible=parks.department))


@pytest.mark.clause("IV.A")
def test_a_request_waits_for_the_authority_who_is_told(parks, asked):
    assert state_of(asked) == State.REQUESTED
    assert Notice.objects.filter(person=parks.head, kind="accounts.requests").count() == 1
    assert Entry.objects.get(act="accounts.asked_for").object_id == asked.reference


@pytest.mark.clause("IV.A")
def test_the_authority_approves_and_who_asked_hears_of_it(parks, asked):
    services.approve_account(by=parks.authority, account=asked, department=parks.department)
    assert state_of(asked) == State.APPROVED
    approval = Approval.objects.get(account=asked)
    assert (approval.decided_by, approval.power, approval.by_office) == (parks.head, "approve_accounts", False)
    assert str(parks.appointment.lineage) in approval.instrument
    assert Notice.objects.filter(person=parks.comms_staff, kind="accounts.decisions").count() == 1
    entry = Entry.objects.get(act="accounts.approved")
    assert (entry.clause, entry.instrument, entry.capacity) == ("IV.A", approval.instrument, "appointing authority")


@pytest.mark.clause("IV.A")
def test_only_what_was_approved_becomes_active(parks, asked):
    with pytest.raises(Conflict):
        services.establish_account(by=parks.comms, account=asked)
    services.approve_account(by=parks.authority, account=asked, department=parks.department)
    services.establish_account(by=parks.comms, account=asked, persistent_id="4711")
    assert state_of(asked) == State.ACTIVE
    assert facts_of(asked).persistent_id == "4711"


@pytest.mark.clause("IV.A")
def test_the_database_itself_refuses_an_active_account_without_approval(parks, asked):
    row = asked.states.get(superseded_at=None)
    at = clock.now()
    end(row, until=at, at=at)
    with pytest.raises(IntegrityError, match="rests_on_approval"), transaction.atomic():
        AccountState.objects.create(account=asked, state="active", effective_from=at, recorded_at=at)


@pytest.mark.clause("IV.A")
def test_a_designee_is_refused_with_the_clause_named(parks, asked):
    everything = ["approve_personal_device", "approve_disclosure", "review_posts", "request_accounts"]
    designee = Actor.of_person(parks.designee(*everything))
    with pytest.raises(Refusal) as refused:
        services.approve_account(by=designee, account=asked, department=parks.department)
    assert refused.value.clause == "IV.A"
    assert parks.head.name in refused.value.remedy
    assert state_of(asked) == State.REQUESTED


def test_where_a_reading_lets_a_designee_approve_both_persons_are_kept(parks, asked):
    ReadingFactory(power="approve_accounts")
    designee = parks.designee("approve_accounts")
    services.approve_account(by=Actor.of_person(designee), account=asked, department=parks.department)
    approval = Approval.objects.get(account=asked)
    assert (approval.decided_by, approval.in_name_of, approval.capacity) == (designee, parks.head, "designee")


@pytest.mark.clause("IV.A")
def test_the_authority_of_another_department_is_refused(parks, streets, asked):
    with pytest.raises(Refusal):
        services.approve_account(by=streets.authority, account=asked, department=parks.department)
    with pytest.raises(InvalidInput):
        services.approve_account(by=streets.authority, account=asked, department=streets.department)


@pytest.mark.clause("IV.A")
def test_a_shared_account_needs_the_approval_of_each_department(parks, streets):
    wanted = plan(responsible=parks.department, sharing=(streets.department,))
    shared = services.request_account(by=parks.comms, plan=wanted)
    services.approve_account(by=parks.authority, account=shared, department=parks.department)
    assert state_of(shared) == State.REQUESTED
    with pytest.raises(Conflict):
        services.approve_account(by=parks.authority, account=shared, department=parks.department)
    services.approve_account(by=streets.authority, account=shared, department=streets.department)
    assert state_of(shared) == State.APPROVED


@pytest.mark.clause("IV.A")
def test_what_an_authority_asks_for_the_own_department_is_approved_by_office_with_a_reason(parks):
    with pytest.raises(InvalidInput) as missing:
        services.request_account(by=parks.authority, plan=plan(responsible=parks.department))
    assert missing.value.field == "reason"
    assert not OfficialAccount.objects.exists()
    account = services.request_account(
        by=parks.authority, plan=plan(responsible=parks.department), reason="Opening of the new pool"
    )
    assert state_of(account) == State.APPROVED
    approval = Approval.objects.get(account=account)
    assert (approval.by_office, approval.asked_by, approval.decided_by) == (True, parks.head, parks.head)
    assert Entry.objects.get(act="accounts.approved").after["by_office"] is True


def test_who_asked_and_then_became_the_authority_approves_by_office_only(parks, streets):
    asked = services.request_account(by=parks.comms, plan=plan(responsible=parks.department))
    AppointmentFactory(department=parks.department, holder=parks.comms_staff, acting=True)
    with pytest.raises(InvalidInput, match="by office"):
        services.approve_account(by=parks.comms, account=asked, department=parks.department)
    services.approve_account(by=parks.comms, account=asked, department=parks.department, reason="The Director is away")
    assert Approval.objects.get(account=asked).by_office


def test_a_power_that_has_ended_decides_nothing(parks, asked):
    AppointmentFactory(department=parks.department, acting=True)
    with pytest.raises(Refusal):
        services.approve_account(by=parks.authority, account=asked, department=parks.department)


def test_declining_has_a_reason_and_lets_the_name_go(parks, asked):
    with pytest.raises(InvalidInput):
        services.decline_account(by=parks.authority, account=asked, department=parks.department, reason=" ")
    services.decline_account(by=parks.authority, account=asked, department=parks.department, reason="One is enough")
    assert state_of(asked) == State.DECLINED
    again = services.request_account(by=parks.comms, plan=plan(responsible=parks.department))
    assert again.reference != asked.reference


def test_only_who_asked_takes_a_request_back(parks, asked):
    with pytest.raises(Refusal):
        services.withdraw_request(by=parks.authority, account=asked)
    services.withdraw_request(by=parks.comms, account=asked)
    assert state_of(asked) == State.WITHDRAWN


def test_who_may_not_ask_for_accounts_of_a_department_is_refused(parks, streets):
    with pytest.raises(Refusal) as refused:
        services.request_account(by=streets.comms, plan=plan(responsible=parks.department))
    assert refused.value.clause == "City procedure"
    assert not OfficialAccount.objects.exists()


def test_a_name_belongs_to_one_account_in_any_spelling(parks, asked):
    with pytest.raises(Conflict) as taken:
        services.request_account(by=parks.comms, plan=plan(responsible=parks.department, address=address("STLParks")))
    assert asked.reference in taken.value.why
    facts = AccountFacts.objects.get(account=asked)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountFacts.objects.create(
            account=AccountFactory(found=True),
            platform=facts.platform,
            handle="x",
            identity=facts.identity,
            url="https://x.com/x",
            name="Another",
            effective_from=clock.now() + timedelta(days=999),
            recorded_at=clock.now(),
        )


@pytest.mark.parametrize("trait", ["retired", "suspended", "found"])
def test_a_name_stays_reserved_whatever_became_of_the_account(parks, trait):
    AccountFactory(department=parks.department, facts__handle="stlparks", **{trait: True})
    with pytest.raises(Conflict):
        services.request_account(by=parks.comms, plan=plan(responsible=parks.department))


def test_anybody_who_keeps_an_account_suspends_it_and_only_the_authority_resumes_it(parks, relations):
    steward = parks.employee()
    account = AccountFactory(department=parks.department, primary=steward)
    services.suspend_account(by=Actor.of_person(steward), account=account, reason="Strange posts since noon")
    assert state_of(account) == State.SUSPENDED
    for somebody in (Actor.of_person(steward), parks.comms, relations):
        with pytest.raises(Refusal):
            services.resume_account(by=somebody, account=account, department=parks.department)
    services.resume_account(by=parks.authority, account=account, department=parks.department)
    assert state_of(account) == State.ACTIVE
    services.suspend_account(by=relations, account=account, reason="Again")
    assert state_of(account) == State.SUSPENDED


def test_a_stranger_suspends_nothing(parks, streets):
    account = AccountFactory(department=parks.department)
    with pytest.raises(Refusal):
        services.suspend_account(by=streets.authority, account=account, reason="I do not like it")


def test_a_retired_account_keeps_its_history_and_is_retired_once(parks):
    account = AccountFactory(department=parks.department)
    services.retire_account(by=parks.authority, account=account, department=parks.department, reason="Not used")
    with pytest.raises(Conflict):
        services.retire_account(by=parks.authority, account=account, department=parks.department, reason="Again")
    known = [row.state for row in account.states.order_by("effective_from", "recorded_at").filter(superseded_at=None)]
    assert known == ["active", "retired"]


@pytest.mark.clause("IV.A")
def test_a_found_account_is_adopted_with_its_earlier_approval_and_own_date(parks):
    found = services.register_account(by=parks.comms, plan=plan(responsible=parks.department))
    assert state_of(found) == State.FOUND
    earlier = services.EarlierApproval(date(2017, 3, 1), "J. Doe, Director of Parks")
    services.adopt_account(by=parks.authority, account=found, department=parks.department, earlier=earlier)
    assert state_of(found) == State.ACTIVE
    approval = Approval.objects.get(account=found)
    assert (approval.about, approval.signed_on) == ("earlier", date(2017, 3, 1))


def test_many_found_accounts_are_adopted_together_or_not_at_all(parks, streets):
    mine = [AccountFactory(department=parks.department, found=True) for _ in range(3)]
    other = AccountFactory(department=streets.department, found=True)
    pairs = [(account, parks.department) for account in mine]
    with pytest.raises(InvalidInput):
        services.adopt_accounts(by=parks.authority, pairs=[*pairs, (other, parks.department)], reason="All ours")
    assert {state_of(account) for account in mine} == {State.FOUND}
    assert services.adopt_accounts(by=parks.authority, pairs=pairs, reason="All ours") == 3
    assert {state_of(account) for account in mine} == {State.ACTIVE}


@pytest.mark.clause("IV.A")
def test_an_officials_own_page_is_listed_and_never_approved(parks):
    own = plan(responsible=parks.department, account_class="own", purpose="")
    with pytest.raises(InvalidInput):
        services.request_account(by=parks.comms, plan=plan(responsible=parks.department, account_class="own"))
    page = services.register_account(by=parks.comms, plan=own)
    assert state_of(page) == State.LISTED
    with pytest.raises(Conflict):
        services.adopt_account(by=parks.authority, account=page, department=parks.department, reason="x")
    found = AccountFactory(department=parks.department, found=True)
    services.list_own_page(by=parks.comms, account=found)
    assert (state_of(found), facts_of(found).account_class) == (State.LISTED, "own")


def test_what_is_not_the_citys_is_set_aside_and_its_name_is_free(parks, relations):
    found = AccountFactory(department=parks.department, found=True, facts__handle="stlparks")
    services.set_aside(by=relations, account=found, department=parks.department, reason="A fan page")
    assert state_of(found) == State.NOT_OURS
    services.request_account(by=parks.comms, plan=plan(responsible=parks.department))


def test_a_mixed_up_list_of_stewards_is_refused(parks):
    somebody, gone = parks.employee(), EmployeeFactory(assignment=False)
    for said in ({"primary": somebody, "backup": somebody}, {"primary": gone}):
        with pytest.raises(InvalidInput):
            services.request_account(by=parks.comms, plan=plan(responsible=parks.department, **said))


@pytest.mark.parametrize(
    "text",
    ["Sommer2024!", "password: hunter2", "The PIN is 4711", "x7Gk29pQz", "pw=abc", "Tr0ub4dor&3", "P@ssw0rd123"],
)
def test_where_the_credentials_are_kept_is_never_a_password(parks, text):
    with pytest.raises(InvalidInput) as refused:
        services.request_account(by=parks.comms, plan=plan(responsible=parks.department, credentials=text))
    assert refused.value.field == "credentials"


@pytest.mark.parametrize(
    "text",
    [
        "The department's password manager, vault Parks-2026",
        "Sealed envelope in the Director's safe, room 304B",
        "With J. Smith (314-622-3563), social@stlouis-mo.gov",
        "IT service desk, ticket INC0012345",
    ],
)
def test_a_description_of_the_place_is_taken(parks, text):
    account = services.request_account(by=parks.comms, plan=plan(responsible=parks.department, credentials=text))
    assert account.custodies.get().credentials == text


def test_the_register_as_of_a_day_stays_what_it_was(parks):
    account = AccountFactory(department=parks.department)
    before = clock.now()
    services.retire_account(by=parks.authority, account=account, department=parks.department, reason="Not used")
    then = OfficialAccount.objects.as_of(before).get(pk=account.pk)
    assert then.standing.state == State.ACTIVE
    assert state_of(account) == State.RETIRED


def test_departments_rename_voids_nothing(parks):

    account = AccountFactory(department=parks.department)
    profile = DepartmentProfile.objects.get(department=parks.department)
    at = clock.now()
    end(profile, until=at, at=at)
    DepartmentProfile.objects.create(
        department=parks.department, name="Parks", head_title="Director", effective_from=at, recorded_at=at
    )
    assert state_of(account) == State.ACTIVE


def test_an_orphaned_department_cannot_approve_and_the_missing_act_is_named(db):
    nowhere = DepartmentFactory()
    account = AccountFactory(department=nowhere, requested=True)
    with pytest.raises(Refusal) as refused:
        services.approve_account(by=Actor.of_person(EmployeeFactory()), account=account, department=nowhere)
    assert "missing" in refused.value.remedy


def test_the_page_says_in_words_under_which_instrument_an_account_was_approved(client, parks, asked):
    services.approve_account(by=parks.authority, account=asked, department=parks.department)
    client.force_login(EmployeeFactory())
    text = client.get(reverse("accounts:account", args=[asked.reference])).content.decode()
    assert text.count(f"appointment of {parks.head.name} as ") == 2, "in the approvals, and in what happened"
    assert reverse("powers:department", args=["PRF"]) in text
    assert str(parks.appointment.lineage) not in text
