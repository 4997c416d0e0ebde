"""Coverage with 300,000 employees and 4 versions: the report beside one bare statement, the page, the export."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from benchmarks import harness

DEPARTMENTS = 40
VERSIONS = 4

PEOPLE = """
INSERT INTO directory_employee
  (password, number, name, email, works_without_computer, is_demo, created_at)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {employees})
SELECT '!', 'B' || i, 'Benchmark Person ' || i, '', {false}, {false}, '2020-01-01 06:00:00+00:00' FROM n
"""
ASSIGNMENTS = """
INSERT INTO directory_assignment
  (employee_id, department_id, title, standing, effective_from, recorded_at, lineage)
SELECT e.id, {first} + e.id % {departments}, 'Clerk', 'civil_service',
  '2020-01-01 06:00:00+00:00', '2020-01-01 06:00:00+00:00', {lineage}
FROM directory_employee e WHERE e.number LIKE 'B%'
"""
LEAVERS = """
INSERT INTO directory_employeestatus (employee_id, status, effective_from, recorded_at, lineage)
SELECT e.id, 'left', '2026-01-01 06:00:00+00:00', '2026-01-01 06:00:00+00:00', {lineage}
FROM directory_employee e WHERE e.number LIKE 'B%' AND e.id % 20 = 0
"""
ACKNOWLEDGEMENTS = """
INSERT INTO acknowledgements_acknowledgement
  (reference, person_id, version_id, campaign_id, method, text_hash, statements, statements_hash, typed_name, at,
   recorded_at, address, browser, department_id, department_name, title, digest, signature, key_id)
SELECT 'ACK-{version}-' || e.id, e.id, {version}, {campaign}, 'electronic', 'c1:sha256:0', '[]', 'c1:sha256:0', e.name,
  '2026-03-01 06:00:00+00:00', '2026-03-01 06:00:00+00:00', '10.0.0.1', 'Browser', {first}, 'Department', 'Clerk',
  'c1:sha256:0', '', ''
FROM directory_employee e WHERE e.number LIKE 'B%' AND e.id % 3 <> 0
"""

BARE = """
SELECT a.department_id, COUNT(*), COUNT(k.id)
FROM directory_assignment a
LEFT JOIN acknowledgements_acknowledgement k ON k.person_id = a.employee_id AND k.version_id = %s
  AND k.at <= %s AND k.recorded_at <= %s AND (k.annulled_at IS NULL OR k.annulled_at > %s)
WHERE a.effective_from <= %s AND (a.effective_until IS NULL OR a.effective_until > %s)
  AND a.recorded_at <= %s AND (a.superseded_at IS NULL OR a.superseded_at > %s)
  AND a.department_id IN ({departments})
  AND NOT EXISTS (
    SELECT 1 FROM directory_employeestatus s WHERE s.employee_id = a.employee_id AND s.status = 'left'
    AND s.effective_from <= %s AND (s.effective_until IS NULL OR s.effective_until > %s)
    AND s.recorded_at <= %s AND (s.superseded_at IS NULL OR s.superseded_at > %s))
