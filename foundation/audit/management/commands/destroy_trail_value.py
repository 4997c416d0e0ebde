"""Destroy a value in the trail."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.actor import Actor
from foundation.audit.destroying import destroy
from foundation.audit.models import Entry
from foundation.errors import PortalError


class Command(BaseCommand):
    """`manage.py destroy_trail_value ENTRY FIELD --by NUMBER --reason TEXT`, run as the database's owner."""

    help = "Destroy the value of one field in one sealed entry; its digest stays, and the trail verifies as before."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which value, who and why."""
        parser.add_argument("entry", type=int)
        parser.add_argument("field")
        parser.add_argument("--by", required=True, help="employee number of who destroys it")
        parser.add_argument("--reason", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Destroy and tell."""
        person = get_user_model()._default_manager.filter(number=options["by"]).first()
        entry = Entry.objects.filter(pk=options["entry"]).first()
        if person is None or entry is None:
            raise CommandError("There is no such person." if person is None else "There is no such entry.")
        try:
            value = destroy(by=Actor.of_person(person), entry=entry, field=options["field"], reason=options["reason"])
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Destroyed {value.field} of entry {entry.pk}; its digest {bytes(value.digest).hex()} stays.")
