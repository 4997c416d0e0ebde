"""Where in a file the pictures and sounds of a track lie; everything else in the same part of it is blanked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from struct import iter_unpack

from reviews.media.boxes import Box
from reviews.media.facts import Damaged

Span = tuple[int, int]


def numbers(packed: bytes, length: int) -> Iterator[int]:
    """A table of numbers of 4 or 8 bytes."""
    return (number for (number,) in iter_unpack(">I" if length == 4 else ">Q", packed))


def starts_of_chunks(table: Box) -> list[int]:
    """Where the chunks of a track begin, from its table of samples."""
    for kind, length in ((b"stco", 4), (b"co64", 8)):
        if offsets := table.first(kind):
            return list(numbers(offsets.part(8, length * offsets.number(4)), length))
    raise Damaged


def spans_of_track(table: Box, starts: list[int], is_sound: bool, bounds: list[int]) -> Iterator[Span]:
    """Where the chunks of a track lie.

    `bounds` are the beginnings of all chunks of the file, in order, and its end: sound of one size for all samples
    states that size in units of its own, so that its chunks are taken to reach to the next one.
    """
    sizes = table.first(b"stsz")
    if sizes is None or (is_sound and sizes.number(4)):
        following = dict(pairwise(bounds))
        for start in starts:
            if start not in following:
                raise Damaged(stops=True)
            yield start, following[start]
        return
    each = sizes.number(4)
    lengths = iter(() if each else numbers(sizes.part(12, 4 * sizes.number(8)), 4))
    for start, samples in zip(starts, _samples_of_chunks(table, len(starts)), strict=True):
        length = each * samples if each else sum(islice(lengths, samples))
        yield start, start + length


def _samples_of_chunks(table: Box, chunks: int) -> Iterator[int]:
    """How many samples each chunk holds; the table gives runs of chunks alike."""
    runs = table.needed(b"stsc")
    flat = list(numbers(runs.part(8, 12 * runs.number(4)), 4))
    entries = list(zip(flat[::3], flat[1::3], strict=True))
    if chunks and (not entries or entries[0][0] != 1):
        raise Damaged
    for place, (first, samples) in enumerate(entries):
        last = entries[place + 1][0] if place + 1 < len(entries) else chunks + 1
        if not first <= last <= chunks + 1:
            raise Damaged
        for _chunk in range(first, last):
            yield samples


def gaps(kept: Iterable[Span], part: Span) -> Iterator[Span]:
    """What of a part of the file no kept span covers."""
    at, end = part
    for start, stop in sorted(kept):
        if start >= end:
            break
        if start > at:
            yield at, start
        at = max(at, stop)
    if at < end:
        yield at, end
