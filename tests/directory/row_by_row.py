"""Files let in row by row, with the single verbs of the roster and nothing of the way that writes many together.

Written against the planned acts of a row (`directory.imports.planning`), so that a test can hold the two ways side by
side: same facts, same rejects, same entries in the trail.
"""

from datetime import datetime

from django.db import transaction

from directory.models import Department, Employee, ImportRow, RowState
from directory.services import roster
from foundation.errors import PortalError


def moment(row, name):
    return datetime.fromisoformat(row.wanted[name]) if name in row.wanted else None


def work(row):
    found = {name: row.wanted[name] for name in ("title", "standing") if name in row.wanted}
    if "department" in row.wanted:
        found["department"] = Department.objects.get(code=row.wanted["department"])
    if "supervisor" in row.wanted:
        number = row.wanted["supervisor"]
        found["supervisor"] = Employee.objects.get(number=number) if number else None
    return found


def identity(row):
    return {name: row.wanted[name] for name in ("name", "email", "works_without_computer") if name in row.wanted}


def take(row, act, by):
    effective = moment(row, "effective")
    if act == "hire":
        known = Employee.objects.filter(number=row.number).first()
        said = identity(row)
        said.setdefault("name", known.name if known else "")
        roster.hire(by=by, number=row.number, effective=effective, **said, **work(row))
        if known:
            roster.change_identity(known, by=by, **said)
        return
    person = Employee.objects.get(number=row.number)
    if act == "identity":
        roster.change_identity(person, by=by, **identity(row))
    elif act in {"move", "title", "reassign"}:
        roster.reassign(person, by=by, effective=effective, **work(row))
    elif act in {"leave", "suspend"}:
        verb = roster.start_leave if act == "leave" else roster.suspend
        verb(person, by=by, effective=effective, until=moment(row, "until"))
    elif act == "return":
        roster.return_from_leave(person, by=by, effective=effective)
    else:
        roster.leave_the_city(person, by=by, effective=moment(row, "last_day") or effective)


def let_in(run, by):
    """Let the planned rows of a run in; returns the sentences of those that could not, by number."""
    refused = {}
    for row in ImportRow.objects.filter(run=run, state=RowState.PLANNED).order_by("depth", "line"):
        try:
            with transaction.atomic():
                for act in row.acts:
                    take(row, act, by)
        except PortalError as error:
            refused[row.number] = (" ".join(part for part in (error.what, error.why) if part), error.remedy)
        except Employee.DoesNotExist:
            refused[row.number] = ("gone", "gone")
    return refused
