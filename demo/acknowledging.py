"""A campaign two thirds through: who acknowledged when, more in one department than in another, on working days."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from django.db import transaction
from django.urls import reverse

from acknowledgements import receipts
from acknowledgements.audience import bound_assignments
from acknowledgements.models import Acknowledgement, Campaign
from acknowledgements.services.acknowledging import OBJECT_KIND
from acknowledgements.services.reminding import KIND
from acknowledgements.wording import hash_of, shown_to
from demo.calendar import Calendar
from demo.cast import BY_NUMBER
from directory.models import Assignment, DepartmentProfile, EmployeeStatus
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.calendar import is_working_day
from foundation.citations import CITY_PROCEDURE
from notifications.models import Notice

BATCH = 500


@dataclass(frozen=True)
class Tempo:
    """How eager a department is: the share that has acknowledged, and how much of it came in the first days."""

    share: float
    early: float


class Acknowledging:
    """Writes the acknowledgements of a campaign as people would have made them."""

    def __init__(self, campaign: Campaign, calendar: Calendar, opened: int, seed: int) -> None:
        self.campaign = campaign
        self.calendar = calendar
        self.opened = opened
        self.random = Random(f"{seed}:acknowledging")  # noqa: S311  no secret hangs on it
        statements = list(campaign.statements.all())
        self.shown = {bound: shown_to(statements, criminal_justice=bound) for bound in (False, True)}
        self.profiles = {row.department_id: row for row in DepartmentProfile.objects.in_effect(campaign.opens_at)}
        self.days = [day for day in range(opened, 0, -1) if is_working_day(calendar.day(day))]
        self.references: set[str] = set()

    def plan(self, but_for: Collection[int]) -> list[tuple[int, int]]:
        """Who acknowledges when, as (minutes after the opening, assignment), the earliest first; some never do."""
        opens = self.campaign.opens_at
        found: list[tuple[int, int]] = []
        tempos: dict[int, Tempo] = {}
        away = EmployeeStatus.objects.in_effect(opens).away().values("employee_id")
        there = bound_assignments(opens, self.calendar.midnight(-1)).exclude(employee_id__in=away)
        there = there.exclude(employee_id__in=but_for)
        columns = ("pk", "department_id", "employee__works_without_computer", "employee__number")
        for pk, department, without_computer, number in there.order_by("pk").values_list(*columns).iterator():
            tempo = tempos.setdefault(department, self._tempo())
            share = tempo.share * (0.55 if without_computer else 1.0)
            # The cast has not acknowledged yet: who signs in as one of them has something to do.
            if self.random.random() < share and number not in BY_NUMBER:
                found.append((self._minute(tempo), pk))
        return sorted(found)

    def _tempo(self) -> Tempo:
        return Tempo(share=self.random.triangular(0.35, 0.98, 0.82), early=self.random.uniform(1.2, 2.6))

    def _minute(self, tempo: Tempo) -> int:
        """A minute of a working day: many at once after the opening, then fewer, in the mornings above all."""
        place = int(len(self.days) * self.random.random() ** tempo.early)
        day = self.opened - self.days[min(place, len(self.days) - 1)]
        return day * 24 * 60 + int(self.random.triangular(6 * 60, 18 * 60, 9 * 60))

    def write(self, planned: list[tuple[int, int]]) -> int:
        """Write what was planned, a few hundred at a time, each with its entry in the trail; returns how many."""
        for begin in range(0, len(planned), BATCH):
            with transaction.atomic():
                self._write({pk: minute for minute, pk in planned[begin : begin + BATCH]})
        return len(planned)

    def _write(self, minutes: dict[int, int]) -> None:
        rows = {
            row.pk: row for row in Assignment.objects.filter(pk__in=minutes).select_related("employee", "department")
        }
        made = [self._acknowledgement(rows[pk], minute) for pk, minute in minutes.items()]
        Acknowledgement.objects.bulk_create(made)
        for acknowledgement in made:
            self._tell(acknowledgement)
        asked = Notice.objects.filter(kind=KIND, person__in=[row.person_id for row in made])
        asked.update(read_at=made[0].at)
        Notice.objects.bulk_create(self._notice(acknowledgement) for acknowledgement in made)

    def _acknowledgement(self, row: Assignment, minute: int) -> Acknowledgement:
        at = self.campaign.opens_at + timedelta(minutes=minute, seconds=self.random.randrange(60))
        profile = self.profiles[row.department_id]
        statements = self.shown[profile.has_criminal_justice_information]
        made = Acknowledgement(
            reference=self._reference(at.year),
            person=row.employee,
            version=self.campaign.version,
            campaign=self.campaign,
            text_hash=self.campaign.version.text_hash,
            statements=statements,
            statements_hash=hash_of(statements),
            typed_name=row.employee.name,
            at=at,
            recorded_at=at,
            browser="Demonstration",
            department=row.department,
            department_name=profile.name,
            title=row.title,
        )
        receipts.seal(made)
        return made

    def _reference(self, year: int) -> str:
        while (reference := receipts.new_reference(year)) in self.references:
            pass
        self.references.add(reference)
        return reference

    def _tell(self, made: Acknowledgement) -> None:
        """The entry that the service writes."""
        record(
            by=Actor.of_person(made.person),
            act="acknowledgements.acknowledged",
            on=Subject(OBJECT_KIND, made.reference, made.reference),
            at=made.at,
            capacity="employee",
            clause=CITY_PROCEDURE,
            department_code=made.department.code,
            after={
                "campaign": made.campaign_id,
                "version": made.version_id,
                "text_hash": made.text_hash,
                "statements_hash": made.statements_hash,
                "method": made.method,
                "digest": made.digest,
            },
        )

    def _notice(self, made: Acknowledgement) -> Notice:
        return Notice(
            person=made.person,
            kind="acknowledgements.receipt",
            title=f"Your receipt {made.reference}",
            link=reverse("acknowledgements:receipt", args=[made.reference]),
            at=made.at,
            read_at=made.at,
            key=f"receipt:{made.reference}",
        )
