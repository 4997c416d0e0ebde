"""Rejects files: the rows of a table that did not go in, as they were, with what is wrong and what to do.

Such a file can be mended and read by the same import again: the columns that it adds are not read, and give way to new
ones where a rejects file has rejects of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from typing import TextIO

from foundation.tabular.writing import csv_row

ADDED = ("line in the file", "what is wrong", "what to do")
_SHOWN = 80

Problem = Mapping[str, str]
"""What is wrong with a cell: `column`, `value`, `why`, `remedy`."""


def sentence(problem: Problem) -> str:
    """A problem as one sentence with its column and value."""
    value = f" “{shown(problem['value'])}”" if problem.get("value") else ""
    where = f"{problem['column']}{value}: " if problem.get("column") else ""
    return f"{where}{problem['why']}"


def shown(value: str) -> str:
    """A cell as a sentence may show it: shortened, on one line, without signs that move a terminal's cursor."""
    short = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    return "".join(sign if sign.isprintable() else " " for sign in short)


class RejectsWriter:
    """Writes rejected rows as CSV under the header of their own file, one by one as they are found."""

    def __init__(self, stream: TextIO, header: Sequence[str]) -> None:
        self._kept = [place for place, title in enumerate(header) if title not in ADDED]
        self._writer = csv.writer(stream)
        self._writer.writerow(csv_row([*(header[place] for place in self._kept), *ADDED]))
        self.rows = 0

    def add(self, line: int, cells: Sequence[object], problems: Sequence[Problem]) -> None:
        """Write one row: as it was, then its line, what is wrong with it, and what to do."""
        kept = [str(cells[place]) if place < len(cells) else "" for place in self._kept]
        wrong = " · ".join(sentence(problem) for problem in problems)
        to_do = " · ".join(dict.fromkeys(problem["remedy"] for problem in problems))
        self._writer.writerow(csv_row([*kept, line, wrong, to_do]))
        self.rows += 1
