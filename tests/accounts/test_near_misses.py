"""What only looks like an account of the City, or like a host it uses, is called out to staff alone."""

import pytest

from accounts.likeness import INDEX, Kind, skeleton
from accounts.verifying import Answer, verify
from foundation import clock
from foundation.effective import end
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db


def asked(text, person=None, **more):
    return verify(text, person=person, now=clock.now(), **more)


@pytest.fixture
def stranger():
    return EmployeeFactory()


NEAR = [
    ("@stl_police_official", Kind.ADDITION),
    ("https://facebook.com/stl_police_official", Kind.ADDITION),
    ("https://x.com/stl_police_official", Kind.ADDITION),
    ("@the.stlpolice", Kind.ADDITION),
    ("@stlpolice1", Kind.ADDITION),
    ("@stl_police", Kind.ALIKE),
    ("@st1police", Kind.ALIKE),
    ("@STLPOLlCE", Kind.ALIKE),
    ("@stlроlice", Kind.ALIKE),
    ("https://x.com/stlpolicе", Kind.ALIKE),
    ("@stlpolce", Kind.MISTYPED),
    ("@stlpoliec", Kind.MISTYPED),
    ("https://instagram.com/stlpolice", Kind.SAME),
]


@pytest.mark.parametrize(("text", "kind"), NEAR)
def test_what_looks_like_an_account_is_called_out_to_staff_alone(stranger, text, kind):
    account = AccountFactory(facts__handle="STLpolice")
    found = asked(text, stranger)
    assert found.answer == Answer.NOT_KNOWN
    assert [(miss.verdict.account, miss.kind) for miss in found.near] == [(account, kind)]
    assert asked(text).near == ()


def test_letters_that_look_alike_are_one_letter():
    for one, other in [("rnayor", "mayor"), ("stlg0v", "stlgov"), ("stl.gov", "st1_g-ov"), ("ѕtlgоv", "stlgov")]:
        assert skeleton(one) == skeleton(other)
    assert skeleton("stlgov") != skeleton("stlparks")


def test_an_account_that_is_known_needs_no_near_misses(stranger):
    AccountFactory(facts__handle="STLpolice")
    AccountFactory(facts__handle="STLpolice1")
    assert asked("@stlpolice", stranger).near == ()


def test_names_that_have_little_in_common_are_not_called_alike(stranger):
    AccountFactory(facts__handle="STLpolice")
    AccountFactory(facts__handle="gov")
    for text in ("@stlparks", "@police", "@govern", "@stlairport"):
        assert asked(text, stranger).near == ()


def test_a_former_name_is_no_name_to_be_taken_for(parks, stranger):
    account = AccountFactory(department=parks.department, facts__handle="STLparksnews")
    assert asked("@stlparksnew", stranger).near
    row, at = account.facts.get(), clock.now()
    end(row, until=at, at=at)
    row.pk, row.replaces_id, row.superseded_at, row.effective_until = None, None, None, None
    row.effective_from = row.recorded_at = at
    row.handle, row.identity = "forest", "x:forest"
    row.lineage = type(row)._meta.get_field("lineage").default()
    row.save(force_insert=True)
    assert asked("@stlparksnew", stranger).near == ()
    assert asked("@f0rest", stranger).near


FALSE_HOSTS = [
    ("https://faceb00k.com/stlpolice", "facebook.com"),
    ("https://fаcebook.com/stlpolice", "facebook.com"),
    ("faceb00k.com/stlpolice", "facebook.com"),
    ("https://facebok.com/stlpolice", "facebook.com"),
    ("https://x-com.example/stlpolice", "x.com"),
    ("https://x.com.example/stlpolice", "x.com"),
    ("https://www.facebook.com.example/stlpolice", "facebook.com"),
    ("https://facebook-login.example/stlpolice", "facebook.com"),
    ("https://stlouis-mo.com/police", "stlouis-mo.gov"),
    ("https://st1ouis-mo.gov/police", "stlouis-mo.gov"),
]


@pytest.mark.parametrize(("text", "true"), FALSE_HOSTS)
def test_a_host_that_only_looks_like_a_known_one_is_called_out_to_staff_alone(stranger, text, true):
    assert asked(text, stranger).false_host == true
    assert asked(text).false_host == ""


@pytest.mark.parametrize(
    "text",
    [
        "https://facebook.com/stlpolice",
        "https://m.facebook.com/stlpolice",
        "https://help.x.com/stlpolice",
        "https://www.stlouis-mo.gov/police",
        "https://mastodon.example/@stlpolice",
        "https://example.com/x.com",
        "https://fedex.com/stlpolice",
        "stlpolice",
    ],
)
def test_a_host_that_is_known_or_only_another_is_not_called_false(stranger, text):
    assert asked(text, stranger).false_host == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("https://faceb00k.com/stl_police", Kind.ALIKE),
        ("faceb00k.com/STLpolice/about?x=1", Kind.SAME),
        ("https://x-com.example/stlpolice", Kind.SAME),
        ("https://x.com.example/@stlpolice_official", Kind.ADDITION),
    ],
)
def test_a_known_name_on_a_false_host_is_compared_with_the_register(stranger, text, kind):
    account = AccountFactory(facts__handle="STLpolice")
    found = asked(text, stranger)
    assert found.answer == Answer.NOT_KNOWN
    assert [(miss.verdict.account, miss.kind) for miss in found.near] == [(account, kind)]


def test_on_another_unknown_host_only_the_very_name_of_an_account_is_called_out(stranger):
    account = AccountFactory(facts__handle="STLpolice")
    assert [miss.verdict.account for miss in asked("https://news.example/stlpolice", stranger).near] == [account]
    assert asked("https://news.example/stlpolice1", stranger).near == ()
    assert asked("https://www.stlouis-mo.gov/stlpolice", stranger).near == ()


def test_new_names_are_in_the_index_at_once(stranger):
    AccountFactory(facts__handle="STLpolice")
    assert asked("@stlpolice1", stranger).near
    AccountFactory(facts__handle="STLforest")
    assert asked("@stlforest1", stranger).near


def test_rows_that_become_visible_late_are_taken_in(stranger):
    first = AccountFactory(facts__handle="STLpolice")
    AccountFactory(facts__handle="STLforest")
    INDEX.refresh()
    INDEX._accounts.pop(skeleton("STLpolice"))
    INDEX._count -= 1  # as if the first row had been written by a transaction that ended last
    INDEX.refresh()
    assert first.pk in INDEX._accounts[skeleton("STLpolice")]
