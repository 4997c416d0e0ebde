"""Campaigns with 300,000 employees: opening one, a step of reminders from end to end, and the campaign's page.

    python -m benchmarks.campaigns --database postgresql [--employees 300000]

`postgresql` is a private server that goes away again; every row is printed as it is known, since the whole takes long.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from itertools import chain
from typing import Any

from benchmarks import harness
from benchmarks.coverage import compared, fill
from script.support.services import postgresql

ADDRESSES = "UPDATE directory_employee SET email = number || '@example.org' WHERE number LIKE 'B%' AND id % 10 <> 0"


def measured(what: str, call: Callable[[], Any]) -> dict[str, object]:
    """One row: seconds, the memory that is more afterwards, and what came of it."""
    before, _ = harness.memory()
    begun = time.perf_counter()
    found = call()
    seconds = time.perf_counter() - begun
    after, peak = harness.memory()
    row: dict[str, object] = {"what": what, "portal s": round(seconds, 2), "MB more": after - before, "MB peak": peak}
    return row | ({"rows": found, "a second": round(found / seconds)} if isinstance(found, int) and found else {})


def plan(person: Any) -> Any:
    """A campaign for everyone, planned and not open."""
    from datetime import timedelta

    from acknowledgements.services import CampaignPlan, plan_campaign
    from acknowledgements.wording import default_statements
    from foundation import clock
    from foundation.actor import Actor
    from tests.factories.acknowledgements import VersionFactory

    version, by, today = VersionFactory(), Actor.of_person(person), clock.city_date(clock.now())
    wanted = CampaignPlan(
        version, "Everyone", "Please read it.", today, today + timedelta(28), default_statements(version)
    )
    return plan_campaign(by=by, plan=wanted)


def opening(person: Any, campaign: Any) -> Iterator[dict[str, object]]:
    """Looking at a planned campaign, and opening it."""
    from acknowledgements.preview import preview_of
    from acknowledgements.services import open_campaign
    from foundation import clock
    from foundation.actor import Actor

    yield measured("looking at it", partial(preview_of, campaign, clock.now()))
    yield measured("opening it", partial(open_campaign, by=Actor.of_person(person), campaign=campaign))


def reminders() -> Iterator[dict[str, object]]:
    """Everybody who waits is told once, in all running campaigns; then the job finds nothing left."""
    from acknowledgements.services import send_reminders
    from foundation.actor import Actor
    from foundation.calendar import WorkingDays

    WorkingDays.__contains__ = lambda _days, _day: True  # type: ignore[method-assign]
    send = partial(send_reminders, by=Actor.of_system("campaign reminders"))
    yield measured("reminding", send)
    yield measured("reminding again", send)


def page(person: Any, campaign: Any) -> dict[str, object]:
    """The campaign's page beside a bare one that runs the same SQL and shows nothing."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    browser = Client()
    browser.force_login(person)
    address = reverse("acknowledgements:campaign", args=[campaign.pk])
    browser.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(address).status_code == 200
    statements = [query["sql"] for query in captured if query["sql"].lstrip().upper().startswith(("SELECT", "WITH"))]

    def same_sql() -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()

    return compared("page", *harness.timed_in_turn([same_sql, partial(browser.get, address)], 5))


def main() -> None:
    """Measure opening, reminding and the page."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--employees", type=int, default=300_000)
    options = parser.parse_args()
    with ExitStack() as stack:
        database = options.database
        if database == "postgresql":
            database = stack.enter_context(postgresql(autovacuum=True))
        place = stack.enter_context(harness.scratch(database))
        from django.db import connection

        person, _ = fill(options.employees)
        with connection.cursor() as cursor:
            cursor.execute(ADDRESSES)
        campaign = plan(person)
        rows = []
        for row in chain(opening(person, campaign), reminders(), (page(person, campaign) for _ in range(1))):
            print(row, flush=True)
            rows.append(row)
        harness.report("campaigns", rows, place=place, employees=options.employees)


if __name__ == "__main__":
    main()
