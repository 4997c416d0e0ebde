"""Saved reports whose time has come: each asked for once, as its person, with what they may see by then."""

from __future__ import annotations

import logging

from django.db import transaction

from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.calendar import WorkingDays
from foundation.citations import CITY_PROCEDURE
from foundation.dates import moment
from reports.models import Schedule, ScheduleRun
from reports.notifications import schedule_stopped, scheduled_failed
from reports.services.exporting import queue_export
from reports.services.scheduling import CANNOT, sheet_by_the_clock, stop_because
from reports.timetable import latest_due, next_after

_TOGETHER = 100
logger = logging.getLogger(__name__)


def run_schedules(*, by: Actor) -> int:
    """Ask for the files of all schedules whose time has come; returns of how many. Safe to repeat, and to run twice.

    Each in a transaction of its own, so that one that fails keeps no other from being made.
    """
    days, made = WorkingDays(), 0
    for pk in list(Schedule.objects.due(clock.now()).order_by("next_at").values_list("pk", flat=True)[:_TOGETHER]):
        try:
            made += _run(by, pk, days)
        except Exception:  # the next ones are somebody else's; this one is tried again
            logger.exception("a scheduled report could not be asked for", extra={"schedule": pk})
    return made


@transaction.atomic
def tell_of_failures(*, by: Actor) -> int:
    """Tell whose they are of files that were asked for and will not come; returns of how many. Safe to repeat."""
    rows = ScheduleRun.objects.failed_untold().select_for_update(of=("self",), skip_locked=True)
    failed = list(rows.select_related("schedule__saved__owner", "export__job")[:_TOGETHER])
    if failed:
        at = clock.now()
        scheduled_failed(failed, by=by, at=at)
        ScheduleRun.objects.filter(pk__in=[run.pk for run in failed]).update(told_at=at)
    return len(failed)


@transaction.atomic
def _run(by: Actor, pk: int, days: WorkingDays) -> int:
    found = Schedule.objects.select_for_update(of=("self",)).select_related("saved__owner").filter(pk=pk).first()
    at = clock.now()
    if found is None or found.next_at is None or found.next_at > at:
        return 0  # another worker was faster, or it was stopped
    due = latest_due(found, at, days)
    if due is None or found.runs.filter(due_at=due).exists():
        # Its day became a holiday after the time was set, or that time was made before somebody changed the schedule.
        found.next_at = next_after(found, at, days)
        found.save(update_fields=["next_at"])
        return 0
    owner = found.saved.owner
    person = Actor.of_person(owner, request_id=by.request_id)
    why = ""
    if not Employee.objects.may_sign_in(at).filter(pk=owner.pk).exists():
        why = f"{owner.name} could not sign in any more when it was due, on {moment(due)}."
    else:
        try:
            sheet = sheet_by_the_clock(found, due, at, by=person)
        except CANNOT as error:
            why = f"It could not be made on {moment(due)}. {error}"
    if why:
        stop_because(found, why, by=by, at=at)
        schedule_stopped(found, by=by, at=at)
        return 0
    export = queue_export(by=person, question=sheet.question, kind=found.kind)
    ScheduleRun.objects.create(schedule=found, due_at=due, ran_at=at, export=export)
    found.next_at = next_after(found, at, days)
    found.save(update_fields=["next_at"])
    after = {"due": due.isoformat(), "export": str(export.pk), "next": found.next_at.isoformat()}
    record(by=by, act="reports.schedule_ran", on=found.saved, at=at, clause=CITY_PROCEDURE, after=after)
    return 1
