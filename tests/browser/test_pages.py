"""Every page of the list is accessible, fits a phone and keeps the Content-Security-Policy."""

import pytest
from django.urls import reverse

from tests.browser.pages import PAGES

# What a page looks like is no matter of the engine: the access table opens every page on both.
pytestmark = pytest.mark.once


@pytest.mark.parametrize("listed", PAGES, ids=lambda listed: listed.words)
def test_each_page_is_accessible_at_three_widths(listed, city, sign_in, visit, check):
    arguments = dict(listed.needs(city)) if listed.needs else {}
    if listed.person != "anonymous":
        sign_in(city.people[listed.person])
    visit(reverse(listed.route, kwargs=arguments) + listed.query, listed.status)
    check()


def test_the_page_that_is_not_there_is_accessible(city, sign_in, visit, check):
    sign_in(city.owner)
    visit("/no/such/page/", 404)
    check()
