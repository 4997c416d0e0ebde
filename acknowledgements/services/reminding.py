"""Reminding: each person once at each step, however often the job runs, dies or overlaps; one letter at a moment."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction
from django.db.models import Count

from acknowledgements.added import who_has_not_said_it
from acknowledgements.letters import Words, together, words_of, words_on_a_statement, words_on_people
from acknowledgements.models import Campaign, Receiver, Reminder
from acknowledgements.reminded import ADDED, CHUNK, Claim, Reminding
from directory.models import Department, Employee
from foundation import clock, dated_settings
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.calendar import WorkingDays
from foundation.citations import CITY_PROCEDURE
from notifications.models import Notice
from notifications.services import Letter, notify_many
from policy.carrying import counted_for
from powers.decisions import office_authority
from powers.picture import Picture

BATCH = 200
READ_AHEAD = 10_000
"""Receivers who are looked up in one go; a batch asks again, of its receivers alone."""
KIND = "acknowledgements.reminder"
_AT_MOST, _WITHIN = "campaign.letters_at_most", "campaign.letters_within_days"


def send_reminders(*, by: Actor, batch: int = BATCH) -> int:
    """Send every reminder whose time has come in the running campaigns; returns how many were written.

    In short transactions, one for so many receivers: the ledger's rows and the letters they stand for are written
    together or not at all. A day on which the worker was down is caught up with the last step due. Nothing goes out
    on a day on which the City does not work.
    """
    days = WorkingDays()
    at = clock.now()
    if clock.city_date(at) not in days:
        return 0
    authorities = Authorities(at)
    receivers = _receivers(days, authorities)
    sent = 0
    while some := list(islice(receivers, batch)):
        sent += _remind_batch(by, days, authorities, some)
    return sent


class Authorities:
    """Who hears as an appointing authority, and of which departments: asked once for a run, where it is needed."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._departments: dict[int, set[int]] | None = None

    @property
    def departments(self) -> dict[int, set[int]]:
        """Departments (ids) by the person (id) who acts for the office that governs them."""
        if self._departments is None:
            self._departments = defaultdict(set)
            picture = Picture(self._at)
            for department in Department.objects.existing(self._at):
                holder = office_authority(department, picture).holder
                if holder is not None:
                    self._departments[holder.pk].add(department.pk)
        return self._departments


@dataclass
class _Claimed:
    """How many were reminded at a step in a batch, from which employee number to which."""

    people: int
    first: str
    last: str


@dataclass
class _Told:
    """What the receivers of a batch are to hear, and how many rows of each step were claimed."""

    own: dict[int, list[Words]] = field(default_factory=lambda: defaultdict(list))
    people: Counter[tuple[int, Campaign]] = field(default_factory=Counter)
    steps: dict[tuple[Campaign, str], _Claimed] = field(default_factory=dict)
    rows: int = 0

    def letter(self, receiver: Employee, at: datetime) -> Letter | None:
        """Everything for one receiver; None where nothing was claimed."""
        matters = list(self.own.get(receiver.pk, ()))
        matters += [
            words_on_people(campaign, count) for (to, campaign), count in self.people.items() if to == receiver.pk
        ]
        if not matters:
            return None
        words = together(matters)
        # The ledger's unique rows are what makes it once; a receiver gets one letter at a moment.
        key = f"reminder:{receiver.pk}:{at.isoformat()}"
        return Letter(to=receiver, subject=words.subject, body=words.body, link=words.link, key=key)


@transaction.atomic
def _remind_batch(by: Actor, days: WorkingDays, authorities: Authorities, found: Collection[int]) -> int:
    """Remind some receivers (ids); how many rows were written."""
    # One batch at a time, on both engines; FOR NO KEY UPDATE lets acknowledgements go on.
    locked = Campaign.objects.select_for_update(no_key=True, of=("self",)).select_related("version__regulation")
    opened = list(locked.running(clock.now()).order_by("pk"))
    at = clock.now()
    receivers = who_may_hear(found, at)
    if not receivers:
        return 0
    told = _Told()
    for one in _reminding(opened, at, days):
        _write(told, _claims(one, authorities, set(receivers)), at)
    letters = [letter for receiver in receivers.values() if (letter := told.letter(receiver, at)) is not None]
    notify_many(by=by, kind=KIND, letters=letters, at=at)
    for (campaign, step), claimed in told.steps.items():
        _record(by, campaign, step, claimed, at)
    return told.rows


def _reminding(opened: Collection[Campaign], at: datetime, days: WorkingDays) -> list[Reminding]:
    running = [campaign for campaign in opened if campaign.is_running(at)]
    return [Reminding(campaign, running, at, days) for campaign in running]


