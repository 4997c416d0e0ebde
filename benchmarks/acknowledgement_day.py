"""Acknowledgement day: 50 and 200 clients at once through the real server, beside a bare view with the same inserts.

Each person posts the form once. The bare view writes the same rows (acknowledgement, trail, notice, mail) behind the
same sessions and middleware, and asks nothing else of the database: it is the limit. Rows are counted afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks import harness

NAME = "acknowledge"
CLIENTS = (50, 200)


def sessions_for(numbers: list[str]) -> dict[str, str]:
    """A session for each person, by number."""
    return {number: harness.session_for(number) for number in numbers}


def people(count: int, prefix: str) -> list[str]:
    """So many people of one department, with addresses for mail; returns their numbers."""
    from datetime import UTC, datetime

    from directory.models import Assignment, Department, DepartmentProfile, Employee

    since = datetime(2020, 1, 1, 6, tzinfo=UTC)
    department = Department.objects.create(code=prefix)
    DepartmentProfile.objects.create(
        department=department, name=f"Department {prefix}", effective_from=since, recorded_at=since
    )
    created = Employee.objects.bulk_create(
        Employee(number=f"{prefix}{n}", name="Dana Reed", email=f"{prefix}{n}@city.example", password="!")
        for n in range(count)
    )
    Assignment.objects.bulk_create(
        Assignment(employee=person, department=department, title="Clerk", effective_from=since, recorded_at=since)
        for person in created
    )
    return [person.number for person in created]


def form_of(campaign: Any) -> dict[str, str]:
    """What the page's form sends."""
    from acknowledgements.wording import hash_of, shown_to

    statements = shown_to(campaign.statements.all(), criminal_justice=False)
    ticks = {f"statement_{statement['kind']}": "on" for statement in statements}
    shown = {"text_hash": campaign.version.text_hash, "statements_hash": hash_of(statements)}
    return {**ticks, **shown, "typed_name": "Dana Reed"}


def post(path: str, data: dict[str, str], session: str, client: harness.Client) -> None:
    """One person's click."""
    client.session = session
    client.post(path, data, NAME)


def measure(
    place: harness.Place, urlconf: str, path: str, data: dict[str, str], numbers: list[str], clients: int
) -> tuple[harness.Result, int]:
    """Let everybody post once; returns what the clients saw and how many rows there are more."""
    from acknowledgements.models import Acknowledgement

    sessions = sessions_for(numbers)
    before = Acknowledgement.objects.count()
    with harness.server(place, urlconf=urlconf) as port:
        for number in numbers[:20]:  # a warm server, as on any other day
            harness.drive(port, [partial(_warm, sessions[number])], 1)
        work: list[Callable[[harness.Client], None]] = [partial(post, path, data, sessions[n]) for n in numbers]
        result = harness.drive(port, work, clients)
    return result, Acknowledgement.objects.count() - before


def _warm(session: str, client: harness.Client) -> None:
    client.session = session
    client.get("/warm/", "warm")


def main() -> None:
    """Measure the portal and the bare limit in turn, so that both meet the same machine."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--people", type=int, default=2000, help="who acknowledge in each measurement")
    options = parser.parse_args()
    with harness.scratch(options.database) as place:
        from django.urls import reverse

        from tests.factories.acknowledgements import CampaignFactory

        campaign = CampaignFactory()
        path, data = reverse("acknowledgements:read", args=[campaign.pk]), form_of(campaign)
        rows = []
        for clients in CLIENTS:
            rates = {}
            for what, urlconf in (("bare view", "benchmarks.bare_acknowledgement"), ("portal", "portal.urls")):
                numbers = people(options.people, f"{'B' if what == 'bare view' else 'P'}{clients}X")
                result, written = measure(place, urlconf, path, data, numbers, clients)
                rates[what] = result.rate(NAME)
                answered = result.statuses[NAME, 302]
                ratio = round(rates[what] / rates["bare view"], 2)
                counted = {"answers 302": answered, "rows": written, "ratio": ratio}
                rows.append({"what": what, "clients": clients, **result.row(NAME), **counted})
        harness.report("acknowledgement_day", rows, place=place, people=options.people)


if __name__ == "__main__":
    main()
