"""What waits about authorizations: requests, words given aloud, papers, acceptances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from authorizations import links
from authorizations.kinds import POWERS
from authorizations.kinds import Kind as What
from authorizations.models import Authorization, OralWords, Request
from authorizations.permissions import visible_authorizations, visible_requests, visible_words
from reports.asking import Asked
from reports.waits.kind import About, Kind, Waiting, moment


def _requests(asked: Asked) -> Waiting:
    rows = visible_requests(asked.person, asked.now).waiting(moment(asked))
    rows = asked.scope.narrow(rows, people=("grantee_id", "asked_by_id"), departments=("department_id",))
    return Waiting(rows, "asked_at", "department_id")


def _words(asked: Asked) -> Waiting:
    rows = visible_words(asked.person, asked.now).waiting(moment(asked))
    rows = asked.scope.narrow(rows, people=("grantee_id", "spoken_by_id"), departments=("department_id",))
    return Waiting(rows, "recorded_at", "department_id", due="due_at")


def _papers(asked: Asked) -> Waiting:
    rows = visible_authorizations(asked.person, asked.now).papers_to_confirm(moment(asked))
    return Waiting(_theirs(asked, rows), "recorded_at", "department_id")


def _acceptances(asked: Asked) -> Waiting:
    known = None if asked.is_now else asked.known_at
    rows = visible_authorizations(asked.person, asked.now).waiting_for_acceptance(asked.at, known)
    return Waiting(_theirs(asked, rows.filter(granted_at__lte=asked.at)), "granted_at", "department_id")


def _theirs(asked: Asked, rows: Any) -> Any:
    return asked.scope.narrow(rows, people=("grantee_id",), departments=("department_id",))


def _tell_requests(_asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = Request.objects.filter(pk__in=keys).select_related("grantee")
    return {str(row.pk): _to_decide(row, {row.grantee_id, row.asked_by_id}) for row in rows}


def _tell_words(_asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = OralWords.objects.filter(pk__in=keys).select_related("grantee")
    return {str(row.pk): _to_decide(row, {row.grantee_id}) for row in rows}


def _tell_papers(_asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = Authorization.objects.filter(pk__in=keys).select_related("grantee")
    return {str(row.pk): _to_decide(row, {row.grantee_id, row.recorded_by_id}) for row in rows}


def _to_decide(row: Request | OralWords | Authorization, not_by: set[int | None]) -> About:
    power = POWERS[row.kind]
    words = f"{What(row.kind).label}: {row.grantee.name}"
    others = frozenset(one for one in not_by if one is not None)
    return About(words, links.link_to(row), power.code, power.basis, not_by=others)


def _tell_acceptances(_asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = Authorization.objects.filter(pk__in=keys).select_related("grantee")
    return {
        str(row.pk): About(f"{What(row.kind).label}: {row.reference}", links.link_to(row), people=(row.grantee.name,))
        for row in rows
    }


KINDS = (
    Kind("request", "Request for an authorization", _requests, _tell_requests),
    Kind("words", "Words by telephone to confirm", _words, _tell_words),
    Kind("paper", "Authorization on paper to confirm", _papers, _tell_papers),
    Kind("acceptance", "Authorization to accept", _acceptances, _tell_acceptances),
)
