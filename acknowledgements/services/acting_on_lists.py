"""Acting on everybody on a list: at once for some, by a worker for many; each person's line is a row that is claimed.

Whatever is pressed twice, killed or overlaps is done once: a piece of the list is one transaction under the act's lock,
and it goes on behind the last line.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from acknowledgements.lifecycle import LIST_ACT
from acknowledgements.listing import (
    MOST_CHOSEN,
    ListWanted,
    chosen_in_sight,
    in_words,
    listed,
    next_people,
    require_running,
    scope_then,
    what_came,
)
from acknowledgements.models import Campaign, ListAct, ListKind, ListRun, Outcome
from acknowledgements.outcomes import why_not
from acknowledgements.permissions import runs_campaigns, scope_of_own_people
from acknowledgements.services.entering import words
from acknowledgements.services.exempting import WHY, check_last_day
from acknowledgements.services.list_work import Piece, do, lock_campaigns, write_lines
from acknowledgements.services.printing import print_sheets
from acknowledgements.sheets import AT_MOST, Wanted
from directory.models import Employee, Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from foundation.jobs.models import OPEN, Job
from foundation.jobs.services import start

AT_ONCE, CHUNK = 50, 200
"""Up to so many people are dealt with while one waits; more is a job, which does so many in a transaction."""
STALE = timedelta(hours=24)
"""How long after a look one may act on what was seen."""
JOB_KIND = "acknowledgements.lists"
_ACTS = {
    ListAct.Decision.APPROVED: "list_approved",
    ListAct.Decision.REFUSED: "list_refused",
    ListAct.Decision.WITHDRAWN: "list_withdrawn",
}
CANNOT = "You cannot do this with the people on a list."


@transaction.atomic
def act_on_list(*, by: Actor, wanted: ListWanted) -> ListAct:
    """Remind everybody on a list, print for them, or ask that they are exempt.

    Employee Relations may do all of it; who leads people reminds the own ones. Raises `InvalidInput` for a list of
    nobody, `Conflict` where the campaign does not run any more.
    """
    campaign = Campaign.objects.get(pk=wanted.campaign.pk)
    at = clock.now()
    person, capacity, own = _who(by, wanted.act, at)
    require_running(campaign, at)
    as_of = _looked_at(wanted, at)
    scope = scope_then(person, campaign, own=own, of_campaign=wanted.of_campaign, at=as_of)
    chosen = None if wanted.chosen is None else chosen_in_sight(wanted.chosen[:MOST_CHOSEN], person, at)
    count = listed(campaign, scope, wanted.department, as_of).order_by().count() if chosen is None else len(chosen)
    _refuse_nobody_or_too_many(count, wanted)
    act = ListAct.objects.create(
        campaign=campaign,
        act=wanted.act,
        for_whom=in_words(wanted, at, count)[:300],
        of_campaign=wanted.of_campaign and not own,
        own_people=own,
        department_id=wanted.department if chosen is None else None,
        chosen=chosen,
        count=count,
        asked_by=person,
        asked_at=at,
        looked_at=as_of,
        **_exemption(wanted, at),
    )
    _tell(by, act, "list_asked" if act.act == ListKind.EXEMPT else "list_begun", capacity, at, _facts(act))
    if act.act == ListKind.SHEETS:
        _print(by, act, at)
    elif act.act != ListKind.EXEMPT:
        _begin(by, act, at)
    return act


def _who(by: Actor, act: ListKind, at: datetime) -> tuple[Employee, str, bool]:
    """Who acts, in which capacity, and whether only on the own people."""
    if by.person is None:
        raise Refusal(CANNOT, why="A person acts on a list, not a program.", clause=CITY_PROCEDURE)
    if runs_campaigns(by.person, at):
        return by.person, require_role(by, Role.EMPLOYEE_RELATIONS, at, CANNOT), False
    if act != ListKind.REMIND or scope_of_own_people(by.person, at).is_empty:
        require_role(by, Role.EMPLOYEE_RELATIONS, at, CANNOT)
    return by.person, "supervisor or authority", True


def _looked_at(wanted: ListWanted, at: datetime) -> datetime:
    """Whose moment's list it is; raises `Conflict` for a look that is long past, or to come."""
    looked_at = wanted.looked_at or at
    if not at - STALE <= looked_at <= at:
        raise Conflict(
            "Nothing was done.",
            why="The list that you looked at is of another day.",
            remedy="Open who is missing, and look at it again.",
        )
    return looked_at


