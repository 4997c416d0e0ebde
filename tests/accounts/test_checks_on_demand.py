"""Who may have a page checked at once, how often, and what the command says."""

import pytest
from django.core.management import CommandError, call_command

from accounts import services
from accounts.models import LinkCheck, PageTurn
from accounts.services import checking
from accounts.tasks import look_at_pages
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, Refusal, TooOften
from tests.accounts.looking import LINKED, UNLINKED, look
from tests.accounts.web import page
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeFactory


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
