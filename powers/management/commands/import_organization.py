"""`manage.py import_organization FILE [--dry-run] [--by NUMBER]`: departments, appointments and designations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.management.acting import actor
from foundation.errors import PortalError
from foundation.numbers import how_many
from powers.organization_file import read_document
from powers.services.set_up import Imported, import_organization


class Command(BaseCommand):
    """Lets in what is right of a file, and says row by row what is not."""

    help = (
        "Import departments, appointments and designations from a JSON file: codes and numbers are the keys, again "
        "changes nothing, absence from a file ends nothing. Exit status 0: every row went in, was known already, or "
        "waits for a second person; 1: a row was rejected, or nothing could be read. docs/importing.md describes the "
        "format."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Without `--by` the system imports: for the set-up."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check and report, change nothing")
        parser.add_argument(
            "--by", default="", metavar="NUMBER", help="who imports: an administrator, or Employee Relations"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, let in, report; exit status 1 where a row did not go in."""
        path: Path = options["file"]
        try:
            document = read_document(path.read_bytes())
            by = actor(options["by"], "import_organization")
            imported = import_organization(document, by=by, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except PortalError as error:
            raise CommandError(f"{path}: {error}") from error
        for problem in imported.problems:
            self.stderr.write(problem)
        self.stdout.write(_summary(imported, dry=options["dry_run"]))
        if imported.problems:
            rows = how_many(len(imported.problems), "row")
            raise CommandError(f"{rows} did not go in. Mend what is wrong and import the file again.")


def _summary(imported: Imported, *, dry: bool) -> str:
    one = imported.departments
    counts = [f"departments: {one.added} added, {one.changed} changed, {one.unchanged} unchanged"]
    for name, tally in (("appointments", imported.appointments), ("designations", imported.designations)):
        waiting = f", {tally.waiting} waiting for a second person" if tally.waiting else ""
        counts.append(f"{name}: {tally.added} added{waiting}, {tally.unchanged} unchanged")
    end = " Nothing was changed: a dry run." if dry else ""
    return "; ".join(counts) + "." + end
