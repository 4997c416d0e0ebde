"""`manage.py import_papers FILE.csv|xlsx --scans FOLDER_OR_ZIP --by NUMBER`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from authorizations.paper_imports.columns import COLUMNS, FIELDS
from authorizations.paper_imports.passing import passing
from authorizations.paper_imports.scans import Folder, Scans, archive
from authorizations.permissions import require_paper_importer
from authorizations.services import paper_imports
from directory.management.acting import actor
from directory.management.importing import ImportingCommand
from directory.management.rejecting import try_to_write
from foundation import clock
from foundation.actor import Actor
from foundation.errors import PortalError
from foundation.files.services import read
from foundation.tabular.outcomes import Tally
from foundation.tabular.sheet import find_sheet


class Command(ImportingCommand):
    """Records authorizations given on paper, each with its scan, for the authority to confirm."""

    help = (
        "Record authorizations that were given on paper from CSV or XLSX, each with its scan out of a ZIP or a folder: "
        "they are in effect once the authority confirms them. The same file again changes nothing. Wrong rows go into "
        "a rejects file beside it. Exit status 0: every row went in, was known already or is a duplicate; 1: a row was "
        "rejected, or nothing could be read. docs/importing.md describes the format."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """A paper is recorded by a person: `--by` is needed."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--scans", type=Path, required=True, metavar="FOLDER_OR_ZIP", help="where the scans are")
        parser.add_argument(
            "--by", required=True, metavar="NUMBER", help="who records: Employee Relations, or comms staff"
        )
        parser.add_argument(
            "--columns",
            default="",
            metavar="employee=Emp No,kind=Type,…",
            help=f"which column is what, by its title (any of: {', '.join(FIELDS)}); "
            "what is left out is looked for under its usual titles",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
        parser.add_argument("--rejects", type=Path, help="where to write the rows that did not go in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, decide, let in; exit status 1 where a row was rejected."""
        path: Path = options["file"]
        rejects: Path = options["rejects"] or path.with_name(f"{path.stem}.rejects.csv")
        by = actor(options["by"], "import_papers")
        try:
            named = COLUMNS.parse(options["columns"])
            with _scans(options["scans"]) as scans:
                if options["dry_run"]:
                    tally = self._look(path, scans, named, by)
                else:
                    tally = self._let_in(path, scans, named, by, rejects)
        except OSError as error:
            raise CommandError(f"{error.filename or path} cannot be read: {error.strerror}.") from error
        except PortalError as error:
            raise CommandError(f"{path}: {error}") from error
        self.end(tally, rejects, is_dry_run=options["dry_run"])

    def _look(self, path: Path, scans: Scans, named: dict[str, str], by: Actor) -> Tally:
        """The dry run: the same words, and nothing written, neither into the database nor beside the file."""
        require_paper_importer(by, clock.now(), paper_imports.WHAT)
        tally = Tally()
        with path.open("rb") as stream:
            sheet = find_sheet(stream, lambda line: COLUMNS.likeness(line, named))
            places = COLUMNS.places(named, sheet.header)
            self.say_columns(places, sheet.header)
            with passing(stream, scans, by=by, sheet=sheet.number, above=sheet.above, places=places) as this:
                for outcome in this.would_do():
                    tally.add(outcome)
                    self.tell(outcome)
                self._say_unused(scans.unused(this.decider.used))
        return tally

    def _let_in(self, path: Path, scans: Scans, named: dict[str, str], by: Actor, rejects: Path) -> Tally:
        with path.open("rb") as content:
            try_to_write(rejects)
            run = paper_imports.upload(by=by, name=path.name, content=content, named=named)
        self.say_columns(run.places, run.header)
        run = paper_imports.let_in_by_command(run, by=by)
        run = paper_imports.apply_file(run, by=by, scans=scans, tell=self.tell)
        self._say_unused(run.unused)
        if run.rejects is not None:
            rejects.write_bytes(read(run.rejects))
        return Tally(run.counts)

    def _say_unused(self, names: list[str]) -> None:
        for name in names:
            self.stderr.write(f"No row names the scan “{name}”.")


@contextmanager
def _scans(path: Path) -> Iterator[Scans]:
    if path.is_dir():
        yield Folder(path)
        return
    with path.open("rb") as stream, archive(stream) as found:
        yield found
