"""`manage.py import_people FILE.csv|xlsx [--dry-run] [--by NUMBER]`: people from a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from directory.imports.rejects import write_rejects
from directory.management.acting import actor
from directory.management.rejecting import try_to_write
from directory.models import ImportRow, ImportRun, RowState, RunState
from directory.services import imports
from foundation.errors import PortalError
from foundation.numbers import how_many


class Command(BaseCommand):
    """Checks a whole file, lets in what is right, and writes what is not into a rejects file."""

    help = (
        "Import people from CSV or XLSX: the number is the key, absence is never leaving, the same file again changes "
        "nothing. Wrong rows go into a rejects file beside it. Exit status 0: every row went in, changed nothing, or "
        "waits for a second person; 1: a row was rejected, or nothing could be read. docs/importing.md describes the "
        "format."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Without `--by` the system imports: for the set-up."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check and report, change nothing")
        parser.add_argument("--by", default="", metavar="NUMBER", help="the administrator who imports")
        parser.add_argument("--rejects", type=Path, help="where to write the rows that did not go in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Upload, check, apply; one line of counts at the end. Exit status 1 where a row was rejected."""
        path: Path = options["file"]
        rejects: Path = options["rejects"] or path.with_name(f"{path.stem}-rejects.csv")
        try:
            with path.open("rb") as content:
                try_to_write(rejects)
                run = imports.upload(by=actor(options["by"], "import_people"), name=path.name, content=content)
            run = self._let_in(run, options)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except PortalError as error:
            raise CommandError(str(error)) from error
        rejected = self._report_rejects(run, rejects)
        self.stdout.write(imports.summary(run, dry=options["dry_run"]))
        if run.state == RunState.WAITING:
            self.stdout.write(
                f"It would end {how_many(run.powers_ended, 'power')} and the work of "
                f"{how_many(run.people_ended, 'person', 'people')}: a second person "
                f"lets it in with `manage.py confirm_import {run.pk} --by NUMBER`, or in the portal under Imports."
            )
        if rejected:
            rows = how_many(rejected, "row")
            raise CommandError(f"{rows} did not go in; {rejects} says why. Mend and import that file.")

    def _let_in(self, run: ImportRun, options: dict[str, Any]) -> ImportRun:
        by = actor(options["by"], "import_people")
        run = imports.check_file(run, by=by, progress=self._say)
        if run.state == RunState.UNREADABLE:
            raise CommandError(run.problem)
        if options["dry_run"]:
            return imports.cancel(run, by=by)
        run = imports.ask_to_apply(run, by=by, in_background=False)
        return imports.apply_file(run, by=by, progress=self._say)

    def _say(self, done: int, total: int = 0, sentence: str = "") -> None:
        if self.verbosity > 1:
            self.stderr.write(sentence)

    def _report_rejects(self, run: ImportRun, path: Path) -> int:
        if not ImportRow.objects.filter(run=run, state=RowState.REJECTED).exists():
            return 0
        with transaction.atomic(), path.open("w", encoding="utf-8-sig", newline="") as stream:
            return write_rejects(run, stream)

    def execute(self, *args: Any, **options: Any) -> Any:
        """Remember how much to say."""
        self.verbosity = int(options.get("verbosity", 1))
        return super().execute(*args, **options)