GROUP BY a.department_id
"""


def fill(employees: int, versions_acknowledged: int = VERSIONS) -> tuple[Any, list[Any]]:
    """A city of so many people, of whom two in three acknowledged each version.

    Returns one of Employee Relations, and the campaigns."""
    from datetime import UTC, datetime

    from django.db import connection

    from directory.models import Department, DepartmentProfile, RoleHolding
    from tests.factories.acknowledgements import CampaignFactory, RegulationFactory, VersionFactory
    from tests.factories.directory import EmployeeFactory

    since = datetime(2020, 1, 1, 6, tzinfo=UTC)
    departments = [Department.objects.create(code=f"BENCH{n}") for n in range(DEPARTMENTS)]
    for department in departments:
        DepartmentProfile.objects.create(
            department=department, name=f"Department {department.code}", effective_from=since, recorded_at=since
        )
    versions = [VersionFactory(regulation=RegulationFactory()) for _ in range(versions_acknowledged)]
    campaigns = [CampaignFactory(version=version) for version in versions]
    vendor = connection.vendor
    words = {
        "employees": employees,
        "departments": DEPARTMENTS,
        "first": departments[0].pk,
        "false": "false" if vendor == "postgresql" else "0",
        "lineage": "gen_random_uuid()" if vendor == "postgresql" else "lower(hex(randomblob(16)))",
    }
    with connection.cursor() as cursor:
        for statement in (PEOPLE, ASSIGNMENTS, LEAVERS):
            cursor.execute(statement.format(**words))
        for campaign in campaigns:
            cursor.execute(ACKNOWLEDGEMENTS.format(**words, version=campaign.version_id, campaign=campaign.pk))
        cursor.execute("ANALYZE")
    person = EmployeeFactory(number="ER1")
    RoleHolding.objects.create(employee=person, role="employee_relations", effective_from=since, recorded_at=since)
    return person, campaigns


def bare(version_id: int, at: Any) -> list[Any]:
    """The one bare statement with the same meaning."""
    from django.db import connection

    from acknowledgements.audience import bound_departments

    moment = connection.ops.adapt_datetimefield_value(at)
    departments = ",".join(str(pk) for pk in bound_departments(at))
    with connection.cursor() as cursor:
        cursor.execute(BARE.format(departments=departments), [version_id, *[moment] * 11])
        return list(cursor.fetchall())


def queries(campaigns: list[Any]) -> list[dict[str, object]]:
    """The report's statement beside the bare one, for each version."""
    from acknowledgements.coverage import Moment, Scope, tallies
    from foundation import clock

    at = clock.now()
    moment, scope = Moment(at, at), Scope(everybody=True)
    rows: list[dict[str, object]] = []
    for campaign in campaigns:
        version = campaign.version_id
        found = tallies(version, moment, scope)
        plain = {department: (people, done) for department, people, done in bare(version, at)}
        same = {department: (tally.people, tally.acknowledged) for department, tally in found.items()} == plain
        one, other = harness.timed_in_turn([partial(bare, version, at), partial(tallies, version, moment, scope)])
        rows.append(compared(f"query, version {version}", one, other) | {"same answer": same})
    return rows


def compared(what: str, bare_seconds: float, seconds: float) -> dict[str, object]:
    """One row: the bare time, ours, and how many times it is."""
    return {
        "what": what,
        "bare s": round(bare_seconds, 3),
        "portal s": round(seconds, 3),
        "ratio": round(seconds / bare_seconds, 2),
    }


def page(person: Any, campaign: Any) -> dict[str, object]:
    """The page beside a bare one that runs the same SQL and shows nothing."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    browser = Client()
    browser.force_login(person)
    address = f"{reverse('acknowledgements:coverage')}?version={campaign.version_id}"
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


def export(person: Any, campaign: Any, kind: str, place: harness.Place) -> dict[str, object]:
    """An export of everybody: time, memory, and for XLSX xlsxwriter by itself with the same cells."""
    import xlsxwriter

    from acknowledgements import exports
    from acknowledgements.coverage import Moment, Scope
    from foundation import clock
    from foundation.actor import Actor

    at = clock.now()
    wanted = exports.Export(campaign.version, Moment(at, at), Scope(everybody=True), kind)
    before, _ = harness.memory()
    begun = time.perf_counter()
    with (place.folder / f"export.{kind}").open("wb") as stream:
        exports.write(wanted, stream, Actor.of_person(person), at, lambda _done: None)
    seconds = time.perf_counter() - begun
    after, _ = harness.memory()
    row: dict[str, object] = {"what": f"export {kind}", "portal s": round(seconds, 1), "MB more": after - before}
    if kind == "xlsx":
        begun = time.perf_counter()
        book = xlsxwriter.Workbook(
            place.folder / "bare.xlsx", {"constant_memory": True, "remove_timezone": True, "strings_to_formulas": False}
        )
        sheet = book.add_worksheet()
        for line, cells in enumerate(wanted.rows()):
            sheet.write_row(line, 0, cells)
        book.close()
        bare_seconds = time.perf_counter() - begun
        row |= {"bare s": round(bare_seconds, 1), "ratio": round(seconds / bare_seconds, 2)}
    return row


def main() -> None:
    """Measure the query, the page and the exports."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--employees", type=int, default=300_000)
    options = parser.parse_args()
    with harness.scratch(options.database) as place:
        person, campaigns = fill(options.employees)
        rows = queries(campaigns)
        rows.append(page(person, campaigns[0]))
        rows += [export(person, campaigns[0], kind, place) for kind in ("csv", "xlsx")]
        harness.report("coverage", rows, place=place, employees=options.employees)


if __name__ == "__main__":
    main()
