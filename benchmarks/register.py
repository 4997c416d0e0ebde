"""The register's page with 20,000 accounts in 400 departments, beside a bare page with the same rows.

Asked by an employee with no part in any account, and by the authority of a department: plain, searched and filtered.
"""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import Any
from uuid import UUID

from benchmarks import harness, verify

LONG_AGO, DATES = verify.LONG_AGO, verify.DATES
SLOW = 0.005
REGISTER = "/accounts/"
BARE, FRAMED = "bare page", "bare page in the portal's frame"
WAYS: dict[str, str] = {
    BARE: "/bare/register/",
    FRAMED: "/bare/framed/",
    "the register": REGISTER,
    "its page 200": f"{REGISTER}?page=200",
    "sorted by state, the last first": f"{REGISTER}?sort=-state",
    "searched by words": f"{REGISTER}?q=account+123",
    "searched by an address": f"{REGISTER}?q=https://twitter.com/STL00123CITY",
    "filtered by department": f"{REGISTER}?department=D7",
    "filtered by platform and state": f"{REGISTER}?platform=x&state=active",
    "needs attention, for anything": f"{REGISTER}?attention=any",
    "needs attention, for a steward": f"{REGISTER}?attention=one_steward",
    "needs attention, not confirmed": f"{REGISTER}?attention=unconfirmed",
    "needs attention, no link seen": f"{REGISTER}?attention=link_missing",
    "a department's overview": f"{REGISTER}departments/D7/",
    "the register, for an authority": REGISTER,
    "a department's overview, for its authority": f"{REGISTER}departments/D7/",
}


def fill(accounts: int, departments: int, people: int) -> str:
    """The city of `verify`, and what is known of its accounts: stewards, keys, confirmations, looks, hand-overs."""
    from accounts.models import OfficialAccount

    number = verify.fill(accounts, departments)
    made = list(OfficialAccount.objects.order_by("pk"))
    bench = Bench(departments, _staff(departments, people))
    _look_after(made, bench)
    _keep_true(made, bench)
    _mix(made)
    return number