def _receivers(days: WorkingDays, authorities: Authorities) -> Iterator[int]:
    """Who may have to hear of anything (ids, ascending), looked up without a lock, so many at a time.

    To find them means to walk through the roster and the ledger, which grows meanwhile: asked for each batch, that
    took most of the time with 300,000 people.
    """
    after: int | None = 0
    while after is not None:
        at = clock.now()
        opened = list(Campaign.objects.running(at).select_related("version__regulation").order_by("pk"))
        found, after = _next(_reminding(opened, at, days), authorities, after)
        yield from found


def _next(reminding: Collection[Reminding], authorities: Authorities, after: int) -> tuple[list[int], int | None]:
    """The next receivers, and where to go on: every source is read as far as the shortest one reaches."""
    sources: list[list[int]] = []
    for one in reminding:
        for rows in (one.rows(Receiver.PERSON), one.movers()):
            if rows is not None:
                mine = rows.filter(employee_id__gt=after).order_by("employee_id")
                sources.append(list(mine.values_list("employee_id", flat=True)[:READ_AHEAD]))
        supervised = one.rows(Receiver.SUPERVISOR)
        if supervised is not None:
            theirs = supervised.filter(supervisor_id__gt=after).order_by("supervisor_id")
            sources.append(list(theirs.values_list("supervisor_id", flat=True).distinct()[:READ_AHEAD]))
        if one.rows(Receiver.AUTHORITY) is not None:
            sources.append(sorted(pk for pk in authorities.departments if pk > after)[:READ_AHEAD])
    full = [source[-1] for source in sources if len(source) == READ_AHEAD]
    last = min(full, default=None)
    return sorted({pk for source in sources for pk in source if last is None or pk <= last}), last


def who_may_hear(found: Collection[int], at: datetime) -> dict[int, Employee]:
    """Of some receivers those who are at work and got no more letters lately than the City allows; by id."""
    limits = dated_settings.values((_AT_MOST, _WITHIN), at)
    since = at - timedelta(days=int(limits[_WITHIN]))
    lately = Notice.objects.filter(person_id__in=found, kind=KIND, at__gt=since).order_by()
    counted = lately.values("person_id").annotate(number=Count("pk")).filter(number__gte=int(limits[_AT_MOST]))
    spared = set(counted.values_list("person_id", flat=True))
    there = Employee.objects.at_work(at).filter(pk__in=set(found) - spared)
    return {person.pk: person for person in there.order_by("pk")}


def _claims(one: Reminding, authorities: Authorities, receivers: Collection[int]) -> Iterator[Claim]:
    """What the receivers of a batch are to hear of a campaign."""
    own = one.rows(Receiver.PERSON)
    if own is not None:
        yield from one.claims(Receiver.PERSON, own.filter(employee_id__in=receivers))
    supervised = one.rows(Receiver.SUPERVISOR)
    if supervised is not None:
        yield from one.claims(Receiver.SUPERVISOR, supervised.filter(supervisor_id__in=receivers))
    governed = one.rows(Receiver.AUTHORITY)
    if governed is not None:
        theirs = {
            pk: to for to, departments in authorities.departments.items() if to in receivers for pk in departments
        }
        yield from one.claims(Receiver.AUTHORITY, governed.filter(department_id__in=theirs), theirs)
    movers = one.movers()
    if movers is not None:
        yield from _movers(one, movers.filter(employee_id__in=receivers).values_list("employee_id", "employee__number"))


def _movers(one: Reminding, rows: Collection[tuple[int, str]]) -> Iterator[Claim]:
    numbers = dict(rows)
    asked = who_has_not_said_it(numbers, counted_for(one.campaign.version_id, one.at)) if numbers else set()
    for person in sorted(asked):
        yield Claim(one.campaign, person, numbers[person], ADDED, person, one.campaign.due_at)


def _write(told: _Told, claims: Iterator[Claim], at: datetime) -> None:
    """Put claims into the ledger, some at a time, and keep what their receivers are to hear."""
    while some := list(islice(claims, CHUNK)):
        # The unique row is the claim: where another worker had it, the whole batch is undone and found done next time.
        Reminder.objects.bulk_create(
            Reminder(
                campaign=one.campaign,
                person_id=one.person,
                step=one.step,
                to_id=one.to if one.to != one.person else None,
                claimed_at=at,
            )
            for one in some
        )
        for one in some:
            told.rows += 1
            claimed = told.steps.setdefault((one.campaign, one.step), _Claimed(0, one.number, one.number))
            claimed.people += 1
            claimed.first, claimed.last = min(claimed.first, one.number), max(claimed.last, one.number)
            if one.to != one.person:
                told.people[one.to, one.campaign] += 1
            elif one.step == ADDED:
                told.own[one.person].append(words_on_a_statement(one.campaign))
            else:
                told.own[one.person].append(words_of(one.campaign, one.due_at, at))


def _record(by: Actor, campaign: Campaign, step: str, claimed: _Claimed, at: datetime) -> None:
    record(
        by=by,
        act="acknowledgements.reminded",
        on=campaign,
        at=at,
        clause=CITY_PROCEDURE,
        after={"step": step, "people": claimed.people, "from": claimed.first, "to": claimed.last},
    )
