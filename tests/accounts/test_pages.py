"""Every act on an account through its page: who is offered it, who is refused, and what an old form does."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts import services
from accounts.deeds import TABLE
from accounts.models import Approval, ChangeProposal, OfficialAccount
from accounts.services import ProposedChange
from foundation import clock
from foundation.files.models import StoredFile
from tests.factories.accounts import AccountFactory, address, plan
from tests.factories.directory import EmployeeFactory
from tests.factories.powers import ReadingFactory

WHY = "Because the test says so"


@pytest.fixture
def visit(client):
    """Open pages and send forms as somebody; a form is sent with everything that its page put into it."""

    class Visit:
        def get(self, person, name, /, *arguments, status=200, **query):
            client.force_login(person)
            answer = client.get(reverse(f"accounts:{name}", args=arguments), query)
            assert answer.status_code == status, answer.content.decode()
            return answer.content.decode()

        def form(self, person, name, /, *arguments, **query):
            """What the page's form would send if nothing were filled in."""
            client.force_login(person)
            answer = client.get(reverse(f"accounts:{name}", args=arguments), query)
            assert answer.status_code == 200, answer.content.decode()
            form = answer.context["form"]
            initial = {field.html_name: field.value() for field in form}
            return {key: getattr(value, "pk", value) for key, value in initial.items() if value not in (None, "")}

        def send(self, person, name, /, *arguments, status=302, query="", **data):
            client.force_login(person)
            answer = client.post(reverse(f"accounts:{name}", args=arguments) + query, data)
            assert answer.status_code == status, answer.content.decode()
            return answer.content.decode()

        def do(self, person, name, /, *arguments, status=302, **data):
            return self.send(person, name, *arguments, status=status, **(self.form(person, name, *arguments) | data))

    return Visit()


def state_of(account):
    return OfficialAccount.objects.as_of(clock.now()).get(pk=account.pk).standing.state


def facts_of(account):
    return OfficialAccount.objects.as_of(clock.now()).get(pk=account.pk).now


def of(parks, **more):
    return AccountFactory(department=parks.department, entered_by=parks.comms_staff, **more)


# The acts


def test_the_authority_approves_a_request_on_its_page(parks, visit):
    account = of(parks, requested=True)
    assert "IV.A" in visit.get(parks.head, "approve", account.reference)
    visit.do(parks.head, "approve", account.reference)
    assert state_of(account) == "approved"
    assert Approval.objects.get(account=account).decided_by == parks.head


@pytest.mark.clause("IV.A")
def test_a_designee_is_refused_with_the_clause_and_who_may(parks, visit):
    account = of(parks, requested=True)
    page = visit.get(parks.comms_staff, "approve", account.reference, status=403)
    assert "IV.A" in page
    assert parks.head.name in page
    assert "Nothing was changed" in visit.send(
        parks.comms_staff, "approve", account.reference, department=parks.department.pk, status=403
    )
    assert state_of(account) == "requested"


def test_where_a_reading_allows_it_a_designee_is_offered_the_decision(parks, visit):
    account = of(parks, requested=True)
    ReadingFactory(power="approve_accounts")
    designee = parks.designee("approve_accounts")
    assert "Approve" in visit.get(designee, "account", account.reference)
    visit.do(designee, "approve", account.reference)
    approval = Approval.objects.get(account=account)
    assert (approval.decided_by, approval.in_name_of) == (designee, parks.head)


def test_a_request_is_declined_with_a_reason_that_who_asked_reads(parks, visit):
    account = of(parks, requested=True)
    assert "Say why." in visit.do(parks.head, "decline", account.reference, status=400)
    visit.do(parks.head, "decline", account.reference, reason=WHY)
    assert state_of(account) == "declined"
    assert WHY in visit.get(parks.comms_staff, "account", account.reference)


def test_who_asked_takes_the_request_back_and_nobody_else(parks, visit):
    account = of(parks, requested=True)
    visit.get(parks.head, "withdraw", account.reference, status=403)
    visit.do(parks.comms_staff, "withdraw", account.reference)
    assert state_of(account) == "withdrawn"


