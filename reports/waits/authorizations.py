"""What waits about authorizations: requests, words given aloud, papers, acceptances; to keep or end, after declines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from acknowledgements.models import Decline
from authorizations import links
from authorizations.kinds import POWERS
from authorizations.kinds import Kind as What
from authorizations.models import Authorization, OralWords, Request
from authorizations.permissions import (
    KIND_OF,
    reach_of,
    visible_authorizations,
    visible_requests,
    visible_words,
)
from authorizations.waiting import declines_undecided, left_to_successors
from directory.models import Employee
from powers.catalogue import AUTHORIZE_SPEECH
from reports.asking import Asked
from reports.waits.kind import About, Kind, Waiting, known, moment


def _requests(asked: Asked) -> Waiting:
    rows = visible_requests(asked.person, asked.now).waiting(moment(asked))
    return Waiting(_to_decide_or_theirs(asked, rows, "grantee_id", "asked_by_id"), "asked_at", "department_id")


def _words(asked: Asked) -> Waiting:
    rows = visible_words(asked.person, asked.now).waiting(moment(asked))
    rows = _to_decide_or_theirs(asked, rows, "grantee_id", "spoken_by_id")
    return Waiting(rows, "recorded_at", "department_id", due="due_at")


def _papers(asked: Asked) -> Waiting:
    rows = visible_authorizations(asked.person, asked.now).papers_to_confirm(moment(asked))
    return Waiting(_to_decide_or_theirs(asked, rows, "grantee_id"), "recorded_at", "department_id")


def _acceptances(asked: Asked) -> Waiting:
    """But for those whose holder has left: they are over with that, and nobody has to revoke them (DESIGN 3.1)."""
    rows = visible_authorizations(asked.person, asked.now).waiting_for_acceptance(asked.at, known(asked))
    rows = rows.filter(granted_at__lte=asked.at).holder_stayed(asked.at, asked.known_at)
    return Waiting(_theirs(asked, rows), "granted_at", "department_id")


def _to_keep_or_end(asked: Asked) -> Waiting:
    seen = visible_authorizations(asked.person, asked.now).order_by().values("pk")
    rows = left_to_successors(asked.at, known(asked))
    rows = rows if asked.scope.everything else rows.filter(pk__in=seen)
    return Waiting(_theirs(asked, rows), "in_office_since", "department_id")


def _declines(asked: Asked) -> Waiting:
    """Those of who may know that there is one: the person, the authority who decides, and who sees everything."""
    rows = declines_undecided(asked.at, known(asked))
    if not asked.scope.everything:
        decided = reach_of(asked.person, asked.now).get(KIND_OF[AUTHORIZE_SPEECH.code], frozenset())
        rows = rows.filter(Q(person=asked.person) | Q(department_id__in=decided))
    return Waiting(rows, "recorded_at", "department_id")


def _to_decide_or_theirs(asked: Asked, rows: Any, *people: str) -> Any:
    """Those of the own people and departments, and those that one decides on, designees too."""
    if asked.scope.everything:
        return rows
    seen = asked.scope.of(people=people, departments=("department_id",))
    for kind, departments in reach_of(asked.person, asked.now).items():
        if kind in POWERS:
            seen |= Q(kind=kind, department_id__in=departments)
    return rows.filter(seen)


def _theirs(asked: Asked, rows: Any) -> Any:
    return asked.scope.narrow(rows, people=("grantee_id",), departments=("department_id",))


def _tell_requests(asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = Request.objects.filter(pk__in=keys).select_related("grantee")
    return {str(row.pk): _to_decide(row, asked, {row.grantee_id, row.asked_by_id}) for row in rows}


def _tell_words(asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = OralWords.objects.filter(pk__in=keys).select_related("grantee")
    return {str(row.pk): _to_decide(row, asked, {row.grantee_id}) for row in rows}


def _tell_papers(asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = Authorization.objects.filter(pk__in=keys).select_related("grantee")
    return {str(row.pk): _to_decide(row, asked, {row.grantee_id, row.recorded_by_id}) for row in rows}


def _to_decide(row: Request | OralWords | Authorization, asked: Asked, not_by: set[int | None]) -> About:
    power = POWERS[row.kind]
    words = f"{What(row.kind).label}: {asked.names.of(row.grantee)}"
    others = frozenset(one for one in not_by if one is not None)
    return About(words, links.link_to(row), power.code, power.basis, not_by=others)


def _tell_acceptances(asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = Authorization.objects.filter(pk__in=keys).select_related("grantee")
    told = {}
    for row in rows:
        words, grantee = f"{What(row.kind).label}: {row.reference}", asked.names.of(row.grantee)
        told[str(row.pk)] = About(words, links.link_to(row), people=(grantee,))
    return told


def _tell_to_keep_or_end(asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = list(left_to_successors(asked.at, known(asked)).filter(pk__in=keys))
    successors = Employee.objects.in_bulk({row.successor_id for row in rows})
    told = {}
    for row in rows:
        words = f"{What(row.kind).label}: {row.reference}"
        told[str(row.pk)] = About(words, links.link_to(row), people=(asked.names.of(successors[row.successor_id]),))
    return told


def _tell_declines(_asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    """Not of whom: that somebody declined is told to few."""
    rows = Decline.objects.filter(pk__in=keys).select_related("version__regulation")
    power = AUTHORIZE_SPEECH.code
    return {
        str(row.pk): About(f"Decline of {row.version}", links.DECLINES, power, not_by=frozenset({row.person_id}))
        for row in rows.defer("version__text", "version__front_matter")
    }


KINDS = (
    Kind("request", "Request for an authorization", _requests, _tell_requests),
    Kind("words", "Words by telephone to confirm", _words, _tell_words),
    Kind("paper", "Authorization on paper to confirm", _papers, _tell_papers),
    Kind("acceptance", "Authorization to accept", _acceptances, _tell_acceptances),
    Kind("keep", "Authorization of a predecessor to keep or end", _to_keep_or_end, _tell_to_keep_or_end),
    Kind("decline", "Use of authorizations after a decline to decide", _declines, _tell_declines),
)
