"""What waits: for Employee Relations, entries of others that want a second person, and appointments at night."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from directory.models import Employee
from foundation.waiting import WaitingItem, WaitingQueue
from powers.models import Appointment, InstrumentEntry, Origin
from powers.permissions import enters_instruments


def waiting_for(person: Employee, at: datetime) -> list[WaitingItem | WaitingQueue]:
    """Two queues: the entries that this person may confirm, and the acting appointments made at night."""
    if not enters_instruments(person, at):
        return []
    entries = InstrumentEntry.objects.waiting().exclude(entered_by=person)
    entries = entries.filter(Q(beneficiary__isnull=True) | ~Q(beneficiary=person))
    nights = Appointment.objects.in_effect(at).filter(origin=Origin.NIGHT)
    return [WaitingQueue(entries, "entered_at", _entries), WaitingQueue(nights, "effective_from", _nights)]


def _entries(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Appointments, designations and readings to confirm",
        sentence="A colleague entered them; nothing of it is in effect until you confirm it.",
        url=reverse("powers:entries"),
        action="Look at them",
        since=since,
        count=number,
    )


def _nights(number: int, since: datetime) -> WaitingItem:
    return WaitingItem(
        title="Acting appointments made at night",
        sentence="One person made them. Where they must last longer, two persons enter an acting appointment.",
        url=reverse("powers:nights"),
        action="Read what was done",
        since=since,
        count=number,
    )
