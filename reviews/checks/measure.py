"""How well the check does on labelled posts: recall and precision of each clause, and over posts.

Counted over pairs of post and clause, a clause once a post. A hit needs a finding of the clause that overlaps the
labelled words. Police matter often falls under two clauses: a IV.K finding on words labelled with another IV.K clause
counts neither way ("near").
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .engine import check
from .facts import Post
from .records import context_of

OWN_POSTS = Path(__file__).parent / "data" / "posts.jsonl"

Span = tuple[int, int]


@dataclass
class Measure:
    """Counts by clause (hit, miss, false, near) and of posts (labelled, caught, clean, alarmed)."""

    clauses: dict[str, Counter[str]] = field(default_factory=dict)
    posts: Counter[str] = field(default_factory=Counter)

    def count(self, clause: str, what: str) -> None:
        """One more of it."""
        self.clauses.setdefault(clause, Counter())[what] += 1

    def _sum(self, what: str) -> int:
        return sum(counted[what] for counted in self.clauses.values())

    @property
    def recall(self) -> float:
        """Of what is labelled, how much was found."""
        return _share(self._sum("hit"), self._sum("hit") + self._sum("miss"))

    @property
    def precision(self) -> float:
        """Of what was found, how much is labelled."""
        return _share(self._sum("hit"), self._sum("hit") + self._sum("false"))

    @property
    def post_recall(self) -> float:
        """Of the posts with labels, how many got a finding on labelled words."""
        return _share(self.posts["caught"], self.posts["labelled"])

    @property
    def false_alarm(self) -> float:
        """Of the clean posts, how many got any finding."""
        return self.posts["alarmed"] / self.posts["clean"] if self.posts["clean"] else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The labelled posts of a file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def measure(labelled: Iterable[dict[str, Any]]) -> Measure:
    """The check's answers held against labels."""
    result = Measure()
    for row in labelled:
        _count(row, result)
    return result


def _count(row: dict[str, Any], result: Measure) -> None:
    labels = {one["clause"]: list(_places(row["text"], one["quote"])) for one in row["findings"]}
    found: dict[str, list[Span]] = {}
    for finding in check(Post(row["text"]), context_of(row["department"])):
        found.setdefault(finding.clause, []).append((finding.start, finding.end))
    for clause, places in labels.items():
        hit = _meet(found.get(clause, []), places)
        result.count(clause, "hit" if hit else "miss")
        if not hit and clause in found:
            result.count(clause, "false")
    for clause in found.keys() - labels.keys():
        others = [place for other, places in labels.items() if other.startswith("IV.K") for place in places]
        near = clause.startswith("IV.K") and _meet(found[clause], others)
        result.count(clause, "near" if near else "false")
    marked = [span for spans in found.values() for span in spans]
    if labels:
        result.posts["labelled"] += 1
        result.posts["caught"] += _meet(marked, [place for places in labels.values() for place in places])
    else:
        result.posts["clean"] += 1
        result.posts["alarmed"] += bool(marked)


def _places(text: str, quote: str) -> Iterator[Span]:
    start = text.find(quote)
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def _meet(some: list[Span], others: list[Span]) -> bool:
    return any(a[0] < b[1] and b[0] < a[1] for a in some for b in others)
