"""What changed between two versions of a regulation, clause by clause: added, removed, moved, and the words.

Clauses are matched in this order: the same words at the same place; the same words elsewhere; other words at the same
place, where enough of them stayed; like words elsewhere. What is left was added or removed. The rows stand in the order
of the new version, what was removed after what stood before it. Put together again, the rows' pieces are both texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from rapidfuzz.distance import LCSseq

from foundation.canonical import c1
from foundation.differing import Piece, differ
from policy.models import Clause, Version

Kind = Literal["same", "changed", "moved", "added", "removed"]

ENOUGH = 0.5
"""The share of words that stayed from which on a clause at the same place is the same clause with other words."""
ENOUGH_ELSEWHERE = 0.7
"""And elsewhere: there the place does not speak for it."""
FEWEST_ELSEWHERE = 4
"""Words without which a clause elsewhere is no sign of anything: "and", "or", "Note"."""
MOST_COMPARED = 40_000
"""Pairs of clauses of which the likest are looked for: past it, two texts have little to do with each other."""
FRONT, SIGNATURE = "front", "signature"
_NAMES = {FRONT: "What stands before the first clause", SIGNATURE: "Signature", "closing": "Closing paragraph"}


@dataclass(frozen=True)
class Part:
    """A clause, or what stands before the first and after the last, as it is compared."""

    citation: str
    heading: str
    words: str
    depth: int = 0

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Its words, heading and all, without regard to capitals and line ends."""
        return tuple(f"{self.heading} {self.words}".casefold().split())

    @property
    def name(self) -> str:
        """What a page calls it."""
        return _NAMES.get(self.citation, self.citation)


