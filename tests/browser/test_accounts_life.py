"""The whole life of an official account, in a browser, as its people live it (IV.A)."""

import re

import pytest
from django.urls import reverse

from accounts.models import Approval, OfficialAccount
from foundation import clock
from tests.factories.accounts import AccountFactory
from tests.factories.policy import published_150
from tests.factories.powers import DesignationFactory


@pytest.fixture
def comms_staff(city):
    """Who may ask for accounts of Parks, as a designee; approving is never hers (IV.A names no designee)."""
    appointment = city.authority.appointments.get()
    return DesignationFactory(under=appointment, powers=["request_accounts", "review_posts"]).holder


def state_of(account):
    return OfficialAccount.objects.as_of(clock.now()).get(pk=account.pk).standing.state


def only_account():
    return OfficialAccount.objects.get()


def test_an_account_lives_from_the_request_to_its_end(city, comms_staff, sign_in, visit, page, check):
    published_150()
    account = asked_for(city, comms_staff, sign_in, visit, page, check)
    a_designee_is_refused(city, comms_staff, account, visit, page, check)
    approved(city, account, sign_in, visit, page, check)
    established(comms_staff, account, sign_in, visit, page, check)
    suspended(city, account, sign_in, visit, page, check)
    resumed(city, account, sign_in, visit, page)
    retired(city, account, sign_in, visit, page, check)


def asked_for(city, comms_staff, sign_in, visit, page, check):
    """From the register, in two steps: the address alone says platform and handle, the page says who decides."""
    sign_in(comms_staff)
    visit(reverse("accounts:register"))
    page.get_by_role("link", name="Ask for an account").click()
    page.get_by_label("Address of the page").fill("https://www.twitter.com/STLParks/?s=20")
    page.get_by_role("button", name="Continue").click()
    words = page.inner_text("main")
    assert "https://x.com/STLParks" in words
    assert "Ada Authority" in words
    check()
    page.get_by_label("Display name").fill("St. Louis Parks")
    page.get_by_label("What is it for?").fill("Events and closures of the parks")
    page.get_by_label("Primary steward").fill("olive owner")
    page.get_by_label("Where are the credentials kept?").fill("password: Tr33-House!")
    page.get_by_role("button", name="Ask for this account").click()
    assert "This looks like a password" in page.inner_text("main")
    assert page.get_by_label("Display name").input_value() == "St. Louis Parks"
    check()
    page.get_by_label("Where are the credentials kept?").fill("The department's password manager, vault Parks")
    page.get_by_role("button", name="Ask for this account").click()
    assert "The authority has been told" in page.inner_text("main")
    account = only_account()
    assert (state_of(account), account.entered_by) == ("requested", comms_staff)
    return account


def a_designee_is_refused(city, comms_staff, account, visit, page, check):
    """No button is offered; who goes to the address all the same is told the clause and who may."""
    visit(reverse("accounts:account", args=[account.reference]))
    assert page.get_by_role("link", name="Approve").count() == 0
    visit(reverse("accounts:approve", args=[account.reference]), 403)
    words = page.inner_text("main")
    assert "IV.A" in words
    assert "Ada Authority" in words
    check()


def approved(city, account, sign_in, visit, page, check):
    """From the first page: it waits there, and the deciding button is one click from the list."""
    sign_in(city.authority)
    visit("/")
    page.get_by_role("link", name=re.compile("^Decide.*Requests for official accounts")).click()
    check()
    page.get_by_role("link", name="Approve St. Louis Parks").click()
    assert "Events and closures of the parks" in page.inner_text("main")
    check()
    page.get_by_role("button", name="Approve").click()
    assert "Approved on" in page.inner_text("main")
    approval = Approval.objects.get(account=account)
    assert (approval.decided_by, approval.by_office) == (city.authority, False)


def established(comms_staff, account, sign_in, visit, page, check):
    """Who asked sees at home that it may be established, records it, and the page says since when and by whom."""
    sign_in(comms_staff)
    visit("/")
    page.get_by_role("link", name=re.compile("^Look at them.*Approved accounts to establish")).click()
    page.get_by_role("link", name="St. Louis Parks").click()
    page.get_by_role("link", name="Record that it is established").click()
    check()
    page.get_by_role("button", name="Record it").click()
    words = page.inner_text("main")
    assert re.search(r"Active since \w+ \d+, \d{4}, approved by Ada Authority, Director", words)
    assert page.locator("main").get_by_role("link", name="IV.A").first.get_attribute("href").endswith("#IV.A")
    assert "Nobody" not in page.get_by_role("heading", level=1).inner_text()
    check()
    assert state_of(account) == "active"


