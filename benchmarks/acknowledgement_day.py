"""Acknowledgement day: 50 and 200 clients at once through the real server, beside a bare view with the same inserts.

Each person posts the form once. The bare view writes the same rows (acknowledgement, trail, notice, mail) behind the
same sessions and middleware, and asks nothing else of the database: it is the limit.

Both servers run all the time, warmed by posts that do not count, and take turns in short rounds (bare, portal, portal,
bare, …), so that what else the machine does falls on both alike; totals are compared. Afterwards the rows of every
table are counted person by person, and everybody posts again: that must add nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from benchmarks import harness

NAME = "acknowledge"
CLIENTS = (50, 200)
WARM = 64
SIDES = {"bare view": "benchmarks.bare_acknowledgement", "portal": "portal.urls"}


def sessions_for(numbers: list[str]) -> dict[str, str]:
    """A session for each person, by number."""
    from django.db import transaction

    with transaction.atomic():
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


@dataclass
class Side:
    """One of the two that are compared: its server, and what was measured so far."""

    server: harness.Server
    click: Callable[[str, harness.Client], None]
    results: list[harness.Result] = field(default_factory=list)
    processor: float = 0.0
    numbers: list[str] = field(default_factory=list)

    def round(self, numbers: list[str], clients: int, *, counts: bool = True) -> harness.Result:
        """Let people post, each once."""
        sessions = sessions_for(numbers)
        work = [partial(self.click, sessions[number]) for number in numbers]
        before = self.processor_seconds()
        result = harness.drive(self.server.port, work, clients)
        if counts:
            self.processor += self.processor_seconds() - before
            self.results.append(result)
            self.numbers += numbers
        return result

    def processor_seconds(self) -> float:
        """What server and database have taken of the processor."""
        return self.server.processor_seconds() + harness.database_processor_seconds()

    def row(self, limit: Side) -> dict[str, object]:
        """What the clients saw in all rounds, beside the limit."""
        whole, beside = harness.together(self.results), harness.together(limit.results)
        each = self.processor / len(self.numbers)
        return {
            **whole.row(NAME),
            "answers 302": whole.statuses[NAME, 302],
            **kept(self.numbers),
            "processor ms": harness.milliseconds(each),
            "ratio": round(whole.rate(NAME) / beside.rate(NAME), 2),
            "ratio of processor": round(limit.processor / len(limit.numbers) / each, 2),
        }


def kept(numbers: list[str]) -> dict[str, object]:
    """Of how many people every table has exactly one row, and of how many it has none or more than one."""
    from acknowledgements.models import Acknowledgement
    from foundation.audit.models import Entry
    from notifications.models import Notice, OutboxMessage

    act = "acknowledgements.acknowledged"
    found = [
        Counter(Acknowledgement.objects.values_list("person__number", flat=True)),
        Counter(Entry.objects.filter(act=act).values_list("actor_number", flat=True)),
        Counter(Notice.objects.values_list("person__number", flat=True)),
        Counter(OutboxMessage.objects.values_list("recipient__number", flat=True)),
    ]
    whole = sum(all(rows[number] == 1 for rows in found) for number in numbers)
    return {"kept once": whole, "lost or doubled": len(numbers) - whole}


def compare(sides: dict[str, Side], clients: int, rounds: int, count: int) -> list[dict[str, object]]:
    """Rounds in turn, then everybody of the portal's again; a row for each side."""
    for number in range(rounds):
        for name in sides if number % 2 == 0 else reversed(sides):
            sides[name].round(people(count, f"{name[0].upper()}{clients}R{number}X"), clients)
    limit, portal = sides.values()
    rows = {name: {"what": name, "clients": clients, **side.row(limit)} for name, side in sides.items()}
    again = portal.round(portal.numbers[: 4 * clients], clients, counts=False)
    after = kept(portal.numbers)
    rows["portal"] |= {"posted again": again.statuses[NAME, 302], "then lost or doubled": after["lost or doubled"]}
    return list(rows.values())


def main() -> None:
    """Measure the portal and the bare limit in turn, so that both meet the same machine."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--people", type=int, default=400, help="who acknowledge in each round on each side")
    parser.add_argument("--rounds", type=int, default=6)
    options = parser.parse_args()
    with harness.scratch(options.database) as place, ExitStack() as stack:
        from django.urls import reverse

        from tests.factories.acknowledgements import CampaignFactory

        campaign = CampaignFactory()
        click = partial(post, reverse("acknowledgements:read", args=[campaign.pk]), form_of(campaign))
        servers = {name: stack.enter_context(harness.server(place, urlconf=urls)) for name, urls in SIDES.items()}
        for name, server in servers.items():
            # A warm server, as on any other day: queries composed, connections and the broker open.
            Side(server, click).round(people(WARM, f"W{name[0].upper()}"), 16, counts=False)
        rows = []
        for clients in CLIENTS:
            sides = {name: Side(server, click) for name, server in servers.items()}
            rows += compare(sides, clients, options.rounds, options.people)
        harness.report("acknowledgement_day", rows, place=place, people=options.people, rounds=options.rounds)


if __name__ == "__main__":
    main()
