"""Reports for programs that act for somebody who is signed in: the same questions, scope and rows as on the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Query, Router
from ninja.security.base import AuthBase

from directory.api import Caller
from directory.models import Employee
from foundation import clock
from foundation.citations import CITY_PROCEDURE
from foundation.errors import NotSignedIn
from reports.api_schema import AnswerOut, CatalogueOut
from reports.asking import Scope, scope_of
from reports.catalogue import REPORTS
from reports.reading import Question, read
from reports.report import Report

router = Router(tags=["reports"])
MOST = 200
"""Rows of one page of the API."""


class SignedIn(AuthBase):
    """Somebody's session, and nothing else: whose matters are told depends on who asks, and a token is nobody."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "portal_session"

    def __call__(self, request: HttpRequest) -> Caller:
        """The person behind the session; raises `NotSignedIn` for a token, or for nobody."""
        if "Authorization" in request.headers or not isinstance(request.user, Employee):
            raise NotSignedIn(
                "Reports are told to somebody who is signed in.",
                why="Whose matters they tell depends on who asks; a token is nobody.",
                clause=CITY_PROCEDURE,
                remedy="Ask with a session of the portal, or take a file from My exports.",
            )
        return Caller(clock.now(), person=request.user)


@router.get(
    "/reports",
    auth=SignedIn(),
    response=CatalogueOut,
    url_name="reports",
    operation_id="catalogueOfReports",
    summary="Which reports may I ask for?",
)
def catalogue(request: HttpRequest) -> dict[str, Any]:
    """The reports that the caller may run, with their filters and columns."""
    caller = _caller(request)
    scope = scope_of(caller, clock.now())
    return {"reports": [_described(one, scope) for one in REPORTS if one.is_listed and one.may_run(scope)]}


@router.get(
    "/reports/{code}",
    auth=SignedIn(),
    response=AnswerOut,
    url_name="report",
    operation_id="askReport",
    summary="The answer of a report",
)
def ask(
    request: HttpRequest,
    code: Annotated[str, Path(max_length=40, description="The report's code, as the catalogue has it.")],
    as_of: Annotated[date | None, Query(description="A day: its end. Left out, now.")] = None,
    known: Annotated[str, Query(pattern="^(now|then)$", description="As known now, or as known then.")] = "now",
    page: Annotated[int, Query(ge=1, le=100_000, description=f"Pages of {MOST} rows.")] = 1,
) -> dict[str, Any]:
    """Rows of typed cells in the order of the columns, with the sentence that the page has.

    Every filter of the catalogue may stand in the address. `at` and `known_at` of the answer, sent as parameters, give
    the same rows at any later time.
    """
    question = read(code, request.GET, _caller(request), clock.now())
    asked = question.require
    answer = question.report.answer(asked)
    rows = question.report.sorted(asked, answer)
    number = rows.count()
    return {
        "report": code,
        "question": question.report.title,
        "answer": answer.sentence if number else answer.empty,
        "at": asked.at,
        "known_at": asked.known_at,
        "scope": question.report.whose_matters(asked.scope),
        "filters": dict(_kept(question)),
        "columns": [column.code for column in question.report.columns],
        "rows": [[_plain(cell) for cell in row.cells] for row in rows.part(MOST * (page - 1), MOST * page)],
        "count": number,
        "pages": max(1, -(-number // MOST)),
    }


def _caller(request: HttpRequest) -> Employee:
    caller: Caller = request.auth  # type: ignore[attr-defined]
    assert caller.person is not None  # noqa: S101 - `SignedIn` found one
    return caller.person


def _described(report: Report, scope: Scope) -> dict[str, Any]:
    return {
        "code": report.code,
        "question": report.title,
        "about": report.about,
        "group": report.group,
        "filters": [name for name in report.form_for(scope).base_fields if name not in ("at", "known_at")],
        "columns": [{"code": column.code, "title": column.title} for column in report.columns],
    }


def _kept(question: Question) -> list[tuple[str, str]]:
    return [(name, value) for name, value in question.query.items() if name not in ("at", "known_at")]


def _plain(cell: Any) -> Any:
    """A cell as JSON has it: moments with the City's offset, days as ISO."""
    if isinstance(cell, datetime):
        return clock.as_instant(cell).astimezone(clock.city_zone()).isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell
