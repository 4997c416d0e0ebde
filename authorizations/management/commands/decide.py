"""`manage.py decide --employee E (--account A | --host H) [--device city] [--at T] [--known-at T] [--json]`."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from authorizations.acts_asked import CITY_DEVICE, PERSONAL_DEVICE, Act
from authorizations.decisions import decide
from authorizations.naming import account_called
from authorizations.questions import employee_of, moment_of, speaker_of
from foundation import clock, dates
from foundation.errors import PortalError

MARKS = {True: "+", False: "-"}


class Command(BaseCommand):
    """Answers "may this person post this?" from recorded facts; the same question has the same answer for ever."""

    help = "Say whether an employee may post on an account or an outside site, requirement by requirement."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, where, in whose voice, how, about what; as of when and as known when."""
        parser.add_argument("--employee", required=True, help="employee number")
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--account", help="an official account: its reference, address, or platform and handle")
        where.add_argument("--host", help="a site outside the City's, such as news.example")
        parser.add_argument("--voice", metavar="V", help="for whom: city, or a department's code (the account's)")
        parser.add_argument("--device", choices=[CITY_DEVICE, PERSONAL_DEVICE], default=CITY_DEVICE)
        parser.add_argument("--subject", action="append", default=[], metavar="S", help="what it is about; repeatable")
        parser.add_argument("--discloses", action="store_true", help="it discloses criminal justice information")
        parser.add_argument("--matter", default="", help="the matter or class of records that it discloses")
        parser.add_argument("--work-email", action="store_true", help="it uses a work e-mail address on the site")
        parser.add_argument("--at", metavar="T", help="the moment asked about, such as 2026-03-05T14:00 (now)")
        parser.add_argument("--known-at", metavar="T", help="as known when: left out, as known then")
        parser.add_argument("--json", action="store_true", help="the same for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the answer and its requirements."""
        try:
            at = moment_of(options["at"]) if options["at"] else clock.now()
            known_at = moment_of(options["known_at"], "known_at") if options["known_at"] else at
            decision = decide(employee_of(options["employee"]), _act(options, at, known_at), at, known_at)
        except PortalError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(decision.as_json(), indent=2, ensure_ascii=False))
            return
        self.stdout.write(f"{decision.answer.value.capitalize()}: {decision.sentence}")
        self.stdout.write(f"As of {dates.exact(at)}, as known on {dates.exact(known_at)}.")
        for one in decision.requirements:
            by = f" [{', '.join(one.instruments)}]" if one.instruments else ""
            self.stdout.write(f"  {MARKS[one.met]} {one.sentence} ({one.basis}){by}")
            if not one.met and (one.to_do or one.ask):
                self.stdout.write(f"    {' '.join(part for part in (one.to_do, one.ask) if part)}")


def _act(options: dict[str, Any], at: datetime, known_at: datetime) -> Act:
    return Act(
        voice=speaker_of(options["voice"]) if options["voice"] is not None else None,
        account=account_called(options["account"], at, known_at) if options["account"] else None,
        host=(options["host"] or "").strip().lower(),
        device=options["device"],
        subjects=tuple(options["subject"]),
        discloses=options["discloses"],
        matter=options["matter"],
        uses_work_email=options["work_email"],
    )
