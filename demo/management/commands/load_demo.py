"""Fill an empty database with a demonstration city of fictional people."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from demo.loading import load
from foundation.errors import PortalError


class Command(BaseCommand):
    """`manage.py load_demo [--employees 7000] [--seed 150]`."""

    help = "Fill an empty database with a demonstration city of fictional people; never in production."

    def add_arguments(self, parser: CommandParser) -> None:
        """See `help`."""
        parser.add_argument("--employees", type=int, default=7000, help="how many people work there (7000)")
        parser.add_argument("--seed", type=int, default=150, help="the same seed makes the same city (150)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say in a sentence what there is now."""
        # The services tell the workers of each batch of notices; here nobody wants to read that.
        logging.getLogger("django_structlog").setLevel(logging.WARNING)
        begun = time.monotonic()
        try:
            loaded = load(employees=options["employees"], seed=options["seed"])
        except PortalError as error:
            raise CommandError(str(error)) from error
        if not options["verbosity"]:
            return
        if loaded.is_new:
            self.stdout.write(
                f"The demonstration city is there: {loaded.people:,} people, past and present, in "
                f"{loaded.departments:,} departments ({time.monotonic() - begun:.0f} s)."
            )
        else:
            self.stdout.write(f"The demonstration city was there already: {loaded.people:,} people.")
