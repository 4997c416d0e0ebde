"""How the posts of an account are reviewed, and where the name of the poster stands: set by the authority."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import OfficialAccount
from accounts.reading import departments_of
from accounts.services.writing import lock as lock_account
from directory.models import Department
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.effective import end
from foundation.errors import Conflict, InvalidInput, Refusal
from powers.catalogue import REVIEW_POSTS
from powers.services import Decision, decide_under
from reviews.models import Identification, ReviewMode, ReviewRule
from reviews.permissions import person_behind


@transaction.atomic
def set_rule(
    *,
    by: Actor,
    account: OfficialAccount,
    mode: str,
    identification: str,
    one_in: int = 1,
    direct_one_in: int = 1,
) -> ReviewRule:
    """Set from now on how an account's posts are reviewed. The appointing authority does, no designee (City procedure).

    `one_in` says how many posts a sample stands for, `direct_one_in` of how many replies and filled templates one is
    read afterwards (0: they are recorded alone); raises `InvalidInput` for what is none of the modes.
    """
    _check(mode, identification, one_in, direct_one_in)
    lock_account(account)
    department, decision = _decided_by_office(by, account)
    held, at = decision.holding, decision.at
    current = ReviewRule.objects.in_effect(at).filter(account=account).first()
    if current is not None:
        end(current, until=at, at=at)
    row = ReviewRule.objects.create(
        account=account,
        mode=mode,
        one_in=one_in if mode == ReviewMode.SAMPLE else 1,
        direct_one_in=direct_one_in,
        identification=identification,
        set_by=person_behind(by, "A rule is set by a person."),
        capacity=held.capacity,
        instrument=held.reference,
        effective_from=at,
        recorded_at=at,
    )
    _tell(by, row, current, department, at)
    return row


def _tell(by: Actor, row: ReviewRule, before: ReviewRule | None, department: Department, at: datetime) -> None:
    """The entry in the trail, with the rule that ends."""
    record(
        by=by,
        act="reviews.rule_set",
        on=row,
        at=at,
        capacity=row.capacity,
        instrument=row.instrument,
        clause=CITY_PROCEDURE,
        department_code=department.code,
        before={"mode": before.mode, "identification": before.identification} if before else {},
        after={
            "account": row.account.reference,
            "mode": row.mode,
            "identification": row.identification,
            "one_in": row.one_in,
            "direct_one_in": row.direct_one_in,
        },
    )


def _check(mode: str, identification: str, one_in: int, direct_one_in: int) -> None:
    if mode not in ReviewMode.values or identification not in Identification.values:
        raise InvalidInput("Say when posts are reviewed, and where the name stands.", field="mode")
    if one_in < 1:
        raise InvalidInput("A sample is one post in so many: at least 1.", field="one_in")
    if direct_one_in < 0:
        raise InvalidInput("Say of how many replies one is read: 0 means none.", field="direct_one_in")


def _decided_by_office(by: Actor, account: OfficialAccount) -> tuple[Department, Decision]:
    """The account's department, and the power of its authority, under lock; the lock on the account is held."""
    uses = departments_of([account.pk], clock.now()).get(account.pk, [])
    if not uses:
        raise Conflict("No department is responsible for this account.", remedy="Mend the register first.")
    department = uses[0].department
    decision = decide_under(by=by, power=REVIEW_POSTS, department=department)
    if not decision.holding.by_office:
        raise Refusal(
            "A reviewer does not set how posts are reviewed.",
            why="The appointing authority of the account's department does.",
            clause=CITY_PROCEDURE,
            remedy=f"Ask {decision.holding.appointment.holder.name}.",
        )
    return department, decision
