"""`manage.py import_policy FILE`: makes a draft version of the regulation that a file holds."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.errors import PortalError
from policy.commands import actor_of, read_bytes, regulation_of
from policy.models import Version
from policy.parsing import decode
from policy.services import import_text


class Command(BaseCommand):
    """Reads plain text or Markdown with legal numbering; says what it found and how unclear lines were read."""

    help = "Import a regulation's text as a draft version; the same text again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, the day it takes effect, who imports it, and the encoding of a file that is not UTF-8."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--effective", type=date.fromisoformat, default=None, metavar="YYYY-MM-DD")
        parser.add_argument("--by", default="", metavar="NUMBER", help="employee number of who imports it")
        parser.add_argument("--encoding", default="", help="only for a file that is not UTF-8")
        parser.add_argument("--source", default="", help="where the text comes from")
        parser.add_argument(
            "--regulation", default="", metavar="SLUG", help="the regulation whose place this text takes, if renumbered"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file."""
        path: Path = options["file"]
        try:
            imported = import_text(
                decode(read_bytes(path), options["encoding"]),
                by=actor_of(options["by"], "import_policy"),
                source=options["source"] or path.name,
                effective_from=options["effective"],
                regulation=regulation_of(options["regulation"]),
            )
        except PortalError as error:
            raise CommandError(str(error)) from error
        if not imported.is_new:
            self.stdout.write(f"Nothing to do: this exact text is here as the {imported.version.called}.")
            return
        self._report(imported.version)

    def _report(self, version: Version) -> None:
        depths = Counter(version.clauses.values_list("depth", flat=True))
        levels = ", ".join(f"{depths[depth]} on level {depth + 1}" for depth in sorted(depths))
        write = self.stdout.write
        write(f"Draft made: {version} ({version.title}).")
        write(f"  Issued by: {version.issuing_department or 'not found'}")
        write(f"  Issue date: {version.issue_date or 'not found'} ({version.issue_line or 'no line with a date'})")
        write(f"  Clauses: {sum(depths.values())} ({levels}). Definitions: {version.definitions.count()}.")
        write(f"  Questions go to: {version.contact or 'not found'}")
        write(f"  Signature: {version.signature.replace(chr(10), ', ') or 'not found'}")
        write(f"  Text: {version.text_hash}")
        for note in version.reading_notes:
            write(f"  Line {note['line']}: {note['sentence']}")
        write("It is a draft: two persons in Employee Relations publish it (manage.py publish_policy, or on its page).")
