"""Verify the trail."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from foundation import dates
from foundation.audit.verifying import Report, verify
from foundation.numbers import how_many


class Command(BaseCommand):
    """`manage.py verify_audit [--root ROOT] [--json]`: exit status 0 where nothing was found, else 1."""

    help = "Compute the whole trail again and say what was altered, removed, added or re-ordered since it was sealed."

    def add_arguments(self, parser: CommandParser) -> None:
        """A root noted elsewhere, and the form of the answer."""
        parser.add_argument("--root", default="", help="a root noted elsewhere, as the daily mail gives it")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, tell, and leave with the status."""
        report = verify(options["root"])
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(report)))
        else:
            self._tell(report)
        if not report.ok:
            sys.exit(1)

    def _tell(self, report: Report) -> None:
        for finding in report.findings:
            self.stdout.write(finding.sentence)
        if report.ok:
            self.stdout.write(
                f"Nothing was altered: {_entries(report.entries)} verified under {how_many(report.seals, 'seal')}."
            )
        if report.latest_root:
            self.stdout.write(f"Latest root: {report.latest_root}")
        if report.unsealed:
            since = f", the oldest from {dates.exact(report.unsealed_since)}" if report.unsealed_since else ""
            self.stdout.write(
                f"Not yet sealed: {_entries(report.unsealed)}{since}. Nothing can be said about that yet."
            )
        else:
            self.stdout.write("Everything is sealed.")


def _entries(number: int) -> str:
    return how_many(number, "entry", "entries")


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "ok": report.ok,
        "seals": report.seals,
        "entries": report.entries,
        "latest_root": report.latest_root,
        "unsealed": {
            "count": report.unsealed,
            "oldest": report.unsealed_since.isoformat() if report.unsealed_since else None,
        },
        "first": asdict(report.findings[0]) if report.findings else None,
        "findings": [asdict(finding) for finding in report.findings],
    }
