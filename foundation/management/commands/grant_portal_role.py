"""Give the portal's own database role what it needs, and no right to change the trail."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.database_roles import grant_portal_role
from foundation.errors import PortalError


class Command(BaseCommand):
    """`manage.py grant_portal_role ROLE`: as the owner (DATABASE_OWNER_URL), after each migrate."""

    help = "Give a PostgreSQL role what the portal needs; it cannot change or delete what is append-only."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which role."""
        parser.add_argument("role", help="the role that DATABASE_URL signs in as")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant, and say what was kept back."""
        try:
            kept = grant_portal_role(options["role"])
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['role']} may run the portal; it may only add to {kept} append-only tables.")