def test_an_approved_account_is_established_by_who_keeps_it(parks, visit):
    account = of(parks, approved=True)
    visit.get(parks.employee(), "establish", account.reference, status=403)
    visit.do(parks.comms_staff, "establish", account.reference, persistent_id="4711")
    assert (state_of(account), facts_of(account).persistent_id) == ("active", "4711")


def test_a_found_account_is_adopted_afresh(parks, visit):
    account = of(parks, found=True)
    visit.do(parks.head, "adopt", account.reference, kind="fresh")
    assert state_of(account) == "active"
    assert Approval.objects.get(account=account).about == "adopting"


def test_an_earlier_approval_keeps_its_date_its_giver_and_its_scan(parks, visit):
    account = of(parks, found=True)
    scan = SimpleUploadedFile("approval.pdf", b"%PDF-1.4 scan", content_type="application/pdf")
    said = {"kind": "earlier", "signed_on": "2019-04-01", "given_by": "G. Rivers, Director", "scan": scan}
    visit.do(parks.head, "adopt", account.reference, **said)
    approval = Approval.objects.get(account=account)
    assert (approval.about, approval.signed_on, approval.given_by) == ("earlier", date(2019, 4, 1), said["given_by"])
    kept = StoredFile.objects.get(pk=approval.scan)
    assert (kept.purpose, kept.subject_id) == ("approval", account.reference)
    page = visit.get(parks.employee(), "account", account.reference)
    assert "April 1, 2019" in page
    assert "G. Rivers, Director" in page


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"kind": "earlier", "given_by": "G. Rivers"}, "Say when it was approved."),
        ({"kind": "earlier", "signed_on": "2019-04-01"}, "Say who approved it"),
        ({"kind": "earlier", "signed_on": "2199-04-01", "given_by": "G. Rivers"}, "was not given in the future"),
        ({"kind": "earlier", "signed_on": "1019-04-01", "given_by": "G. Rivers"}, "outside the portal"),
        ({"kind": "neither"}, "Select a valid choice"),
    ],
)
def test_an_earlier_approval_that_cannot_be_is_refused_on_the_form(parks, visit, data, sentence):
    account = of(parks, found=True)
    assert sentence in visit.do(parks.head, "adopt", account.reference, status=400, **data)
    assert state_of(account) == "found"


def test_a_scan_is_not_kept_where_the_adoption_is_refused(parks, visit):
    account = of(parks, found=True)
    scan = SimpleUploadedFile("approval.pdf", b"%PDF-1.4 scan")
    said = {"kind": "earlier", "signed_on": "2199-04-01", "given_by": "G. Rivers", "scan": scan}
    visit.do(parks.head, "adopt", account.reference, status=400, **said)
    assert not StoredFile.objects.exists()


def test_a_found_page_is_set_aside_or_listed_apart(parks, relations, visit):
    theirs, own = of(parks, found=True), of(parks, found=True)
    visit.do(relations.person, "set_aside", theirs.reference, reason=WHY)
    visit.do(parks.comms_staff, "list", own.reference)
    assert (state_of(theirs), state_of(own)) == ("not_ours", "listed")
    assert own.reference not in visit.get(parks.head, "register")
    assert facts_of(own).name in visit.get(parks.head, "own_pages")


def test_keepers_and_employee_relations_suspend_and_the_authority_resumes(parks, relations, visit):
    account = of(parks)
    visit.do(relations.person, "suspend", account.reference, reason=WHY)
    assert state_of(account) == "suspended"
    assert "do not rely on it" in visit.get(parks.employee(), "account", account.reference)
    visit.get(relations.person, "resume", account.reference, status=403)
    visit.do(parks.head, "resume", account.reference)
    assert state_of(account) == "active"


def test_a_suspension_does_not_wait_for_a_fresh_form(parks, visit):
    account = of(parks)
    form = visit.form(parks.comms_staff, "suspend", account.reference)
    visit.do(parks.head, "change_details", account.reference, purpose="Another purpose")
    visit.send(parks.comms_staff, "suspend", account.reference, **form | {"reason": WHY})
    assert state_of(account) == "suspended"


