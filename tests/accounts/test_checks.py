"""Pages are looked at in turn: each once, by whoever comes first; what was seen is kept, and told once (IV.B, IV.G)."""

import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts import services
from accounts.checking.fetching import Fetched, Fetcher
from accounts.checking.pacing import HostPace, NotOurTurn
from accounts.models import HostTurn, LinkCheck, PageTurn, PartyAccount, PartyLink
from accounts.services import checking, websites
from accounts.tasks import look_at_pages
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.dated_settings import change
from foundation.errors import Conflict, Refusal, TooOften
from notifications.models import Notice
from tests.accounts.web import page, redirect, rules, web
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeFactory
from tests.factories.pages import LinkCheckFactory, PartyAccountFactory

SYSTEM = Actor.of_system("tests")
WORDS = "<p>" + "Events and closures in the parks of the City. " * 20 + "</p>"
LINKED = f"<a href='https://www.stlouis-mo.gov/parks'>Our website</a>{WORDS}"
UNLINKED = f"<a href='/about'>About</a>{WORDS}"


@pytest.fixture
def server():
    with web() as started:
        yield started


@pytest.fixture(autouse=True)
def _no_websites(monkeypatch):
    """The City's own websites are not asked by tests."""
    monkeypatch.setattr(checking, "own_websites", lambda _at: [])


@pytest.fixture
def page_of(server, parks):
    """An active account of Parks whose page is on the test's server."""

    def make(path="/parks", **more):
        return AccountFactory(
            department=parks.department,
            facts__handle=path.strip("/"),
            facts__platform="website",
            facts__url=f"{server.url}{path}",
            **more,
        )

    return make


def look(server, **more):
    fetcher = more.pop("fetcher", None) or Fetcher(rules(server), pace=HostPace(pause=0, wait=1))
    return checking.look_at_due_pages(by=SYSTEM, fetcher=fetcher, **more)


def again(account):
    PageTurn.objects.filter(account=account).update(due_at=clock.now())


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


def test_what_may_pass_is_tried_again_with_back_off_and_then_written_down(server, page_of):
    account = page_of()
    server.pages["/parks"] = page("", "503 Busy")
    waits = []
    for _ in checking.BACK_OFF:
        (looked,) = look(server)
        assert looked.check is None
        turn = PageTurn.objects.get(account=account)
        waits.append(turn.due_at - clock.now())
        assert "503" in turn.last_trouble
        again(account)
    assert waits == sorted(waits)
    (looked,) = look(server)
    assert (looked.check.outcome, looked.check.status, looked.check.attempts) == ("could_not_check", 503, 4)
    assert PageTurn.objects.get(account=account).attempts == 0


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "429 Too Many"])
def test_what_will_not_pass_is_not_tried_again(server, page_of, status):
    page_of()
    server.pages["/parks"] = page("", status)
    (looked,) = look(server)
    assert looked.check.outcome == "could_not_check"
    assert len(server.requests) == 1


def test_a_host_is_left_alone_for_as_long_as_it_wishes(server, page_of):
    page_of()
    server.pages["/parks"] = page("", "429 Too Many", Retry_After="3600")
    look(server)
    left = HostTurn.objects.get(host="127.0.0.1").free_at - clock.now()
    assert timedelta(minutes=55) < left <= timedelta(hours=1)


def test_a_host_has_one_turn_and_a_pause_after_it(db):
    pace = HostPace(pause=0.5, wait=0)
    with pace("pages.example"):
        with pytest.raises(NotOurTurn), pace("pages.example"):
            pass
        with pace("other.example"):
            pass
    with pytest.raises(NotOurTurn), pace("pages.example"):
        pass
    with HostPace(pause=0, wait=2)("pages.example"):
        pass


def test_a_turn_that_a_killed_worker_held_ends_by_itself(db):
    HostTurn.objects.create(host="pages.example", claim=uuid4(), free_at=clock.now() + timedelta(seconds=0.3))
    with HostPace(pause=0, wait=2)("pages.example"):
        assert HostTurn.objects.get().claim is not None


