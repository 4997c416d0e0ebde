"""Reading what the portal saw on pages, as pages of the portal show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import LinkCheck, OfficialAccount, PageTurn, PartyLink, State
from accounts.services.websites import city_hosts, department_hosts, own_websites
from accounts.standpoint import Standpoint

HISTORY = 20


@dataclass(frozen=True)
class Checks:
    """What is known of an account's page: the last check, the last that could read it, the history, what comes."""

    history: list[LinkCheck]
    last_read: LinkCheck | None
    parties: list[PartyLink]
    """Links to parties and candidates that the last check found (IV.G)."""
    hosts: list[str]
    turn: PageTurn | None
    is_checked: bool
    may_ask: bool

    @property
    def last(self) -> LinkCheck | None:
        """The last check."""
        return self.history[0] if self.history else None


def checks_of(account: OfficialAccount, standpoint: Standpoint, at: datetime) -> Checks:
    """What an account's page shows of its checks; a constant number of queries."""
    history = list(LinkCheck.objects.of_page(account.pk, "").select_related("asked_by")[:HISTORY])
    last_read = LinkCheck.objects.of_page(account.pk, "").conclusive().first()
    newest = history[0] if history else None
    is_active = account.standing.state == State.ACTIVE
    return Checks(
        history=history,
        last_read=last_read if last_read != newest else None,
        parties=list(newest.party_links.select_related("party")) if newest else [],
        hosts=[*city_hosts(at), *department_hosts(standpoint.departments)],
        turn=PageTurn.objects.filter(account=account).first() if is_active else None,
        is_checked=is_active,
        may_ask=is_active and standpoint.keeps,
    )


def party_links_now() -> QuerySet[PartyLink]:
    """Links to parties and candidates that stood on pages when they were last read."""
    later = {"at__gt": OuterRef("check_made__at")}
    of_account = LinkCheck.objects.filter(account_id=OuterRef("check_made__account_id"), **later).conclusive()
    of_website = LinkCheck.objects.filter(host=OuterRef("check_made__host"), **later).exclude(host="").conclusive()
    seen_again = PartyLink.objects.filter(
        Q(check_made__account_id=OuterRef("check_made__account_id"))
        | (Q(check_made__host=OuterRef("check_made__host")) & ~Q(check_made__host="")),
        lineage=OuterRef("lineage"),
        check_made__at__gt=OuterRef("check_made__at"),
    )
    rows = PartyLink.objects.filter(~Exists(of_account), ~Exists(of_website), ~Exists(seen_again))
    return rows.select_related("party", "check_made", "check_made__account").order_by("-check_made__at", "pk")


def websites(at: datetime) -> list[tuple[str, LinkCheck | None]]:
    """Every website of the City and its departments, with its last check."""
    hosts = own_websites(at)
    later = LinkCheck.objects.filter(host=OuterRef("host"), at__gt=OuterRef("at"))
    last = {check.host: check for check in LinkCheck.objects.filter(~Exists(later), host__in=hosts)}
    return [(host, last.get(host)) for host in sorted(hosts)]