def test_an_account_is_retired_for_good(parks, visit):
    account = of(parks)
    visit.do(parks.head, "retire", account.reference, reason=WHY)
    assert state_of(account) == "retired"
    page = visit.get(parks.head, "account", account.reference)
    assert not any(deed.button in page for deed in TABLE.values())
    visit.get(parks.head, "retire", account.reference, status=409)
    visit.get(parks.head, "change_details", account.reference, status=409)


# Old forms, two tabs, other people's accounts


def test_an_approval_is_of_what_was_seen(parks, visit):
    account = of(parks, requested=True)
    form = visit.form(parks.head, "approve", account.reference)
    visit.do(parks.comms_staff, "change_details", account.reference, purpose="Something else altogether")
    page = visit.send(parks.head, "approve", account.reference, **form, status=409)
    assert "was changed since you opened the page" in page
    assert state_of(account) == "requested"


def test_of_two_tabs_the_second_changes_nothing_and_keeps_what_was_written(parks, visit):
    account = of(parks, requested=True)
    form = visit.form(parks.head, "decline", account.reference)
    visit.do(parks.head, "approve", account.reference)
    page = visit.send(parks.head, "decline", account.reference, **form | {"reason": WHY}, status=409)
    assert WHY in page
    assert state_of(account) == "approved"


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_form_without_its_mark_does_nothing_but_suspend(parks, relations, visit, name):
    deed = TABLE[name]
    traits = {"approved": "requested", "declined": "requested", "withdrawn": "requested", "established": "approved"}
    traits |= {"adopted": "found", "listed": "found", "set aside": "found", "resumed": "suspended"}
    account = of(parks, **({traits[deed.step]: True} if deed.step in traits else {}))
    before = state_of(account)
    who = parks.comms_staff if deed.by_keepers is not TABLE["approve"].by_keepers else parks.head
    data = {"department": parks.department.pk, "reason": WHY, "kind": "fresh"}
    visit.send(who, name, account.reference, **data, status=302 if name == "suspend" else 409)
    assert (state_of(account) == before) is (name != "suspend")


def test_a_request_of_another_department_does_not_exist_for_whom_it_does_not_concern(parks, streets, visit):
    account = of(parks, requested=True)
    for person in (streets.head, streets.comms_staff, streets.employee()):
        visit.get(person, "account", account.reference, status=404)
        visit.get(person, "approve", account.reference, status=404)
        visit.send(person, "approve", account.reference, department=streets.department.pk, status=404)


def test_the_authority_of_another_department_decides_nothing(parks, streets, visit):
    account = of(parks, found=True)
    visit.get(streets.head, "adopt", account.reference, status=403)
    data = {"department": streets.department.pk, "kind": "fresh", "seen": ""}
    visit.send(streets.head, "adopt", account.reference, **data, status=403)
    assert state_of(account) == "found"


def test_a_shared_account_is_decided_by_each_authority_for_the_own_department(parks, streets, visit):
    account = of(parks, requested=True, sharing=[streets.department])
    form = visit.form(parks.head, "approve", account.reference)
    assert form["department"] == parks.department.pk
    visit.send(parks.head, "approve", account.reference, **form | {"department": streets.department.pk}, status=400)
    visit.do(parks.head, "approve", account.reference)
    assert state_of(account) == "requested"
    visit.get(parks.head, "approve", account.reference, status=409)
    visit.do(streets.head, "approve", account.reference)
    assert state_of(account) == "approved"


def test_custody_is_shown_to_stewards_and_authority_alone(parks, relations, visit):
    steward = parks.employee()
    wanted = plan(
        responsible=parks.department, primary=steward, credentials="Vault of the department", mailbox="web@city.example"
    )
    account = services.request_account(by=parks.comms, plan=wanted)
    for person in (steward, parks.head):
        assert "Vault of the department" in visit.get(person, "account", account.reference)
    for person in (parks.comms_staff, relations.person):
        page = visit.get(person, "account", account.reference)
        assert "Vault of the department" not in page
        assert "web@city.example" not in page


