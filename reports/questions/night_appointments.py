"""Acting appointments that one person made at night, and what two persons made of them afterwards."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse

from foundation.dates import moment
from foundation.numbers import how_many
from powers.models import Appointment, Origin
from reports.answer import Answer, Column, Listed, Row, Sums
from reports.asking import Asked
from reports.forms import DepartmentsPeriodForm
from reports.report import Report


class NightAppointments(Report):
    """Acting appointments made at night in a time; a few in a year, so that all are there at once."""

    code = "night-appointments"
    title = "Which acting appointments were made at night?"
    about = "Acting appointments by one person outside working hours: by whom, for which office, and what followed."
    group = "People and powers"
    form = DepartmentsPeriodForm
    columns = (
        Column("from", "Made, and in force from", 20),
        Column("until", "Until", 18),
        Column("office", "Office", 34),
        Column("code", "Code", 10),
        Column("holder", "Appointed to act", 28),
        Column("number", "Number", 12),
        Column("by", "Appointed by", 28),
        Column("by_number", "Number of who appointed", 12),
        Column("instrument", "Instrument", 44),
        Column("in_force", "In force at that moment", 12),
        Column("confirmed", "Same person appointed by two persons afterwards", 16),
        Column("followed", "What followed", 50),
    )

    def answer(self, asked: Asked) -> Answer:
        """One row for each, the latest first; one question for them and one for what followed."""
        nights = _nights(asked)
        after = _made_by_two(nights, asked)
        rows = [_row(night, after[night.department_id], asked) for night in nights]
        offices = len({night.department_id for night in nights})
        in_force, confirmed = (sum(bool(row.cells[place]) for row in rows) for place in (9, 10))
        by_office = Counter(asked.tree.name(night.department_id) for night in nights)
        return Answer(
            rows=Listed(rows),
            sentence=f"{how_many(len(rows), 'acting appointment was', 'acting appointments were')} made at night, for "
            f"{how_many(offices, 'office')}; {in_force:,} in force at that moment. {confirmed:,} of the people were "
            "appointed by two persons afterwards."
            if rows
            else "No acting appointment was made at night.",
            empty="Nobody was appointed at night in this time. Choose a longer period, or other departments.",
            sums=(Sums("By office", ("Office", "Appointments"), sorted(by_office.items())),) if rows else (),
            notes=(
                "At night one person may appoint somebody to act for some hours (City procedure); it is reported to "
                "Employee Relations. Where it must last longer, two persons enter an acting appointment.",
            ),
        )


def _nights(asked: Asked) -> list[Appointment]:
    scope = asked.scope
    rows = Appointment.objects.known(asked.known_at).filter(
        origin=Origin.NIGHT, effective_from__gte=asked.filters["begins"], effective_from__lte=asked.filters["ends"]
    )
    if not scope.everything:
        mine = Q(holder=scope.person) | Q(entered_by=scope.person) | Q(department_id__in=scope.departments)
        rows = rows.filter(mine)
    if asked.departments:
        rows = rows.filter(department_id__in=asked.departments)
    return list(rows.select_related("holder", "department", "entered_by").order_by("-effective_from", "-pk"))


def _made_by_two(nights: Sequence[Appointment], asked: Asked) -> dict[int, list[Appointment]]:
    """By office: the appointments that two persons made and that had begun by then, the earliest first."""
    found: dict[int, list[Appointment]] = defaultdict(list)
    rows = Appointment.objects.known(asked.known_at).filter(
        origin=Origin.ENTERED,
        department_id__in={night.department_id for night in nights},
        effective_from__lte=asked.at,
    )
    for row in rows.select_related("holder").order_by("effective_from", "pk"):
        found[row.department_id].append(row)
    return found


def _row(night: Appointment, after: Sequence[Appointment], asked: Asked) -> Row:
    later = [one for one in after if one.effective_from > night.effective_from]
    same = [one for one in later if one.holder_id == night.holder_id]
    following = (same or later)[:1]
    followed = "".join(
        f"{asked.names.of(one.holder)}, {one.get_kind_display().lower()}, "
        f"from {moment(one.effective_from)}: {one.instrument}"
        for one in following
    )
    by = night.entered_by
    cells = (
        night.effective_from,
        night.effective_until,
        asked.tree.name(night.department_id),
        night.department.code,
        asked.names.of(night.holder),
        night.holder.number,
        asked.names.of(by) if by else "",
        by.number if by else "",
        night.instrument,
        night.is_in_effect(asked.at),
        bool(same),
        followed,
    )
    return Row(cells, {2: reverse("powers:department", args=[night.department.code])})
