"""An import of people: rows a second, memory, and whether others can write meanwhile."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from benchmarks import harness

HEADER = "number,name,title,department,supervisor,effective\n"
CHANGES = "number,title,department,status,effective,last_day,until\n"


def write_file(path: Path, rows: int, title: str) -> None:
    """A city in which every fiftieth person supervises the next forty-nine."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEADER)
        for number in range(rows):
            lead = number - number % 50
            above = lead - 50 * (lead // 50 % 50 != 0) if number % 50 == 0 else lead
            supervisor = f"{above:07d}" if above != number and above >= 0 else ""
            stream.write(f"{number:07d},Name {number},{title},D{number % 400},{supervisor},2024-03-01\n")


def write_changes(path: Path, rows: int) -> None:
    """A tenth of the people change: of forty of them ten move, ten get a title, ten go on leave, ten leave."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(CHANGES)
        for number in range(7, rows, 10):
            stream.write(
                (
                    f"{number:07d},,D{(number + 1) % 400},,2025-02-03,,\n",
                    f"{number:07d},Senior Clerk,,,2025-02-03,,\n",
                    f"{number:07d},,,on leave,2025-02-03,,2025-05-31\n",
                    f"{number:07d},,,left,,2025-02-28,\n",
                )[number // 10 % 4]
            )


def main() -> None:
    """Let one file in, the same again, and one of changes; another thread writes all the while."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--rows", type=int, default=300_000)
    options = parser.parse_args()
    with harness.scratch(options.database) as place:
        from django.db import connection, transaction

        from directory.models import Department, Employee, ImportRun, Role, RunState
        from directory.services import departments, imports
        from foundation.actor import Actor
        from foundation.audit.services import Subject, record
        from foundation.clock import now
        from tests.factories.directory import EmployeeFactory

        by = Actor.of_system("benchmark")
        for number in range(400):
            departments.create(by=by, code=f"D{number}", name=f"Department {number}")
        office = Department.objects.get(code="D0")
        second = Actor.of_person(EmployeeFactory(assignment__department=office, role=Role.EMPLOYEE_RELATIONS))
        waits: list[float] = []
        stop = threading.Event()

        def write_meanwhile() -> None:
            while not stop.wait(0.25):
                began = time.perf_counter()
                with transaction.atomic():
                    record(by=by, act="benchmark.wrote", on=Subject("benchmark", "1"), at=now())
                waits.append(time.perf_counter() - began)
            connection.close()

        other = threading.Thread(target=write_meanwhile, daemon=True)
        other.start()
        path = place.folder / "people.csv"
        write_file(path, options.rows, "Clerk")
        rows = []
        for words in ("new", "the same again", "changes of a tenth"):
            if words == "changes of a tenth":
                write_changes(path, options.rows)
            in_file = sum(1 for _ in path.open("rb")) - 1
            waits.clear()
            before, _ = harness.memory()
            began = time.perf_counter()
            with path.open("rb") as content:
                run = imports.upload(by=by, name="people.csv", content=content)
            run = imports.check_file(run, by=by, progress=lambda *_: None)
            checked = time.perf_counter()
            run = imports.ask_to_apply(run, by=by, in_background=False)
            if run.state == RunState.WAITING:
                run = imports.confirm(run, by=second, in_background=False)
            run = imports.apply_file(run, by=by, progress=lambda *_: None)
            done = time.perf_counter()
            _, highest = harness.memory()
            rows.append(
                {
                    "file": words,
                    "rows": in_file,
                    "checked a second": round(in_file / (checked - began)),
                    "let in a second": round(run.counts["applied"] / max(done - checked, 0.001)),
                    "seconds": round(done - began, 1),
                    "MB before": before,
                    "MB at most": highest,
                    "others' longest wait, s": round(max(waits, default=0), 2),
                    "people": Employee.objects.count(),
                    "rejected": run.counts["rejected"],
                }
            )
        stop.set()
        other.join()
        assert ImportRun.objects.count() == 3
        harness.report("people_import", rows, place=place, rows_in_file=options.rows)


if __name__ == "__main__":
    main()