def _refuse_nobody_or_too_many(count: int, wanted: ListWanted) -> None:
    if not count:
        raise InvalidInput(
            "There is nobody on this list.",
            why="Nobody was ticked." if wanted.chosen is not None else "Everyone on it has acknowledged, or left.",
            remedy="Open the list again.",
        )
    if wanted.act == ListKind.SHEETS and count > AT_MOST:
        raise InvalidInput(
            f"That would be {count:,} sheets: at most {AT_MOST:,} are printed at once.",
            remedy="Choose one department at a time.",
        )


def _exemption(wanted: ListWanted, at: datetime) -> dict[str, Any]:
    if wanted.act != ListKind.EXEMPT:
        return {}
    if wanted.last_day is None:
        raise InvalidInput("Say through which day they are exempt.", field="last_day")
    check_last_day(wanted.last_day, at)
    return {"reason": words(wanted.reason, WHY, "reason"), "until": clock.end_of(wanted.last_day)}


def _facts(act: ListAct) -> dict[str, Any]:
    facts = {"act": act.act, "campaign": act.campaign_id, "people": act.count, "department": act.department_id}
    if act.chosen is not None:
        facts["chosen_hash"] = c1_hash(",".join(str(pk) for pk in act.chosen))
    if act.until:
        facts |= {"until": act.until.isoformat(), "reason_hash": c1_hash(act.reason)}
    return facts


@transaction.atomic
def approve_list(*, by: Actor, act: ListAct) -> ListAct:
    """Approve, as the second person, that a whole list is exempt; whoever of the two is on it is left out."""
    act, at, capacity = _locked_to_decide(by, act, "approved")
    if by.person is None or by.person.pk == act.asked_by_id:
        raise Refusal(
            "You cannot approve what you asked for.",
            why="An exemption takes two people.",
            clause=CITY_PROCEDURE,
            remedy="A second person of Employee Relations decides.",
        )
    if act.until is None or act.until <= at:
        raise Conflict("Nothing was changed.", why="Its end is past.", remedy="Refuse it, and ask for another one.")
    require_running(act.campaign, at)
    _decide(by, act, ListAct.Decision.APPROVED, "", capacity, at)
    _begin(by, act, at)
    return act


@transaction.atomic
def refuse_list(*, by: Actor, act: ListAct, reason: str) -> ListAct:
    """Refuse it as the second person, or withdraw it as who asked for it; with a reason."""
    own = by.person is not None and by.person.pk == act.asked_by_id
    act, at, capacity = _locked_to_decide(by, act, "withdrawn" if own else "refused")
    decision = ListAct.Decision.WITHDRAWN if own else ListAct.Decision.REFUSED
    _decide(by, act, decision, words(reason, "Say why.", "reason"), capacity, at)
    return act


@transaction.atomic
def go_on_with_list(*, by: Actor, act: ListAct) -> ListAct:
    """Have a worker go on where one stopped: who asked for it, or Employee Relations; `Conflict` while one works."""
    act = _locked(act)
    at = clock.now()
    if by.person is None or by.person.pk != act.asked_by_id or not act.own_people:
        require_role(by, Role.EMPLOYEE_RELATIONS, at, CANNOT)
    LIST_ACT.require("gone on with", act.state)
    if is_at_work(act):
        raise Conflict("A worker does this now.", remedy="Open its page to see how far it is.")
    require_running(act.campaign, at)
    _give_to_worker(by, act, at)
    return act


