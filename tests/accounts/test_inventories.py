"""Inventories as cities keep them: what can be read is read, and of the rest no account is made that nobody has."""

import pytest

from accounts.imports.columns import COLUMNS
from accounts.imports.departments import Departments
from accounts.imports.rows import RowReader
from accounts.platforms import address_book
from foundation import clock
from foundation.errors import InvalidInput
from foundation.tabular.reading import Row
from tests.factories.directory import DepartmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def understood(db):
    """A row of a table with these titles, read; its department is there."""
    DepartmentFactory(code="PRF", profile__name="Parks")

    def read(titles, *cells, kind="csv"):
        header = ("Department", *titles)
        reader = RowReader(header, COLUMNS.places({}, header), address_book(), Departments(clock.now()), kind)
        return reader.read(Row(2, ("PRF", *cells)))

    return read


NETWORK = ("Network", "Username")


@pytest.mark.parametrize(
    ("platform", "handle", "identity"),
    [
        ("Twitter", "@STLgov", "x:stlgov"),
        ("Twitter/X", "STLgov", "x:stlgov"),
        ("X (formerly Twitter)", "https://twitter.com/STLgov", "x:stlgov"),
        ("FB", "facebook.com/stlgov", "facebook:stlgov"),
        ("IG", "@stl.gov", "instagram:stl.gov"),
        ("Insta", "stl.gov", "instagram:stl.gov"),
        ("You Tube", "@STLTV", "youtube:stltv"),
        ("Mastodon", "@parks@social.stlouis-mo.gov", "mastodon:social.stlouis-mo.gov/parks"),
        ("Website", "stlouis-mo.gov/parks", "website:stlouis-mo.gov/parks"),
    ],
)
def test_a_handle_and_what_people_call_its_platform_are_an_account(understood, platform, handle, identity):
    assert understood(NETWORK, platform, handle).address.identity == identity


@pytest.mark.parametrize("handle", ["N/A", "n.a.", "none", "TBD", "-", "—", "?", "Unknown"])
def test_what_says_that_there_is_nothing_is_no_handle(understood, handle):
    row = understood(NETWORK, "Instagram", handle)
    assert row.address is None
    assert row.problems[0]["why"].startswith("The row names no account: it says")


@pytest.mark.parametrize("handle", ["Our City", "Parks (inactive)", "https://twitter.com/stlgov (old)"])
def test_words_are_not_run_together_into_a_handle(understood, handle):
    row = understood(NETWORK, "Twitter", handle)
    assert row.address is None
    assert "holds a blank" in row.problems[0]["why"]


def test_the_words_of_a_link_in_a_workbook_are_told_with_what_to_write_instead(understood):
    row = understood(("URL",), "Parks on Facebook", kind="xlsx")
    assert "write the address behind it into the cell" in row.problems[0]["remedy"]


BOTH = ("Platform", "URL")


def test_a_platform_beside_an_address_says_what_a_host_of_its_own_is(understood):
    assert understood(BOTH, "Blog", "https://news.stlouis-mo.gov").address.platform == "blog"
    assert understood(BOTH, "Mastodon", "https://social.stlouis-mo.gov/@parks").address.platform == "mastodon"
    assert understood(BOTH, "Twitter", "stlgov").address.identity == "x:stlgov"
    assert understood(BOTH, "Official page", "https://x.com/stlgov").address.identity == "x:stlgov"


def test_an_address_on_another_platform_than_the_one_beside_it_is_told(understood):
    row = understood(BOTH, "Facebook", "https://x.com/stlgov")
    assert row.problems[0]["why"] == "This address is on X, not on Facebook."


def test_a_platform_that_the_portal_does_not_know_is_not_taken_for_a_website_of_the_city(understood):
    row = understood(BOTH, "Foursquare", "https://foursquare.com/stlparks")
    assert row.address is None
    assert row.problems[0]["column"] == "Platform"
    assert understood(BOTH, "Official page", "https://stlouis-mo.gov/parks").address.platform == "website"


def test_a_user_name_beside_an_address_is_not_taken_for_a_handle():
    assert "handle" not in COLUMNS.places({}, ("Department", "URL", "Platform", "User"))
    assert COLUMNS.guess(("Department", "User", "Platform"))["handle"] == 1


def test_a_title_that_stands_twice_is_told_with_its_places():
    with pytest.raises(InvalidInput, match="“URL” stands in it 2 times: #1, #3"):
        COLUMNS.places({}, ("URL", "Department", "url"))
    assert COLUMNS.places({"url": "#3"}, ("URL", "Department", "url"))["url"] == 2
