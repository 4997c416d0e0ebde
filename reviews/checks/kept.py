"""The measurements that are kept beside the rules: what `measure_check --keep` wrote, with version, day and labels.

Two sets: *unseen*, posts on which no rule was ever mended (the figures that count), and *own*, those on which the
rules were mended, where the check looks better than it is.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .clauses import CLAUSES
from .engine import VERSION
from .measure import Measure

MEASURED = Path(__file__).parent / "data" / "measured.json"
UNSEEN, OWN = "unseen", "own"
FEW = 10
"""Labels of a clause below which a share says nothing."""


@dataclass(frozen=True)
class Counted:
    """What was counted of one clause."""

    hit: int = 0
    miss: int = 0
    false: int = 0

    @property
    def labels(self) -> int:
        """How often the clause was to be found."""
        return self.hit + self.miss

    @property
    def is_few(self) -> bool:
        """Whether there are too few labels for a share."""
        return self.labels < FEW

    @property
    def recall(self) -> float:
        """Of what was to be found, how much was."""
        return self.hit / self.labels if self.labels else 0.0

    @property
    def precision(self) -> float:
        """Of what was found, how much was right."""
        return self.hit / (self.hit + self.false) if self.hit else 0.0


@dataclass(frozen=True)
class Kept:
    """One measurement: the version of the rules, the day, posts, and what was counted of each clause and in all."""

    version: str
    day: str
    posts: int
    recall: float
    precision: float
    post_recall: float
    false_alarm: float
    clauses: dict[str, Counted]

    @property
    def measured_on(self) -> date:
        """The day."""
        return date.fromisoformat(self.day)

    @property
    def labels(self) -> int:
        """Labels of all clauses."""
        return sum(one.labels for one in self.clauses.values())

    @property
    def is_current(self) -> bool:
        """Whether these are the rules that are in use."""
        return self.version == VERSION


def kept() -> dict[str, Kept]:
    """The measurements, by set."""
    found = json.loads(MEASURED.read_text(encoding="utf-8"))
    return {
        key: Kept(**{**one, "clauses": {place: Counted(**row) for place, row in one["clauses"].items()}})
        for key, one in found.items()
    }


def keep(key: str, result: Measure, day: date) -> None:
    """Write a measurement of the rules as they are."""
    found = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    counted = {one.place: _counted(result.clauses.get(one.place, Counter())) for one in CLAUSES}
    found[key] = asdict(
        Kept(
            version=VERSION,
            day=day.isoformat(),
            posts=result.posts["labelled"] + result.posts["clean"],
            recall=round(result.recall, 3),
            precision=round(result.precision, 3),
            post_recall=round(result.post_recall, 3),
            false_alarm=round(result.false_alarm, 3),
            clauses=counted,
        )
    )
    MEASURED.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _counted(row: Counter[str]) -> Counted:
    return Counted(row["hit"], row["miss"], row["false"])


def held_out(labelled: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The given posts that nobody who writes rules reads: by a hash of their id."""
    return [row for row in labelled if int(hashlib.sha256(str(row["id"]).encode()).hexdigest(), 16) % 10 < 3]
