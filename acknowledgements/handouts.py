"""Printed slips for people without an e-mail address, in the order in which they are handed out: crew by crew.

A crew is a supervisor's people in a department. The roster knows no shifts: each crew has a line to write one on.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from acknowledgements.audience import bound_assignments
from acknowledgements.due import due_for, term_of
from acknowledgements.lives import Lives
from acknowledgements.models import Campaign
from acknowledgements.reminded import Reminding
from acknowledgements.sheets import write_in_parts
from directory.tree import Tree
from foundation import clock, dated_settings, pdf, qr
from foundation.calendar import WorkingDays

MOST = 500
"""As many slips as one page holds; of more, a department is chosen first."""


@dataclass(frozen=True)
class Slip:
    """What one person is handed."""

    name: str
    number: str
    title: str
    due_day: date


@dataclass
class Crew:
    """Some people who are handed their slips together."""

    department: str
    supervisor: str
    slips: list[Slip] = field(default_factory=list)


@dataclass(frozen=True)
class Slips:
    """The crews of a page, how many slips there are in all, and the departments that have some."""

    crews: list[Crew]
    total: int
    departments: list[tuple[int, str]]

    @property
    def are_too_many(self) -> bool:
        """Whether a department is to be chosen first."""
        return self.total > MOST


def slips_of(campaign: Campaign, at: datetime, department: int | None = None) -> Slips:
    """Who waits in a running campaign and has no e-mail address; in a department with its divisions, where given."""
    tree = Tree(at)
    running = list(Campaign.objects.running(at).filter(version=campaign.version_id))
    waiting = Reminding(campaign, running, at, WorkingDays()).waiting.filter(employee__email="")
    named = {pk: tree.name(pk) for pk in waiting.order_by().values_list("department_id", flat=True).distinct()}
    if department is not None:
        waiting = waiting.filter(department_id__in=tree.with_divisions([department]))
    total = waiting.count()
    crews = _crews(campaign, waiting, tree, at) if total <= MOST else []
    return Slips(crews, total, sorted(named.items(), key=lambda pair: pair[1]))


def crews_of(campaign: Campaign, people: Collection[int], at: datetime) -> list[Crew]:
    """The slips of some people (ids) where they work now: those of a list that somebody acted on."""
    return _crews(campaign, bound_assignments(at).filter(employee_id__in=people), Tree(at), at)


def as_pdf(campaign: Campaign, crews: Sequence[Crew], at: datetime) -> bytes:
    """Slips as a tagged PDF, crew by crew, each crew on a new page."""
    address = address_of(campaign)
    context = {
        "campaign": campaign,
        "crews": crews,
        "title": f"Slips: {campaign.title}",
        "city": dated_settings.value("city.name", at),
        "made_at": at,
        "address": address,
        "code": qr.as_data_address(address),
    }
    return pdf.render("acknowledgements/handouts_pdf.html", context)


def write_slips(
    campaign: Campaign,
    name: str,
    people: Collection[int],
    stream: IO[bytes],
    at: datetime,
    progress: Callable[[int], None],
) -> str:
    """Write many slips, crew by crew, as one PDF or a ZIP of several; returns the name with its ending."""
    here = bound_assignments(at).filter(employee_id__in=people)
    piled = here.order_by("department__code", "supervisor__name", "supervisor_id", "employee__name", "employee_id")
    ids = list(piled.values_list("employee_id", flat=True))
    return write_in_parts(name, ids, lambda some: as_pdf(campaign, crews_of(campaign, some, at), at), stream, progress)


def _crews(campaign: Campaign, waiting: QuerySet[Any], tree: Tree, at: datetime) -> list[Crew]:
    rows = list(
        waiting.order_by("supervisor__name", "employee__name").values_list(
            "department_id",
            "supervisor_id",
            "supervisor__name",
            "employee_id",
            "employee__name",
            "employee__number",
            "title",
        )
    )
    lives = Lives([row[3] for row in rows], at)
    found: dict[tuple[int, int | None], Crew] = {}
    for department, supervisor, supervisor_name, person, name, number, title in rows:
        opens_at, due_at = term_of(campaign, lives.hired_at(person))
        due_at = due_for(opens_at, due_at, lives.absences(person, campaign.version_id), at)
        crew = found.setdefault((department, supervisor), Crew(tree.name(department), supervisor_name or ""))
        crew.slips.append(Slip(name, number, title, clock.last_day(due_at)))
    return sorted(found.values(), key=lambda crew: (crew.department, crew.supervisor))


def address_of(campaign: Campaign) -> str:
    """Where one reads and acknowledges: printed on each slip as a QR code."""
    return f"{settings.PORTAL_URL.rstrip('/')}{reverse('acknowledgements:read', args=[campaign.pk])}"
