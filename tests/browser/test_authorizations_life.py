"""A written authorization, in a browser (IV.C, IV.K.2): asked for, granted, accepted, revoked."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from authorizations.decisions import Act, Answer, decide
from authorizations.models import Authorization, Request
from authorizations.services import make_documents
from foundation import clock
from foundation.actor import Actor
from foundation.jobs.models import Job
from foundation.jobs.running import run
from tests.factories.accounts import AccountFactory
from tests.factories.authorizations import RequestFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.policy import published_150
from tests.factories.powers import AppointmentFactory, DesignationFactory

WORKER = Actor.of_system("documents")


@pytest.fixture
def account(city):
    published_150()
    return AccountFactory(department=city.department, facts__name="St. Louis Parks", facts__handle="STLParks")


def tick(page, words):
    """A box or a choice by its words: the design system draws it beside the input, which stands out of sight."""
    page.locator("label", has_text=words).first.click()


def test_an_authorization_lives_from_the_request_to_its_revocation(city, account, sign_in, visit, page, check):
    asked_for(city, sign_in, visit, page, check)
    granted(city, sign_in, visit, page, check)
    accepted(city, account, sign_in, visit, page, check)
    verified(city, visit, page, check)
    revoked(city, account, sign_in, visit, page, check)


def asked_for(city, sign_in, visit, page, check):
    """What may I do? says no, why, and whom to ask; one click leads to the request."""
    sign_in(city.owner)
    visit(reverse("authorizations:may_i"))
    words = page.inner_text("main")
    assert "There is no written authorization for this in force under IV.C" in words
    page.get_by_role("link", name="Ask to post on STLParks").click()
    assert "Ada Authority" in page.inner_text("main")
    tick(page, "St. Louis Parks (STLParks on X)")
    page.get_by_label("About what?").fill("Events\nClosings")
    page.get_by_role("button", name="Ask for it").click()
    assert "Say why" in page.inner_text("main")
    assert page.get_by_label("About what?").input_value() == "Events\nClosings"
    page.get_by_label("What is it for?").fill("I run the events of the parks")
    check()
    page.get_by_role("button", name="Ask for it").click()
    assert "Who decides has been told" in page.inner_text("main")
    check()


def granted(city, sign_in, visit, page, check):
    """From the first page to the request, the letter beside the form, and the grant."""
    sign_in(city.authority)
    visit("/")
    page.get_by_role("link", name=re.compile("^Decide.*Requests for authorizations")).click()
    page.get_by_role("link", name="Read and grant").click()
    assert "I run the events of the parks" in page.inner_text("main")
    page.get_by_label("Further conditions").fill("I ask before I post on weekends.")
    page.get_by_label("Further conditions").press("Tab")
    letter = page.locator("#letter")
    letter.get_by_text("I ask before I post on weekends.").wait_for()
    assert "Events, Closings" in letter.inner_text()
    assert "Olive Owner" in letter.inner_text()
    check()
    page.get_by_role("button", name="Grant", exact=True).click()
    assert "has been told, and accepts the conditions" in page.inner_text("main")
    check()


def accepted(city, account, sign_in, visit, page, check):
    """Only once the letter is there: then in effect becomes ready."""
    row = Authorization.objects.get()
    sign_in(city.owner)
    visit(reverse("authorizations:mine"))
    assert "The letter is being made" in page.inner_text("main")
    make_documents(by=WORKER)
    visit("/")
    page.get_by_role("link", name=re.compile("^Read and accept.*Authorizations to accept")).click()
    page.get_by_role("link", name=f"Read and accept {row.reference}").click()
    page.get_by_role("button", name="Accept this authorization").click()
    assert "Tick this box" in page.inner_text("main")
    tick(page, "I have read this authorization")
    check()
    page.get_by_role("button", name="Accept this authorization").click()
    assert f"You accepted {row.reference}" in page.inner_text("main")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download it").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    visit(reverse("authorizations:may_i"))
    assert "post for Parks, Recreation and Forestry about Events, Closings on STLParks on X" in page.inner_text("main")
    page.get_by_label("Where?").fill("https://twitter.com/stlparks")
    page.get_by_label("About what?").fill("Events on Sunday")
    page.get_by_role("button", name="May I?").click()
    assert page.locator(".usa-alert__heading").inner_text() == "Yes"
    check()
    tick(page, "My own")
    page.get_by_role("button", name="May I?").click()
    assert page.locator(".usa-alert__heading").inner_text() == "No"
    assert "IV.J" in page.inner_text(".auth-decision")


def verified(city, visit, page, check):
    row = Authorization.objects.get()
    visit(reverse("authorizations:verify", args=[row.reference]))
    assert "is in force today" in page.inner_text("main")


def revoked(city, account, sign_in, visit, page, check):
    """In the same second the answer turns to no, and the letter is not in force."""
    row = Authorization.objects.get()
    assert decide(city.owner, Act(account=account, subjects=("events",)), clock.now()).answer == Answer.YES
    before = clock.now()
    sign_in(city.authority)
    visit(reverse("authorizations:authorization", args=[row.reference]))
    page.get_by_role("link", name="Revoke").click()
    page.get_by_label("Why?").fill("Moves to another task")
    check()
    page.get_by_role("button", name="Revoke it now").click()
    assert "Revoked" in page.inner_text(".portal-state")
    row.refresh_from_db()
    at = row.revocation.effective_from
    act = Act(account=account, subjects=("events",))
    assert decide(city.owner, act, at).answer == Answer.NO
    assert decide(city.owner, act, at - timedelta(microseconds=1)).answer == Answer.YES
    assert decide(city.owner, act, before).answer == Answer.YES
    visit(reverse("authorizations:verify", args=[row.reference]))
    assert "Moves to another task" not in page.inner_text("main")
    assert "not in force" in page.inner_text("main")


def test_a_designee_grants_for_the_police_and_is_refused_ordinary_speech(city, sign_in, visit, page, check):
    published_150()
    police = DepartmentFactory(code="POL", profile__name="Police", profile__speech_rule="police")
    commissioner = AppointmentFactory(department=police)
    designee = DesignationFactory(under=commissioner, powers=["authorize_police_speech"]).holder
    officer = EmployeeFactory(name="Otto Officer", assignment__department=police)
    AccountFactory(department=police, facts__name="Police on X", facts__handle="SLMPD")
    sign_in(designee)
    visit(reverse("authorizations:grant"))
    page.get_by_label("Who is it for?").fill("Otto Officer")
    page.get_by_role("button", name="Continue").click()
    words = page.inner_text("main")
    assert "You may not grant this" in words
    assert page.get_by_role("link", name="Speak on official accounts").count() == 0
    check()
    page.get_by_role("link", name="Speak for the police or the airport police").click()
    tick(page, "Police on X (SLMPD on X)")
    page.get_by_role("button", name="Grant", exact=True).click()
    row = Authorization.objects.get()
    words = page.inner_text("main")
    assert designee.name in words
    assert f"in the name of {commissioner.holder.name}" in words
    # Who goes to the address of the other kind all the same is told the clause, and who may.
    visit(f"{reverse('authorizations:grant')}?person={officer.number}&kind=speech")
    tick(page, "Police on X (SLMPD on X)")
    page.get_by_role("button", name="Grant", exact=True).click()
    words = page.inner_text("main")
    assert "IV.C" in words
    assert commissioner.holder.name in words
    assert Authorization.objects.count() == 1
    assert row.granted_by == designee
    assert row.in_name_of == commissioner.holder


def test_an_acting_head_grants(city, account, sign_in, visit, page):
    acting = AppointmentFactory(department=city.department, acting=True, holder=city.employee)
    sign_in(acting.holder)
    visit(f"{reverse('authorizations:grant')}?person={city.owner.number}&kind=device")
    page.get_by_label("Which device?").fill("Private telephone, black")
    page.get_by_role("button", name="Grant", exact=True).click()
    assert "Acting Director" in page.inner_text("main")
    assert Authorization.objects.get().capacity == "acting appointing authority"


def test_many_are_authorized_in_one_decision_or_nobody(city, account, sign_in, visit, page, check):
    sign_in(city.authority)
    visit(f"{reverse('authorizations:department', args=[city.department.code])}?show=everybody")
    tick(page, "Olive Owner")
    tick(page, "Evan Employee")
    page.get_by_role("button", name="Authorize those ticked").click()
    page.get_by_role("link", name="Speak on official accounts").click()
    tick(page, "St. Louis Parks (STLParks on X)")
    people = page.get_by_label("To whom?")
    people.fill(f"{people.input_value()}\nNobody Known")
    page.get_by_role("button", name="Grant to all of them").click()
    assert "Line 3: Nobody has the employee number or the name" in page.inner_text("main")
    check()
    people.fill(f"{city.owner.number}\n{city.employee.number}")
    page.get_by_role("button", name="Grant to all of them").click()
    run(Job.objects.get().pk)
    page.get_by_text("2 people are authorized").wait_for()
    rows = list(Authorization.objects.all())
    assert {row.grantee for row in rows} == {city.owner, city.employee}
    assert len({row.batch for row in rows}) == 1


def test_a_request_is_declined_with_its_reason(city, account, sign_in, visit, page):
    asked = RequestFactory(grantee=city.owner)
    sign_in(city.authority)
    visit(reverse("authorizations:requests"))
    page.get_by_role("link", name=f"Decline {asked.reference}").click()
    page.get_by_label("Why?").fill("The City lends you a telephone")
    page.get_by_role("button", name="Decline this request").click()
    sign_in(city.owner)
    visit(reverse("authorizations:request", args=[asked.reference]))
    assert "The City lends you a telephone" in page.inner_text("main")
    assert Request.objects.get().outcome == "declined"