def test_a_page_whose_host_is_busy_is_put_off_and_that_is_no_failure(server, page_of):
    account = page_of()
    HostTurn.objects.create(host="127.0.0.1", claim=uuid4(), free_at=clock.now() + timedelta(minutes=1))
    (looked,) = look(server, fetcher=Fetcher(rules(server), pace=HostPace(pause=0, wait=0)))
    turn = PageTurn.objects.get(account=account)
    assert (looked.check, turn.attempts, turn.claim, server.requests) == (None, 0, None, [])


def test_a_claim_of_a_killed_worker_runs_out_and_the_page_is_looked_at(server, page_of):
    account = page_of()
    server.pages["/parks"] = page(LINKED)
    now = clock.now()
    PageTurn.objects.create(account=account, due_at=now, claim=uuid4(), claimed_until=now + timedelta(minutes=1))
    assert look(server) == []
    PageTurn.objects.update(claimed_until=now)
    assert len(look(server)) == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_fetches_loses_no_page_and_doubles_none(server, page_of, settings):
    account = page_of()
    asked = threading.Event()

    def hang(_connection):
        asked.set()
        time.sleep(5)

    server.pages["/parks"] = hang
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.accounts.worker_settings",
        "WORKER_DATABASE_NAME": str(connection.settings_dict["NAME"]),
        "PAGES_ALLOWED_NETWORKS": f"127.0.0.1:{server.port}",
        "PAGES_PAUSE_SECONDS": "0",
    }
    command = [sys.executable, "manage.py", "check_pages", "--account", account.reference]
    worker = subprocess.Popen(command, env=environment, cwd=settings.ROOT)
    try:
        assert asked.wait(120)
    finally:
        worker.kill()
        worker.wait()
    assert PageTurn.objects.get(account=account).claim is not None
    assert not LinkCheck.objects.exists()
    assert look(server) == []  # somebody still has it, as far as anybody knows
    PageTurn.objects.update(claimed_until=clock.now())
    HostTurn.objects.update(free_at=clock.now())
    server.pages["/parks"] = page(LINKED)
    assert len(look(server)) == 1
    assert LinkCheck.objects.count() == 1


def fetched(account, **more):
    url = account.facts.get().url
    return Fetched(asked=url, url=url, status=200, content_type="text/html", body=LINKED.encode(), **more)


def test_a_worker_that_was_overtaken_writes_nothing(page_of):
    account = page_of()
    turn = PageTurn.objects.create(account=account, due_at=clock.now(), claim=uuid4(), claimed_until=clock.now())
    assert checking.record_check(by=SYSTEM, turn=turn, claim=uuid4(), fetched=fetched(account)) is None
    assert not LinkCheck.objects.exists()
    assert checking.record_check(by=SYSTEM, turn=turn, claim=turn.claim, fetched=fetched(account))
    assert checking.record_check(by=SYSTEM, turn=turn, claim=turn.claim, fetched=fetched(account)) is None
    assert LinkCheck.objects.count() == 1


def test_a_page_of_an_account_that_was_suspended_meanwhile_is_not_written_down(page_of, parks):
    account = page_of()
    turn = PageTurn.objects.create(account=account, due_at=clock.now(), claim=uuid4(), claimed_until=clock.now())
    services.suspend_account(by=parks.comms, account=account, reason="Wrong hands")
    assert checking.record_check(by=SYSTEM, turn=turn, claim=turn.claim, fetched=fetched(account)) is None
    assert not LinkCheck.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_look_at_each_page_once_and_at_a_host_one_at_a_time(server, page_of):
    for n in range(8):
        page_of(f"/p{n}")
        server.pages[f"/p{n}"] = page(LINKED)

    def work():
        try:
            checking.look_at_due_pages(
                by=SYSTEM, seconds=20, fetcher=Fetcher(rules(server), pace=HostPace(pause=0, wait=10))
            )
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(40)
    assert LinkCheck.objects.count() == 8
    assert len(server.requests) == 8
    assert server.most == 1
    assert Entry.objects.filter(act="accounts.page_checked").count() == 8


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


