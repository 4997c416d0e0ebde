"""`manage.py confirm_import RUN --by NUMBER`: the second person lets in a file that ends much."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.management.acting import actor
from directory.models import ImportRun
from directory.services import imports
from foundation.errors import PortalError


class Command(BaseCommand):
    """Confirms and applies an import that waits."""

    help = "Let in an import that waits for a second person: another administrator, or Employee Relations."

    def add_arguments(self, parser: CommandParser) -> None:
        """The run as `import_people` printed it."""
        parser.add_argument("run")
        parser.add_argument("--by", required=True, metavar="NUMBER", help="the second person")

    def handle(self, *args: Any, **options: Any) -> None:
        """Confirm, then apply."""
        by = actor(options["by"], "confirm_import")
        try:
            run = ImportRun.objects.select_related("file", "uploaded_by").get(pk=options["run"])
            run = imports.confirm(run, by=by, in_background=False)
            run = imports.apply_file(run, by=by, progress=lambda *_: None)
        except (ImportRun.DoesNotExist, ValidationError) as error:
            raise CommandError("There is no such import.") from error
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(imports.summary(run))
