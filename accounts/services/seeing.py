"""Deciding on what was seen: a form that is older than what it decides on is refused, under the account's lock."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.db import transaction

from accounts.models import OfficialAccount
from accounts.permissions import department_ids
from accounts.services.writing import current, lock
from foundation import clock
from foundation.staleness import mark_of, refuse_stale


def mark_of_account(account: OfficialAccount, departments: Collection[int]) -> str:
    """The mark of what somebody decides on: facts and state of an account of `as_of`, and its departments (ids)."""
    return mark_of([account.now.pk, account.standing.pk, sorted(departments)])


@contextmanager
def as_seen(account: OfficialAccount, seen: str | None) -> Iterator[None]:
    """Hold an account for what is done inside; raises `Conflict` where it is not what the form was opened on.

    An approval names one exact thing: who approves has seen this address for these departments, and no other.
    """
    with transaction.atomic():
        lock(account)
        at = clock.now()
        standing = current(account, at)
        refuse_stale(
            seen,
            mark_of_account(standing, department_ids(standing, at)),
            f"What the register has of {standing.now.name}",
        )
        yield
