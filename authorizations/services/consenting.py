"""A department's consent to the use of its account by another one (City procedure)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import OfficialAccount
from accounts.services.writing import current, lock, require_use
from accounts.services.writing import subject as account_subject
from authorizations import notifications
from authorizations.models import Consent
from authorizations.permissions import person_behind
from directory.models import Department
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.effective import end, withdraw
from foundation.errors import Conflict, InvalidInput
from powers.catalogue import APPROVE_ACCOUNTS
from powers.services import decide_under
from powers.services.requiring import Decision


@transaction.atomic
def consent(
    *,
    by: Actor,
    account: OfficialAccount,
    department: Department,
    for_department: Department,
    reason: str = "",
    until: date | None = None,
) -> Consent:
    """Let people of another department use an account: the authority of a department that uses it does.

    It reaches every department under the same authority as `for_department`; without `until` it has no end.
    """
    lock(account)
    decision = decide_under(by=by, power=APPROVE_ACCOUNTS, department=department)
    at = decision.at
    standing = current(account, at)
    require_use(standing, department, at)
    if for_department == department:
        raise InvalidInput("A department needs no consent to the use of its own account.", field="for_department")
    ends = clock.end_of(until) if until else None
    if ends is not None and ends <= at:
        raise InvalidInput("The end must lie after the beginning.", field="until")
    same = Consent.objects.not_superseded().filter(
        account=account, department=department, for_department=for_department
    )
    if same.covering(at).exists():
        raise Conflict("This consent is given already.", remedy="Nothing was changed. End it first to change its end.")
    row = Consent.objects.create(
        account=account,
        department=department,
        for_department=for_department,
        given_by=person_behind(by, "A consent is given by a person."),
        capacity=decision.holding.capacity,
        instrument=decision.holding.reference,
        reason=reason.strip(),
        effective_from=at,
        effective_until=ends,
        recorded_at=at,
    )
    _tell("authorizations.consented", row, standing, "given", by, decision)
    return row


@transaction.atomic
def end_consent(*, by: Actor, consent: Consent) -> None:
    """End a consent at once: instruments that name the account stay, and do not let anybody use it meanwhile."""
    lock(consent.account)
    decision = decide_under(by=by, power=APPROVE_ACCOUNTS, department=consent.department)
    at = decision.at
    row = Consent.objects.not_superseded().covering(at).filter(lineage=consent.lineage).first()
    if row is None:
        raise Conflict("This consent has ended already.", remedy="Nothing was changed.")
    if row.effective_from == at:
        withdraw(row, at=at)
    else:
        end(row, until=at, at=at)
    _tell("authorizations.consent_ended", row, current(row.account, at), "ended", by, decision)


def _tell(act: str, row: Consent, account: OfficialAccount, outcome: str, by: Actor, decision: Decision) -> None:
    record(
        by=by,
        act=act,
        on=account_subject(account),
        at=decision.at,
        capacity=decision.holding.capacity,
        instrument=decision.holding.reference,
        clause=CITY_PROCEDURE,
        department_code=row.department.code,
        after={"for": row.for_department.code, "until": row.effective_until.isoformat() if row.effective_until else ""},
    )
    both = [row.department, row.for_department]
    notifications.tell_of_consent(account, account.now.name, both, outcome, by=by, at=decision.at)
