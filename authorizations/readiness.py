"""Whether somebody has acknowledged the policy as far as that is asked by the moment (City procedure)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from acknowledgements.due import Span, due_for
from authorizations.facts import Facts, VersionAsked
from authorizations.models import DeclineDecision
from authorizations.requirements import Requirement, Weight
from directory.models import UnderRegulation
from foundation import dates
from foundation.citations import CITY_PROCEDURE


def acknowledgement(facts: Facts, department_id: int) -> list[Requirement]:
    """The requirement for who is bound by the regulation; none for everybody else, and none before a version."""
    profile = facts.picture.tree.profile(department_id, facts.at)
    if profile is None or profile.under_regulation == UnderRegulation.NO or not facts.versions:
        return []
    absences = facts.picture.presence.absences(facts.employee.pk)
    lapsed = lapsed_version(facts.versions, absences, facts.grace_days, facts.at)
    if lapsed is None:
        said = "The policy is acknowledged, as far as that is asked by now."
        return [Requirement("acknowledgement", said, CITY_PROCEDURE, met=True)]
    if lapsed.word == DeclineDecision.Decision.MAY_GO_ON:
        said = f"{lapsed.name} is not acknowledged, and the authority lets that be."
        return [Requirement("acknowledgement", said, CITY_PROCEDURE, met=True)]
    weight, said, to_do, ask = _unmet(lapsed)
    if profile.emergency_posting and lapsed.word != DeclineDecision.Decision.MAY_NOT:
        weight = Weight.WARNING
    return [Requirement("acknowledgement", said, CITY_PROCEDURE, met=False, weight=weight, to_do=to_do, ask=ask)]


def lapsed_version(
    versions: Iterable[VersionAsked], absences: Sequence[Span], grace_days: int, at: datetime
) -> VersionAsked | None:
    """The version whose acknowledgement is missing; None where one that counts is there, or none is asked yet.

    `versions` are those in force by then, the newest first; `absences` every absence known.
    """
    for version in versions:
        if version.acknowledged:
            return None
        if version.declined:
            return version
        if version.opens_at is None or version.due_at is None:
            continue
        if any(since <= at and (until is None or at < until) for since, until in version.exempt):
            continue
        # The acknowledgement of the version before counts so many days longer.
        ends = version.due_at + timedelta(days=grace_days)
        if due_for(version.opens_at, ends, [*absences, *version.exempt], at) <= at:
            return version
    return None


def _unmet(version: VersionAsked) -> tuple[Weight, str, str, str]:
    if version.word == DeclineDecision.Decision.MAY_NOT:
        said = f"{version.name} is not acknowledged, and the authority decided against using authorizations meanwhile."
        return Weight.NO, said, "Acknowledge it, or ask the authority again.", ""
    if version.declined:
        said = (
            f"{version.name} is not acknowledged: Employee Relations has the matter, and the authority has not decided."
        )
        return Weight.NOT_YET, said, "Wait for the authority's decision.", "Ask your appointing authority."
    due = f", which was due {dates.day(version.due_at - timedelta(microseconds=1))}" if version.due_at else ""
    said = f"{version.name} is not acknowledged{due}."
    return Weight.NOT_YET, said, "Read the policy and acknowledge it: about twelve minutes.", ""
