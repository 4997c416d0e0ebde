"""Where I stopped last time, in a real browser: by scrolling with a script, by a button without one."""

import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from acknowledgements.models import ReadingPlace
from tests.factories import policy
from tests.factories.acknowledgements import CampaignFactory


@pytest.fixture
def address(city):
    return reverse("acknowledgements:read", args=[CampaignFactory(version=policy.published_150()).pk])


def wait_for_a_place(person):
    """The request outlives its page, so nothing in the browser says when it was answered."""
    until = time.monotonic() + 10
    while not ReadingPlace.objects.filter(person=person).exists():
        assert time.monotonic() < until, "no place was kept"
        time.sleep(0.1)


def test_leaving_the_page_keeps_the_place_that_was_read(city, address, sign_in, visit, page):
    sign_in(city.owner)
    visit(address)
    expect(page.get_by_role("button", name=re.compile("I stop here"))).to_have_count(0)
    page.locator("[id='IV.E']").evaluate("clause => clause.scrollIntoView({block: 'start'})")
    # The browser tells of the scrolling with its next frame.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    visit("/")
    wait_for_a_place(city.owner)
    visit("/")
    page.get_by_role("link", name=re.compile(r"^Go on reading at IV\.")).click()
    assert re.search(r"#IV\.[E-H]", page.url)
    assert visit.complaints == []


def test_opening_the_page_without_reading_on_keeps_the_place_that_was(city, address, sign_in, visit, page):
    sign_in(city.owner)
    visit(address)
    requests = []
    page.on("request", lambda request: requests.append(request.url) if "/place/" in request.url else None)
    visit("/")
    assert requests == []


class TestWithoutJavaScript:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_a_button_between_the_parts_keeps_the_place(self, city, address, sign_in, visit, page):
        sign_in(city.owner)
        visit(address)
        page.get_by_role("button", name="I stop here; go on at IV next time").click()
        assert "Your place is kept. Go on at IV next time" in page.inner_text("main")
        page.get_by_role("link", name=re.compile("^Go on reading at IV")).click()
        assert page.url.endswith(f"{address}#IV")
