"""`manage.py check_posts FILE.jsonl`: the findings of the check for every record of a file, one object a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reviews.checks.engine import unread_of
from reviews.checks.facts import TEXT
from reviews.checks.records import BadRecord, answer, read

BAD_LINES = 1
"""Exit status where some line could not be read: the others are answered all the same."""


class Command(BaseCommand):
    """Reads a file of posts and writes their findings; keeps nothing, needs no network."""

    help = (
        "Check posts, one JSON object a line with id, department and text, and write one object a line: id, findings "
        "(clause, start, end, why, rule, better, version). A line that cannot be read is named on standard error and "
        "left out; the exit status is then 1, and 2 where the file itself cannot be read. A text that is too long is "
        "read as far as that goes, which standard error says too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file."""
        parser.add_argument("file", metavar="FILE.jsonl", help="posts, one JSON object a line, UTF-8")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every line that can be read, in order."""
        try:
            lines = Path(options["file"]).read_bytes().split(b"\n")
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.", returncode=2) from error
        bad = 0
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = read(line)
                self.stdout.write(json.dumps(answer(record), ensure_ascii=False))
                if left := unread_of(TEXT, record.post.text):
                    self.stderr.write(f"Line {number}: {left}")
            except BadRecord as problem:
                bad += 1
                self.stderr.write(f"Line {number}: {problem}")
        if bad:
            raise CommandError(
                f"{bad} line{'s' if bad > 1 else ''} could not be read; the others are answered.", returncode=BAD_LINES
            )
