"""Who is to be reminded of a running campaign now, at which step: the roster, what was done, and the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from acknowledgements.added import KIND, without_it
from acknowledgements.due import due_for, term_of
from acknowledgements.exempt import is_exempt
from acknowledgements.lives import Lives
from acknowledgements.models import Acknowledgement, AudienceKind, Campaign, Decline, Receiver, Reminder
from acknowledgements.reach import is_stronger, reached
from acknowledgements.steps import Term, Track, tracks
from directory.models import DepartmentProfile, EmployeeStatus
from foundation import clock
from foundation.calendar import WorkingDays
from policy.carrying import counted_for

ADDED = "added"
"""What the ledger calls the one reminder of a statement that was asked for after a move."""
CHUNK = 1_000


@dataclass(frozen=True)
class Claim:
    """A row that the ledger is about to get: who is reminded at which step, who hears it, and by when it is due."""

    campaign: Campaign
    person: int
    number: str
    step: str
    to: int
    due_at: datetime


class Reminding:
    """One running campaign at a moment, among those that run beside it."""

    def __init__(self, campaign: Campaign, running: Sequence[Campaign], at: datetime, days: WorkingDays) -> None:
        self.campaign, self.at, self.days = campaign, at, days
        self.today = clock.city_date(at)
        self._stronger = [other for other in running if is_stronger(other, campaign)]

    @cached_property
    def tracks(self) -> dict[Receiver, Track]:
        """Its steps, by who hears them."""
        return tracks(self.campaign)

    @cached_property
    def waiting(self) -> QuerySet[Any]:
        """Where they work who are asked, there, not exempt, and have neither done it nor declined; a version once."""
        at, version = self.at, self.campaign.version_id
        person = OuterRef("employee_id")
        away = EmployeeStatus.objects.in_effect(at).away().filter(employee_id=person)
        done = Acknowledgement.objects.standing(at).filter(version_id__in=counted_for(version, at), person_id=person)
        declined = Decline.objects.standing(at).filter(version_id=version, person_id=person)
        rows = reached(self.campaign, at).exclude(Exists(away)).exclude(Exists(done)).exclude(Exists(declined))
        rows = rows.exclude(is_exempt(version, "employee_id", at))
        for other in self._stronger:
            rows = rows.exclude(Exists(reached(other, at).filter(employee_id=person)))
        return rows

    def rows(self, receiver: Receiver) -> QuerySet[Any] | None:
        """Those of whom one kind of receiver may have to hear now; None where nobody's step can have come.

        Left out is who is in the ledger with the step of who was there all the time: nobody's own comes earlier.
        """
        track = self.tracks.get(receiver)
        if track is None:
            return None
        if self.campaign.audience == AudienceKind.NEW_HIRES:
            return self.waiting
        term = Term(self.campaign.opening_day, self.campaign.due_day)
        latest = track.last_due(term, self.today, self.days)
        if not latest:
            return None
        told = Reminder.objects.filter(campaign=self.campaign, step=latest, person_id=OuterRef("employee_id"))
        return self.waiting.exclude(Exists(told))

    def claims(self, receiver: Receiver, rows: QuerySet[Any], hears: dict[int, int] | None = None) -> Iterator[Claim]:
        """What of some rows is due: for each person the last step that has come, where the ledger has it not yet.

        `hears` says for a department (id) who hears of it; left out, the person or the supervisor does.
        """
        after: int | None = 0
        while after is not None and (chunk := self._chunk(rows, after)):
            after = chunk[-1][0] if len(chunk) == CHUNK else None
            people = [person for person, *_ in chunk]
            lives = Lives(people, self.at)
            told = set(
                Reminder.objects.filter(campaign=self.campaign, person__in=people).values_list("person_id", "step")
            )
            for person, number, supervisor, department in chunk:
                step, due_at = self._step(receiver, person, lives)
                to = self._hears(receiver, person, supervisor, hears.get(department) if hears else None)
                if step and to is not None and (person, step) not in told:
                    yield Claim(self.campaign, person, number, step, to, due_at)

    @staticmethod
    def _hears(receiver: Receiver, person: int, supervisor: int | None, authority: int | None) -> int | None:
        """Who hears of a person at a step; None where it would be the person, who hears anyhow."""
        if receiver == Receiver.PERSON:
            return person
        to = supervisor if receiver == Receiver.SUPERVISOR else authority
        return None if to == person else to

    @staticmethod
    def _chunk(rows: QuerySet[Any], after: int) -> list[tuple[int, str, int, int]]:
        columns = ("employee_id", "employee__number", "supervisor_id", "department_id")
        return list(rows.filter(employee_id__gt=after).order_by("employee_id").values_list(*columns)[:CHUNK])

    def _step(self, receiver: Receiver, person: int, lives: Lives) -> tuple[str, datetime]:
        opens_at, due_at = term_of(self.campaign, lives.hired_at(person))
        due_at = due_for(opens_at, due_at, lives.absences(person, self.campaign.version_id), self.at)
        term = Term(clock.city_date(opens_at), clock.last_day(due_at))
        return self.tracks[receiver].last_due(term, self.today, self.days), due_at

    def movers(self) -> QuerySet[Any] | None:
        """Who acknowledged elsewhere and works under IV.K since: told once that a statement is asked of them."""
        if not self.campaign.statements.filter(kind=KIND).exists():
            return None
        there = DepartmentProfile.objects.in_effect(self.at).filter(has_criminal_justice_information=True)
        version = self.campaign.version_id
        made = without_it().filter(version_id__in=counted_for(version, self.at), person_id=OuterRef("employee_id"))
        elsewhere = made.exclude(department_id=OuterRef("department_id"))
        told = Reminder.objects.filter(campaign=self.campaign, step=ADDED, person_id=OuterRef("employee_id"))
        away = EmployeeStatus.objects.in_effect(self.at).away().filter(employee_id=OuterRef("employee_id"))
        return (
            reached(self.campaign, self.at)
            .filter(Exists(elsewhere), department_id__in=there.values("department_id"))
            .exclude(Exists(told))
            .exclude(Exists(away))
        )
