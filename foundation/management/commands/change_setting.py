"""List the dated settings, or change one."""

import json
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation import clock, dated_settings, dates
from foundation.actor import Actor
from foundation.errors import PortalError


class Command(BaseCommand):
    """`manage.py change_setting [KEY VALUE --by NUMBER --reason TEXT [--start DATE]]`."""

    help = "Change a dated setting from a day on (now, where none is given); without arguments, list them all."

    def add_arguments(self, parser: CommandParser) -> None:
        """The key, the value and who changes it."""
        parser.add_argument("key", nargs="?")
        parser.add_argument("value", nargs="?", help="as JSON; a text may stand without quotes")
        parser.add_argument("--by", help="employee number of who changes it")
        parser.add_argument("--start", help="first day of the new value, as 2027-01-31; left out: now")
        parser.add_argument("--reason", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """List, or change."""
        at = clock.now()
        if options["key"] is None or options["value"] is None:
            present = dated_settings.values(tuple(dated_settings.defaults()), at)
            for key, default in dated_settings.defaults().items():
                self.stdout.write(f"{key} = {json.dumps(present[key], ensure_ascii=False)}\n    {default.meaning}")
            return
        person = get_user_model()._default_manager.filter(number=options["by"] or "").first()
        if person is None:
            raise CommandError("Say who changes it: --by and an employee number.")
        start = clock.start_of(date.fromisoformat(options["start"])) if options["start"] else at
        try:
            value = json.loads(options["value"])
        except ValueError:
            value = options["value"]
        try:
            dated_settings.change(
                by=Actor.of_person(person),
                key=options["key"],
                value=value,
                effective_from=start,
                reason=options["reason"],
            )
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['key']} is {json.dumps(value)} from {dates.exact(start)} on.")