@dataclass(frozen=True)
class Bench:
    """The people of the departments, in turn: every so many-th works in the same one."""

    departments: int
    staff: list[Any]

    def steward(self, place: int) -> Any:
        """A person of the department that uses the account of that place."""
        turn = place % self.departments + self.departments * (place // self.departments)
        return self.staff[turn % len(self.staff)]


def _staff(departments: int, people: int) -> list[Any]:
    """People at work; of a hundred two are not, by turns because they left and because they are on leave."""
    from directory.models import Assignment, Department, Employee, EmployeeStatus

    units = list(Department.objects.order_by("pk"))
    staff = Employee.objects.bulk_create(
        Employee(number=f"S{n}", name=f"Steward {n}", email=f"s{n}@city.example") for n in range(people)
    )
    works = (
        Assignment(employee=one, department=units[n % departments], title="Clerk", **DATES)
        for n, one in enumerate(staff)
    )
    Assignment.objects.bulk_create(works, batch_size=2000)
    EmployeeStatus.objects.bulk_create(
        EmployeeStatus(employee=one, status="left" if n % 100 else "on_leave", **DATES) for n, one in _each(staff, 50)
    )
    return staff


def _look_after(made: list[Any], bench: Bench) -> None:
    """Two stewards for each account, but for one in twenty-five, and where its keys are."""
    from accounts.models import Custody, Stewardship
    from directory.models import Department

    units = list(Department.objects.order_by("pk"))
    stewardships = (
        Stewardship(
            account=account,
            person=bench.steward(n + bench.departments * offset),
            role=role,
            department=units[n % bench.departments],
            **DATES,
        )
        for n, account in enumerate(made)
        for offset, role in enumerate(("primary", "backup"))
        if n % 25 != 3 or role == "primary"
    )
    Stewardship.objects.bulk_create(stewardships, batch_size=2000)
    keys = (
        Custody(account=account, mailbox=f"office{n}@x.example" if n % 200 else bench.steward(n).email, **DATES)
        for n, account in enumerate(made)
    )
    Custody.objects.bulk_create(keys, batch_size=2000)


def _keep_true(made: list[Any], bench: Bench) -> None:
    """A confirmation of each account, eight weekly looks at its page, and a hand-over of one in a hundred and fifty."""
    from accounts.models import Confirmation, HandOver, HandOverStep, LinkCheck
    from foundation import clock

    now = clock.now()
    said = (
        Confirmation(account=account, by=bench.steward(n), at=now - timedelta(days=n % 190))
        for n, account in enumerate(made)
    )
    Confirmation.objects.bulk_create(said, batch_size=2000)
    looks = (_look(account, n, week, now) for week in range(8) for n, account in enumerate(made))
    LinkCheck.objects.bulk_create(looks, batch_size=2000)
    open_ones = HandOver.objects.bulk_create(
        HandOver(account=account, stewardship=UUID(int=n), person=bench.steward(n), because="left.", opened_at=LONG_AGO)
        for n, account in _each(made, 150)
    )
    HandOverStep.objects.bulk_create(HandOverStep(hand_over=one, kind="credentials", place=1) for one in open_ones)


def _each(things: list[Any], step: int) -> list[tuple[int, Any]]:
    return list(enumerate(things))[::step]


def _look(account: Any, n: int, week: int, now: datetime) -> Any:
    """Most platforms show a sign-in page; one account in forty was seen without the link."""
    from accounts.models import LinkCheck

    outcome = "missing" if n % 40 == 0 and week < 3 else "links" if n % 3 == 0 else "could_not_check"
    return LinkCheck(
        account=account,
        at=now - timedelta(days=7 * week + 1),
        url="https://x.com/",
        final_url="https://x.com/",
        status=200,
        outcome=outcome,
        why="" if outcome == "links" else "It asks to sign in.",
        evidence=[{"href": "https://stlouis-mo.gov/", "url": "", "text": ""}] if outcome == "links" else [],
        milliseconds=200,
    )


def _mix(made: list[Any]) -> None:
    """Of a hundred accounts two are found, one suspended and five retired, since the year began."""
    from accounts.models import AccountState

    at = datetime(2026, 1, 1, tzinfo=UTC)
    chosen = {
        account.pk: state
        for n, account in enumerate(made)
        if (state := {0: "found", 50: "found", 1: "suspended"}.get(n % 100, "retired" if n % 20 == 7 else ""))
    }
    former = [row for row in AccountState.objects.filter(superseded_at=None) if row.account_id in chosen]
    for start in range(0, len(former), 500):
        part = former[start : start + 500]
        AccountState.objects.filter(pk__in=[row.pk for row in part]).update(superseded_at=at)
        AccountState.objects.bulk_create(
            AccountState(
                account_id=row.account_id,
                state="active",
                approval_id=row.approval_id,
                effective_from=row.effective_from,
                effective_until=at,
                recorded_at=at,
                replaces=row,
                lineage=row.lineage,
            )
            for row in part
        )
        AccountState.objects.bulk_create(
            AccountState(
                account_id=row.account_id,
                state=chosen[row.account_id],
                approval_id=None if chosen[row.account_id] == "found" else row.approval_id,
                reason="Because",
                effective_from=at,
                recorded_at=at,
            )
            for row in part
        )


def head_of(code: str) -> str:
    """The number of the authority of a department, appointed for the run."""
    from directory.models import Assignment, Department, Employee
    from powers.models import Appointment

    person = Employee.objects.create(number="H1", name="Hedy Head", email="h@city.example")
    department = Department.objects.get(code=code)
    Assignment.objects.create(employee=person, department=department, title="Director", **DATES)
    Appointment.objects.create(department=department, holder=person, instrument="Set-up", origin="set_up", **DATES)
    return person.number


def ask(path: str, name: str, session: str, client: harness.Client) -> None:
    """Open one page; anything but a page is a failure."""
    client.session = session
    status, _ = client.get(path, name)
    if status != HTTPStatus.OK:
        client.result.failures[f"{name}: {status}"] += 1


def main() -> None:
    """Measure each page with 4 clients, in turns: every round asks for all of them."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--accounts", type=int, default=20_000)
    parser.add_argument("--departments", type=int, default=400)
    parser.add_argument("--people", type=int, default=4_000)
    parser.add_argument("--requests", type=int, default=20, help="for each page and round (20)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--queries", action="store_true", help="print the slow statements of each page, and stop")
    options = parser.parse_args()
    # Read by the settings of this process, too, which count the statements of the bare pages.
    os.environ["BENCHMARK_URLCONF"] = "benchmarks.bare_register"
    with harness.scratch(options.database) as place:
        employee = fill(options.accounts, options.departments, options.people)
        head = head_of("D7")
        analyze()
        numbers = {name: head if name.endswith("authority") else employee for name in WAYS}
        asked = {name: statements(WAYS[name], numbers[name]) for name in WAYS}
        if options.queries:
            print_slow(asked)
            return
        rows = measured(place, numbers, options)
        for row in rows:
            row["queries"] = len(asked[str(row["request"])])
        harness.report("register", rows, place=place, accounts=options.accounts, departments=options.departments)


def analyze() -> None:
    """What autovacuum does on PostgreSQL within minutes of such a load, and nobody does on SQLite."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def measured(place: harness.Place, numbers: dict[str, str], options: argparse.Namespace) -> list[dict[str, object]]:
    """A row for each page: the answers of all rounds, and the processor time of one, the database's included."""
    sessions = {number: harness.session_for(number) for number in set(numbers.values())}
    results: dict[str, list[harness.Result]] = {name: [] for name in WAYS}
    spent = dict.fromkeys(WAYS, 0.0)
    with harness.server(place, urlconf="benchmarks.bare_register") as server:

        def used() -> float:
            return server.processor_seconds() + harness.database_processor_seconds()

        for turn in range(options.rounds + 1):
            for name in WAYS if turn % 2 else reversed(WAYS):
                pieces = options.requests if turn else 8  # the first round only warms up
                before = used()
                work = [partial(ask, WAYS[name], name, sessions[numbers[name]])] * pieces
                result = harness.drive(server.port, work, clients=4)
                if turn:
                    spent[name] += used() - before
                    results[name].append(result)
    return [
        {
            **harness.together(results[name]).row(name),
            "processor ms": harness.milliseconds(spent[name] / (options.rounds * options.requests)),
            "of bare": round(spent[name] / spent[BARE], 2),
            "of bare in the frame": round(spent[name] / spent[FRAMED], 2),
        }
        for name in WAYS
    ]


def statements(path: str, number: str) -> list[dict[str, str]]:
    """The statements that one page asks, with their times."""
    from django.contrib.auth import get_user_model
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    browser = Client(headers={"host": "localhost"})
    browser.force_login(get_user_model().objects.get(number=number))
    browser.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        browser.get(path)
    return list(captured.captured_queries)


def print_slow(asked: dict[str, list[dict[str, str]]]) -> None:
    """The statements of each page that take 5 ms or more."""
    for name, queries in asked.items():
        print(f"\n{name}: {len(queries)} queries, {sum(float(one['time']) for one in queries):.3f} s")
        for one in queries:
            if float(one["time"]) >= SLOW:
                print(f"  {one['time']} s  {one['sql']}")


if __name__ == "__main__":
    main()
