"""Is this ours? with 20,000 accounts in 400 departments, beside a bare view with the same rows.

Asked by a program with a token (known and unknown addresses), and on the page by somebody who is signed in, where an
unknown name is compared with every name of the register.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus

from benchmarks import harness

API = "/api/v1/accounts"
TOKEN = "portal_" + "b" * 43
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DATES = {"effective_from": LONG_AGO, "recorded_at": LONG_AGO}


def fill(accounts: int, departments: int) -> str:
    """Departments, a person, a client and active accounts on X; returns the person's number."""
    from accounts.models import AccountDepartment, AccountFacts, AccountState, Approval, OfficialAccount, Platform
    from directory.models import ApiClient, Assignment, Department, DepartmentProfile, Employee
    from directory.services.api_clients import digest_of
    from foundation import clock

    units = Department.objects.bulk_create(Department(code=f"D{n}") for n in range(departments))
    DepartmentProfile.objects.bulk_create(
        DepartmentProfile(department=unit, name=f"Department {unit.code}", head_title="Director", **DATES)
        for unit in units
    )
    person = Employee.objects.create(number="B1", name="Bea Bench", email="b@city.example")
    Assignment.objects.create(employee=person, department=units[0], title="Clerk", **DATES)
    ApiClient.objects.create(
        name="Website",
        scopes=["accounts:verify", "accounts:read"],
        digest=digest_of(TOKEN),
        hint=TOKEN[:11],
        made_by=person,
        made_at=LONG_AGO,
        ends_at=clock.now() + timedelta(days=1),
    )
    platform = Platform.objects.get(code="x")
    made = OfficialAccount.objects.bulk_create(
        (
            OfficialAccount(reference=f"ACC-2020-{n:08d}", entered_by=person, entered_at=LONG_AGO)
            for n in range(accounts)
        ),
        batch_size=2000,
    )
    used = [units[n % departments] for n in range(accounts)]
    approvals = Approval.objects.bulk_create(
        (
            Approval(
                account=account,
                department=unit,
                about="establishing",
                power="approve_accounts",
                capacity="appointing authority",
                instrument="appointment",
                decided_by=person,
                in_name_of=person,
                decided_at=LONG_AGO,
            )
            for account, unit in zip(made, used, strict=True)
        ),
        batch_size=2000,
    )
    AccountDepartment.objects.bulk_create(
        (
            AccountDepartment(account=account, department=unit, is_responsible=True, **DATES)
            for account, unit in zip(made, used, strict=True)
        ),
        batch_size=2000,
    )
    AccountState.objects.bulk_create(
        (
            AccountState(account=account, state="active", approval=approval, **DATES)
            for account, approval in zip(made, approvals, strict=True)
        ),
        batch_size=2000,
    )
    AccountFacts.objects.bulk_create(
        (
            AccountFacts(
                account=account,
                platform=platform,
                handle=f"stl{n:05d}city",
                identity=f"x:stl{n:05d}city",
                url=f"https://x.com/stl{n:05d}city",
                name=f"Account {n}",
                **DATES,
            )
            for n, account in enumerate(made)
        ),
        batch_size=2000,
    )
    return person.number


def ask(path: str, name: str, session: str, token: str, client: harness.Client) -> None:
    """Ask once; anything but an answer is a failure."""
    client.session = session
    client.headers = {"Authorization": f"Bearer {token}"} if token else {}
    status, _ = client.get(path, name)
    if status != HTTPStatus.OK:
        client.result.failures[f"{name}: {status}"] += 1


def main() -> None:
    """Measure each way of asking with 10 clients."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--accounts", type=int, default=20_000)
    parser.add_argument("--departments", type=int, default=400)
    parser.add_argument("--requests", type=int, default=400)
    options = parser.parse_args()
    os.environ["API_CLIENT_RATE"] = "1000000"
    with harness.scratch(options.database) as place:
        session = harness.session_for(fill(options.accounts, options.departments))
        count = options.accounts
        ways = {
            "bare": lambda n: (f"/bare/verify?identity=x:stl{n % count:05d}city", "", ""),
            "API, known": lambda n: (f"{API}/verify?url=https://twitter.com/STL{n % count:05d}CITY", "", TOKEN),
            "API, unknown": lambda n: (f"{API}/verify?url=https://x.com/nobody{n}", "", TOKEN),
            "API, a page of the feed": lambda n: (f"{API}?after=ACC-2020-{n:08d}", "", TOKEN),
            "page, known": lambda n: (f"/accounts/verify/?url=@stl{n % count:05d}city", session, ""),
            "page, looks like one": lambda n: (f"/accounts/verify/?url=@stl{n % count:05d}_city_official", session, ""),
        }
        rows = []
        with harness.server(place, urlconf="benchmarks.bare_verify") as server:
            for name, way in ways.items():
                harness.drive(server.port, [partial(ask, way(1)[0], name, *way(1)[1:])] * 8, clients=8)
                before = server.processor_seconds()
                work = [partial(ask, way(7 * n)[0], name, *way(7 * n)[1:]) for n in range(options.requests)]
                result = harness.drive(server.port, work, clients=10)
                spent = (server.processor_seconds() - before) / options.requests
                rows.append({**result.row(name), "processor ms": harness.milliseconds(spent)})
        harness.report("verify", rows, place=place, accounts=options.accounts, departments=options.departments)


if __name__ == "__main__":
    main()
