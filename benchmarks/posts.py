"""Home, the review queue, a post and a decision with 1,000,000 posts of 400 departments, beside bare pages.

    python -m benchmarks.posts [--database postgres://…] [--posts 1000000] [--waiting 1000 100000]

On PostgreSQL; without `--database` a private server is started. Of the posts that wait every tenth is for one
department: its reviewer is measured, and one who reviews for all departments. Each page is asked beside a plain Django
page with the same rows (`benchmarks.bare_posts`), in turns; a decision approves another post each time.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http import HTTPStatus
from typing import Any

from benchmarks import harness, posts_city
from benchmarks.register import analyze, print_slow, statements

CLIENTS = 2
ONE, MANY = f"Reviewer{posts_city.OWN}", "Many"
DECISION = "a decision"
Pieces = Iterator[Callable[[harness.Client], None]]


def ask(path: str, name: str, session: str, client: harness.Client) -> None:
    """Open one page; anything but a page is a failure."""
    client.session = session
    status, _ = client.get(path, name)
    if status != HTTPStatus.OK:
        client.result.failures[f"{name}: {status}"] += 1


def decide(path: str, data: dict[str, str], name: str, session: str, client: harness.Client) -> None:
    """Approve one post; anything but a way back to the queue is a failure."""
    client.session = session
    status, _ = client.post(path, data, name)
    if status != HTTPStatus.FOUND:
        client.result.failures[f"{name}: {status}"] += 1


def pages(opened: str) -> dict[str, tuple[str, str, str]]:
    """What is asked: address, the bare page beside it, and by whom."""
    return {
        "home": ("/", "/bare/", ONE),
        "the queue": ("/posts/queue/", "/bare/queue/", ONE),
        "the queue of all departments": ("/posts/queue/", "/bare/queue/", MANY),
        "a post": (f"/posts/{opened}/", f"/bare/{opened}/", ONE),
        "a post on the review page": (f"/posts/{opened}/review/", f"/bare/{opened}/", ONE),
        "all posts, for Employee Relations": ("/posts/?show=seen", "/bare/queue/", "Relations"),
    }


def waiting_for(number: int) -> list[tuple[str, str]]:
    """References and hashes of posts that wait for the department that is measured."""
    from reviews.models import Need

    own = Need.objects.waiting().filter(decided_by=None, department__code=f"D{posts_city.OWN}")
    return list(own.order_by("-pk").values_list("post__reference", "round__content_hash")[:number])


def measured(place: harness.Place, waiting: int, options: argparse.Namespace) -> list[dict[str, object]]:
    """A row for each page and its bare one."""
    sessions = {number: harness.session_for(number) for number in (ONE, MANY, "Relations")}
    left = iter(waiting_for(2 * (options.rounds * options.decisions + 4)))
    asked = pages(next(left)[0])

    def pieces(name: str, bare: bool, count: int) -> list[Callable[[harness.Client], None]]:
        key = f"{name}, bare" if bare else name
        if name == DECISION:
            found = [next(left) for _ in range(count)]
            return [
                partial(
                    decide,
                    f"/bare/{reference}/decide/" if bare else f"/posts/{reference}/review/",
                    {"decision": "approve", "seen_hash": seen, "reason": ""},
                    key,
                    sessions[ONE],
                )
                for reference, seen in found
            ]
        address, beside, person = asked[name]
        return [partial(ask, beside if bare else address, key, sessions[person])] * count

    results: dict[str, list[harness.Result]] = {}
    spent: dict[str, float] = {}
    with harness.server(place, urlconf="benchmarks.bare_posts") as server:
        for turn in range(options.rounds + 1):
            for name in [*asked, DECISION] if turn % 2 else reversed([*asked, DECISION]):
                count = (options.decisions if name == DECISION else options.requests) if turn else 2
                for bare in (True, False) if turn % 2 else (False, True):
                    before = server.processor_seconds() + harness.database_processor_seconds()
                    result = harness.drive(server.port, pieces(name, bare, count), clients=CLIENTS)
                    used = server.processor_seconds() + harness.database_processor_seconds() - before
                    if turn:
                        key = f"{name}, bare" if bare else name
                        results.setdefault(key, []).append(result)
                        spent[key] = spent.get(key, 0.0) + used / count / options.rounds
    return [
        {"waiting": waiting, **_row(key, results[key], spent[key]), **_of_bare(key, results, spent)} for key in results
    ]


def _row(key: str, results: list[harness.Result], used: float) -> dict[str, object]:
    row = harness.together(results).row(key)
    return {
        "page": key,
        "p50 ms": row["p50 ms"],
        "p95 ms": row["p95 ms"],
        "errors": row["errors"],
        "processor ms": harness.milliseconds(used),
    }


def _median(results: list[harness.Result], key: str) -> float:
    return harness.percentile(harness.together(results).durations[key], 50)


def _of_bare(key: str, results: dict[str, list[harness.Result]], spent: dict[str, float]) -> dict[str, object]:
    bare = f"{key}, bare"
    if bare not in results:
        return {}
    return {
        "of bare": round(_median(results[key], key) / _median(results[bare], bare), 2),
        "of bare by processor": round(spent[key] / spent[bare], 2),
    }


def compared(rows: list[dict[str, Any]], waiting: list[int]) -> list[dict[str, object]]:
    """Each page with the most waiting, beside itself with the fewest."""
    by_key = {(row["waiting"], row["page"]): row for row in rows}
    first, last = waiting[0], waiting[-1]
    return [
        {
            "page": page,
            "p50": round(by_key[last, page]["p50 ms"] / by_key[first, page]["p50 ms"], 2),
            "processor": round(by_key[last, page]["processor ms"] / by_key[first, page]["processor ms"], 2),
        }
        for (number, page) in by_key
        if number == first
    ]


def main() -> None:
    """Measure with few and with many waiting, and print both beside each other."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--waiting", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--departments", type=int, default=400)
    parser.add_argument("--requests", type=int, default=20, help="for each page and round (20)")
    parser.add_argument("--decisions", type=int, default=10, help="for each round (10)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--queries", action="store_true", help="print the slow statements of each page as well")
    options = parser.parse_args()
    os.environ["BENCHMARK_URLCONF"] = "benchmarks.bare_posts"
    with ExitStack() as stack:
        database = options.database
        if not database.startswith("postgres"):
            from script.support.services import postgresql

            database = stack.enter_context(postgresql())
        place = stack.enter_context(harness.scratch(database))
        posts_city.fill(options.departments)
        posts_city.add_posts(options.posts - options.waiting[-1], options.departments, waiting=False)
        rows: list[dict[str, object]] = []
        there = 0
        for number in options.waiting:
            posts_city.add_posts(number - there, options.departments, waiting=True)
            there = number
            analyze()
            if options.queries:
                opened = waiting_for(1)[0][0]
                for name, (address, bare, person) in pages(opened).items():
                    print_slow({name: statements(address, person), f"{name}, bare": statements(bare, person)})
            rows += measured(place, number, options)
        harness.report("posts", rows, place=place, posts=options.posts, departments=options.departments)
        harness.report("posts, the most waiting beside the fewest", compared(rows, options.waiting), place=place)


if __name__ == "__main__":
    main()
