"""An import of accounts: rows a second, memory, and whether others can write meanwhile; and the register exported."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from tempfile import TemporaryFile

from benchmarks import harness

SITES = ("https://www.facebook.com/city{0}/", "https://twitter.com/City_{0}?s=20", "instagram.com/city.{0}")
DEPARTMENTS = 400


def write_file(path: Path, rows: int) -> None:
    """An inventory: three platforms, 400 departments by name; each hundredth row is wrong, each hundredth doubled."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write("URL,Account,Department,Language\n")
        for number in range(rows):
            shown = number - 1 if number % 100 == 50 else number
            url = SITES[shown % 3].format(shown) if number % 100 != 99 else "no address"
            stream.write(f"{url},Account {shown},Department {shown % DEPARTMENTS},English\n")


def main() -> None:
    """Let one file in, then the same again; another thread writes all the while. Then export the register."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--rows", type=int, default=20_000)
    options = parser.parse_args()
    with harness.scratch(options.database) as place:
        from django.db import connection, transaction

        from accounts import exports
        from accounts.models import OfficialAccount
        from accounts.services import imports
        from directory.models import Role, RoleHolding
        from directory.services import departments, roster
        from foundation.actor import Actor
        from foundation.audit.services import Subject, record
        from foundation.clock import now

        by = Actor.of_system("benchmark")
        made = [
            departments.create(by=by, code=f"D{number}", name=f"Department {number}") for number in range(DEPARTMENTS)
        ]
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
        path = place.folder / "accounts.csv"
        write_file(path, options.rows)
        rows: list[dict[str, object]] = []
        for words in ("new", "the same again"):
            before, _ = harness.memory()
            waits.clear()
            began = time.perf_counter()
            with path.open("rb") as content:
                run = imports.upload(by=by, name="accounts.csv", content=content, named={"url": "URL"})
            run = imports.let_in_by_command(run, by=by)
            run = imports.apply_file(run, by=by)
            seconds = time.perf_counter() - began
            _, highest = harness.memory()
            rows.append(
                {
                    "what": words,
                    "rows": options.rows,
                    "rows a second": round(options.rows / seconds),
                    "seconds": round(seconds, 1),
                    "MB before": before,
                    "MB at most": highest,
                    "others' longest wait, s": round(max(waits, default=0), 2),
                    **run.counts,
                }
            )
        stop.set()
        other.join()
        person = roster.hire(by=by, number="1", name="Erin", department=made[0])
        RoleHolding.objects.create(
            employee=person, role=Role.EMPLOYEE_RELATIONS, effective_from=now(), recorded_at=now()
        )
        for kind in ("csv", "xlsx"):
            export = exports.export_of(person, {"kind": kind}, now())
            began = time.perf_counter()
            with TemporaryFile() as spool:
                written = exports.write(export, spool, Actor.of_person(person), lambda _done: None)
            seconds = time.perf_counter() - began
            rows.append(
                {
                    "what": f"export as {kind.upper()}",
                    "rows": written.rows,
                    "rows a second": round(written.rows / seconds),
                    "seconds": round(seconds, 1),
                    "MB at most": harness.memory()[1],
                }
            )
        assert OfficialAccount.objects.count() == rows[0]["added"]
        harness.report("accounts_import", rows, place=place)


if __name__ == "__main__":
    main()