@dataclass(frozen=True)
class Row:
    """One clause in the redline: where it stood, where it stands, and its words with what came and went."""

    kind: Kind
    old: Part | None
    new: Part | None
    heading: list[Piece] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its citation in the new version, else in the old."""
        part = self.new or self.old
        return part.name if part else ""

    @property
    def words_changed(self) -> bool:
        """Whether any words came or went (a clause may only have moved)."""
        return any(piece.kind != "same" for piece in (*self.heading, *self.pieces))

    @property
    def label(self) -> str:
        """What happened to it, in a word or two."""
        if self.kind == "moved" and self.old:
            return f"Moved from {self.old.name}{', words changed' if self.words_changed else ''}"
        return {"same": "Unchanged", "changed": "Words changed", "added": "Added", "removed": "Removed"}[self.kind]


@dataclass(frozen=True)
class Redline:
    """The whole comparison of two versions."""

    old: Version
    new: Version
    rows: list[Row]

    @property
    def changes(self) -> list[Row]:
        """Everything that did not stay as it was."""
        return [row for row in self.rows if row.kind != "same"]

    @property
    def counts(self) -> list[tuple[Kind, int]]:
        """How many clauses were added, removed, moved, changed, and stayed."""
        found = Counter(row.kind for row in self.rows)
        order: tuple[Kind, ...] = ("added", "removed", "moved", "changed", "same")
        return [(kind, found[kind]) for kind in order if found[kind]]

    @property
    def sentence(self) -> str:
        """ "2 clauses added, 1 changed, 41 unchanged." """
        said = [f"{number} {'unchanged' if kind == 'same' else kind}" for kind, number in self.counts]
        return f"{', '.join(said)}." if said else "Both are empty."

    @property
    def groups(self) -> list[tuple[bool, list[Row]]]:
        """The rows in runs: those that changed one after the other, those between them that stayed together."""
        runs: list[tuple[bool, list[Row]]] = []
        for row in self.rows:
            stayed = row.kind == "same"
            if not runs or runs[-1][0] != stayed:
                runs.append((stayed, []))
            runs[-1][1].append(row)
        return runs


def compare(old: Version, new: Version) -> Redline:
    """The redline from one version to another; two queries."""
    return Redline(old, new, compare_parts(parts_of(old), parts_of(new)))


def parts_of(version: Version) -> list[Part]:
    """What of a version is compared, in its order."""
    front = [Part(FRONT, "", c1(version.front_matter))] if version.front_matter else []
    end = [Part(SIGNATURE, "", c1(version.signature))] if version.signature else []
    return [*front, *map(_part, version.clauses.all()), *end]


def _part(clause: Clause) -> Part:
    words = "\n\n".join(text for text in (clause.text, clause.text_after) if text)
    return Part(clause.citation, clause.heading, c1(words), clause.depth)


def compare_parts(before: Sequence[Part], after: Sequence[Part]) -> list[Row]:
    """The rows of two texts, given clause by clause."""
    pairs = _matched(before, after)
    rows: list[Row] = []
    shown: set[int] = set()
    old_of = {new: old for old, new in pairs.items()}
    removed = [place for place in range(len(before)) if place not in pairs]
    for place, part in enumerate(after):
        old_place = old_of.get(place)
        if old_place is None:
            rows.append(_row(None, part))
            continue
        # What went stands before the first clause that followed it and is still there.
        rows += [_row(before[gone], None) for gone in removed if gone < old_place and gone not in shown]
        shown.update(gone for gone in removed if gone < old_place)
        rows.append(_row(before[old_place], part))
    rows += [_row(before[gone], None) for gone in removed if gone not in shown]
    return rows


def _row(old: Part | None, new: Part | None) -> Row:
    heading = differ(old.heading if old else "", new.heading if new else "")
    pieces = differ(old.words if old else "", new.words if new else "")
    if old is None or new is None:
        return Row("added" if old is None else "removed", old, new, heading, pieces)
    if old.citation != new.citation:
        return Row("moved", old, new, heading, pieces)
    stayed = all(piece.kind == "same" for piece in (*heading, *pieces))
    return Row("same" if stayed else "changed", old, new, heading, pieces)


def _matched(before: Sequence[Part], after: Sequence[Part]) -> dict[int, int]:
    """Which place in the new text each place in the old one has."""
    pairs: dict[int, int] = {}
    places = {part.citation: place for place, part in enumerate(after)}
    for old, part in enumerate(before):
        new = places.get(part.citation)
        if new is not None and after[new].tokens == part.tokens:
            pairs[old] = new
    _match_elsewhere(before, after, pairs)
    for old, part in enumerate(before):
        new = places.get(part.citation)
        if old not in pairs and new is not None and new not in pairs.values() and _alike(part, after[new]) >= ENOUGH:
            pairs[old] = new
    _match_like_words(before, after, pairs)
    return pairs


def _match_elsewhere(before: Sequence[Part], after: Sequence[Part], pairs: dict[int, int]) -> None:
    """The same words elsewhere, where they stand only once among what is left."""
    old_by_words = _once(before, [place for place in range(len(before)) if place not in pairs])
    new_by_words = _once(after, [place for place in range(len(after)) if place not in pairs.values()])
    for words, old in old_by_words.items():
        if words in new_by_words and len(words) >= FEWEST_ELSEWHERE:
            pairs[old] = new_by_words[words]


def _once(parts: Sequence[Part], places: Iterable[int]) -> dict[tuple[str, ...], int]:
    places = list(places)
    often = Counter(parts[place].tokens for place in places)
    return {parts[place].tokens: place for place in places if often[parts[place].tokens] == 1}


def _match_like_words(before: Sequence[Part], after: Sequence[Part], pairs: dict[int, int]) -> None:
    """Like words elsewhere, the likest first."""
    left = [place for place in range(len(before)) if place not in pairs]
    free = [place for place in range(len(after)) if place not in pairs.values()]
    if len(left) * len(free) > MOST_COMPARED:
        return
    likes = sorted(
        ((_alike(before[old], after[new]), -old, -new) for old in left for new in free),
        reverse=True,
    )
    for likeness, old, new in likes:
        if likeness < ENOUGH_ELSEWHERE:
            return
        if -old not in pairs and -new not in pairs.values():
            pairs[-old] = -new


def _alike(one: Part, other: Part) -> float:
    """The share of words, in their order, that two clauses have in common."""
    if one.tokens == other.tokens:
        return 1.0
    if one.citation != other.citation and min(len(one.tokens), len(other.tokens)) < FEWEST_ELSEWHERE:
        return 0.0
    return float(LCSseq.normalized_similarity(one.tokens, other.tokens))
