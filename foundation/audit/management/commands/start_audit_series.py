"""Start a new series of seals, as after a restore."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.actor import Actor
from foundation.audit.sealing import start_series
from foundation.errors import PortalError


class Command(BaseCommand):
    """`manage.py start_audit_series --reason TEXT`: run by `script/restore` before the portal starts again."""

    help = "Start a new series of seals: the database was restored from a copy."

    def add_arguments(self, parser: CommandParser) -> None:
        """Why."""
        parser.add_argument("--reason", required=True, help="why, such as: restored from the backup of May 3")

    def handle(self, *args: Any, **options: Any) -> None:
        """Start it and tell."""
        try:
            series = start_series(by=Actor.of_system("restore"), reason=options["reason"])
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{series} begins after entry {series.baseline_id}.")