def suspended(city, account, sign_in, visit, page, check):
    """The steward sees something wrong: everybody is told not to rely on it, at once."""
    sign_in(city.owner)
    visit(reverse("accounts:account", args=[account.reference]))
    page.get_by_role("link", name="Suspend").click()
    check()
    page.get_by_role("button", name="Suspend it now").click()
    assert "Say why." in page.inner_text("main")
    page.get_by_label("Why?").fill("Somebody else posts there")
    page.get_by_role("button", name="Suspend it now").click()
    sign_in(city.stranger)
    visit(reverse("accounts:account", args=[account.reference]))
    assert "do not rely on it" in page.inner_text("main")
    assert page.locator("main .usa-button").count() == 0
    check()


def resumed(city, account, sign_in, visit, page):
    """Its authority alone resumes it."""
    sign_in(city.owner)
    visit(reverse("accounts:resume", args=[account.reference]), 403)
    sign_in(city.authority)
    visit(reverse("accounts:account", args=[account.reference]))
    page.get_by_role("link", name="Resume").click()
    page.get_by_role("button", name="Resume it").click()
    assert state_of(account) == "active"


def retired(city, account, sign_in, visit, page, check):
    """Its history stays, and its name stays reserved: whoever asks for it again is led to it."""
    sign_in(city.authority)
    visit(reverse("accounts:account", args=[account.reference]))
    page.get_by_role("link", name="Retire").click()
    page.get_by_label("Why?").fill("The department left X")
    page.get_by_role("button", name="Retire it").click()
    words = page.inner_text("main")
    assert "its name stays reserved" in words
    assert "asked for an official account" in words
    check()
    visit(reverse("accounts:ask") + "?url=@stlparks&platform=x" + f"&department={city.department.pk}")
    assert "has this account already" in page.inner_text("main")
    assert page.get_by_role("button", name="Ask for this account").count() == 0


def test_a_request_is_declined_and_who_asked_reads_why(city, sign_in, visit, page, check):
    account = AccountFactory(department=city.department, entered_by=city.owner, requested=True)
    sign_in(city.authority)
    visit(reverse("accounts:requests"))
    page.get_by_role("link", name=re.compile("^decline")).click()
    page.get_by_role("button", name="Decline").click()
    assert "Say why." in page.inner_text("main")
    check()
    page.get_by_label("Why?").fill("There is one already")
    page.get_by_role("button", name="Decline").click()
    sign_in(city.owner)
    visit(reverse("accounts:account", args=[account.reference]))
    assert "There is one already" in page.inner_text("main")
    assert state_of(account) == "declined"


def test_found_accounts_are_adopted_in_one_decision(city, sign_in, visit, page, check):
    found = [AccountFactory(department=city.department, entered_by=city.designee, found=True) for _ in range(3)]
    sign_in(city.authority)
    visit("/")
    page.get_by_role("link", name=re.compile("^Look at them.*Accounts that were found")).click()
    check()
    for box in page.get_by_role("checkbox").all()[:2]:
        page.locator(f"label[for='{box.get_attribute('id')}']").click()
    page.locator("label", has_text="It was approved before the portal").click()
    page.get_by_role("button", name="Adopt those that are ticked").click()
    assert "Say when it was approved." in page.inner_text("main")
    assert sum(box.is_checked() for box in page.get_by_role("checkbox").all()) == 2
    check()
    page.get_by_label("Approved on").fill("2019-04-01")
    page.get_by_label("Approved by").fill("G. Rivers, Director of Parks")
    page.locator("input[name=scan]").set_input_files(
        {"name": "approval.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 approval"}
    )
    page.get_by_role("button", name="Adopt those that are ticked").click()
    assert "Adopted: 2." in page.inner_text("main")
    assert sorted(map(state_of, found)) == ["active", "active", "found"]
    adopted = next(account for account in found if state_of(account) == "active")
    visit(reverse("accounts:account", args=[adopted.reference]))
    assert "approved by G. Rivers, Director of Parks" in page.inner_text("main")
    with page.expect_download() as downloaded:
        page.get_by_role("link", name=re.compile("^Scan")).click()
    assert downloaded.value.path().read_bytes() == b"%PDF-1.4 approval"
    check()


def test_what_an_authority_asks_for_is_approved_by_office_in_one_act(city, sign_in, visit, page, check):
    sign_in(city.authority)
    visit(reverse("accounts:ask"))
    page.get_by_label("Address of the page").fill("instagram.com/stlparks")
    page.get_by_role("button", name="Continue").click()
    assert "you approve this by office: say why" in page.inner_text("main")
    page.get_by_label("Display name").fill("Parks on Instagram")
    page.get_by_label("What is it for?").fill("Pictures of the parks")
    page.get_by_label("Primary steward").fill(city.owner.number)
    page.get_by_label("Why do you approve it?").fill("The new pool opens in May")
    check()
    page.get_by_role("button", name="Ask for this account").click()
    words = page.inner_text("main")
    assert "Approved by office" in words
    assert "By office" in words
    assert Approval.objects.get(account=only_account()).by_office
    check()