def test_only_readers_of_the_trail_are_led_to_its_entries(parks, visit):
    account = services.request_account(by=parks.comms, plan=plan(responsible=parks.department))
    auditor = EmployeeFactory(role="auditor")
    assert "of the trail" in visit.get(auditor, "account", account.reference)
    page = visit.get(parks.comms_staff, "account", account.reference)
    assert "asked for an official account" in page
    assert "of the trail" not in page


# Changes of what was approved


def test_details_are_changed_at_once_and_an_old_form_is_refused(parks, visit):
    account = of(parks)
    old = visit.form(parks.comms_staff, "change_details", account.reference)
    visit.do(parks.comms_staff, "change_details", account.reference, purpose="Pools and lakes")
    assert facts_of(account).purpose == "Pools and lakes"
    visit.send(parks.head, "change_details", account.reference, **old | {"purpose": "Nothing"}, status=409)
    assert facts_of(account).purpose == "Pools and lakes"
    page = visit.do(parks.head, "change_details", account.reference, links_to_city="not_possible", status=400)
    assert "Say why the page cannot link" in page


def test_a_change_of_the_address_waits_for_the_authority(parks, visit):
    account = of(parks, facts__handle="stlparks")
    visit.do(parks.comms_staff, "propose_change", account.reference, url="twitter.com/ParksAndRec?s=20", reason=WHY)
    proposal = ChangeProposal.objects.get()
    assert proposal.changes["identity"] == "x:parksandrec"
    page = visit.get(parks.head, "account", account.reference)
    assert "A change waits" in page
    assert "stlparks" in page
    visit.get(parks.comms_staff, "approve_change", account.reference, proposal.pk, status=403)
    visit.do(parks.head, "approve_change", account.reference, proposal.pk)
    assert facts_of(account).identity == "x:parksandrec"
    visit.get(parks.head, "approve_change", account.reference, proposal.pk, status=409)


def test_departments_are_changed_by_a_proposal_that_both_authorities_decide(parks, streets, visit):
    account = of(parks, facts__handle="stlparks")
    visit.do(parks.comms_staff, "propose_change", account.reference, sharing_0=streets.department.pk, reason=WHY)
    proposal = ChangeProposal.objects.get()
    assert proposal.changes == {"sharing": [streets.department.pk]}
    assert "Account stlparks" in visit.get(streets.head, "requests")
    visit.do(parks.head, "approve_change", account.reference, proposal.pk)
    assert "Account stlparks" not in visit.get(parks.head, "requests")
    visit.do(streets.head, "approve_change", account.reference, proposal.pk)
    assert account.departments.filter(superseded_at=None, department=streets.department).exists()


def test_a_change_is_declined_with_a_reason_or_taken_back_by_who_proposed_it(parks, visit):
    account = of(parks)
    for name, person, more, state in (
        ("decline_change", parks.head, {"reason": WHY}, "declined"),
        ("withdraw_change", parks.comms_staff, {}, "withdrawn"),
    ):
        change = ProposedChange(address=address("parksandrec"))
        proposal = services.propose_change(by=parks.comms, account=account, change=change, reason="Renamed")
        visit.do(person, name, account.reference, proposal.pk, **more)
        proposal.refresh_from_db()
        assert proposal.state == state
    visit.get(parks.head, "withdraw_change", account.reference, proposal.pk, status=403)


def test_a_change_of_another_account_is_not_found_under_this_one(parks, visit):
    one, other = of(parks), of(parks)
    proposal = services.propose_change(
        by=parks.comms, account=one, change=ProposedChange(address=address("parksandrec")), reason=WHY
    )
    visit.get(parks.head, "approve_change", other.reference, proposal.pk, status=404)


def test_what_the_authority_proposes_for_the_own_department_is_made_at_once(parks, visit):
    account = of(parks)
    visit.do(parks.head, "propose_change", account.reference, url="@parksandrec", reason=WHY)
    assert facts_of(account).handle == "parksandrec"


