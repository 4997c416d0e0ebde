"""What a look at a page keeps, and whom it tells (IV.B)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import LinkCheck, PageTurn, PartyAccount
from foundation import clock
from foundation.audit.models import Entry
from foundation.dated_settings import change
from notifications.models import Notice
from tests.accounts.looking import LINKED, UNLINKED, WORDS, again, look
from tests.accounts.web import page, redirect
from tests.factories.accounts import AccountFactory
from tests.factories.pages import LinkCheckFactory, PartyAccountFactory


@pytest.mark.clause("IV.B")
def test_a_check_keeps_what_was_seen_with_its_evidence(server, page_of):
    account = page_of()
    server.pages |= {"/parks": redirect("/here"), "/here": page(LINKED)}
    look(server)
    check = LinkCheck.objects.get(account=account)
    assert (check.outcome, check.status, check.links_read, check.attempts) == ("links", 200, 1, 1)
    assert (check.url, check.final_url) == (f"{server.url}/parks", f"{server.url}/here")
    assert check.evidence == [
        {
            "href": "https://www.stlouis-mo.gov/parks",
            "url": "https://www.stlouis-mo.gov/parks",
            "text": "Our website",
        }
    ]
    entry = Entry.objects.get(act="accounts.page_checked")
    assert (entry.object_id, entry.clause) == (account.reference, "IV.B")


def test_active_accounts_alone_are_looked_at(server, parks):
    for trait in ("requested", "approved", "suspended", "retired", "found", "listed"):
        AccountFactory(department=parks.department, facts__url=server.url, **{trait: True})
    assert look(server) == []
    assert server.requests == []


def test_a_page_is_looked_at_once_a_week(server, page_of):
    account = page_of()
    server.pages["/parks"] = page(LINKED)
    look(server)
    assert look(server) == []
    due = PageTurn.objects.get(account=account).due_at
    assert timedelta(days=6, hours=23) < due - clock.now() <= timedelta(days=7)


def test_how_often_is_a_setting(server, page_of, relations):
    change(by=relations, key="term.page_check_days", value=1, effective_from=clock.now(), reason="As the test says")
    account = page_of()
    server.pages["/parks"] = page(LINKED)
    look(server)
    assert PageTurn.objects.get(account=account).due_at - clock.now() <= timedelta(days=1)


@pytest.mark.clause("IV.B")
def test_a_missing_link_is_told_once_to_stewards_and_authority(server, page_of, parks):
    steward = parks.employee()
    account = page_of(primary=steward)
    server.pages["/parks"] = page(UNLINKED)
    for _ in range(3):
        look(server)
        again(account)
    told = Notice.objects.filter(kind="accounts.keeping", title__contains="does not link")
    assert {notice.person for notice in told} == {steward, parks.head}
    assert told.count() == 2
    server.pages["/parks"] = page(LINKED)
    look(server)
    again(account)
    server.pages["/parks"] = page(UNLINKED)
    look(server)
    assert told.all().count() == 4


def test_what_could_not_be_checked_in_between_makes_a_known_finding_no_news(server, page_of):
    account = page_of()
    for said in (page(UNLINKED), page("", "403 Forbidden"), page(UNLINKED)):
        server.pages["/parks"] = said
        look(server)
        again(account)
    outcomes = list(LinkCheck.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["missing", "could_not_check", "missing"]
    assert Notice.objects.filter(title__contains="does not link").count() == 1


def test_a_page_on_which_no_link_is_possible_is_no_finding(server, page_of):
    page_of(facts__links_to_city="not_possible", facts__why_no_link="The platform shows no links")
    server.pages["/parks"] = page(UNLINKED)
    look(server)
    assert not Notice.objects.filter(title__contains="does not link").exists()


@pytest.mark.clause("IV.B")
def test_the_website_of_each_department_that_uses_the_account_counts(server, page_of, streets):
    streets.department.website_hosts = ["streets.example"]
    streets.department.save()
    page_of(sharing=[streets.department])
    server.pages["/parks"] = page(f"<a href=https://www.streets.example>x</a>{WORDS}")
    look(server)
    assert LinkCheck.objects.get().outcome == "links"


def test_checks_cannot_be_rewritten(db):
    check = LinkCheckFactory()
    for deed in (lambda: LinkCheck.objects.update(outcome="missing", why="x"), check.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()
    with pytest.raises(IntegrityError), transaction.atomic():
        PartyAccount.objects.filter(pk=PartyAccountFactory().pk).update(is_partisan=False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "links", "evidence": []},
        {"outcome": "missing", "why": ""},
        {"host": "www.stlouis-mo.gov"},
        {"outcome": "read", "evidence": []},
    ],
)
def test_the_database_refuses_a_check_that_says_nothing(db, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkCheckFactory(**wrong)
