"""How long the demonstration city takes to load, and in how much memory: bounded, whatever its size."""

from __future__ import annotations

import time

from benchmarks import harness


def main() -> None:
    """Load one city into a scratch database."""
    parser = harness.arguments(str(__doc__))
    parser.add_argument("--employees", type=int, default=300_000)
    options = parser.parse_args()
    with harness.scratch(options.database) as place:
        from django.core.management import call_command

        from acknowledgements.models import Acknowledgement
        from directory.models import Assignment, Employee

        before, _ = harness.memory()
        begun = time.perf_counter()
        call_command("load_demo", employees=options.employees, verbosity=0)
        seconds = time.perf_counter() - begun
        _, highest = harness.memory()
        row = {
            "people": Employee.objects.count(),
            "assignments": Assignment.objects.count(),
            "acknowledgements": Acknowledgement.objects.count(),
            "seconds": round(seconds, 1),
            "people per second": round(Employee.objects.count() / seconds),
            "MB before": before,
            "MB at most": highest,
        }
        harness.report("load_demo", [row], place=place, employees=options.employees)


if __name__ == "__main__":
    main()