def test_a_rename_is_recorded_under_the_same_id_alone(parks, visit):
    account = of(parks, facts__persistent_id="4711")
    data = {"url": "@stl_parks", "persistent_id": "4712"}
    visit.do(parks.comms_staff, "rename", account.reference, status=409, **data)
    visit.do(parks.comms_staff, "rename", account.reference, **data | {"persistent_id": "4711"})
    assert facts_of(account).handle == "stl_parks"


# Asking and registering


ASKED = {"name": "Parks", "purpose": "Events", "language": "English", "account_class": "official"}


def where(department, url="https://twitter.com/STLparks?s=20"):
    return f"?url={url}&department={department.pk}"


def test_the_address_alone_says_platform_and_handle_and_the_page_says_who_decides(parks, visit):
    page = visit.get(parks.comms_staff, "ask", url="https://twitter.com/STLparks?s=20", department=parks.department.pk)
    assert "https://x.com/STLparks" in page
    assert parks.head.name in page


def test_a_request_goes_to_the_authority(parks, visit):
    steward = parks.employee(name="Olga Steward")
    data = ASKED | {"primary": "olga steward", "backup": parks.employee().number}
    visit.send(parks.comms_staff, "ask", query=where(parks.department), **data)
    account = OfficialAccount.objects.get()
    assert (state_of(account), facts_of(account).identity) == ("requested", "x:stlparks")
    assert account.stewardships.get(role="primary").person == steward
    assert account.reference in visit.get(parks.head, "requests")


@pytest.mark.clause("IV.A")
def test_an_authority_that_asks_is_told_that_it_decides_by_office_and_says_why(parks, visit):
    page = visit.get(parks.head, "ask", url="x.com/stlparks", department=parks.department.pk)
    assert "you approve this by office" in page
    data = ASKED | {"primary": parks.employee().number}
    assert "Say why." in visit.send(parks.head, "ask", query=where(parks.department), status=400, **data)
    visit.send(parks.head, "ask", query=where(parks.department), **data | {"reason": WHY})
    approval = Approval.objects.get()
    assert approval.by_office
    assert state_of(approval.account) == "approved"


def test_a_duplicate_is_told_with_a_link_before_anything_is_filled_in(parks, visit):
    there = of(parks, facts__handle="stlparks")
    page = visit.get(parks.comms_staff, "ask", url="https://m.twitter.com/StlParks/", department=parks.department.pk)
    assert "has this account already" in page
    assert reverse("accounts:account", args=[there.reference]) in page
    assert "<textarea" not in page


def test_a_request_that_somebody_else_made_is_not_shown_by_asking_for_the_same(parks, streets, visit):
    hidden = of(streets, requested=True, facts__handle="stlparks")
    page = visit.get(parks.comms_staff, "ask", url="x.com/stlparks", department=parks.department.pk)
    assert hidden.reference not in page
    assert "has this account already" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("credentials", "password: Tr33-House!", "This looks like a password."),
        ("primary", "Nobody At All", "Nobody has the employee number or the name"),
        ("links_to_city", "not_possible", "Say why the page cannot link"),
        ("purpose", "", "required"),
        ("primary", "", "required"),
        ("account_class", "own", "Select a valid choice"),
    ],
)
def test_what_cannot_be_asked_for_is_said_at_its_field(parks, visit, field, value, sentence):
    data = ASKED | {"primary": parks.employee().number, field: value}
    assert sentence in visit.send(parks.comms_staff, "ask", query=where(parks.department), status=400, **data)
    assert not OfficialAccount.objects.exists()


