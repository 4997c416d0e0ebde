"""When saved reports are made by themselves: set, stopped, and what cannot be made so, with why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.calendar import WorkingDays
from foundation.citations import CITY_PROCEDURE
from foundation.dates import moment
from foundation.errors import InvalidInput, NotVisible, PortalError, Refusal
from reports.files_out import Sheet, refuse_what_paper_cannot_hold, sheet_of
from reports.forms import MOMENTS
from reports.models import AsOf, Kind, Rhythm, SavedReport, Schedule, ScheduleRun
from reports.reading import Question, read
from reports.timetable import asked_day, in_words, next_after

_OWN_WISH = "You stopped it."
_FIXED = ("as_of", "as_of_time", "at", "known_at", "through")
"""Names in an address that hold the answer where it is, so that every file would be the same."""
CANNOT = (InvalidInput, NotVisible, Refusal)
"""What a question is answered with that its person may not, or cannot, ask: tomorrow, too."""


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

    Raises `InvalidInput` for a report of a fixed moment, one that cannot be answered, and the file of another person.
    """
    locked = SavedReport.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=saved.pk).first()
    if locked is None:
        raise NotVisible("There is no such saved report.", remedy="The page Reports lists yours.")
    before = Schedule.objects.select_for_update().filter(saved=locked).first()
    at = clock.now()
    weekday = timing.weekday if timing.rhythm == Rhythm.WEEKLY else None
    if timing.rhythm == Rhythm.WEEKLY and weekday is None:
        raise InvalidInput("Say on which day of the week.", field="weekday")
    schedule = before or Schedule(saved=locked)
    was = in_words(before) if before is not None and before.is_running else ""
    schedule.rhythm, schedule.weekday, schedule.hour = Rhythm(timing.rhythm), weekday, timing.hour
    schedule.kind, schedule.as_of = Kind(timing.kind), AsOf(timing.as_of)
    schedule.set_at, schedule.stopped_at, schedule.stopped_why = at, None, ""
    schedule.next_at = next_after(schedule, at, WorkingDays())
    _refuse_what_cannot_be_made(schedule, by, at)
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


@transaction.atomic
def stop_schedule(*, by: Actor, saved: SavedReport) -> None:
    """Have a saved report not made any more; stopping what is stopped already changes nothing."""
    schedule = Schedule.objects.select_for_update(of=("self",)).filter(saved=saved, next_at__isnull=False).first()
    if schedule is not None:
        stop_because(schedule, _OWN_WISH, by=by, at=clock.now())


def stop_because(schedule: Schedule, why: str, *, by: Actor, at: datetime) -> None:
    """Stop a schedule that the caller has locked, and say why."""
    schedule.next_at, schedule.stopped_at, schedule.stopped_why = None, at, why[:500]
    schedule.save(update_fields=["next_at", "stopped_at", "stopped_why"])
    after = {"why": schedule.stopped_why}
    record(by=by, act="reports.schedule_stopped", on=schedule.saved, at=at, clause=CITY_PROCEDURE, after=after)


def forget_schedule(saved: SavedReport) -> None:
    """Let go the schedule of a saved report that is deleted; its exports, and the trail, stay."""
    schedule = Schedule.objects.select_for_update().filter(saved=saved).first()  # whoever makes its file comes first
    if schedule is not None:
        ScheduleRun.objects.filter(schedule=schedule).delete()
        schedule.delete()


def why_never(saved: SavedReport, at: datetime) -> str:
    """Why a saved report cannot be made by the clock, in sentences, for its page; empty where it can."""
    try:
        _question(saved, at, None)
    except CANNOT as error:
        return str(error)
    return ""


def sheet_by_the_clock(schedule: Schedule, due: datetime, at: datetime, *, by: Actor) -> Sheet:
    """What the file of one time holds, with what its person may see at `at`; raises one of `CANNOT` where it cannot be.

    The answer is asked as the worker will ask it, so that nothing is begun that cannot come to an end.
    """
    sheet = sheet_of(_question(schedule.saved, at, asked_day(schedule, due)), by, at, schedule.kind)
    if sheet.kind == Kind.PDF:
        refuse_what_paper_cannot_hold(sheet, sheet.rows.count())
    return sheet


def _refuse_what_cannot_be_made(schedule: Schedule, by: Actor, at: datetime) -> None:
    try:
        sheet_by_the_clock(schedule, at, at, by=by)
    except InvalidInput:
        raise
    except CANNOT as error:
        raise _never(schedule.saved, why=str(error), remedy="Ask it on its page, and save what you may ask.") from error


def _question(saved: SavedReport, at: datetime, day: date | None) -> Question:
    """The question as its owner may ask it now, as of the end of a day or of now."""
    if any(saved.query.get(name) for name in _FIXED):
        raise _never(
            saved,
            why="It asks of a fixed moment, so that each file would be the same.",
            remedy="Save the question without a day, and schedule that.",
        )
    kept = {name: value for name, value in saved.query.items() if name not in MOMENTS or name == "known"}
    question = read(saved.report, {**kept, **({"as_of": day.isoformat()} if day else {})}, saved.owner, at)
    asked = question.require
    if question.report.needs_a_reason(asked) is not None:
        raise _never(
            saved,
            why="The file of another person is opened with a reason each time; it stays open until the end of the day.",
            clause=CITY_PROCEDURE,
            remedy="Open the report when you need it.",
        )
    gone = [one.code for one in asked.filters.get("departments", ()) if one.pk not in asked.tree]
    if gone:
        raise _never(
            saved,
            why=f"There was no department {', '.join(gone)} at the moment asked about, {moment(asked.at)}.",
            remedy="Save the question for the departments that there are.",
        )
    return question


def _never(saved: SavedReport, *, why: str, remedy: str, clause: str = "") -> PortalError:
    return InvalidInput(f"“{saved.name}” cannot be made by the clock.", why=why, clause=clause, remedy=remedy)
