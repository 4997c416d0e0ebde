"""An import of people: rows a second, memory, and whether others can write meanwhile."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from benchmarks import harness

HEADER = "number,name,title,department,supervisor,effective\n"


def write_file(path: Path, rows: int, title: str) -> None:
    """A city in which every fiftieth person supervises the next forty-nine."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEADER)
        for number in range(rows):
            lead = number - number % 50
            above = lead - 50 * (lead // 50 % 50 != 0) if number % 50 == 0 else lead
            supervisor = f"{above:07d}" if above != number and above >= 0 else ""
            stream.write(f"{number:07d},Name {number},{title},D{number % 400},{supervisor},2024-03-01\n")


def main() -> None:
    """Let one file in, then the same again; another thread writes all the while."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--rows", type=int, default=300_000)
    options = parser.parse_args()
    with harness.scratch(options.database) as place:
        from django.db import connection, transaction

        from directory.models import Employee, ImportRun
        from directory.services import departments, imports
        from foundation.actor import Actor
        from foundation.audit.services import Subject, record
        from foundation.clock import now

        by = Actor.of_system("benchmark")
        for number in range(400):
            departments.create(by=by, code=f"D{number}", name=f"Department {number}")
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
        for words in ("new", "the same again"):
            before, _ = harness.memory()
            began = time.perf_counter()
            with path.open("rb") as content:
                run = imports.upload(by=by, name="people.csv", content=content)
            run = imports.check_file(run, by=by, progress=lambda *_: None)
            checked = time.perf_counter()
            run = imports.ask_to_apply(run, by=by, in_background=False)
            run = imports.apply_file(run, by=by, progress=lambda *_: None)
            done = time.perf_counter()
            _, highest = harness.memory()
            rows.append(
                {
                    "file": words,
                    "rows": options.rows,
                    "checked a second": round(options.rows / (checked - began)),
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
        assert ImportRun.objects.count() == 2
        harness.report("people_import", rows, place=place, rows_in_file=options.rows)


if __name__ == "__main__":
    main()
