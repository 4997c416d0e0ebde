"""From an address to a question: the report, its form, and what was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from directory.models import Employee
from foundation.errors import InvalidInput, NotVisible
from reports.asking import Asked, Scope, scope_of
from reports.catalogue import report_named
from reports.forms import ReportForm, nobody_in_sight, not_in_sight
from reports.permissions import may_name
from reports.report import Report

LONGEST = 2_000
"""Characters of one value in an address; a longer one is nobody's question."""


@dataclass(frozen=True)
class Question:
    """A report, the form that read the address, and what was asked; `asked` is None where it cannot be answered."""

    report: Report
    form: ReportForm
    scope: Scope
    query: Mapping[str, str]
    """The address's parameters that the form knows, without empty ones, and the order of the rows."""
    asked: Asked | None
    missing: str = ""
    """What has to be said before anything can be asked, in a sentence."""

    @property
    def require(self) -> Asked:
        """What was asked; raises `InvalidInput` with the form's first sentence where it cannot be answered."""
        if self.missing:
            raise InvalidInput("This report needs something more.", why=self.missing)
        if self.asked is None:
            raise InvalidInput(
                "This report cannot be asked so.",
                why=" ".join(str(words) for errors in self.form.errors.values() for words in errors),
                remedy="Go back to the report and choose again.",
            )
        return self.asked

    @property
    def exact(self) -> dict[str, str]:
        """The parameters by which exactly this answer is found again, at any later time."""
        asked = self.require
        kept = {name: value for name, value in self.query.items() if name not in ("as_of", "as_of_time", "known")}
        return {**kept, "at": asked.at.isoformat(), "known_at": asked.known_at.isoformat()}

    @property
    def exact_address(self) -> str:
        """The same as the query of an address."""
        return urlencode(self.exact)


def read(code: str, data: Mapping[str, Any], person: Employee, now: datetime) -> Question:
    """What an address asks of a report; raises `NotVisible` for a report that is none, or not this person's to run."""
    report = report_named(code)
    scope = scope_of(person, now)
    if report is None or not report.may_run(scope):
        raise NotVisible("There is no such report.", remedy="The page Reports lists those that you may run.")
    sort = _order(report, str(data.get("sort", "")))
    # Repeated parameters (boxes that were ticked) stay with the form; what is kept is what one value says.
    form = report.form_for(scope)(data, now=now)
    query = {name: _one(data, name) for name in form.fields if _one(data, name)}
    if any(len(value) > LONGEST for value in query.values()):
        raise InvalidInput("This address is too long to be a question.", remedy="Open the report and choose again.")
    if sort:
        query["sort"] = sort
    if not (form.is_valid() and _people_in_sight(form, scope) and (report.is_public or _in_sight(form, scope))):
        return Question(report, form, scope, query, None)
    if form.missing:
        return Question(report, form, scope, query, None, form.missing)
    cleaned = form.cleaned_data
    asked = Asked(scope, cleaned["at"], cleaned["known_at"], form.filters, sort)
    return Question(report, form, scope, query, asked)


def _order(report: Report, sort: str) -> str:
    """The column by which rows are sorted; nothing where the report has none of that name."""
    return sort if any(sort.removeprefix("-") == column.code for column in report.columns) else ""


def _one(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    return str(value).strip() if value is not None else ""


def _in_sight(form: ReportForm, scope: Scope) -> bool:
    """Put a sentence on the form where departments are named that somebody may not see: as for those not there."""
    chosen = form.cleaned_data.get("departments") or []
    hidden = [one.code for one in chosen if not (scope.everything or one.pk in scope.departments)]
    if hidden and scope.departments:
        form.add_error("departments", not_in_sight(hidden))
    # Whoever oversees no department narrows nothing that could tell them more: their rows are their own people's.
    return not form.errors


def _people_in_sight(form: ReportForm, scope: Scope) -> bool:
    """Likewise for people: the page and the file tell the name of who is asked about."""
    for name, value in list(form.cleaned_data.items()):
        if isinstance(value, Employee) and not may_name(scope, value):
            form.add_error(name, nobody_in_sight(value.number))
    return not form.errors
