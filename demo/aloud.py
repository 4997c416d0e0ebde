"""Words given by telephone in the demonstration: confirmed in writing, not confirmed, late, and waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from authorizations import services
from authorizations.plans import Plan, deciding_department
from authorizations.services import Spoken
from foundation import clock
from foundation.actor import Actor

Row = Mapping[str, Any]


def aloud_life(
    row: Row, plan_of: Callable[[Row], Plan | None], authority_of: Callable[[str, str], Actor | None]
) -> Iterator[int]:
    """What was said on the telephone and recorded by who heard it, and what the authority says of it in writing.

    Passed over where a small city has nobody in that place, or where the one who listens heads the department.
    """
    yield row["since"]
    plan = plan_of(row)
    if plan is None:
        return
    by = authority_of(deciding_department(plan, clock.now()).code, plan.kind)
    if by is None or by.person is None or by.person == plan.grantee:
        return
    heard = Spoken(by.person, clock.now() - timedelta(minutes=row["minutes"]), row["means"], row["said"])
    words = services.record_words(by=Actor.of_person(plan.grantee), plan=plan, spoken=heard)
    if "confirmed" in row:
        yield row["confirmed"]
        services.confirm_words(by=by, words=words)
    if "refused" in row:
        yield row["refused"][0]
        services.refuse_words(by=by, words=words, reason=row["refused"][1])
