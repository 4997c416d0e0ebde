"""`manage.py show_clause IV.K.1.f`: a clause with its place, or the whole tree as JSON."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation import clock
from foundation.errors import PortalError
from policy.commands import read_bytes
from policy.parsing import decode, read
from policy.reading import AnyClause, as_list, path_to, spelling, version_in_force


class Command(BaseCommand):
    """Shows clauses of the version in force, or of a file that is not imported (`--file`)."""

    help = "Show a clause with its place; --json shows the whole tree as {citation, heading, text, parent}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The citation, and where to look it up."""
        parser.add_argument("citation", nargs="?", default="")
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--file", type=Path, default=None, help="a file, without importing it")
        parser.add_argument("--encoding", default="", help="only for a file that is not UTF-8")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was asked for."""
        clauses = self._from_file(options) if options["file"] else self._in_force()
        citation: str = options["citation"]
        if options["as_json"]:
            wanted = clauses if not citation else [self._found(clauses, citation)]
            self.stdout.write(json.dumps(as_list(wanted), indent=2, ensure_ascii=False))
        elif citation:
            self._show(clauses, citation)
        else:
            self._contents(clauses)

    def _from_file(self, options: dict[str, Any]) -> list[tuple[AnyClause, str]]:
        try:
            parsed = read(decode(read_bytes(options["file"]), options["encoding"]))
        except PortalError as error:
            raise CommandError(str(error)) from error
        for note in parsed.notes:
            sys.stderr.write(f"{note}\n")
        return [(clause, clause.parent.citation if clause.parent else "") for clause in parsed.clauses]

    def _in_force(self) -> list[tuple[AnyClause, str]]:
        version = version_in_force(None, clock.now())
        if version is None:
            raise CommandError(
                "No regulation is in force. Import one with manage.py import_policy FILE and publish it with "
                "manage.py publish_policy, or read a file with --file FILE."
            )
        rows = version.clauses.select_related("parent")
        return [(row, row.parent.citation if row.parent else "") for row in rows]

    def _found(self, clauses: list[tuple[AnyClause, str]], citation: str) -> tuple[AnyClause, str]:
        exact = [pair for pair in clauses if pair[0].citation == citation.strip()]
        near = exact or [pair for pair in clauses if spelling(pair[0].citation) == spelling(citation)]
        if len(near) != 1:
            raise CommandError(
                f"There is no clause {citation}. Run manage.py show_clause without a citation to list all of them."
            )
        return near[0]

    def _show(self, clauses: list[tuple[AnyClause, str]], citation: str) -> None:
        clause, _parent = self._found(clauses, citation)
        parents = {one.citation: parent for one, parent in clauses}
        by_citation = {one.citation: one for one, _ in clauses}
        for above in path_to(clause.citation, parents)[:-1]:
            self.stdout.write(f"{above}  {_in_brief(by_citation[above])}")
        self.stdout.write(f"{clause.citation}  {clause.heading}".rstrip())
        if clause.whole_text:
            self.stdout.write(f"\n{clause.whole_text}")
        below = [one for one, parent in clauses if parent == clause.citation]
        if below:
            self.stdout.write("\nUnder it:")
        for one in below:
            self.stdout.write(f"  {one.citation}  {_in_brief(one)}")

    def _contents(self, clauses: list[tuple[AnyClause, str]]) -> None:
        parents = {one.citation: parent for one, parent in clauses}
        for clause, _parent in clauses:
            depth = len(path_to(clause.citation, parents)) - 1
            self.stdout.write(f"{'  ' * depth}{clause.citation}  {_in_brief(clause)}")


def _in_brief(clause: AnyClause) -> str:
    words = clause.heading or " ".join(clause.whole_text.split())
    return words if len(words) <= 90 else words[:89].rsplit(" ", 1)[0] + " …"
