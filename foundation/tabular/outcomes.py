"""What becomes of a row: it is added, unchanged, a duplicate, or rejected; counted, and told in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from foundation.tabular.rejects import Problem, sentence

MOST_TOLD = 100


class Kind(StrEnum):
    """What became of a row, in the order in which it is counted."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicates"
    REJECTED = "rejected"


class Outcome(Protocol):
    """A row and what became of it."""

    kind: Kind
    note: str
    """Of a duplicate: of what, and what differs."""

    @property
    def line(self) -> int:
        """The line of the file on which the row begins."""

    @property
    def cells(self) -> Sequence[str]:
        """The row as it was."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What keeps it out."""

    @property
    def remedy(self) -> str:
        """What to do about a duplicate."""


@dataclass
class Tally:
    """How many rows became what, and the first wrong rows and duplicates in words."""

    counts: dict[str, int] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count a row."""
        self.counts[outcome.kind] = self.counts.get(outcome.kind, 0) + 1
        if outcome.kind in {Kind.REJECTED, Kind.DUPLICATE} and len(self.told) < MOST_TOLD:
            self.told.append(
                {
                    "line": outcome.line,
                    "kind": str(outcome.kind),
                    "what": what_of(outcome),
                    "remedy": remedy_of(outcome),
                }
            )

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return sum(self.counts.values())


def summary(counts: Mapping[str, int]) -> str:
    """The one line of counts."""
    return ", ".join(f"{kind} {counts.get(kind, 0)}" for kind in Kind)


def what_of(outcome: Outcome) -> str:
    """What is to be said of a row that was rejected or is a duplicate."""
    return outcome.note or " ".join(sentence(problem) for problem in outcome.problems)


def remedy_of(outcome: Outcome) -> str:
    """What to do about it."""
    if outcome.problems:
        return " ".join(dict.fromkeys(problem["remedy"] for problem in outcome.problems))
    return outcome.remedy


class FirstLines:
    """On which line of the file each thing stood first: on disk, so that memory does not grow with the file."""

    def __init__(self) -> None:
        self._seen = sqlite3.connect("")
        self._seen.execute("CREATE TABLE seen (identity TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def put(self, identity: str, line: int) -> int | None:
        """Note where a thing stands; the earlier line where it stood before."""
        added = self._seen.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (identity, line))
        if added.rowcount:
            return None
        return self.find(identity)

    def find(self, identity: str) -> int | None:
        """The line where a thing stood first, if it did."""
        found = self._seen.execute("SELECT line FROM seen WHERE identity = ?", (identity,)).fetchone()
        return int(found[0]) if found else None

    def close(self) -> None:
        """Give the disk back."""
        self._seen.close()
