"""What came of an act on a list for one person: decided from the facts of the moment, and said as a sentence."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from acknowledgements.due import due_for, term_of
from acknowledgements.exempt import exempt_people
from acknowledgements.lives import Lives
from acknowledgements.models import Acknowledgement, Campaign, Decline, ListKind, Outcome
from acknowledgements.reminded import Reminding
from acknowledgements.standing import with_relations
from directory.models import Employee, EmployeeStatus, Status
from foundation.calendar import WorkingDays
from policy.carrying import counted_for

GOOD = frozenset({Outcome.REMINDED, Outcome.EXEMPTED, Outcome.SHEET, Outcome.SLIP})
"""What was asked was done, for this person."""

_NOT = {
    ListKind.REMIND: "Not reminded",
    ListKind.EXEMPT: "Not exempt",
    ListKind.SHEETS: "No sheet",
    ListKind.SLIPS: "No slip",
}
_DONE = {
    Outcome.REMINDED: "Reminded.",
    Outcome.EXEMPTED: "Exempt.",
    Outcome.SHEET: "A sheet was printed.",
    Outcome.SLIP: "A slip to print.",
}
_WHY = {
    Outcome.DONE: "has acknowledged meanwhile.",
    Outcome.EXEMPT: "is exempt already.",
    Outcome.DECLINED: "declined to acknowledge; that stands until it is taken back.",
    Outcome.WITH_RELATIONS: "Employee Relations has the matter.",
    Outcome.AWAY: "is away; the portal asks on return.",
    Outcome.LEFT: "left the City between two clicks.",
    Outcome.NOT_ASKED: "no running campaign asks this person, according to the roster.",
    Outcome.CAPPED: "got as many letters lately as the City allows.",
    Outcome.TOLD: "was reminded by hand today already.",
    Outcome.NOT_NOW: "not a time for a letter; the portal goes on by itself.",
    Outcome.OTHERS: "is not among your people any more.",
    Outcome.OWN: "nobody asks for or approves their own exemption. A colleague asks for it on the page Exemptions.",
    Outcome.WAITS: "an exemption of this person waits for a decision already.",
}


def sentence_of(outcome: Outcome, act: ListKind) -> str:
    """ "Not reminded: got as many letters lately as the City allows." """
    if outcome == Outcome.SLIP and act == ListKind.REMIND:
        return "No e-mail address: a slip to print instead of a letter."
    return _DONE.get(outcome) or f"{_NOT[act]}: {_WHY[outcome]}"


@dataclass(frozen=True)
class Asked:
    """Somebody of whom a running campaign asks for something: which one, by when, and whether by mail."""

    person: Employee
    campaign: Campaign
    due_at: datetime


def asked_of(people: Collection[int], running: Sequence[Campaign], at: datetime) -> dict[int, Asked]:
    """Of some people (ids) those who wait in a campaign, each in the one that is the duty: there, neither done nor
    declined nor exempt."""
    found: dict[int, Asked] = {}
    days, lives = WorkingDays(), Lives(people, at)
    persons = Employee.objects.in_bulk(list(people))
    for campaign in running:
        waiting = Reminding(campaign, running, at, days).waiting.filter(employee_id__in=people)
        for pk in waiting.order_by("employee_id").values_list("employee_id", flat=True):
            opens_at, due_at = term_of(campaign, lives.hired_at(pk))
            due_at = due_for(opens_at, due_at, lives.absences(pk, campaign.version_id), at)
            found[pk] = Asked(persons[pk], campaign, due_at)
    return found


def why_not(people: Collection[int], version_id: int, at: datetime) -> dict[int, Outcome]:
    """Why some people (ids) are not asked for a version now: in the order of `docs/campaigns.md`, done first."""
    found = dict.fromkeys(people, Outcome.NOT_ASKED)
    statuses = EmployeeStatus.objects.in_effect(at).filter(employee__in=people)
    found |= dict.fromkeys(statuses.away().values_list("employee_id", flat=True), Outcome.AWAY)
    declined = Decline.objects.standing(at).filter(version_id=version_id, person__in=people)
    found |= dict.fromkeys(declined.values_list("person_id", flat=True), Outcome.DECLINED)
    exempt = exempt_people(version_id, at).filter(person__in=people)
    found |= dict.fromkeys(exempt.values_list("person_id", flat=True), Outcome.EXEMPT)
    left = statuses.filter(status=Status.LEFT)
    found |= dict.fromkeys(left.values_list("employee_id", flat=True), Outcome.LEFT)
    return found | dict.fromkeys(acknowledged(people, version_id, at), Outcome.DONE)


def acknowledged(people: Collection[int], version_id: int, at: datetime) -> list[int]:
    """Who of some people (ids) has acknowledged a version, or one that carries over to it."""
    counted = counted_for(version_id, at)
    done = Acknowledgement.objects.standing(at).filter(person__in=people, version_id__in=counted)
    return list(done.values_list("person_id", flat=True))


def as_told_to_leads(
    people: Collection[int], reasons: dict[int, Outcome], own: Collection[int], version_id: int, at: datetime
) -> dict[int, Outcome]:
    """What supervisors and authorities are told: that Employee Relations has a matter, not which, and not who is away.

    `own` are those of `people` who are theirs now. Whoever is not in the answer may be reminded.
    """
    with_them = set(with_relations(version_id, at, and_exempt=True).values_list("person_id", flat=True))
    mail = set(Employee.objects.filter(pk__in=people).exclude(email="").values_list("pk", flat=True))
    told: dict[int, Outcome] = {}
    for pk in people:
        reason = reasons.get(pk)
        if pk not in own:
            told[pk] = Outcome.OTHERS
        elif reason == Outcome.DONE:
            told[pk] = Outcome.DONE
        elif pk in with_them:
            told[pk] = Outcome.WITH_RELATIONS
        elif pk not in mail:
            told[pk] = Outcome.SLIP
        elif reason is not None:
            told[pk] = Outcome.NOT_NOW
    return told
