"""What commands that import a table have in common: what they say of columns and rows, and how they end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from foundation.numbers import how_many
from foundation.tabular.columns import title_at
from foundation.tabular.outcomes import Kind, Outcome, Tally, remedy_of, summary, what_of


class ImportingCommand(BaseCommand):
    """A command whose last line is its counts, and whose exit status is 1 where a row was rejected."""

    counts = ""
    """The line with which the command ends, whatever is said before."""

    def end(self, tally: Tally, rejects: Path, *, is_dry_run: bool) -> None:
        """Say the counts; raises CommandError where rows did not go in."""
        self.counts = summary(tally.counts)
        if not getattr(self, "_called_from_command_line", False):
            self.stdout.write(self.counts)
        if rejected := tally.counts.get(Kind.REJECTED, 0):
            where = "They would stand in" if is_dry_run else "Mend and import"
            raise CommandError(f"{how_many(rejected, 'row')} did not go in. {where} {rejects}.")

    def tell(self, outcome: Outcome) -> None:
        """Say what is wrong with a row, or of what it is a duplicate."""
        if outcome.kind == Kind.REJECTED:
            self.stderr.write(f"Line {outcome.line}: {what_of(outcome)} {remedy_of(outcome)}")
        elif outcome.kind == Kind.DUPLICATE:
            self.stderr.write(f"Line {outcome.line}: a duplicate: {what_of(outcome)}")

    def say_columns(self, places: Mapping[str, int], header: Sequence[str]) -> None:
        """Say which column is read as what."""
        read_as = ", ".join(f"{field} from “{title_at(header, place)}”" for field, place in places.items())
        self.stderr.write(f"Reading {read_as}.")

    def run_from_argv(self, argv: list[str]) -> None:
        """End with the counts, behind whatever is said of rows that did not go in."""
        try:
            super().run_from_argv(argv)
        finally:
            if self.counts:
                self.stdout.write(self.counts)
