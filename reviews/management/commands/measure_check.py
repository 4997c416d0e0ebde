"""`manage.py measure_check [FILE.jsonl]`: how well the check does on labelled posts, clause by clause."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews.checks.engine import VERSION
from reviews.checks.measure import OWN_POSTS, measure, rows


class Command(BaseCommand):
    """Measures the check; changes nothing."""

    help = "Measure the check of posts on labelled posts: the project's own, or those of a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which posts."""
        parser.add_argument("file", nargs="?", default=str(OWN_POSTS), metavar="FILE.jsonl", help="labelled posts")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each clause, and the four figures."""
        try:
            result = measure(rows(Path(options["file"])))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{options['file']} cannot be read as labelled posts: {error}.") from error
        self.stdout.write(f"version {VERSION}\n{'clause':9} {'hit':>4} {'miss':>4} {'false':>5} {'near':>4}")
        for clause, counted in sorted(result.clauses.items()):
            self.stdout.write(
                f"{clause:9} {counted['hit']:4} {counted['miss']:4} {counted['false']:5} {counted['near']:4}"
            )
        self.stdout.write(
            f"recall {result.recall:.3f}  precision {result.precision:.3f}  post recall {result.post_recall:.3f}  "
            f"false alarm {result.false_alarm:.3f}"
        )
