"""The trail: writes a second with evidence and without, under 50 writers, on SQLite and PostgreSQL.

Every write is one transaction that puts in a fact and its entry. *without evidence*: the entry goes into a table of
the same columns and indexes, bare of salts, transaction numbers, triggers and seals, by the same kind of prepared
INSERT as the trail's; *saved plainly*: into that table by Django's own `save`. *with evidence*: through `audit.record`,
while a sealer works every second (thirty times as often as in the portal). *fact alone* says what the entry itself
costs. Rounds alternate, forwards and backwards, so that what else the machine does falls on all of them.
"""

from __future__ import annotations

import multiprocessing
import statistics
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from benchmarks import harness

VARIANTS = ("fact alone", "saved plainly", "without evidence", "with evidence")
PROCESSES = 2


def write_until(stop: float, write: Any, counts: list[int], errors: list[str]) -> None:
    """One writer: writes until the time is over."""
    from django.db import DatabaseError, connection

    done = 0
    try:
        while time.monotonic() < stop:
            write(done)
            done += 1
    except DatabaseError as error:
        errors.append(type(error).__name__)
    finally:
        counts.append(done)
        connection.close()


def writer_process(variant: str, threads: int, seconds: float, barrier: Any, results: Any) -> None:
    """Half of the writers, with a Django of their own."""
    import django

    django.setup()
    from benchmarks.trail_tables import writers

    write = writers()[variant]
    counts: list[int] = []
    errors: list[str] = []
    barrier.wait()
    processor = time.process_time()
    stop = time.monotonic() + seconds
    running = [threading.Thread(target=write_until, args=[stop, write, counts, errors]) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    results.put((sum(counts), len(errors), time.process_time() - processor))


def sealer_process(seconds: float, barrier: Any, results: Any) -> None:
    """Seals once a second, as a worker beside the writers does."""
    import django

    django.setup()
    from foundation.audit.sealing import seal_pending

    barrier.wait()
    processor = time.process_time()
    stop = time.monotonic() + seconds
    while time.monotonic() < stop:
        seal_pending()
        time.sleep(1)
    seal_pending()
    results.put((0, 0, time.process_time() - processor))


@dataclass
class Measured:
    """What the rounds of one variant came to."""

    rates: list[float] = field(default_factory=list)
    writes: int = 0
    errors: int = 0
    processor: float = 0.0

    def row(self, variant: str, plain: Measured) -> dict[str, object]:
        """A row of the table, beside the variant that it is compared with."""
        each, beside = self.processor / self.writes, plain.processor / plain.writes
        return {
            "variant": variant,
            "writes a second": round(statistics.median(self.rates)),
            "of without": round(statistics.median(self.rates) / statistics.median(plain.rates), 2),
            "lowest": round(min(self.rates)),
            "highest": round(max(self.rates)),
            "processor µs": round(each * 1_000_000),
            "of without by processor": round(beside / each, 2),
            "errors": self.errors,
        }


def one_round(variant: str, threads: int, seconds: float, measured: Measured) -> None:
    """Let everybody write for so many seconds; the processor time is that of writers, sealer and database."""
    context = multiprocessing.get_context("spawn")
    sealing = variant == "with evidence"
    barrier, results = context.Barrier(PROCESSES + sealing), context.Queue()
    arguments = (variant, threads // PROCESSES, seconds, barrier, results)
    processes = [context.Process(target=writer_process, args=arguments) for _ in range(PROCESSES)]
    if sealing:
        processes.append(context.Process(target=sealer_process, args=(seconds, barrier, results)))
    before = harness.database_processor_seconds()
    for process in processes:
        process.start()
    found = [results.get() for _ in processes]
    for process in processes:
        process.join()
    writes = sum(count for count, _, _ in found)
    measured.rates.append(writes / seconds)
    measured.writes += writes
    measured.errors += sum(errors for _, errors, _ in found)
    measured.processor += sum(processor for _, _, processor in found)
    measured.processor += harness.database_processor_seconds() - before


def main() -> None:
    """Measure on one engine and print."""
    parser = harness.arguments("Writes a second with and without evidence.")
    parser.add_argument("--writers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with harness.scratch(options.database) as place:
        from benchmarks.trail_tables import make_tables
        from foundation.audit.models import Entry
        from foundation.audit.sealing import seal_pending
        from foundation.audit.verifying import verify

        make_tables()
        measured = {variant: Measured() for variant in VARIANTS}
        for turn in range(options.rounds):
            for variant in VARIANTS if turn % 2 == 0 else reversed(VARIANTS):
                one_round(variant, options.writers, options.seconds, measured[variant])
        seal_pending()
        begun = time.perf_counter()
        report = verify()
        seconds = time.perf_counter() - begun
        plain = measured["without evidence"]
        rows = [measured[variant].row(variant, plain) for variant in VARIANTS]
        harness.report(
            "trail",
            rows,
            place=place,
            writers=options.writers,
            entries=Entry.objects.count(),
            verified=report.ok,
            unsealed=report.unsealed,
            verified_per_second=round(report.entries / seconds) if seconds else 0,
        )


if __name__ == "__main__":
    main()
