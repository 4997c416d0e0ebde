"""Looking at pages in turn: claimed in the database, fetched outside every transaction, written in one.

A turn is claimed by a conditional update and ends by itself. A worker killed before it wrote leaves a page that is
looked at again; one that was overtaken finds that its claim is gone, and writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from accounts import findings
from accounts.addresses import AddressBook
from accounts.basis import LINK, NO_PARTY_LINK
from accounts.checking.fetching import Fetched, Fetcher
from accounts.checking.judging import Verdict, judge, read_website
from accounts.checking.links import host_of
from accounts.checking.pacing import HostPace, NotOurTurn, leave_alone
from accounts.checking.parties import links_to_parties
from accounts.checking.rules import Rules
from accounts.models import (
    AccountState,
    CheckOutcome,
    LinkCheck,
    LinkStance,
    OfficialAccount,
    PageTurn,
    PartyAccount,
    PartyLink,
    State,
)
from accounts.permissions import department_ids
from accounts.platforms import address_book
from accounts.services.websites import city_hosts, department_hosts, front_page, own_websites
from accounts.services.writing import lock, tell_trail
from directory.models import Department
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.dated_settings import value

BATCH = 20
CLAIM = timedelta(minutes=4)
"""Longer than the longest look takes, with every wait for hosts' turns."""
BACK_OFF = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))
"""After failures that may pass; then what was seen is written down as *could not check*."""
LATER = timedelta(minutes=1)
_ENROLLED = 500
_ACTIVE = Q(state=State.ACTIVE)


@dataclass(frozen=True)
class Looked:
    """What a look at one page brought: the check that was written, or when it is tried again, and why."""

    page: str
    check: LinkCheck | None = None
    again_at: datetime | None = None
    why: str = ""


def usual_fetcher() -> Fetcher:
    """A fetcher by the installation's settings, whose pace all workers share."""
    return Fetcher(Rules.of_settings(), pace=HostPace(pause=settings.PAGES_PAUSE_SECONDS))


def look_at_due_pages(
    *,
    by: Actor,
    seconds: float = 60,
    limit: int = BATCH,
    only_asked: bool = False,
    account: OfficialAccount | None = None,
    fetcher: Fetcher | None = None,
    told: Callable[[Looked], None] | None = None,
) -> list[Looked]:
    """Look at pages whose turn has come, for about so many seconds; any number of workers at once.

    Never call it inside a transaction: each check is one of its own, and fetching belongs into none.
    """
    stop = time.monotonic() + seconds
    at = clock.now()
    enroll(at)
    fetcher, book, done = fetcher or usual_fetcher(), address_book(), list[Looked]()
    due = PageTurn.objects.due(at).filter(_is_wanted(at)).order_by("due_at", "pk")
    if only_asked:
        due = due.filter(asked_at__isnull=False)
    if account is not None:
        due = due.filter(account=account)
    for turn in due[:limit]:
        if time.monotonic() >= stop:
            break
        claim = _claim(turn)
        if claim is None:
            continue
        looked = _look(turn, claim, by, fetcher, book)
        if looked is not None:
            done.append(looked)
            if told is not None:
                told(looked)
    return done


def enroll(at: datetime) -> None:
    """Give a turn to active accounts and websites that have none yet."""
    active = OfficialAccount.objects.as_of(at).filter(_ACTIVE)
    without = active.filter(~Exists(PageTurn.objects.filter(account_id=OuterRef("pk")))).order_by("pk")
    turns = [PageTurn(account_id=pk, due_at=at) for pk in without.values_list("pk", flat=True)[:_ENROLLED]]
    known = set(PageTurn.objects.exclude(host="").values_list("host", flat=True))
    turns += [PageTurn(host=host, due_at=at) for host in own_websites(at) if host not in known]
    PageTurn.objects.bulk_create(turns, ignore_conflicts=True)


