"""What waits: for who decides, requests and papers; for a grantee, to accept; for a successor, to keep or end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from acknowledgements.models import Decline
from authorizations import links
from authorizations.kinds import POWERS
from authorizations.models import Authorization, DeclineDecision, Keeping, OralWords, Request
from directory.models import Employee
from foundation.waiting import WaitingItem, WaitingQueue
from powers.catalogue import AUTHORIZE_SPEECH
from powers.models import Appointment, AppointmentKind
from powers.permissions import departments_named_for

Item = Callable[[int, datetime], WaitingItem]


def waiting_for(person: Employee, at: datetime) -> list[WaitingItem | WaitingQueue]:
    """The queues of one person, counted together with every other one; to the day, as instruments name people.

    The pages behind them, and every decision, ask whether the power is held.
    """
    asked = (person, at)
    return [
        WaitingQueue(_to_accept, "granted_at", _item(*_ACCEPT), asked),
        WaitingQueue(words_to_confirm, "recorded_at", _item(*_WORDS), asked),
        WaitingQueue(requests_to_decide, "asked_at", _item(*_DECIDE), asked),
        WaitingQueue(papers_to_confirm, "recorded_at", _item(*_CONFIRM), asked),
        WaitingQueue(declines_to_decide, "recorded_at", _item(*_DECLINES), asked),
        WaitingQueue(to_keep_or_end, "granted_at", _item(*_KEEP), asked),
    ]


def _to_accept(person: Employee, at: datetime) -> QuerySet[Authorization]:
    return Authorization.objects.waiting_for_acceptance(at).filter(grantee=person)


def _named_for(person: Employee, at: datetime) -> Q:
    named = Q(pk__in=[])
    for kind, power in POWERS.items():
        named |= Q(kind=kind, department_id__in=departments_named_for(person, power.code, at))
    return named


def requests_to_decide(person: Employee, at: datetime) -> QuerySet[Request]:
    """Requests that somebody may be the one to decide, never their own, the oldest first."""
    others = Request.objects.waiting().exclude(asked_by=person).exclude(grantee=person)
    return others.filter(_named_for(person, at)).order_by("asked_at", "pk")


def words_to_confirm(person: Employee, at: datetime) -> QuerySet[OralWords]:
    """Words given aloud that wait for one's word in writing: one's own, and those for which one is named."""
    others = (
        OralWords.objects.waiting().exclude(grantee=person).exclude(~Q(spoken_by=F("recorded_by")), recorded_by=person)
    )
    return others.filter(Q(spoken_by=person) | _named_for(person, at)).order_by("recorded_at", "pk")


def papers_to_confirm(person: Employee, at: datetime) -> QuerySet[Authorization]:
    """Papers that wait for the word of somebody who neither recorded them nor benefits."""
    others = Authorization.objects.papers_to_confirm().exclude(recorded_by=person).exclude(grantee=person)
    return others.filter(_named_for(person, at)).order_by("recorded_at", "pk")


def declines_to_decide(person: Employee, at: datetime) -> QuerySet[Decline]:
    """Whose use of authorizations waits for somebody's word as the authority: only of who holds any."""
    named = departments_named_for(person, AUTHORIZE_SPEECH.code, at)
    return declines_undecided(at).filter(department_id__in=named).exclude(person=person).order_by("recorded_at")


def declines_undecided(at: datetime, known_at: datetime | None = None) -> QuerySet[Decline]:
    """Declines of who holds authorizations, on whose use no authority has decided; without `known_at`, the present."""
    held = Authorization.objects.within_dates(at, known_at).filter(grantee_id=OuterRef("person_id"))
    given = DeclineDecision.objects.filter(decline_id=OuterRef("pk"))
    if known_at is not None:
        given = given.filter(at__lte=min(at, known_at))
    return Decline.objects.not_followed(at, known_at).filter(Exists(held)).exclude(Exists(given))


def to_keep_or_end(person: Employee, at: datetime) -> QuerySet[Any]:
    """The one list of a successor in office: what predecessors gave and nobody has kept or ended in this term."""
    mine = _in_office(at).filter(holder=person)
    return _left_by_predecessors(mine, at).exclude(grantee=person).order_by("grantee_name", "pk")


def left_to_successors(at: datetime, known_at: datetime | None = None) -> QuerySet[Any]:
    """The lists of all successors together, each row with `successor_id` and, since when it waits, `in_office_since`.

    Without `known_at` it is the present.
    """
    current, earlier = _in_office(at, known_at), _ended(at, known_at).filter(lineage=OuterRef(OuterRef("appointment")))
    theirs = current.filter(department_id__in=earlier.values("department_id"))
    rows: QuerySet[Any] = _left_by_predecessors(current, at, known_at).annotate(
        successor_id=Subquery(theirs.values("holder_id")[:1]),
        in_office_since=Subquery(theirs.values("effective_from")[:1]),
    )
    return rows.exclude(grantee_id=F("successor_id"))


def _in_office(at: datetime, known_at: datetime | None = None) -> QuerySet[Any]:
    return Appointment.objects.in_effect(at, known_at).filter(kind=AppointmentKind.REGULAR)


def _ended(at: datetime, known_at: datetime | None) -> QuerySet[Any]:
    rows: QuerySet[Any] = (
        Appointment.objects.not_superseded() if known_at is None else Appointment.objects.known(known_at)
    )
    return rows.filter(effective_from__lte=at, effective_until__lte=at)


def _left_by_predecessors(current: QuerySet[Any], at: datetime, known_at: datetime | None = None) -> QuerySet[Any]:
    """What runs and was given under ended appointments to the offices of `current`, and is not kept in its terms."""
    earlier = _ended(at, known_at).filter(department_id__in=current.values("department_id"))
    kept = Keeping.objects.filter(authorization_id=OuterRef("pk"), appointment__in=current.values("lineage"))
    if known_at is not None:
        kept = kept.filter(recorded_at__lte=min(at, known_at))
    rows = Authorization.objects.within_dates(at, known_at).filter(appointment__in=earlier.values("lineage"))
    return rows.exclude(Exists(kept))


def _item(title: str, sentence: str, url: str, action: str) -> Item:
    def item(number: int, since: datetime) -> WaitingItem:
        return WaitingItem(title=title, sentence=sentence, url=url, action=action, since=since, count=number)

    return item


_ACCEPT = (
    "Authorizations to accept",
    "You were given a written authorization: read it, and accept its conditions.",
    links.ROOT,
    "Read and accept",
)
_DECIDE = (
    "Requests for authorizations",
    "Somebody needs a written authorization, and you may decide.",
    links.TO_DECIDE,
    "Decide",
)
_WORDS = (
    "Words given by telephone",
    "Somebody recorded that it was allowed aloud. Nothing is authorized until it is confirmed in writing.",
    links.WORDS,
    "Read and confirm",
)
_CONFIRM = (
    "Authorizations on paper",
    "They were recorded from paper and are not in effect until you confirm them.",
    links.PAPERS,
    "Look at them",
)
_DECLINES = (
    "Authorizations without an acknowledgement",
    "Employee Relations has the matter; you decide whether the authorizations may be used meanwhile.",
    links.DECLINES,
    "Decide",
)
_KEEP = (
    "Authorizations of your predecessor",
    "They stand until you end them: keep those that are to go on.",
    links.KEEP_OR_END,
    "Keep or end them",
)
