"""`manage.py import_accounts FILE.csv|xlsx --columns url=URL,name=Account,department=Department,language=Language`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.imports.columns import COLUMNS, FIELDS
from accounts.imports.passing import passing
from accounts.models import AccountImport
from accounts.services import imports
from accounts.services.importing import IMPORTERS
from directory.management.acting import actor
from directory.management.importing import ImportingCommand
from directory.management.rejecting import try_to_write
from directory.models import Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.errors import PortalError
from foundation.files.services import read
from foundation.tabular.outcomes import Tally
from foundation.tabular.sheet import find_sheet


class Command(ImportingCommand):
    """Enters the accounts of a spreadsheet as found, tells what is wrong, and writes it into a rejects file."""

    help = (
        "Import official accounts from CSV or XLSX as found, not yet confirmed: the address is the key, the same file "
        "again changes nothing. Wrong rows go into a rejects file beside it. Exit status 0: every row went in, was "
        "known already or is a duplicate; 1: a row was rejected, or nothing could be read. docs/importing.md describes "
        "the format."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Without `--by` the system imports: for the set-up."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--columns",
            default="",
            metavar="url=URL,name=Account,…",
            help=f"which column is what, by its title (any of: {', '.join(FIELDS)}); "
            "what is left out is looked for under its usual titles",
        )
        parser.add_argument("--create-departments", action="store_true", help="make departments that are not known")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")
        parser.add_argument(
            "--by", default="", metavar="NUMBER", help="who imports: an administrator, or Employee Relations"
        )
        parser.add_argument("--rejects", type=Path, help="where to write the rows that did not go in")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, decide, let in; exit status 1 where a row was rejected."""
        path: Path = options["file"]
        rejects: Path = options["rejects"] or path.with_name(f"{path.stem}.rejects.csv")
        by = actor(options["by"], "import_accounts")
        try:
            named = COLUMNS.parse(options["columns"])
            if options["dry_run"]:
                tally = self._look(path, named, by, creates_departments=options["create_departments"])
            else:
                tally = self._let_in(path, named, by, rejects, creates_departments=options["create_departments"])
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except PortalError as error:
            raise CommandError(f"{path}: {error}") from error
        self.end(tally, rejects, is_dry_run=options["dry_run"])

    def _look(self, path: Path, named: dict[str, str], by: Actor, *, creates_departments: bool) -> Tally:
        """The dry run: the same words, and nothing written, neither into the database nor beside the file."""
        who = (Role.ADMINISTRATOR,) if creates_departments else IMPORTERS
        require_role(by, who, clock.now(), "You cannot import accounts.")
        tally = Tally()
        with path.open("rb") as stream:
            sheet = find_sheet(stream, lambda line: COLUMNS.likeness(line, named))
            places = COLUMNS.places(named, sheet.header)
            self.say_columns(places, sheet.header)
            with passing(
                stream,
                sheet=sheet.number,
                above=sheet.above,
                places=places,
                creates_departments=creates_departments,
            ) as this:
                for outcomes in this.would_do():
                    for outcome in outcomes:
                        tally.add(outcome)
                        self.tell(outcome)
                self._say_departments(this.departments.new.items(), "would be made")
        return tally

    def _let_in(
        self, path: Path, named: dict[str, str], by: Actor, rejects: Path, *, creates_departments: bool
    ) -> Tally:
        with path.open("rb") as content:
            try_to_write(rejects)
            run = imports.upload(by=by, name=path.name, content=content, named=named)
        self.say_columns(run.places, run.header)
        run = imports.let_in_by_command(run, by=by, creates_departments=creates_departments)
        run = imports.apply_file(run, by=by, tell=self.tell)
        self._say_departments(run.departments, "was made")
        self._write_rejects(run, rejects)
        return Tally(run.counts)

    def _write_rejects(self, run: AccountImport, path: Path) -> None:
        if run.rejects is not None:
            path.write_bytes(read(run.rejects))

    def _say_departments(self, made: Any, words: str) -> None:
        for code, name in made:
            self.stderr.write(f"The department {code} {words}: {name}.")