def pages_waiting(at: datetime) -> int:
    """How many pages a run would look at now: those whose turn has come, and those that have none yet."""
    active = OfficialAccount.objects.as_of(at).filter(_ACTIVE)
    without = active.filter(~Exists(PageTurn.objects.filter(account_id=OuterRef("pk")))).count()
    known = set(PageTurn.objects.exclude(host="").values_list("host", flat=True))
    due = PageTurn.objects.due(at).filter(_is_wanted(at)).count()
    return due + without + len(set(own_websites(at)) - known)


def _is_wanted(at: datetime) -> Q:
    """Pages of accounts that are active now, and websites that are the City's now."""
    active = AccountState.objects.in_effect(at).filter(account_id=OuterRef("account_id"), state=State.ACTIVE)
    return Q(Exists(active)) | Q(host__in=own_websites(at))


def _claim(turn: PageTurn) -> UUID | None:
    at, claim = clock.now(), uuid4()
    mine = PageTurn.objects.due(at).filter(pk=turn.pk)
    return claim if mine.update(claim=claim, claimed_until=at + CLAIM) else None


def _look(turn: PageTurn, claim: UUID, by: Actor, fetcher: Fetcher, book: AddressBook) -> Looked | None:
    """One page that is ours: fetch, judge, write; or try again later. None where it is no longer wanted."""
    account = None
    if turn.account_id is not None:
        account = OfficialAccount.objects.as_of(clock.now()).filter(pk=turn.account_id).first()
        if account is None:
            return None
    url = account.now.url if account is not None else front_page(turn.host)
    page = account.reference if account is not None else turn.host
    try:
        fetched = fetcher.fetch(url)
    except NotOurTurn:
        return _try_again(turn, claim, page, "Others are asking that host.", LATER, is_failure=False)
    if fetched.retry_after:
        leave_alone(host_of(fetched.url), fetched.retry_after, clock.now())
    if fetched.is_passing and turn.attempts < len(BACK_OFF):
        why = fetched.trouble or f"The platform answered with an error (status {fetched.status})."
        return _try_again(turn, claim, page, why, BACK_OFF[turn.attempts], is_failure=True)
    check = record_check(by=by, turn=turn, claim=claim, fetched=fetched, book=book)
    return None if check is None else Looked(page, check)


def _try_again(turn: PageTurn, claim: UUID, page: str, why: str, wait: timedelta, *, is_failure: bool) -> Looked | None:
    again_at = clock.now() + wait
    columns = {"attempts": F("attempts") + 1, "last_trouble": why[:600]} if is_failure else {}
    mine = PageTurn.objects.filter(pk=turn.pk, claim=claim)
    if not mine.update(claim=None, claimed_until=None, due_at=again_at, **columns):
        return None
    return Looked(page, again_at=again_at, why=why)


def look_without_writing(account: OfficialAccount, at: datetime, fetcher: Fetcher | None = None) -> Verdict:
    """What a check of an account would say now; nothing is written but the host's turn. May raise `NotOurTurn`."""
    fetched = (fetcher or usual_fetcher()).fetch(account.now.url)
    return judge(fetched, _hosts_of(account, at))


@transaction.atomic
def record_check(
    *, by: Actor, turn: PageTurn, claim: UUID, fetched: Fetched, book: AddressBook | None = None
) -> LinkCheck | None:
    """Write what a look brought, and tell people what is new; None where the claim is gone or the page not wanted."""
    if turn.account is not None:
        lock(turn.account)
    at = clock.now()
    days = timedelta(days=value("term.page_check_days", at))
    freed = {"claim": None, "claimed_until": None, "asked_by": None, "asked_at": None, "attempts": 0}
    # The conditional update is the lock: of two workers with one page, one writes.
    if not PageTurn.objects.filter(pk=turn.pk, claim=claim).update(due_at=at + days, last_trouble="", **freed):
        return None
    account = None
    if turn.account_id is not None:
        account = OfficialAccount.objects.as_of(at).filter(_ACTIVE, pk=turn.account_id).first()
        if account is None:
            return None
        if account.now.url != fetched.asked:  # it moved while the page was being fetched
            PageTurn.objects.filter(pk=turn.pk).update(due_at=at)
            return None
    verdict = judge(fetched, _hosts_of(account, at)) if account is not None else read_website(fetched)
    before = LinkCheck.objects.of_page(turn.account_id, turn.host).conclusive().first()
    check = _write(turn, account, fetched, verdict, at)
    new = _write_party_links(check, verdict, before, book or address_book(), at)
    _tell(check, account, before, new, by, at)
    _tell_trail(check, account, by, at)
    return check


