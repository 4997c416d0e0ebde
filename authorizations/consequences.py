"""What a change of the roster means for instruments: who is concerned hears that they are not in force.

That they end or rest is derived (`authorizations.standing`); only the letter is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from acknowledgements.models import Decline
from authorizations import links
from authorizations.models import Authorization
from authorizations.notifications import KIND_DECISIONS, tell, tell_of_decline, who_decides
from authorizations.standing import standing_of
from directory.services.consequences import ChangeKind, Told
from foundation import dates
from foundation.actor import Actor
from powers.picture import Picture

_DISTURBING = frozenset({ChangeKind.LEFT, ChangeKind.MOVED, ChangeKind.LEAVE_STARTED, ChangeKind.SUSPENDED})


def after_roster_changes(*, by: Actor, changes: Sequence[Told], at: datetime) -> None:
    """Tell who could grant again that instruments are not in force from a moment on; the reason stays out of it.

    A roster consequence, safe to repeat: each letter has a key of instrument and moment.
    """
    disturbing = [told for told in changes if told.change.kind in _DISTURBING]
    if not disturbing:
        return
    ids = {told.employee.pk for told in disturbing}
    rows = Authorization.objects.within_dates(at).filter(grantee_id__in=ids)
    held = list(rows.select_related("grantee", "department", "revocation").order_by("pk"))
    for told in disturbing:
        theirs = [row for row in held if row.grantee_id == told.employee.pk]
        picture = Picture(max(told.change.effective, at), at) if theirs else None
        for row in theirs:
            if picture is not None and not standing_of(row, picture).in_effect:
                _tell(row, told.change.effective, by, at)


def after_decline(*, by: Actor, decline: Decline, at: datetime) -> None:
    """Ask the authority whether the authorizations of who declined may be used; of who holds none nobody is told."""
    if Authorization.objects.within_dates(at).filter(grantee_id=decline.person_id).exists():
        tell_of_decline(decline, by=by, at=at)


def _tell(row: Authorization, effective: datetime, by: Actor, at: datetime) -> None:
    subject = f"Authorization {row.reference} is not in force"
    body = (
        f"From {dates.moment(effective)} the authorization of {row.grantee_name} is not in force: "
        f"{row.get_kind_display().lower()}.\n\nAuthorize somebody else where that is needed."
    )
    people = [one for one in who_decides(row.kind, row.department, at) if one.pk != row.grantee_id]
    key = f"roster:{row.reference}:{effective.isoformat()}"
    tell(KIND_DECISIONS, people, subject, body, links.link_to(row), key, by, at)
