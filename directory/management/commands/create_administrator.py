"""`manage.py create_administrator NUMBER --name NAME --email E-MAIL`: the first person who may let others in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.services.setup import create_administrator
from foundation import dates
from foundation.actor import Actor
from foundation.errors import PortalError


class Command(BaseCommand):
    """Makes an administrator and prints a one-time code for the first sign-in."""

    help = (
        "Make an administrator: enters the person where the number is unknown, gives the role, and prints a one-time "
        "code with which a password is chosen. An administrator holds no power of the regulation and no other role: "
        "the role Employee Relations is given in the portal, to somebody else."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The number is the key; the name is needed for somebody whom the portal does not know."""
        parser.add_argument("number", help="employee number")
        parser.add_argument("--name", default="", help="name used at work")
        parser.add_argument("--email", default="", help="work e-mail (may be left out)")

    def handle(self, *args: Any, **options: Any) -> None:
        """One service call; errors become the command's."""
        by = Actor.of_system("create_administrator")
        try:
            made = create_administrator(by=by, number=options["number"], name=options["name"], email=options["email"])
        except PortalError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made.employee.name} ({made.employee.number}) is an administrator.")
        if made.code_until is not None:
            until = dates.moment(made.code_until)
            self.stdout.write(f"One-time code, good until {until} and for one use: {made.code}")
            self.stdout.write("Open /sign-in/code/ and type number, code and the password that you choose.")
