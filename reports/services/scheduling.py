"""Saved reports that are made by themselves: set, stopped, and run when their time has come, once for each time."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.calendar import WorkingDays
from foundation.citations import CITY_PROCEDURE
from foundation.dates import moment
from foundation.errors import InvalidInput, NotVisible, PortalError
from reports.forms import MOMENTS
from reports.models import AsOf, Kind, Rhythm, SavedReport, Schedule, ScheduleRun
from reports.notifications import schedule_stopped
from reports.reading import Question, read
from reports.services.exporting import queue_export
from reports.timetable import asked_day, in_words, latest_due, next_after

_TOGETHER = 100
_OWN_WISH = "You stopped it."
logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Timing:
    """When, as which file, and as of when a saved report is to be made; `weekday` (0 is Monday) for the weekly."""

    rhythm: str
    hour: int
    kind: str
    as_of: str = AsOf.RUN
    weekday: int | None = None


@transaction.atomic
def set_schedule(*, by: Actor, saved: SavedReport, timing: Timing) -> Schedule:
    """Have a saved report made by the clock, or change when; whose it is is asked of the caller's queryset.

    Raises `InvalidInput` for a report of a fixed moment, one that cannot be asked, and the file of another person.
    """
    at = clock.now()
    locked = SavedReport.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=saved.pk).first()
    if locked is None:
        raise NotVisible("There is no such saved report.", remedy="The page Reports lists yours.")
    _refuse_what_does_not_move(locked, at)
    weekday = timing.weekday if timing.rhythm == Rhythm.WEEKLY else None
    if timing.rhythm == Rhythm.WEEKLY and weekday is None:
        raise InvalidInput("Say on which day of the week.", field="weekday")
    before = Schedule.objects.filter(saved=locked).first()
    schedule = before or Schedule(saved=locked)
    was = in_words(before) if before is not None and before.is_running else ""
    schedule.rhythm, schedule.weekday, schedule.hour = Rhythm(timing.rhythm), weekday, timing.hour
    schedule.kind, schedule.as_of = Kind(timing.kind), AsOf(timing.as_of)
    schedule.set_at, schedule.stopped_at, schedule.stopped_why = at, None, ""
    schedule.next_at = next_after(schedule, at, WorkingDays())
    schedule.save()
    record(
        by=by,
        act="reports.scheduled",
        on=locked,
        at=at,
        clause=CITY_PROCEDURE,
        before={"schedule": was} if was else None,
        after={"schedule": in_words(schedule), "next": schedule.next_at.isoformat()},
    )
    return schedule


def _refuse_what_does_not_move(saved: SavedReport, at: datetime) -> None:
    if saved.query.get("as_of") or saved.query.get("at"):
        raise InvalidInput(
            f"“{saved.name}” cannot be made by the clock.",
            why="It asks of a fixed moment, so that each file would be the same.",
            remedy="Save the question without a day, and schedule that.",
        )
    question = _read(saved, at, {})
    if question.report.is_closed_to(question.require) is not None:
        raise InvalidInput(
            f"“{saved.name}” cannot be made by the clock.",
            why="The file of another person is opened with a reason each time; it stays open until the end of the day.",
            clause=CITY_PROCEDURE,
            remedy="Open the report when you need it.",
        )


@transaction.atomic
def stop_schedule(*, by: Actor, saved: SavedReport) -> None:
    """Have a saved report not made any more; stopping what is stopped already changes nothing."""
    schedule = Schedule.objects.select_for_update(of=("self",)).filter(saved=saved, next_at__isnull=False).first()
    if schedule is not None:
        _stop(schedule, by, clock.now(), _OWN_WISH)


def _stop(schedule: Schedule, by: Actor, at: datetime, why: str) -> None:
    schedule.next_at, schedule.stopped_at, schedule.stopped_why = None, at, why[:500]
    schedule.save(update_fields=["next_at", "stopped_at", "stopped_why"])
    after = {"why": schedule.stopped_why}
    record(by=by, act="reports.schedule_stopped", on=schedule.saved, at=at, clause=CITY_PROCEDURE, after=after)


def forget_schedule(saved: SavedReport) -> None:
    """Let go the schedule of a saved report that is deleted; its exports, and the trail, stay."""
    ScheduleRun.objects.filter(schedule__saved=saved).delete()
    Schedule.objects.filter(saved=saved).delete()


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
def _run(by: Actor, pk: int, days: WorkingDays) -> int:
    found = Schedule.objects.select_for_update(of=("self",)).select_related("saved__owner").filter(pk=pk).first()
    at = clock.now()
    if found is None or found.next_at is None or found.next_at > at:
        return 0  # another worker was faster, or it was stopped
    due, owner = latest_due(found, at, days), found.saved.owner
    if not Employee.objects.may_sign_in(at).filter(pk=owner.pk).exists():
        _stop(found, by, at, f"{owner.name} could not sign in any more when it was due.")
        return 0
    day = asked_day(found, due)
    try:
        question = _read(found.saved, at, {"as_of": day.isoformat()} if day else {})
        export = queue_export(by=Actor.of_person(owner), question=question, kind=found.kind)
    except PortalError as error:
        _stop(found, by, at, f"It could not be made on {moment(due)}. {error}")
        schedule_stopped(found, by=by, at=at)
        return 0
    ScheduleRun.objects.create(schedule=found, due_at=due, ran_at=at, export=export)
    found.next_at = next_after(found, at, days)
    found.save(update_fields=["next_at"])
    after = {"due": due.isoformat(), "export": str(export.pk), "next": found.next_at.isoformat()}
    record(by=by, act="reports.schedule_ran", on=found.saved, at=at, clause=CITY_PROCEDURE, after=after)
    return 1


def _read(saved: SavedReport, at: datetime, moment_asked: dict[str, str]) -> Question:
    """The question as its owner may ask it now; raises `NotVisible` or `InvalidInput` where they may not, or cannot."""
    kept = {name: value for name, value in saved.query.items() if name not in MOMENTS or name == "known"}
    question = read(saved.report, {**kept, **moment_asked}, saved.owner, at)
    question.require  # noqa: B018 - raises where it cannot be asked
    return question
