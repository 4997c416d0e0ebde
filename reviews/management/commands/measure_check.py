"""`manage.py measure_check [FILE.jsonl]`: how well the check does on labelled posts, clause by clause."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation import clock
from reviews.checks.engine import VERSION
from reviews.checks.kept import OWN, UNSEEN, held_out, keep
from reviews.checks.measure import OWN_POSTS, measure, rows


class Command(BaseCommand):
    """Measures the check; changes nothing but the figures that it is asked to keep."""

    help = "Measure the check of posts on labelled posts: the project's own, or those of a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which posts."""
        parser.add_argument("file", nargs="?", default=str(OWN_POSTS), metavar="FILE.jsonl", help="labelled posts")
        parser.add_argument("--held-out", action="store_true", help="only the posts that nobody reads, by their id")
        parser.add_argument("--keep", choices=[UNSEEN, OWN], help="keep the figures for the page for reviewers")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each clause, and the four figures."""
        try:
            labelled = rows(Path(options["file"]))
            result = measure(held_out(labelled) if options["held_out"] else labelled)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{options['file']} cannot be read as labelled posts: {error}.") from error
        if options["keep"]:
            keep(options["keep"], result, clock.city_date(clock.now()))
        self.stdout.write(f"version {VERSION}\n{'clause':9} {'hit':>4} {'miss':>4} {'false':>5} {'near':>4}")
        for clause, counted in sorted(result.clauses.items()):
            self.stdout.write(
                f"{clause:9} {counted['hit']:4} {counted['miss']:4} {counted['false']:5} {counted['near']:4}"
            )
        self.stdout.write(
            f"recall {result.recall:.3f}  precision {result.precision:.3f}  post recall {result.post_recall:.3f}  "
            f"false alarm {result.false_alarm:.3f}"
        )
