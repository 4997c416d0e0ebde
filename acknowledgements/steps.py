"""When a campaign reminds: the plan as it comes, the days on which its steps fall for one person, and their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from acknowledgements.models import Anchor, Campaign, CampaignChange, Receiver, ReminderStep
from foundation.calendar import WorkingDays
from foundation.numbers import how_many


@dataclass(frozen=True)
class StepPlan:
    """A step as it is planned: see `ReminderStep`."""

    anchor: Anchor
    days: int
    receiver: Receiver = Receiver.PERSON
    every_days: int | None = None

    @property
    def code(self) -> str:
        """What the ledger calls it: the same plan has the same name."""
        if self.receiver != Receiver.PERSON:
            return f"{self.receiver}_{self.days}"
        if self.days == 0:
            return "opening" if self.anchor == Anchor.OPENING else "due_day"
        where = "after_opening" if self.anchor == Anchor.OPENING else "after" if self.days > 0 else "before"
        return f"{where}_{abs(self.days)}"


AS_IT_COMES = (
    StepPlan(Anchor.OPENING, 0),
    StepPlan(Anchor.DUE, -7),
    StepPlan(Anchor.DUE, -1),
    StepPlan(Anchor.DUE, 0),
    StepPlan(Anchor.DUE, 7, Receiver.SUPERVISOR, every_days=7),
    StepPlan(Anchor.DUE, 14, Receiver.AUTHORITY),
)
"""At opening, a week and a day before the due day, on it; then weekly to the supervisor, after two weeks to the
authority (City procedure)."""


@dataclass(frozen=True)
class Term:
    """From which day through which day one person is asked, after leave and hire."""

    opening_day: date
    due_day: date


@dataclass(frozen=True)
class Track:
    """The steps of a campaign that go to one kind of receiver; `due_days` counts how often the due day was moved."""

    steps: tuple[ReminderStep, ...]
    moved: int

    def last_due(self, term: Term, today: date, days: WorkingDays) -> str:
        """The step whose day has come last, as the ledger calls it; empty before the first.

        Of those missed, the last one alone: nobody gets three letters at once.
        """
        found: list[tuple[date, date, str]] = []
        for step in self.steps:
            found += self._occurrences(step, term, today, days)
        return max(found)[2] if found else ""

    def _occurrences(
        self, step: ReminderStep, term: Term, today: date, days: WorkingDays
    ) -> list[tuple[date, date, str]]:
        """The last occurrence of a step that has come: (working day, day planned, name); at most one."""
        begins = term.opening_day if step.anchor == Anchor.OPENING else term.due_day
        first = begins + timedelta(days=step.days)
        code = f"{step.code}_{self.moved + 1}" if self.moved and step.anchor == Anchor.DUE else step.code
        if step.every_days is None:
            falls = _falls_on(first, step, term, days)
            return [(falls, first, code)] if falls is not None and falls <= today else []
        number = (today - first).days // step.every_days
        for count in (number, number - 1):
            planned = first + timedelta(days=count * step.every_days)
            falls = _falls_on(planned, step, term, days) if count >= 0 else None
            if falls is not None and falls <= today:
                return [(falls, planned, f"{code}.{count + 1}")]
        return []


def _falls_on(planned: date, step: ReminderStep, term: Term, days: WorkingDays) -> date | None:
    """The working day of a step: before the due day and on it not later than planned, afterwards not earlier.

    What would fall before the opening is left out: the opening itself tells.
    """
    if step.anchor == Anchor.DUE and planned <= term.due_day:
        falls = days.on_or_before(planned)
        return falls if falls >= term.opening_day else None
    return days.on_or_after(planned)


def tracks(campaign: Campaign) -> dict[Receiver, Track]:
    """The steps of a campaign by receiver, as far as there are any; two queries."""
    moved = CampaignChange.objects.filter(campaign=campaign, due_after__isnull=False).count()
    steps = list(campaign.steps.all())
    found = {receiver: tuple(step for step in steps if step.receiver == receiver) for receiver in Receiver}
    return {receiver: Track(theirs, moved) for receiver, theirs in found.items() if theirs}


def write(campaign: Campaign, plans: Iterable[StepPlan]) -> None:
    """Put a plan in the place of the one before."""
    campaign.steps.all().delete()
    ReminderStep.objects.bulk_create(
        ReminderStep(
            campaign=campaign,
            code=plan.code,
            anchor=plan.anchor,
            days=plan.days,
            receiver=plan.receiver,
            every_days=plan.every_days,
        )
        for plan in plans
    )


def in_words(step: ReminderStep) -> str:
    """ "7 days after the due day, to the supervisor, and again every 7 days"."""
    anchor = Anchor(step.anchor).label
    if step.days == 0:
        when = f"On {anchor}"
    else:
        when = f"{how_many(abs(step.days), 'day')} {'after' if step.days > 0 else 'before'} {anchor}"
    again = f", and again every {how_many(step.every_days, 'day')}" if step.every_days else ""
    return f"{when}, to {Receiver(step.receiver).label}{again}."


def mark(campaign: Campaign) -> Sequence[object]:
    """What a plan of steps says, for the mark of a campaign's plan."""
    return sorted(campaign.steps.values_list("anchor", "days", "receiver", "every_days"), key=str)
