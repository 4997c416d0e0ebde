"""How long a video in pieces plays: its header does not say, so the pieces are added up."""

from __future__ import annotations

from collections.abc import Iterable

from reviews.media.boxes import Box
from reviews.media.samples import numbers

_OWN_START, _OWN_DESCRIPTION, _OWN_DURATION = 0x01, 0x02, 0x08
_DATA_START, _FIRST_FLAGS = 0x01, 0x04
_OF_SAMPLE = (0x100, 0x200, 0x400, 0x800)
"""What the table of a run gives for each sample; the first is how long it stands."""


def seconds_of_pieces(movie: Box, pieces: Iterable[Box]) -> float:
    """The end of the last piece, in seconds; nought where nothing says it."""
    scales = dict(_scale(track) for track in movie.inside() if track.kind == b"trak")
    usual = _usual_durations(movie)
    ends = {0: 0.0}
    for piece in pieces:
        for part in (box for box in piece.inside() if box.kind == b"traf"):
            track, duration = _head(part.needed(b"tfhd"), usual)
            begins = part.first(b"tfdt")
            at = ends.get(track, 0) if begins is None else begins.number(4, 8 if begins.number(0, 1) else 4)
            ends[track] = at + sum(_length(run, duration) for run in part.inside() if run.kind == b"trun")
    return max(end / scales.get(track, 0) if scales.get(track) else 0 for track, end in ends.items())


def _scale(track: Box) -> tuple[int, int]:
    """The number of a track, and the parts of a second in which it counts."""
    header, media = track.needed(b"tkhd"), track.needed(b"mdia").needed(b"mdhd")
    return header.number(20 if header.number(0, 1) else 12), media.number(20 if media.number(0, 1) else 12)


def _usual_durations(movie: Box) -> dict[int, int]:
    extends = movie.first(b"mvex")
    if extends is None:
        return {}
    return {box.number(4): box.number(12) for box in extends.inside() if box.kind == b"trex"}


def _head(head: Box, usual: dict[int, int]) -> tuple[int, int]:
    """Which track a piece belongs to, and how long its samples stand where nothing else is said."""
    flags, track = head.number(0), head.number(4)
    if not flags & _OWN_DURATION:
        return track, usual.get(track, 0)
    return track, head.number(8 + 8 * bool(flags & _OWN_START) + 4 * bool(flags & _OWN_DESCRIPTION))


def _length(run: Box, duration: int) -> int:
    flags, count = run.number(0), run.number(4)
    if not flags & _OF_SAMPLE[0]:
        return count * duration
    width = sum(bool(flags & one) for one in _OF_SAMPLE)
    at = 8 + 4 * bool(flags & _DATA_START) + 4 * bool(flags & _FIRST_FLAGS)
    return sum(list(numbers(run.part(at, 4 * width * count), 4))[::width])
