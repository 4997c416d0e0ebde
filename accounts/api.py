"""The register for programs: is this ours, and the feed of active accounts. Who may ask: `directory.api`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Path, Query, Router
from pydantic import BeforeValidator, Field

from accounts.api_schema import AccountList, AccountOut, NearMissOut, PlatformOut, UsedByOut, VerdictOut, VerifyOut
from accounts.feed import (
    UsedBy,
    active,
    csv_of,
    departments_of,
    is_public,
    last_change,
    narrowed,
    told_to_all,
)
from accounts.models import AccountClass, OfficialAccount, State
from accounts.permissions import visible_accounts
from accounts.verifying import Finding, Verdict, verify
from accounts.wording import sentence_of
from directory.api import Caller, MayAsk
from foundation import clock
from foundation.errors import NotVisible

router = Router(tags=["accounts"])
MOST = 200

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")


def _moment(text: object) -> object:
    """A moment as RFC 3339 writes it, with its zone: a number or a bare date would be guessed at."""
    if isinstance(text, str) and not _MOMENT.fullmatch(text):
        raise ValueError("give a moment with its zone, such as 2026-03-01T12:00:00Z")
    return text


Moment = Annotated[datetime, BeforeValidator(_moment)]
Text = Annotated[str, Field(max_length=40)]


@router.get(
    "/accounts/verify",
    auth=MayAsk("accounts:verify", is_public),
    response=VerifyOut,
    url_name="verify",
    operation_id="verifyAccount",
    summary="Is this ours?",
)
def verify_account(
    request: HttpRequest,
    url: Annotated[str, Query(min_length=1, max_length=2000, description="An address in any spelling, or a handle.")],
    platform: Annotated[
        Text | None,
        Query(description="The code of the handle's platform, such as `x`; where the text does not say it."),
    ] = None,
    at: Annotated[Moment | None, Query(description="As of which past moment; left out, now.")] = None,
) -> VerifyOut:
    """What the register says of a page: whether it is the City's, of which department, since when.

    The same answer for every spelling: hosts of one platform, mobile hosts, tracking parameters, posts of the account,
    capitals, full-width letters, a handle with or without `@`. A handle that several accounts have is answered with the
    answer that promises least; `matches` has each. `near_misses` is filled for people who are signed in alone.
    """
    caller = _caller(request)
    moment = clock.as_instant(at) if at else None
    found = verify(url, person=caller.person, now=caller.at, at=moment, platform=platform or "")
    return _verified(found, for_person=caller.person is not None)


@router.get(
    "/accounts",
    auth=MayAsk("accounts:read", is_public),
    response=AccountList,
    url_name="accounts",
    operation_id="listAccounts",
    summary="Active official accounts",
)
def list_accounts(
    request: HttpRequest,
    response: HttpResponse,
    department: Annotated[
        Text | None, Query(description="The code of a department: its accounts and its divisions'.")
    ] = None,
    platform: Annotated[Text | None, Query(description="The code of a platform, such as `facebook`.")] = None,
    after: Annotated[Text | None, Query(description="The reference after which to go on; `next` has it.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST, description="How many at most on one page.")] = 100,
    format: Annotated[
        Literal["json", "csv"] | None, Query(description="`csv` for one table of all; else what `Accept` asks for.")
    ] = None,
) -> Any:
    """The City's official accounts that are active, by reference; a page at a time, or as one table in CSV."""
    caller = _caller(request)
    accounts = narrowed(
        active(caller.at), caller.at, department=department or "", platform=platform or "", client=caller.client
    )
    is_csv = format == "csv" or (format is None and request.get_preferred_type(_TYPES) == "text/csv")
    changed = last_change()
    if is_csv:
        return csv_of(accounts, caller.at, changed)
    if changed:
        response["Last-Modified"] = changed
    rows = list(accounts.filter(reference__gt=after or "").order_by("reference")[: limit + 1])
    shown, following = rows[:limit], ""
    if len(rows) > limit:
        asked = {"department": department, "platform": platform, "after": shown[-1].reference, "limit": limit}
        query = urlencode({name: value for name, value in asked.items() if value})
        following = request.build_absolute_uri(f"{reverse('api:accounts')}?{query}")
        response["Link"] = f'<{following}>; rel="next"'
    return AccountList(accounts=_shown(shown, caller.at), next=following or None)


_TYPES = ["application/json", "text/csv"]


@router.get(
    "/accounts/{reference}",
    auth=MayAsk("accounts:read", is_public),
    response=AccountOut,
    url_name="account",
    operation_id="getAccount",
    summary="One account",
)
def get_account(request: HttpRequest, reference: Annotated[str, Path(max_length=30)]) -> AccountOut:
    """One account of the register with its present state, by reference. People see requests that concern them, too."""
    caller = _caller(request)
    seen = visible_accounts(caller.person, caller.at) if caller.person else told_to_all(caller.at)
    found = narrowed(seen, caller.at, client=caller.client).filter(reference=reference).first()
    if found is None:
        raise NotVisible("There is no such account.")
    return _shown([found], caller.at)[0]


def _caller(request: HttpRequest) -> Caller:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    return caller


def _shown(accounts: Iterable[OfficialAccount], at: datetime) -> list[AccountOut]:
    rows = list(accounts)
    used_by = departments_of(rows, at)
    return [_account(row, used_by.get(row.pk, [])) for row in rows]


def _account(account: OfficialAccount, departments: Iterable[UsedBy]) -> AccountOut:
    facts = account.now
    used_by = [UsedByOut(code=one.code, name=one.name) for one in departments]
    return AccountOut(
        reference=account.reference,
        state=State(account.standing.state),
        since=account.standing.effective_from,
        name=facts.name,
        platform=PlatformOut(code=facts.platform.code, name=facts.platform.name),
        handle=facts.handle,
        url=facts.url,
        account_class=AccountClass(facts.account_class),
        language=facts.language,
        purpose=facts.purpose,
        department=used_by[0] if used_by else None,
        departments=used_by,
    )


def _verdict(verdict: Verdict) -> VerdictOut:
    return VerdictOut(answer=verdict.answer, account=_account(verdict.account, verdict.departments))


def _verified(found: Finding, *, for_person: bool) -> VerifyOut:
    near = [
        NearMissOut(why=miss.why, answer=miss.verdict.answer, account=_verdict(miss.verdict).account)
        for miss in found.near
    ]
    return VerifyOut(
        asked=found.asked,
        answer=found.answer,
        sentence=sentence_of(found),
        at=found.at,
        matches=[_verdict(verdict) for verdict in found.verdicts],
        near_misses=near if for_person else None,
        looks_like_host=found.false_host or None,
    )
