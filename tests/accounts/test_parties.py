"""Employee Relations keeps the list of parties and candidates (IV.G); everybody reads it."""

from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from django.urls import reverse

from accounts import services
from accounts.models import PartyAccount
from accounts.services import PartyEntry
from accounts.sites import Address
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeFactory
from tests.factories.pages import LinkCheckFactory, PartyAccountFactory, PartyLinkFactory

TODAY = clock.city_date(clock.now())
ENTRY = PartyEntry(
    name="The Party",
    kind="party",
    address=Address("x", "theparty", "x:theparty", "https://x.com/theparty"),
    source="The board of elections",
    since=TODAY,
)


def barred():
    return list(PartyAccount.objects.barred(clock.now()).values_list("name", flat=True))


@pytest.mark.clause("IV.G")
def test_employee_relations_keeps_the_list_and_nobody_else(parks, relations):
    row = services.list_party_account(by=relations, entry=ENTRY)
    assert barred() == ["The Party"]
    assert Entry.objects.get(act="accounts.party_listed").clause == "IV.G"
    for by in (parks.authority, parks.comms, Actor.of_person(EmployeeFactory(role="administrator"))):
        with pytest.raises(Refusal):
            services.list_party_account(by=by, entry=replace(ENTRY, name="Another"))
        with pytest.raises(Refusal):
            services.change_party_account(by=by, row=row, entry=replace(ENTRY, name="Another"))
        with pytest.raises(Refusal):
            services.end_party_account(by=by, row=row, through=TODAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"source": ""}, "source"),
        ({"kind": "candidate"}, "election"),
        ({"kind": "else"}, "kind"),
        ({"is_office_account": True}, "why_spared"),
        ({"through": TODAY - timedelta(days=1)}, "through"),
        ({"since": date(20, 1, 1)}, ""),
    ],
)
def test_an_entry_that_says_too_little_is_refused_at_its_field(relations, wrong, field):
    with pytest.raises(InvalidInput) as refused:
        services.list_party_account(by=relations, entry=replace(ENTRY, **wrong))
    assert refused.value.field == field
    assert not PartyAccount.objects.exists()


def test_an_address_is_on_the_list_once_at_a_time(relations):
    services.list_party_account(by=relations, entry=replace(ENTRY, through=TODAY))
    with pytest.raises(InvalidInput) as refused:
        services.list_party_account(by=relations, entry=replace(ENTRY, name="Again"))
    assert refused.value.field == "url"
    services.list_party_account(by=relations, entry=replace(ENTRY, since=TODAY + timedelta(days=1)))


def test_a_correction_keeps_what_was_known_before(relations):
    row = services.list_party_account(by=relations, entry=ENTRY)
    before = clock.now()
    corrected = services.change_party_account(by=relations, row=row, entry=replace(ENTRY, is_partisan=False))
    assert corrected.lineage == row.lineage
    assert barred() == []
    assert PartyAccount.objects.barred(before).count() == 1
    again = services.change_party_account(by=relations, row=corrected, entry=replace(ENTRY, is_partisan=False))
    assert again == corrected


def test_a_form_older_than_the_entry_changes_nothing(relations):
    row = services.list_party_account(by=relations, entry=ENTRY)
    seen = services.mark_of_entry(row)
    services.change_party_account(by=relations, row=row, entry=replace(ENTRY, name="One"), seen=seen)
    with pytest.raises(Conflict):
        services.change_party_account(by=relations, row=row, entry=replace(ENTRY, name="Two"), seen=seen)
    assert barred() == ["One"]


def test_an_entry_ends_with_a_day_and_once(relations):
    row = PartyAccountFactory()
    with pytest.raises(InvalidInput):
        services.end_party_account(by=relations, row=row, through=date(2019, 1, 1))
    services.end_party_account(by=relations, row=row, through=TODAY - timedelta(days=1))
    assert barred() == []
    with pytest.raises(Conflict):
        services.end_party_account(by=relations, row=row, through=TODAY)


FORM = {
    "name": "The Party",
    "kind": "party",
    "url": "https://www.Twitter.com/TheParty/?s=20",
    "is_partisan": "on",
    "source": "The board of elections",
    "since": TODAY.isoformat(),
}


def test_the_list_is_kept_in_the_browser(client, relations):
    client.force_login(relations.person)
    client.post(reverse("accounts:add_party"), FORM)
    row = PartyAccount.objects.get()
    assert (row.identity, row.url) == ("x:theparty", "https://x.com/TheParty")
    address = reverse("accounts:change_party", args=[row.lineage])
    form = client.get(address).context["form"]
    sent = {name: value for name, value in form.initial.items() if value not in (None, "", False)}
    client.post(address, sent | {"name": "The Old Party", "since": TODAY.isoformat()})
    assert barred() == ["The Old Party"]
    page = reverse("accounts:end_party", args=[row.lineage])
    opened = client.get(page).context["form"].initial["seen"]
    client.post(page, {"through": TODAY.isoformat(), "seen": opened})
    later = {"through": (TODAY + timedelta(days=9)).isoformat(), "seen": opened}
    assert client.post(page, later).status_code == 409, "a second tab does not undo what the first one recorded"
    assert PartyAccount.objects.not_superseded().get().last_day == TODAY