def test_two_people_of_one_name_are_told_apart_by_number(parks, visit):
    EmployeeFactory.create_batch(2, name="Sam Same")
    data = ASKED | {"primary": "Sam Same"}
    assert "Give the employee number" in visit.send(
        parks.comms_staff, "ask", query=where(parks.department), status=400, **data
    )


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("https://x.com/search?q=parks", "not the page of an account"),
        ("@stlparks", "is a handle"),
        ("javascript:alert(1)", "is not an address"),
        ("", "required"),
    ],
)
def test_an_address_that_names_no_account_is_told_on_the_first_step(parks, visit, url, sentence):
    page = visit.get(parks.comms_staff, "ask", url=url, department=parks.department.pk, status=400)
    assert sentence in page


def test_only_departments_for_which_one_may_ask_are_offered(parks, streets, visit):
    visit.get(parks.comms_staff, "ask", url="x.com/stlparks", department=streets.department.pk, status=400)
    visit.get(parks.employee(), "ask", status=403)
    visit.get(parks.employee(), "enter", status=403)
    data = ASKED | {"primary": parks.employee().number}
    visit.send(parks.employee(), "ask", query=where(parks.department), status=403, **data)


def test_more_departments_share_an_account_one_field_after_the_other(parks, streets, visit):
    shared = {"url": "x.com/stlparks", "department": parks.department.pk, "sharing_0": streets.department.pk}
    page = visit.get(parks.comms_staff, "ask", **shared)
    assert streets.head.name in page
    page = visit.get(parks.comms_staff, "ask", **shared, back="1")
    assert 'name="sharing_1"' in page


def test_an_account_that_exists_is_registered_as_found(parks, relations, visit):
    data = {"name": "Parks", "language": "English", "account_class": "official"}
    visit.send(relations.person, "enter", query=where(parks.department), **data)
    own = data | {"account_class": "own"}
    visit.send(parks.comms_staff, "enter", query=where(parks.department, "x.com/mayor"), **own)
    assert [state_of(account) for account in OfficialAccount.objects.order_by("pk")] == ["found", "listed"]


# Many at once


def boxes(page):
    return re.findall(r'name="chosen"\s+value="([^"]+)"', page)


def test_many_found_accounts_are_adopted_in_one_decision(parks, visit):
    accounts = [of(parks, found=True) for _ in range(3)]
    chosen = boxes(visit.get(parks.head, "found"))
    assert len(chosen) == 3
    visit.send(parks.head, "found", chosen=chosen[:2], kind="fresh", reason="They are ours")
    assert sorted(map(state_of, accounts)) == ["active", "active", "found"]
    assert Approval.objects.filter(reason="They are ours").count() == 2


def test_many_rest_on_one_earlier_approval(parks, visit):
    for _ in range(2):
        of(parks, found=True)
    scan = SimpleUploadedFile("letter.pdf", b"%PDF-1.4 letter")
    said = {"kind": "earlier", "signed_on": "2018-02-03", "given_by": "G. Rivers, Director", "scan": scan}
    visit.send(parks.head, "found", chosen=boxes(visit.get(parks.head, "found")), **said)
    assert set(Approval.objects.values_list("signed_on", flat=True)) == {date(2018, 2, 3)}
    assert Approval.objects.values("scan").distinct().count() == 1


def test_of_many_none_is_adopted_where_one_was_changed_meanwhile(parks, visit):
    accounts = [of(parks, found=True) for _ in range(2)]
    chosen = boxes(visit.get(parks.head, "found"))
    visit.do(parks.comms_staff, "change_details", accounts[0].reference, purpose="Another")
    assert "since you opened the page" in visit.send(parks.head, "found", chosen=chosen, kind="fresh", status=400)
    assert [state_of(account) for account in accounts] == ["found", "found"]


def test_nothing_ticked_is_said_and_found_accounts_of_others_are_not_offered(parks, streets, visit):
    of(streets, found=True)
    assert not boxes(visit.get(parks.head, "found"))
    of(parks, found=True)
    assert "Tick the accounts" in visit.send(parks.head, "found", kind="fresh", status=400)
    theirs = boxes(visit.get(streets.head, "found"))
    visit.send(parks.head, "found", chosen=theirs, kind="fresh", status=400)
    visit.get(parks.employee(), "found", status=404)
    visit.get(parks.comms_staff, "requests", status=404)
