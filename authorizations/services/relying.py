"""Deciding under lock, for the services of apps above that rely on an answer in their own transaction (DESIGN 3.6)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from accounts.services.writing import lock
from authorizations.acts_asked import Act
from authorizations.decisions import Decision, decide_each
from authorizations.models import Authorization
from authorizations.services.writing import lock_people
from directory.models import Employee
from foundation import clock
from powers.basis import hold_text


def decide_under_lock(employee: Employee, act: Act) -> Decision:
    """Hold the text, the account, the person and their instruments, read the clock after the last lock, and answer.

    Whoever revokes, moves, suspends or publishes holds the same rows: it comes wholly before the answer, or after what
    rests on it. Call inside a transaction.
    """
    return decide_each_under_lock(employee, [act])[0]


def decide_each_under_lock(employee: Employee, acts: Sequence[Act], *others: Employee | None) -> list[Decision]:
    """The same for several acts of one person, at one moment; `others` are people whom the caller locks as well.

    People are locked in one order: whoever decides about two of them at once names both here.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("decide_under_lock locks rows: call it inside a transaction.")
    hold_text()
    accounts = {act.account.pk: act.account for act in acts if act.account is not None}
    for _pk, account in sorted(accounts.items()):
        lock(account)
    lock_people(employee, *others)
    rows = Authorization.objects.filter(grantee=employee).order_by("pk")
    list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk"))
    return decide_each(employee, acts, clock.now())
