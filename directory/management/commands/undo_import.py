"""`manage.py undo_import RUN --by NUMBER`: undo what a file of people did, by dated corrections."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.management.acting import actor
from directory.models import ImportRun
from directory.services import imports
from foundation.errors import PortalError
from foundation.numbers import how_many


class Command(BaseCommand):
    """Puts people back where they were before a file that should not have gone in."""

    help = "Undo an import: restores what it ended; what was known until now stays known."

    def add_arguments(self, parser: CommandParser) -> None:
        """The run as its page or `import_people` names it."""
        parser.add_argument("run")
        parser.add_argument("--by", required=True, metavar="NUMBER", help="an administrator")

    def handle(self, *args: Any, **options: Any) -> None:
        """One service call; who could not be put back is named."""
        by = actor(options["by"], "undo_import")
        try:
            run = ImportRun.objects.select_related("file").get(pk=options["run"])
            undone, left = imports.undo_run(run, by=by)
        except (ImportRun.DoesNotExist, ValidationError) as error:
            raise CommandError("There is no such import.") from error
        except PortalError as error:
            raise CommandError(str(error)) from error
        for sentence in left:
            self.stdout.write(sentence)
        self.stdout.write(f"Undone for {how_many(undone, 'person', 'people')}; {len(left)} left as they are.")
