"""Where the parts of a chart stand: plain geometry, drawn by `components/bar_chart.html` and `line_chart.html`.

No library: those tried write script or style into the SVG, which the Content-Security-Policy forbids. A chart always
stands beside a table with the same figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 640
ROW, BASELINE, BAR_TOP = 58, 24, 32
LINE_HEIGHT = 260
LEFT, RIGHT, TOP, BOTTOM = 76, 16, 20, 44
LONGEST_LABEL = 32
"""Letters of a name beside its figures: on a phone, where the lettering is drawn twice as large, it must still fit."""


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, how far it reaches, and the words at its end."""

    label: str
    words: str
    y: int
    text_y: int
    width: int


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars, each a part of a whole; `title` and `description` are read out instead of the picture."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    height: int
    width: int = WIDTH
    track: int = WIDTH


def bar_chart(title: str, description: str, rows: Sequence[tuple[str, int, int]]) -> BarChart:
    """Bars for rows of label, part and whole, each under its words; a whole of nothing is an empty bar."""
    bars = []
    for place, (label, part, whole) in enumerate(rows):
        share = min(max(part / whole, 0), 1) if whole > 0 else 0
        short = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"
        top = place * ROW
        bars.append(Bar(short, f"{part:,} of {whole:,}", top + BAR_TOP, top + BASELINE, round(WIDTH * share)))
    return BarChart(title, description, tuple(bars), max(len(rows), 1) * ROW + 4)


@dataclass(frozen=True)
class Tick:
    """A mark on an axis with its words."""

    at: float
    words: str


@dataclass(frozen=True)
class LineChart:
    """A curve over days, with an optional marked day (the due date)."""

    title: str
    description: str
    line: str
    area: str
    last_x: float
    last_y: float
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    mark: Tick | None
    width: int = WIDTH
    height: int = LINE_HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = LINE_HEIGHT - BOTTOM


def line_chart(
    title: str,
    description: str,
    points: Sequence[tuple[date, int]],
    *,
    whole: int,
    marked: tuple[date, str] | None = None,
) -> LineChart:
    """A curve through points of day and count, up to `whole`; `marked` is a day and its words, inside or after them."""
    days = [day.toordinal() for day, _ in points] + ([marked[0].toordinal()] if marked else [])
    first, last = (min(days), max(days)) if days else (0, 1)
    span, most = max(last - first, 1), max(whole, *(count for _, count in points), 1)

    def x(ordinal: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (ordinal - first) / span, 1)

    def y(count: int) -> float:
        return round(LINE_HEIGHT - BOTTOM - (LINE_HEIGHT - BOTTOM - TOP) * count / most, 1)

    placed = [(x(day.toordinal()), y(count)) for day, count in points]
    line = " ".join(f"{across},{up}" for across, up in placed)
    floor = LINE_HEIGHT - BOTTOM
    area = f"{placed[0][0]},{floor} {line} {placed[-1][0]},{floor}" if placed else ""
    last_x, last_y = placed[-1] if placed else (LEFT, floor)
    return LineChart(
        title,
        description,
        line,
        area,
        last_x,
        last_y,
        across=tuple(Tick(x(day), _short(day)) for day in _spread(first, last)) if days else (),
        up=tuple(Tick(y(count), f"{count:,}") for count in sorted({0, most // 2, most})),
        mark=Tick(x(marked[0].toordinal()), marked[1]) if marked else None,
    )


def _spread(first: int, last: int) -> list[int]:
    """At most four days to name under the axis, the first and the last among them."""
    return sorted({first + round((last - first) * step / 3) for step in range(4)})


def _short(ordinal: int) -> str:
    day = date.fromordinal(ordinal)
    return f"{day:%b} {day.day}"  # under an axis there is no room for the whole word