def _hosts_of(account: OfficialAccount, at: datetime) -> list[str]:
    """The City's hosts, and those of the departments that use an account (IV.B)."""
    return [*city_hosts(at), *department_hosts(department_ids(account, at))]


def _write(
    turn: PageTurn, account: OfficialAccount | None, fetched: Fetched, verdict: Verdict, at: datetime
) -> LinkCheck:
    evidence = [{"href": link.href, "url": link.target, "text": link.text} for link in verdict.evidence]
    return LinkCheck.objects.create(
        account=account,
        host=turn.host,
        at=at,
        asked_by_id=turn.asked_by_id,
        url=fetched.asked,
        final_url=fetched.url[:4000],
        status=fetched.status,
        outcome=verdict.outcome,
        why=verdict.why[:600],
        evidence=evidence,
        links_read=len(verdict.links),
        attempts=turn.attempts + 1,
        milliseconds=round(fetched.seconds * 1000),
    )


def _write_party_links(
    check: LinkCheck, verdict: Verdict, before: LinkCheck | None, book: AddressBook, at: datetime
) -> list[PartyLink]:
    """The links to parties and candidates that the list bars now (IV.G); returns those that are news."""
    found = links_to_parties(verdict.links, PartyAccount.objects.barred(at), book)
    rows = [
        PartyLink(check_made=check, party=party, lineage=party.lineage, href=link.href, text=link.text)
        for party, link in found
    ]
    earlier = PartyLink.objects.filter(check_made__account_id=check.account_id, check_made__host=check.host)
    if before is not None:
        earlier = earlier.filter(check_made__at__gte=before.at)
    known = set(earlier.values_list("lineage", flat=True)) if rows else set()
    PartyLink.objects.bulk_create(rows)
    return [row for row in rows if row.lineage not in known]


def _tell(
    check: LinkCheck,
    account: OfficialAccount | None,
    before: LinkCheck | None,
    new: list[PartyLink],
    by: Actor,
    at: datetime,
) -> None:
    """Once for each finding: what the last look that could read the page found already is no news."""
    if account is None:
        if new:
            theirs = [one for one in Department.objects.existing(at) if check.host in department_hosts([one.pk])]
            findings.tell_of_party_links_on(check.host, new, theirs, by=by, at=at)
        return
    was_missing = before is not None and before.outcome == CheckOutcome.MISSING
    is_expected = account.now.links_to_city == LinkStance.NOT_POSSIBLE
    if check.outcome == CheckOutcome.MISSING and not was_missing and not is_expected:
        findings.tell_of_missing_link(account, check, by=by, at=at)
    if new:
        findings.tell_of_party_links(account, new, by=by, at=at)


def _tell_trail(check: LinkCheck, account: OfficialAccount | None, by: Actor, at: datetime) -> None:
    parties = list(check.party_links.values_list("lineage", flat=True))
    after = {
        "check": check.pk,
        "outcome": check.outcome,
        "status": check.status,
        **({"parties": [str(lineage) for lineage in parties]} if parties else {}),
    }
    if account is not None:
        tell_trail(act="accounts.page_checked", on=account, by=by, at=at, clause=LINK, after=after)
        return
    website = Subject(kind="accounts.website", id=check.host, label=check.host)
    record(by=by, act="accounts.website_checked", on=website, at=at, clause=NO_PARTY_LINK, after=after)
