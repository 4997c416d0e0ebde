"""Drafts and entries in words, for the person who confirms them."""

from __future__ import annotations

from datetime import datetime

from directory.models import Department
from foundation import dates
from foundation.clock import city_date, city_zone, last_day
from powers.catalogue import AUTHORIZE_POLICE_SPEECH, AUTHORIZE_SPEECH, POWERS
from powers.checks import current
from powers.drafts import AppointmentDraft, CorrectionDraft, DesignationDraft, Draft, EndingDraft, ReadingDraft
from powers.models import AppointmentKind, InstrumentEntry, ReadingKind
from powers.picture import Picture

Lines = list[tuple[str, str]]


def title_of(entry: InstrumentEntry) -> str:
    """What an entry is called."""
    where = f" for {entry.department.code}" if entry.department else ""
    return f"{entry.get_kind_display()}{where}"


def lines_of(draft: Draft, picture: Picture) -> Lines:
    """What an entry would write, label by label; powers with the clauses of the version in force."""
    if isinstance(draft, AppointmentDraft):
        return _appointment(draft)
    if isinstance(draft, DesignationDraft):
        return _designation(draft, picture)
    if isinstance(draft, ReadingDraft):
        return _reading(draft, picture)
    if isinstance(draft, EndingDraft):
        ends = day(draft.until, end=True) if draft.until else "at once, when confirmed"
        return [("Ends", str(current(draft))), ("Last day", ends), ("Reason", draft.reason)]
    if isinstance(draft, CorrectionDraft):
        return [
            ("Corrects", str(current(draft))),
            *_dates(draft.effective_from, draft.effective_until),
            ("What was wrong", draft.reason),
        ]
    return []


def question(kind: str, picture: Picture) -> str:
    """What a reading settles, with the clauses of the version in force."""
    if kind != ReadingKind.BOTH_REQUIRED:
        return str(ReadingKind(kind).label)
    ordinary, police = (picture.basis(power).named for power in (AUTHORIZE_SPEECH, AUTHORIZE_POLICE_SPEECH))
    return f"Are both {ordinary} and {police} required?"


def warning_of(draft: Draft, at: datetime) -> str:
    """What to look at twice before confirming: an acting appointment over a regular head who is in office."""
    if not isinstance(draft, AppointmentDraft) or draft.appointment_kind != AppointmentKind.ACTING:
        return ""
    picture = Picture(max(draft.effective_from, at), at)
    head = picture.by_office.get((draft.department_id, AppointmentKind.REGULAR))
    if head is None or not picture.in_force(head) or picture.presence.rests(head.holder_id, picture.at):
        return ""
    when = "now" if picture.at == at else f"on {day(picture.at)}, when this begins"
    return (
        f"{head.holder.name} holds this office {when}, by a regular appointment, and is not away. "
        f"While the acting appointment is in force, {draft.holder.name} decides in the place of {head.holder.name}."
    )


def day(moment: datetime, *, end: bool = False) -> str:
    """A moment as people read it: a day where it is midnight, else with the time."""
    local = moment.astimezone(city_zone())
    if local.hour == local.minute == local.second == 0:
        return dates.day(last_day(moment) if end else city_date(moment))
    return dates.moment(moment)


def _dates(since: datetime, until: datetime | None, *, from_now: bool = False) -> Lines:
    begins = "at once, when confirmed" if from_now else day(since)
    return [("From", begins), ("Through", day(until, end=True) if until else "No end given")]


def _appointment(draft: AppointmentDraft) -> Lines:
    lines = [
        ("Office", _department(draft.department_id)),
        ("Appointee", f"{draft.holder.name} ({draft.holder.number})"),
        ("Kind", AppointmentKind(draft.appointment_kind).label),
        *_dates(draft.effective_from, draft.effective_until, from_now=draft.from_now),
        ("Instrument", draft.instrument),
    ]
    if draft.for_a_board:
        lines.append(("Board", "Signs as its presiding officer"))
    if draft.ends_predecessor:
        lines.append(("Predecessor", "Ends when this one begins"))
    return lines


def _designation(draft: DesignationDraft, picture: Picture) -> Lines:
    return [
        ("Department", _department(draft.department_id)),
        ("Designee", f"{draft.holder.name} ({draft.holder.number})"),
        ("Powers", ", ".join(picture.basis(POWERS[code]).label for code in draft.powers)),
        *_dates(draft.effective_from, draft.effective_until, from_now=draft.from_now),
        ("Made for the office", "Yes" if draft.for_the_office else "No: it ends with the appointment"),
        ("Instrument", draft.instrument),
    ]


def _reading(draft: ReadingDraft, picture: Picture) -> Lines:
    lines = [("Question", question(draft.reading_kind, picture))]
    if draft.power:
        lines.append(("Power", picture.basis(POWERS[draft.power]).label))
    if draft.department_id and draft.office_id:
        lines.append(("Answer", f"For {_department(draft.department_id)}: {_department(draft.office_id)}"))
    else:
        lines.append(("Answer", "Yes" if draft.value else "No"))
    if draft.ends_predecessor:
        lines.append(("Reading before it", "Ends when this one begins"))
    dates = _dates(draft.effective_from, draft.effective_until, from_now=draft.from_now)
    return [*lines, *dates, ("Reason", draft.reason), ("Source", draft.source)]


def _department(department_id: int) -> str:
    return Department.objects.get(pk=department_id).code
