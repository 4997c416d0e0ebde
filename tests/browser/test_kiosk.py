"""The whole kiosk in a real browser: made, entered, acknowledged at, left; the next person sees nothing of it."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from acknowledgements.models import Acknowledgement
from foundation import clock, dated_settings
from foundation.actor import Actor
from tests.browser.conftest import assert_sound
from tests.browser.test_first_job import tick
from tests.factories import policy
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.kiosks import code_for


@pytest.fixture
def campaign(city):
    return CampaignFactory(version=policy.published(policy.draft()))


def test_one_after_the_other_acknowledges_and_sees_nothing_of_the_one_before(
    city, campaign, sign_in, visit, page, check
):
    make_the_device_a_kiosk(city, sign_in, visit, page, check)
    acknowledge(city.owner, city.supervisor, page, check)
    nothing_is_left_of(city.owner, page)
    visit(reverse("kiosk:start"))
    is_warned_goes_on_and_is_signed_out(city.employee, city.supervisor, page)
    nothing_is_left_of(city.employee, page)
    assert_sound(visit.complaints, "/kiosk/")


def make_the_device_a_kiosk(city, sign_in, visit, page, check):
    """Employee Relations does it on the device, and is signed out there."""
    sign_in(city.employee_relations)
    visit(reverse("kiosks:kiosks"))
    page.get_by_label("Where this device stands").fill("Break room")
    page.get_by_role("button", name="Make this device a kiosk").click()
    expect(page.get_by_label("One-time code")).to_be_visible()
    check()


def go_in(person, supervisor, page):
    page.get_by_label("Employee number").fill(person.number)
    page.get_by_label("One-time code").fill(code_for(person, by=supervisor))
    page.get_by_role("button", name="Go in").click()
    expect(page.get_by_role("button", name="Acknowledge")).to_be_visible()


def acknowledge(person, supervisor, page, check):
    """Large type, the same text and statements, the warning, the reference."""
    go_in(person, supervisor, page)
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('.policy-text p')).fontSize)") >= 20
    check()
    page.evaluate("document.getElementById('kiosk-warning').showModal()")
    check(widths=(320,))
    page.keyboard.press("Shift")
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    for box in page.get_by_role("checkbox").all():
        tick(page, box)
    page.get_by_label("Your name").fill(person.name)
    page.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_role("heading", name="This is your receipt")).to_be_visible()
    kept = Acknowledgement.objects.get(person=person)
    assert page.inner_text(".kiosk-reference") == kept.reference
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    check()
    page.get_by_role("button", name="I am done").click()
    expect(page.get_by_label("Employee number")).to_be_visible()


def nothing_is_left_of(person, page):
    """Neither on the screen, nor in a field, nor behind the back button, nor in what the history says."""
    theirs = [person.name, person.number, *person.acknowledgements.values_list("reference", flat=True)]
    for _ in range(4):
        said = page.content() + page.title() + page.url
        assert [words for words in theirs if words in said] == []
        typed = page.evaluate("Array.from(document.querySelectorAll('input.usa-input'), field => field.value).join('')")
        assert typed == ""
        page.go_back()


def is_warned_goes_on_and_is_signed_out(person, supervisor, page):
    """With a short time: the warning comes, a press extends it; left alone, the kiosk signs out."""
    by = Actor.of_person(supervisor)
    for key, seconds in (("term.kiosk_reading_seconds", 10), ("term.kiosk_warning_seconds", 8)):
        dated_settings.change(by=by, key=key, value=seconds, effective_from=clock.now(), reason="A quick test")
    go_in(person, supervisor, page)
    warning = page.get_by_role("alertdialog", name="Are you still here?")
    expect(warning).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="I am still here").click()
    expect(warning).to_be_hidden()
    page.wait_for_url("**/kiosk/?over=time", timeout=30_000)
    expect(page.get_by_role("status")).to_contain_text("nobody had touched it for a while")
    assert not person.acknowledgements.exists()
