"""Each report's first page beside its own bare SQL, and the coverage of everybody as XLSX beside xlsxwriter.

    python -m benchmarks.reports --part people [--database postgresql] [--employees 300000]
    python -m benchmarks.reports --part authorizations [--database postgresql] [--authorizations 50000]
    python -m benchmarks.reports --part posts --database postgresql [--posts 1000000]

*Bare* sends the very statements that the page sent, with their values, and reads every row: no page from these facts
can be faster. Each part has a city of its own, in which there are many of what its reports tell of; `postgresql` is a
private server that goes away again.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from functools import partial
from typing import Any

from benchmarks import coverage, decisions, harness, posts_city
from benchmarks.posts import analyze
from script.support.services import postgresql

PEOPLE = ("coverage", "waits")
AUTHORIZATIONS = ("authorizations", "register", "who-may-speak")
POSTS = ("turnaround", "exceptions", "findings", "waits", "decisions", "mutual")
DEPARTMENTS = 400


def pages(person: Any, codes: tuple[str, ...], queries: dict[str, dict[str, str]]) -> list[dict[str, object]]:
    """A row for each report that the catalogue has."""
    from reports.catalogue import report_named

    return [_page(person, code, queries.get(code, {})) for code in codes if report_named(code)]


def _page(person: Any, code: str, query: dict[str, str]) -> dict[str, object]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    browser = Client()
    browser.force_login(person)
    address = reverse("reports:run", args=[code])
    browser.get(address, query)
    sent: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("SELECT", "WITH")):
            sent.append((sql, values))
        return execute(sql, values, many, context)

    with CaptureQueriesContext(connection), connection.execute_wrapper(note):
        status = browser.get(address, query).status_code

    def same_sql() -> None:
        with connection.cursor() as cursor:
            for sql, values in sent:
                cursor.execute(sql, values)
                cursor.fetchall()

    bare, ours = harness.timed_in_turn([same_sql, partial(browser.get, address, query)], 3)
    row = coverage.compared(f"{code} ({len(sent)} statements)", bare, ours)
    return row if status == 200 else row | {"status": status}


def xlsx(person: Any, place: harness.Place) -> dict[str, object]:
    """Everybody's coverage as a workbook, beside xlsxwriter with the same cells; and the memory it took more."""
    import xlsxwriter

    from foundation import clock
    from foundation.actor import Actor
    from reports.files_out import sheet_of, write
    from reports.reading import read

    def sheet() -> Any:
        return sheet_of(read("coverage", {}, person, clock.now()), Actor.of_person(person), clock.now(), "xlsx")

    before, _ = harness.memory()
    begun = time.perf_counter()
    with (place.folder / "report.xlsx").open("w+b") as stream:
        written = write(sheet(), stream, lambda _done: None)
    seconds = time.perf_counter() - begun
    after, _ = harness.memory()
    begun = time.perf_counter()
    book = xlsxwriter.Workbook(
        place.folder / "bare.xlsx", {"constant_memory": True, "remove_timezone": True, "strings_to_formulas": False}
    )
    page = book.add_worksheet()
    for line, row in enumerate(sheet().rows.stream()):
        page.write_row(line, 0, row.cells)
    book.close()
    found = coverage.compared(f"XLSX of {written.rows:,} rows", time.perf_counter() - begun, seconds)
    return found | {"MB more": after - before}


def people(place: harness.Place, options: Any) -> list[dict[str, object]]:
    """Coverage of everybody, with six versions: four acknowledgements for each person."""
    person, campaigns = coverage.fill(options.employees, 6)
    queries = {"coverage": {"version": str(campaigns[0].version_id)}}
    return [*pages(person, PEOPLE, queries), xlsx(person, place)]


def authorizations(place: harness.Place, options: Any) -> list[dict[str, object]]:
    """Authorizations of ten years on 20,000 accounts."""
    from accounts.models import OfficialAccount
    from directory.models import Department
    from tests.factories.directory import EmployeeFactory

    decisions.fill(20_000, DEPARTMENTS, 7_000, options.authorizations)
    account = OfficialAccount.objects.filter(authorizations__isnull=False).order_by("pk").first()
    queries = {"who-may-speak": {"account": account.reference, "reference": account.reference}}
    where = Department.objects.order_by("pk").first()
    person = EmployeeFactory(number="ER1", role="employee_relations", assignment__department=where)
    return pages(person, AUTHORIZATIONS, queries)


def posts(place: harness.Place, options: Any) -> list[dict[str, object]]:
    """Posts of many departments, most of them published; of the trail, the decisions on them."""
    from directory.models import Employee

    posts_city.fill(DEPARTMENTS)
    posts_city.add_posts(options.posts - options.posts // 100, DEPARTMENTS, waiting=False)
    posts_city.add_posts(options.posts // 100, DEPARTMENTS, waiting=True)
    posts_city.add_trail()
    analyze()
    return pages(Employee.objects.get(number="Relations"), POSTS, {})


PARTS = {"people": people, "authorizations": authorizations, "posts": posts}


def main() -> None:
    """Measure one part."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--part", choices=PARTS, default="people")
    parser.add_argument("--employees", type=int, default=300_000)
    parser.add_argument("--authorizations", type=int, default=50_000)
    parser.add_argument("--posts", type=int, default=1_000_000)
    options = parser.parse_args()
    with ExitStack() as stack:
        database = stack.enter_context(postgresql()) if options.database == "postgresql" else options.database
        place = stack.enter_context(harness.scratch(database))
        rows = PARTS[options.part](place, options)
        size = {"people": options.employees, "authorizations": options.authorizations, "posts": options.posts}
        harness.report("reports", rows, place=place, part=options.part, size=size[options.part])


if __name__ == "__main__":
    main()