def test_keepers_and_the_authority_ask_for_a_check_and_nobody_else(page_of, parks, streets, relations):
    steward = parks.employee()
    for by in (Actor.of_person(steward), parks.comms, parks.authority):
        account = page_of(f"/p{by.number}", primary=steward)
        services.ask_for_check(by=by, account=account)
        turn = PageTurn.objects.get(account=account)
        assert (turn.asked_by, turn.due_at <= clock.now()) == (by.person, True)
    assert Entry.objects.filter(act="accounts.check_asked_for").count() == 3
    for by in (streets.comms, relations, Actor.of_person(EmployeeFactory())):
        with pytest.raises(Refusal):
            services.ask_for_check(by=by, account=account)


def test_a_check_is_asked_for_once_in_ten_minutes(server, page_of, parks):
    account = page_of()
    server.pages["/parks"] = page(LINKED)
    services.ask_for_check(by=parks.comms, account=account)
    with pytest.raises(TooOften) as refused:
        services.ask_for_check(by=parks.authority, account=account)
    assert 0 < int(refused.value.headers["Retry-After"]) <= 600
    look(server)
    assert LinkCheck.objects.get().asked_by == parks.comms_staff
    with pytest.raises(TooOften):
        services.ask_for_check(by=parks.authority, account=account)


def test_only_active_accounts_are_checked_when_asked(page_of, parks):
    account = page_of()
    services.suspend_account(by=parks.comms, account=account, reason="Wrong hands")
    with pytest.raises(Conflict):
        services.ask_for_check(by=parks.comms, account=account)


def test_where_the_clock_looks_at_nothing_it_still_does_what_was_asked(page_of, parks, settings, monkeypatch):
    seen = []
    monkeypatch.setattr("accounts.tasks.look_at_due_pages", lambda **said: seen.append(said["only_asked"]) or [])
    for looked_at, asked in ((True, False), (False, True)):
        settings.PAGES_LOOKED_AT = looked_at
        look_at_pages()
        assert seen.pop() is asked


def test_asking_alone_passes_over_pages_that_are_merely_due(server, page_of, parks):
    page_of("/merely-due")
    asked = page_of("/asked")
    services.ask_for_check(by=parks.comms, account=asked)
    assert [looked.page for looked in look(server, only_asked=True)] == [asked.reference]


@pytest.fixture
def command(server, settings, capsys):
    settings.PAGES_ALLOWED_NETWORKS = [f"127.0.0.1:{server.port}"]
    settings.PAGES_PAUSE_SECONDS = 0

    def run(*arguments):
        call_command("check_pages", *arguments)
        return capsys.readouterr().out

    return run


def test_the_command_looks_at_what_is_due_and_counts(server, page_of, command):
    server.pages |= {"/one": page(LINKED), "/two": page(UNLINKED), "/four": page("", "503 Busy")}
    for path in ("/one", "/two", "/three", "/four"):
        page_of(path)
    assert "4 pages would be looked at. Nothing was written." in command("--dry-run")
    assert not LinkCheck.objects.exists()
    assert "1 link, 1 do not, 1 could not be checked, 0 websites read, 1 to be tried again." in command()
    assert LinkCheck.objects.count() == 3


@pytest.mark.clause("IV.G")
def test_a_dry_run_counts_the_citys_websites_too_with_a_turn_or_without_one(page_of, command, monkeypatch):
    page_of("/one")
    hosts = ["stlouis-mo.gov", "parks.stlouis-mo.gov"]
    monkeypatch.setattr(checking, "own_websites", lambda _at: hosts)
    assert "3 pages would be looked at." in command("--dry-run")
    checking.enroll(clock.now())
    assert "3 pages would be looked at." in command("--dry-run")
    hosts.pop()
    assert "2 pages would be looked at." in command("--dry-run")


def test_the_command_looks_at_one_account_whatever_its_turn(server, page_of, command):
    account = page_of()
    server.pages["/parks"] = page(LINKED)
    said = command("--account", account.reference, "--dry-run")
    assert "links to the official website" in said
    assert "https://www.stlouis-mo.gov/parks (Our website)" in said
    assert not LinkCheck.objects.exists()
    for count in (1, 2):
        assert account.reference in command("--account", account.reference)
        assert LinkCheck.objects.count() == count


def test_the_command_says_why_it_looks_at_nothing(page_of, parks, command):
    with pytest.raises(CommandError, match="no account ACC-1"):
        command("--account", "ACC-1")
    retired = AccountFactory(retired=True)
    with pytest.raises(CommandError, match="not active"):
        command("--account", retired.reference)
