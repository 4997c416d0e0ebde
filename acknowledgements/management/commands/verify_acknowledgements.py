"""Verify the acknowledgements."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from acknowledgements.checking import Report, verify
from foundation.numbers import how_many


class Command(BaseCommand):
    """`manage.py verify_acknowledgements [--json]`: exit status 0 where everything agrees, else 1."""

    help = "Compute every acknowledgement, its receipt and what was added again, and name what does not agree."

    def add_arguments(self, parser: CommandParser) -> None:
        """The form of the answer."""
        parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute, tell, and leave with the status."""
        report = verify()
        if options["json"]:
            self.stdout.write(json.dumps({"ok": not report.found, **asdict(report)}))
        else:
            self._tell(report)
        if report.found:
            sys.exit(1)

    def _tell(self, report: Report) -> None:
        for finding in report.findings:
            self.stdout.write(finding.sentence)
        if report.found > len(report.findings):
            self.stdout.write(f"And {report.found - len(report.findings):,} more.")
        counted = how_many(report.acknowledgements, "acknowledgement")
        if report.found:
            self.stdout.write(f"{how_many(report.found, 'thing')} of {counted} did not agree. Tell an auditor.")
        else:
            self.stdout.write(f"Everything agrees: {counted}, {report.annulled:,} of them annulled.")
            if report.added:
                self.stdout.write(
                    f"So {'does' if report.added == 1 else 'do'} {how_many(report.added, 'statement')} added later."
                )
        self.stdout.write("Whether the trail itself was altered, `manage.py verify_audit` says.")
