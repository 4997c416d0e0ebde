"""Pages are looked at in turn: each once, by whoever comes first, and a host is left in peace."""

import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from accounts import services
from accounts.checking.fetching import Fetched, Fetcher
from accounts.checking.pacing import HostPace, NotOurTurn
from accounts.models import HostTurn, LinkCheck, PageTurn
from accounts.services import checking
from foundation import clock
from foundation.audit.models import Entry
from tests.accounts.looking import LINKED, SYSTEM, again, look
from tests.accounts.web import page, rules


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
    with clock.replaying(now + timedelta(minutes=1)):
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
    server.pages["/parks"] = page(LINKED)
    assert look(server) == []  # somebody still has it, as far as anybody knows
    with clock.replaying(clock.now() + checking.CLAIM):
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
