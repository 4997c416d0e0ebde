"""Links to parties and candidates are found on the pages of accounts and on the City's websites (IV.G)."""

from datetime import timedelta

import pytest

from accounts.checking.fetching import Fetcher
from accounts.models import LinkCheck, PageTurn, PartyLink
from accounts.services import checking, websites
from foundation import clock
from foundation.audit.models import Entry
from notifications.models import Notice
from tests.accounts.looking import LINKED, again, look
from tests.accounts.web import page, rules
from tests.factories.pages import PartyAccountFactory


@pytest.fixture
def party():
    return PartyAccountFactory(name="The Party", identity="x:theparty", url="https://x.com/theparty")


TO_PARTY = f"<a href='https://twitter.com/TheParty/status/1'>Vote</a>{LINKED}"


@pytest.mark.clause("IV.G")
def test_a_link_to_a_party_is_found_in_any_spelling_and_told_once(server, page_of, parks, party):
    account = page_of()
    server.pages["/parks"] = page(TO_PARTY)
    for _ in range(2):
        look(server)
        again(account)
    found = PartyLink.objects.filter(lineage=party.lineage)
    assert [(link.href, link.text) for link in found] == [("https://twitter.com/TheParty/status/1", "Vote")] * 2
    told = Notice.objects.filter(title__contains="party or candidate")
    assert [notice.person for notice in told] == [parks.head]
    server.pages["/parks"] = page(LINKED)
    look(server)
    again(account)
    server.pages["/parks"] = page(TO_PARTY)
    look(server)
    assert told.all().count() == 2


@pytest.mark.clause("IV.G")
@pytest.mark.parametrize(
    "spared",
    [
        {"is_partisan": False},
        {"is_office_account": True, "why_spared": "The Mayor's office account"},
        {"effective_until": clock.now() - timedelta(days=1)},
        {"effective_from": clock.now() + timedelta(days=1)},
    ],
)
def test_what_the_list_does_not_bar_now_is_no_finding(server, page_of, spared):
    PartyAccountFactory(candidate=True, identity="x:theparty", **spared)
    page_of()
    server.pages["/parks"] = page(TO_PARTY)
    look(server)
    assert not PartyLink.objects.exists()


@pytest.mark.clause("IV.G")
@pytest.mark.parametrize(
    ("identity", "href", "is_found"),
    [
        ("website:theparty.example", "https://www.theparty.example/join?ref=city", True),
        ("website:theparty.example", "https://act.theparty.example/", True),
        ("website:theparty.example", "https://nottheparty.example/", False),
        ("website:pages.example/party", "https://pages.example/party/news", True),
        ("website:pages.example/party", "https://pages.example/partygames", False),
        ("facebook:theparty", "https://l.facebook.com/l.php?u=https%3A%2F%2Fm.facebook.com%2FThe.Party%2F", True),
        ("facebook:theparty", "https://www.facebook.com/plugins/page.php?href=https://facebook.com/theparty", True),
        ("x:theparty", "https://t.co/abc", False),
        ("x:theparty", "https://x.com/theparty2", False),
    ],
)
def test_a_partys_page_is_known_by_its_identity(server, page_of, identity, href, is_found):
    PartyAccountFactory(identity=identity)
    page_of()
    server.pages["/parks"] = page(f'<a href="{href}">x</a>{LINKED}')
    look(server)
    assert PartyLink.objects.exists() is is_found


@pytest.mark.clause("IV.G")
def test_the_departments_own_website_is_looked_at_too(server, parks, party, monkeypatch):
    parks.department.website_hosts = ["Parks.Example", "no host at all", 7]
    parks.department.save()
    monkeypatch.setattr(checking, "own_websites", websites.own_websites)
    monkeypatch.setattr(checking, "city_hosts", lambda _at: [])
    monkeypatch.setattr(websites, "city_hosts", lambda _at: [])
    monkeypatch.setattr(checking, "front_page", lambda host: f"http://{host}:{server.port}/")
    server.pages["/"] = page(TO_PARTY)
    fetcher = Fetcher(rules(server), resolver=lambda *_: ["127.0.0.1"])
    look(server, fetcher=fetcher)
    check = LinkCheck.objects.get()
    assert (check.host, check.account, check.outcome) == ("parks.example", None, "read")
    assert PartyLink.objects.get().check_made == check
    assert Notice.objects.get(title__contains="parks.example links to").person == parks.head
    PageTurn.objects.update(due_at=clock.now())
    look(server, fetcher=fetcher)
    assert Notice.objects.filter(title__contains="parks.example links to").count() == 1
    assert Entry.objects.filter(act="accounts.website_checked", clause="IV.G").count() == 2


def test_the_front_page_of_a_website_is_asked_securely():
    assert websites.front_page("www.stlouis-mo.gov") == "https://www.stlouis-mo.gov/"
