"""`manage.py explain_power EMPLOYEE POWER DEPARTMENT [--at T] [--known-at T] [--json]`."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from directory.models import Department, Employee
from foundation import clock, dates
from foundation.errors import InvalidInput, PortalError
from powers.catalogue import POWERS, power_of
from powers.explanation import explain
from powers.picture import Picture

MARKS = {True: "+", False: "-", None: " "}


def moment(text: str) -> datetime:
    """A moment as written on the command line: ISO; without a zone it is City time."""
    return clock.as_instant(datetime.fromisoformat(text))


class Command(BaseCommand):
    """Says why somebody has or lacks a power, instrument by instrument."""

    help = "Say why an employee has or lacks a power for a department, instrument by instrument, at any moment."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, which power (a code or a clause), for which department, as of when and as known when."""
        parser.add_argument("employee", help="employee number, or the whole name where only one person has it")
        parser.add_argument("power", help="a power's code (authorize_speech) or its clause (IV.A)")
        parser.add_argument("department", help="the department's code")
        parser.add_argument("--at", metavar="T", help="the moment asked about, such as 2026-03-05T14:00 (now)")
        parser.add_argument("--known-at", metavar="T", help="as known when: left out, as known then")
        parser.add_argument("--json", action="store_true", help="the same for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the answer and its steps."""
        at = self._moment(options["at"]) or clock.now()
        picture = Picture(at, self._moment(options["known_at"]))
        try:
            power = power_of(options["power"], {code: picture.basis(power).citation for code, power in POWERS.items()})
        except PortalError as error:
            raise CommandError(str(error)) from error
        answer = explain(
            self._employee(options["employee"]),
            power,
            self._department(options["department"]),
            at,
            picture.known_at,
            picture,
        )
        if options["json"]:
            self.stdout.write(json.dumps(answer.as_json(), indent=2, ensure_ascii=False))
            return
        self.stdout.write(f"{'Yes' if answer.yes else 'No'}: {answer.sentence}")
        self.stdout.write(f"As of {_shown(at)}, as known on {_shown(answer.known_at)}.")
        for number, step in enumerate(answer.steps, start=1):
            instrument = f" [{step.instrument}]" if step.instrument else ""
            self.stdout.write(f"{number:3}. {MARKS[step.met]} {step.sentence}{instrument}")

    def _moment(self, text: str | None) -> datetime | None:
        try:
            return moment(text) if text else None
        except ValueError as error:
            raise CommandError(f"{text!r} is no moment. Write it as 2026-03-05T14:00.") from error
        except InvalidInput as error:
            raise CommandError(str(error)) from error

    def _employee(self, asked: str) -> Employee:
        found = list(Employee.objects.filter(number=asked)) or list(Employee.objects.filter(name=asked)[:2])
        if len(found) != 1:
            why = "More than one employee is" if found else "No employee is"
            raise CommandError(f"{why} called {asked!r}. Give the employee number.")
        return found[0]

    def _department(self, code: str) -> Department:
        found = Department.objects.filter(code=code).first()
        if found is None:
            known = ", ".join(Department.objects.order_by("code").values_list("code", flat=True))
            raise CommandError(f"There is no department with the code {code!r}. The departments are: {known}.")
        return found


def _shown(at: datetime) -> str:
    return dates.exact(at)