def is_at_work(act: ListAct) -> bool:
    """Whether a worker is busy with the list, or about to be."""
    return Job.objects.filter(pk__in=list(act.runs.values_list("job", flat=True)), state__in=OPEN).exists()


def do_rest(
    *,
    by: Actor,
    act: ListAct,
    hold: Callable[[], None] = lambda: None,
    is_stopped: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> ListAct:
    """Do what is not done yet of a list; a piece is one transaction, and goes on behind the last line."""
    done = act.lines.count()
    while not is_stopped():
        with transaction.atomic():
            hold()
            act = _locked(act)
            if act.state != "being done":
                return act
            number = _do_next(by, act)
            if not number:
                return _end(by, act)
        done += number
        progress(done, act.count)
    return act


def _do_next(by: Actor, act: ListAct) -> int:
    """Deal with the next people; how many there were."""
    running, at = lock_campaigns(act)
    if not act.own_people:
        require_role(by, Role.EMPLOYEE_RELATIONS, at, CANNOT)
    after = act.lines.aggregate(last=Max("person_id"))["last"] or 0
    people = next_people(act, after, CHUNK)
    if people:
        do(Piece(by, act, people, running, at))
    return len(people)


def _begin(by: Actor, act: ListAct, at: datetime) -> None:
    if act.count > AT_ONCE:
        _give_to_worker(by, act, at)
    else:
        do_rest(by=by, act=act)


def _give_to_worker(by: Actor, act: ListAct, at: datetime) -> None:
    job = start(by=by, kind=JOB_KIND, title=str(act), parameters={"list": act.pk})
    ListRun.objects.create(act=act, job=job.pk, at=at)


def _print(by: Actor, act: ListAct, at: datetime) -> None:
    """Sheets for a whole list are one printing, so that their number stands when it is made."""
    people = next_people(act, 0, AT_MOST)
    called = f"{act.for_whom}, list {act.pk}"
    act.printing = print_sheets(by=by, campaign=act.campaign, wanted=Wanted(people=people, list_called=called))
    act.save(update_fields=["printing"])
    printed = set(act.printing.sheets.values_list("person_id", flat=True))
    outcomes = why_not([pk for pk in people if pk not in printed], act.campaign.version_id, at)
    write_lines(act, outcomes | dict.fromkeys(printed, Outcome.SHEET))
    _end(by, act)


def _end(by: Actor, act: ListAct) -> ListAct:
    act.ended_at = clock.now()
    act.save(update_fields=["ended_at"])
    counts = {str(outcome): number for outcome, number in what_came(act).counts}
    _tell(by, act, "list_done", "", act.ended_at, counts)
    return act


def _locked(act: ListAct) -> ListAct:
    rows = ListAct.objects.select_for_update(of=("self",))
    return rows.select_related("campaign__version__regulation", "asked_by", "decided_by").get(pk=act.pk)


def _locked_to_decide(by: Actor, act: ListAct, verb: str) -> tuple[ListAct, datetime, str]:
    act = _locked(act)
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot exempt anybody.")
    LIST_ACT.require(verb, act.state)
    return act, at, capacity


def _decide(by: Actor, act: ListAct, decision: ListAct.Decision, reason: str, capacity: str, at: datetime) -> None:
    if by.person is None:
        raise Refusal("A person decides, not a program.", clause=CITY_PROCEDURE)
    act.decide(decision, by.person.pk, at, reason)
    act.save(update_fields=["decision", "decided_by", "decided_at", "decision_reason"])
    _tell(by, act, _ACTS[decision], capacity, at, {"reason_hash": c1_hash(reason)} if reason else {})


def _tell(by: Actor, act: ListAct, verb: str, capacity: str, at: datetime, after: dict[str, Any]) -> None:
    record(
        by=by,
        act=f"acknowledgements.{verb}",
        on=act,
        at=at,
        capacity=capacity,
        clause=CITY_PROCEDURE,
        after=after,
    )
