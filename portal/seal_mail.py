"""The latest seal of the trail, mailed to the auditors each day: a root that has left the house cannot be rewritten."""

from __future__ import annotations

from datetime import datetime

from directory.models import Employee, Role, RoleHolding
from foundation import clock, dates
from foundation.actor import Actor
from foundation.audit.models import Seal
from notifications.services import Letter, notify_many

KIND = "trail.root"


def tell_auditors(at: datetime) -> int:
    """Write the latest seal to everybody who is an auditor now, once a day in the City; returns to how many.

    Safe to repeat: the second letter of a day is not written. Nothing is written while nothing is sealed.
    """
    seal = Seal.objects.order_by("-id").first()
    if seal is None:
        return 0
    auditors = Employee.objects.filter(
        pk__in=RoleHolding.objects.usable(at).filter(role=Role.AUDITOR).values("employee_id")
    ).order_by("pk")
    day = clock.city_date(at)
    letters = (
        Letter(to=auditor, subject=f"Seal of the trail, {day}", body=_body(seal), key=f"trail.root:{day}:{auditor.pk}")
        for auditor in auditors
    )
    return notify_many(by=Actor.of_system("seals"), kind=KIND, letters=letters, at=at)


def _body(seal: Seal) -> str:
    return (
        f"Seal {seal.number} of series {seal.series_id} was made on {dates.exact(seal.sealed_at)}. "
        f"With the seals before it, it holds every entry of the trail up to number {seal.last_id}.\n\n"
        f"Its root:\n{seal.root}\n\n"
        "Keep this message outside the portal. Whoever changes the trail later cannot make this root again:\n"
        f"manage.py verify_audit --root {seal.root}\nsays whether the trail still leads to it."
    )
