"""Loading the demonstration: departments, people, offices, then what they did, each in short transactions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from demo.accounts import Accounts
from demo.acknowledging import Acknowledging
from demo.authorizations import Authorizations
from demo.calendar import Calendar
from demo.city import City
from demo.history import OPENED, History, empty_the_outbox
from demo.offices import Offices
from demo.on_paper import sheets_on_paper
from demo.people import Hiring
from demo.permissions import require_room
from demo.posts import Posts
from demo.reporting import saved_reports
from directory.models import Department, Employee
from directory.services.organization import apply_departments
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.audit.services import Subject, record
from foundation.errors import Conflict

LONG_AGO = clock.start_of(date(2010, 1, 1))
CITY = Subject("demo.city", "demo", "The demonstration city")


@dataclass(frozen=True)
class Loaded:
    """What there is after loading; `is_new` is False where it was there before."""

    people: int
    departments: int
    is_new: bool


def load(*, employees: int, seed: int) -> Loaded:
    """Make the demonstration city, or find it there already. Raises `Refusal` in production and beside real people.

    Interrupted halfway it says so the next time: a half city is thrown away with its database.
    """
    require_room()
    people = Employee.objects.count()
    if people:
        _refuse_half_a_city()
        return Loaded(people, Department.objects.count(), is_new=False)
    at = clock.now()
    by = Actor.of_system("load_demo")
    city = City(employees, seed)
    calendar = Calendar(clock.city_date(at))
    with transaction.atomic():
        hiring = Hiring(city, calendar, _found_departments(city, by))
    for row in city.departments:
        with transaction.atomic():
            hiring.hire(row)
    with transaction.atomic():
        Offices(by, hiring, calendar, at).fill()
    acknowledged = _live(hiring, calendar, seed)
    accounts = _account_for(hiring, calendar)
    authorizations = _authorize(hiring, calendar)
    posts = _post(hiring, calendar)
    reports = saved_reports(calendar)
    with transaction.atomic():
        record(
            by=by,
            act="demo.loaded",
            on=CITY,
            at=clock.now(),
            after={
                "seed": seed,
                "people": hiring.written,
                "departments": len(city.departments),
                "acknowledged": acknowledged,
                "accounts": accounts,
                "authorizations": authorizations,
                "posts": posts,
                "reports": reports,
            },
        )
    return Loaded(hiring.written, len(city.departments), is_new=True)


def _found_departments(city: City, by: Actor) -> dict[str, Department]:
    """Enter the departments as `import_organization` does, long ago; returns them by code."""
    with clock.replaying(LONG_AGO):
        applied = apply_departments(city.departments, by=by)
    if applied.problems:
        raise RuntimeError("; ".join(str(problem) for problem in applied.problems))
    return {department.code: department for department in Department.objects.all()}


def _live(hiring: Hiring, calendar: Calendar, seed: int) -> int:
    """What people did with the portal until today; returns how many have acknowledged."""
    history = History(hiring, calendar)
    campaign = history.campaign(history.publish())
    empty_the_outbox()
    acknowledging = Acknowledging(campaign, calendar, OPENED, seed)
    decliners = Authorizations(hiring, calendar).who_declines()
    acknowledged = acknowledging.write(acknowledging.plan(but_for=decliners))
    history.night()
    history.changes()
    history.what_waits(campaign)
    sheets_on_paper(campaign, by=history.first, department=hiring.departments["FOR"], calendar=calendar)
    return acknowledged


def _account_for(hiring: Hiring, calendar: Calendar) -> int:
    """The official accounts, found, asked for and kept; returns how many there are."""
    number = Accounts(hiring, calendar).live()
    empty_the_outbox()
    return number


def _authorize(hiring: Hiring, calendar: Calendar) -> int:
    """The written authorizations with their documents; returns how many there are."""
    number = Authorizations(hiring, calendar).live()
    empty_the_outbox()
    return number


def _post(hiring: Hiring, calendar: Calendar) -> int:
    """The posts, from drafts to the record of what went out; returns how many there are."""
    number = Posts(hiring, calendar).live()
    empty_the_outbox()
    return number


def _refuse_half_a_city() -> None:
    if not Entry.objects.filter(act="demo.loaded").exists():
        raise Conflict(
            "The demonstration is there only in part.",
            why="An earlier load was interrupted.",
            remedy="Remove the database (var/portal.sqlite3), migrate, and load again.",
        )
