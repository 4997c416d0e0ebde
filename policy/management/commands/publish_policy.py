"""`manage.py publish_policy FILE`: imports and publishes in one go, in the name of two persons; for set-up."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation import clock, dates
from foundation.errors import PortalError
from foundation.numbers import how_many
from policy.cited import ORIGINAL
from policy.commands import actor_of, read_bytes, regulation_of
from policy.models import Version
from policy.parsing import decode
from policy.services import confirm_publication, import_text, request_publication
from policy.setup import explain_for_the_first_time


class Command(BaseCommand):
    """Publishes Regulation 150, or the file named, as asked by one person and confirmed by a second."""

    help = "Import and publish a regulation, asked by --by and confirmed by --confirmed-by (both Employee Relations)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the two persons, and the day from which it is in force."""
        parser.add_argument("file", nargs="?", type=Path, default=ORIGINAL)
        parser.add_argument("--by", required=True, metavar="NUMBER")
        parser.add_argument("--confirmed-by", required=True, metavar="NUMBER")
        parser.add_argument("--effective", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
        parser.add_argument("--encoding", default="", help="only for a file that is not UTF-8")
        parser.add_argument("--source", default="", help="where the text comes from")
        parser.add_argument(
            "--regulation", default="", metavar="SLUG", help="the regulation whose place this text takes, if renumbered"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, ask, confirm; a version that is published already is left as it is."""
        by, second = actor_of(options["by"], ""), actor_of(options["confirmed_by"], "")
        path: Path = options["file"]
        try:
            text = decode(read_bytes(path), options["encoding"])
            version = import_text(
                text,
                by=by,
                source=options["source"] or path.name,
                effective_from=options["effective"],
                regulation=regulation_of(options["regulation"]),
            ).version
            if version.publications.exists():
                self.stdout.write(f"Nothing to do: the {version.called} is published already.")
                return
            request = request_publication(version, effective_from=_begins(version, options["effective"]), by=by)
            publication = confirm_publication(request, by=second)
            explained = explain_for_the_first_time(version, by=by, approved_by=second)
        except PortalError as error:
            raise CommandError(str(error)) from error
        day = clock.city_date(publication.effective_from)
        self.stdout.write(
            f"Published: {version}, in force from {dates.day(day)}; "
            f"{how_many(version.clauses.count(), 'clause')}, {explained} explained."
        )


def _begins(version: Version, effective: date | None) -> datetime:
    day = effective or version.proposed_effective_from or version.issue_date
    return clock.start_of(day) if day else clock.now()
