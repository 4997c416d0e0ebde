"""Keeping an account's facts true where nobody has to decide: its details, and a rename by the platform."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction

from accounts.models import OfficialAccount
from accounts.permissions import require_keeping
from accounts.services.plans import check_link
from accounts.services.protected import require_changeable, write_address
from accounts.services.writing import current, lock, next_fact, tell_trail
from accounts.sites import Address
from foundation import clock
from foundation.actor import Actor
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput
from foundation.staleness import mark_of, refuse_stale


@dataclass(frozen=True)
class Details:
    """What may be changed without the authority: what the account is for, and how it is described."""

    name: str
    purpose: str
    audience: str
    language: str
    links_to_city: str
    why_no_link: str
    persistent_id: str

    @classmethod
    def of(cls, account: OfficialAccount) -> Details:
        """The details as they stand."""
        return cls(**{name: getattr(account.now, name) for name in cls.__dataclass_fields__})


def mark_of_details(account: OfficialAccount) -> str:
    """The mark of the details that a form was opened on."""
    return mark_of(asdict(Details.of(account)))


@transaction.atomic
def change_details(
    *, by: Actor, account: OfficialAccount, details: Details, seen: str | None = None
) -> OfficialAccount:
    """Change what is not protected; nothing is written where nothing changes."""
    lock(account)
    at = clock.now()
    standing = current(account, at)
    capacity = require_keeping(by, standing, at, "You cannot change this account.")
    require_changeable(standing)
    refuse_stale(seen, mark_of_details(standing), f"What the register has of {standing.now.name}")
    check_link(details.links_to_city, details.why_no_link)
    if not details.name.strip():
        raise InvalidInput("An account has a name.", field="name")
    before, after = asdict(Details.of(standing)), asdict(details)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        next_fact(standing.now, at=at, **{name: after[name].strip() for name in changed})
        tell_trail(
            act="accounts.details_changed",
            on=standing,
            by=by,
            at=at,
            clause=CITY_PROCEDURE,
            capacity=capacity,
            before={name: c1_hash(before[name]) for name in changed},
            after={name: c1_hash(after[name]) for name in changed},
        )
    return current(account, at)


@transaction.atomic
def record_rename(*, by: Actor, account: OfficialAccount, address: Address, persistent_id: str) -> OfficialAccount:
    """Record that the platform shows the same account under another handle: no new approval is needed.

    It is the same account where the platform's own id is the one on record; otherwise the change is proposed.
    """
    lock(account)
    at = clock.now()
    standing = current(account, at)
    capacity = require_keeping(by, standing, at, "You cannot record a rename.")
    require_changeable(standing)
    facts = standing.now
    same = facts.persistent_id != "" and facts.persistent_id == persistent_id.strip()
    if not same or address.platform != facts.platform.code:
        raise Conflict(
            "This cannot be recorded as a rename.",
            why="It is the same account only on the same platform and under the id of the platform that is on record"
            + (f" ({facts.persistent_id})." if facts.persistent_id else "; none is on record."),
            remedy="Propose the change of handle: the authority decides.",
        )
    write_address(standing, address, at)
    before = {"identity": facts.identity}
    after = {"identity": address.identity, "persistent_id": persistent_id.strip()}
    tell_trail(
        act="accounts.renamed",
        on=standing,
        by=by,
        at=at,
        clause=CITY_PROCEDURE,
        capacity=capacity,
        before=before,
        after=after,
    )
    return current(account, at)
