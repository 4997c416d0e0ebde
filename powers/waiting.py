"""What waits: for Employee Relations, entries of others that want a second person, and appointments at night."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from directory.models import Employee
from foundation.waiting import WaitingItem
from powers.models import Appointment, InstrumentEntry, Origin
from powers.permissions import enters_instruments

_AT_MOST = 100


def waiting_for(person: Employee, at: datetime) -> list[WaitingItem]:
    """One item for all entries that this person may confirm; at most two queries."""
    if not enters_instruments(person, at):
        return []
    return [*_entries(person), *_nights(at)]


def _entries(person: Employee) -> list[WaitingItem]:
    entries = InstrumentEntry.objects.waiting().exclude(entered_by=person)
    entries = entries.filter(Q(beneficiary__isnull=True) | ~Q(beneficiary=person))
    since = list(entries.order_by("entered_at").values_list("entered_at", flat=True)[:_AT_MOST])
    if not since:
        return []
    return [
        WaitingItem(
            title="Appointments, designations and readings to confirm",
            sentence="A colleague entered them; nothing of it is in effect until you confirm it.",
            url=reverse("powers:entries"),
            action="Look at them",
            since=since[0],
            count=len(since),
        )
    ]


def _nights(at: datetime) -> list[WaitingItem]:
    nights = Appointment.objects.in_effect(at).filter(origin=Origin.NIGHT)
    since = list(nights.order_by("effective_from").values_list("effective_from", flat=True)[:_AT_MOST])
    if not since:
        return []
    return [
        WaitingItem(
            title="Acting appointments made at night",
            sentence="One person made them. Where they must last longer, two persons enter an acting appointment.",
            url=reverse("powers:nights"),
            action="Read what was done",
            since=since[0],
            count=len(since),
        )
    ]
