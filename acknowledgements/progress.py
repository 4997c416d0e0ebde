"""How a campaign goes, in one sentence, a curve and bars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from acknowledgements.coverage import Coverage, Moment, Tally
from acknowledgements.curve import Day
from acknowledgements.models import Campaign, Method
from foundation import clock, dates
from foundation.charts import BarChart, LineChart, bar_chart, line_chart

PACE_DAYS = 7


def sentence(campaign: Campaign, total: Tally, days: list[Day], at: datetime) -> str:
    """ "5,102 of 6,914 have acknowledged; 11 days left; at this pace 96 % by the due date." """
    parts = [f"{total.acknowledged:,} of {total.people:,} have acknowledged"]
    left = campaign.days_left(at)
    if left > 1:
        parts.append(f"{left:,} days left")
    elif left >= 0:
        parts.append("one day left" if left else "today is the last day")
    else:
        parts.append(f"the due date was {_ago(-left)}")
    if left > 0 and total.missing and (share := share_at_due_date(campaign, total, days, at)) is not None:
        parts.append(f"at this pace {share} % by the due date")
    return "; ".join(parts) + "."


def share_at_due_date(campaign: Campaign, total: Tally, days: list[Day], at: datetime) -> int | None:
    """The percentage reached by the due date if people go on as in the last week; None before there is a pace."""
    today = clock.city_date(at)
    running = (today - campaign.opening_day).days
    if running < 1 or not total.people:
        return None
    stretch = min(PACE_DAYS, running)
    before = reached(days, today - timedelta(days=stretch))
    pace = (total.acknowledged - before) / stretch
    expected = min(total.people, total.acknowledged + pace * campaign.days_left(at))
    return int(expected * 100 / total.people)


def reached(days: list[Day], day: object) -> int:
    """How many had acknowledged by the end of a day."""
    return next((one.acknowledged for one in reversed(days) if one.day <= day), 0)  # type: ignore[operator]


def ways(days: list[Day]) -> list[tuple[str, int]]:
    """How people acknowledged, most of them first; empty where everybody did it in the portal."""
    counts = days[-1].by_method if days else {}
    if set(counts) <= {Method.ELECTRONIC}:
        return []
    return sorted(((Method(code).label.lower(), number) for code, number in counts.items()), key=lambda way: -way[1])


def _ago(days: int) -> str:
    return "yesterday" if days == 1 else f"{days} days ago"


@dataclass(frozen=True)
class Pictures:
    """The curve and the bars, and the figures of the curve for the table beside it."""

    curve: LineChart
    bars: BarChart
    days: list[Day]


def pictures(coverage: Coverage, days: list[Day], moment: Moment, campaign: Campaign | None) -> Pictures:
    """Charts of a coverage; the due date is marked where there is a campaign."""
    whole = coverage.total.people
    end = f"{coverage.total.acknowledged:,} of {whole:,} by {dates.day(moment.at)}"
    points = [(day.day, day.acknowledged) for day in days]
    if campaign is not None and (not points or points[0][0] > campaign.opening_day):
        points.insert(0, (campaign.opening_day, 0))
    today = clock.city_date(moment.at)
    if points and points[-1][0] < today and (campaign is None or today >= campaign.opening_day):
        points.append((today, points[-1][1]))
    marked = (campaign.due_day, "due") if campaign is not None else None
    top = [line for line in coverage.lines if line.depth == 0]
    return Pictures(
        curve=line_chart("People who have acknowledged, day by day", end, points, whole=whole, marked=marked),
        bars=bar_chart(
            "Departments, with their divisions",
            end,
            [(line.name, line.whole.acknowledged, line.whole.people) for line in top],
        ),
        days=days,
    )
