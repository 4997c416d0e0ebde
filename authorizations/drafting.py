"""The letter as it would be if it were granted now: shown beside the form while it is filled in; nothing is written."""

from __future__ import annotations

from authorizations.kinds import POWERS
from authorizations.letters import Letter, letter_of
from authorizations.plans import Plan, check_accounts, check_scope, check_term, deciding_department
from authorizations.services.writing import draft_of, granted_under
from directory.models import Employee
from foundation import clock
from foundation.errors import InvalidInput
from powers.decisions import holders
from powers.picture import Picture

NUMBER_TO_COME = "(number to come)"


def letter_drafted(plan: Plan, by: Employee, picture: Picture) -> Letter | None:
    """The letter that somebody's grant would make; None where they could not grant it.

    Raises `InvalidInput` for what could not be granted to anybody, in the words of the grant itself.
    """
    at = picture.at
    check_scope(plan)
    department = deciding_department(plan, at)
    own = [held for held in holders(POWERS[plan.kind], department, at, at, picture) if held.holder_id == by.pk]
    if not own:
        return None
    starts = max(plan.starts or at, at)
    if plan.starts is not None and plan.starts < clock.start_of(clock.city_date(at)):
        raise InvalidInput("An authorization granted here begins now or later.", field="starts")
    check_term(starts, clock.end_of(plan.until), at)
    check_accounts(plan, department, at)
    _, text, _ = draft_of(plan, department, granted_under(own[0], at), NUMBER_TO_COME, at=at, starts=starts)
    return letter_of(text)
