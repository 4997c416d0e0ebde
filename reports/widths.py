"""How wide the columns of a report are on paper: by the longest word of each, and by how much is written in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST = 14
"""Letters: what is longer (an address) is broken."""
_HEAD = 1.2
"""How much broader the letters of a head are."""
_WORDS = re.compile(r"\s+|(?<=/)|(?<=-)(?=[^\W\d])")
"""Where a line may end: at a space, behind a slash, and behind a hyphen before a letter."""


def shares(columns: Sequence[Sequence[str]], letters: int) -> list[float]:
    """Per cent of the page's width for columns, given as their heads and cells in words.

    `letters` is how many fit beside each other. Each column has room for its longest word; what is left goes to those
    whose cells need more than one line, the more the more.
    """
    needed = [max(_HEAD * _longest(column[0]), *map(_longest, column)) + 2 for column in columns]
    wanted = [_typical(column) for column in columns]
    left = max(letters - sum(needed), 0)
    over = [max(want - need, 0) for want, need in zip(wanted, needed, strict=True)]
    more = [left * one / sum(over) if sum(over) else left / len(over) for one in over]
    widths = [need + extra for need, extra in zip(needed, more, strict=True)]
    return [100 * width / sum(widths) for width in widths]


def _longest(text: str) -> float:
    return min(max(map(len, _WORDS.split(text)), default=0), _LONGEST)


def _typical(column: Sequence[str]) -> float:
    """The length of a cell with which nine in ten would do."""
    lengths = sorted(map(len, column))
    return float(lengths[min(len(lengths) * 9 // 10, len(lengths) - 1)])