@pytest.mark.parametrize("url", ["no address", "javascript:alert(1)", "https://x.com/search?q=a"])
def test_an_address_that_is_none_is_told_at_its_field(client, relations, url):
    client.force_login(relations.person)
    answer = client.post(reverse("accounts:add_party"), FORM | {"url": url})
    assert answer.status_code == 400
    assert answer.context["form"].errors["url"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Alpha", "Beta", "Gamma"]),
        ("q=twitter.com/ALPHA", ["Alpha"]),
        ("q=Mayor", ["Beta"]),
        ("kind=candidate", ["Beta"]),
        ("state=ended", ["Gamma"]),
        ("state=coming", ["Beta"]),
        ("state=now", ["Alpha"]),
        ("q=nobody", []),
    ],
)
def test_the_list_is_filtered(db, client, query, names):
    now = clock.now()
    PartyAccountFactory(name="Alpha", identity="x:alpha")
    PartyAccountFactory(name="Beta", candidate=True, effective_from=now + timedelta(days=9))
    PartyAccountFactory(name="Gamma", effective_until=now - timedelta(days=9))
    client.force_login(EmployeeFactory())
    page = client.get(f"{reverse('accounts:party_accounts')}?{query}")
    assert [row.record.name for row in page.context["table"].rows] == names


def test_the_portal_itself_links_to_no_party(db, client):
    PartyAccountFactory(url="https://x.com/theparty")
    PartyLinkFactory()
    client.force_login(EmployeeFactory())
    for route in ("accounts:party_accounts", "accounts:party_links"):
        page = client.get(reverse(route)).content.decode()
        assert "x.com/" in page
        assert 'href="https://x.com/' not in page


def test_a_link_that_a_later_check_no_longer_found_is_not_shown(db, client):
    check = LinkCheckFactory()
    link = PartyLinkFactory(check_made=check)
    on_website = PartyLinkFactory(check_made=LinkCheckFactory(website=True))
    client.force_login(EmployeeFactory())

    def shown():
        return {one.pk for one in client.get(reverse("accounts:party_links")).context["links"]}

    later = check.at + timedelta(days=7)
    assert shown() == {link.pk, on_website.pk}
    LinkCheckFactory(account=check.account, at=later, not_checked=True)
    assert shown() == {link.pk, on_website.pk}
    LinkCheckFactory(account=check.account, at=later)
    assert shown() == {on_website.pk}


@pytest.mark.clause("IV.B")
def test_an_accounts_page_shows_the_last_check_its_evidence_and_the_history(client, parks):
    account = AccountFactory(department=parks.department)
    client.force_login(parks.comms_staff)
    address = reverse("accounts:account", args=[account.reference])
    assert "Nobody has looked at the page yet." in client.get(address).content.decode()
    check = LinkCheckFactory(account=account)
    LinkCheckFactory(account=account, not_checked=True, at=check.at + timedelta(days=7))
    page = unescape(client.get(address).content.decode())
    assert "The page took too long to come." in page
    assert "It was last read" in page
    assert "Check now" in page
    LinkCheckFactory(account=account, at=check.at + timedelta(days=14))
    assert "“Our website”" in unescape(client.get(address).content.decode())


def test_what_a_page_says_of_itself_is_shown_as_text(client, parks):
    account = AccountFactory(department=parks.department)
    evil = [{"href": "https://stlouis-mo.gov/<script>", "url": "https://stlouis-mo.gov/<script>", "text": "<b>x</b>"}]
    LinkCheckFactory(account=account, evidence=evil, final_url="https://x.com/<script>")
    client.force_login(parks.comms_staff)
    page = client.get(reverse("accounts:account", args=[account.reference])).content.decode()
    assert "<b>x" not in page
    assert "/<script>" not in page


def test_check_now_asks_and_says_so_and_then_refuses_for_a_while(client, parks):
    account = AccountFactory(department=parks.department)
    client.force_login(parks.comms_staff)
    address = reverse("accounts:check_page", args=[account.reference])
    assert client.post(address).status_code == 302
    page = client.get(reverse("accounts:account", args=[account.reference])).content.decode()
    assert "A check was asked for" in page
    assert "Check now" not in page
    assert client.post(address).status_code == 429
