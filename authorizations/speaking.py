"""Who speaks on an account: the instruments that reach it, and the people of whom the decision is to be asked.

Whether somebody may, `decisions` answers. Here stands only of whom it is worth asking.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from accounts.models import AccountDepartment, OfficialAccount
from authorizations.acts_asked import Speaker
from authorizations.kinds import ON_ACCOUNTS, POWERS
from authorizations.models import Authorization
from powers.picture import Picture


def reaching(account: OfficialAccount, at: datetime, known_at: datetime | None = None) -> dict[int, int]:
    """Ids of the instruments within their dates that name an account or its platform, each with its holder's."""
    known = known_at or at
    uses = departments_of(account, at, known)
    rows = Authorization.objects.within_dates(at, known).filter(kind__in=ON_ACCOUNTS).order_by()
    found = dict(rows.on_account(account.pk).values_list("pk", "grantee_id"))
    now = OfficialAccount.objects.as_of(at, known).filter(pk=account.pk).first()
    if now is not None:
        theirs = Q(voice_department_id__in=uses) | Q(voice_department__isnull=True, department_id__in=uses)
        wide = rows.filter(theirs).exclude(platforms=[]).values_list("pk", "grantee_id", "platforms")
        found |= {pk: person for pk, person, platforms in wide if now.now.platform.code in platforms}
    return found


def departments_of(account: OfficialAccount, at: datetime, known_at: datetime) -> list[int]:
    """Ids of the departments that use an account."""
    rows = AccountDepartment.objects.in_effect(at, known_at).filter(account=account)
    return list(rows.order_by("-is_responsible", "pk").values_list("department_id", flat=True))


def candidates(account: OfficialAccount, voice: Speaker | None, picture: Picture) -> set[int]:
    """Ids of the people who hold something for an account at the picture's moment, or an office that governs it."""
    at, known_at = picture.at, picture.known_at
    offices = {*departments_of(account, at, known_at)}
    if voice is not None and voice.department_id is not None:
        offices.add(voice.department_id)
    found = set(reaching(account, at, known_at).values())
    for department in sorted(offices):
        for power in (POWERS[kind] for kind in ON_ACCOUNTS):
            office = picture.climb(department, power).office_id if picture.is_given(power) else None
            appointment = picture.acting_for(office) if office is not None else None
            if appointment is not None:
                found.add(appointment.holder_id)
    return found
