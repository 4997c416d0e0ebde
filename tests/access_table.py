"""Who may open every route, by method: one row for each, and `tests/test_access.py` makes the requests for real.

Add a row for each route and method that you make; the test fails for a route without one, and expects 405 for every
method without a row. A row is

    row("app:route", "GET", everyone=200)                          every signed-in person; others go to the sign-in page
    row("app:route", "GET", everyone=404, auditor=200)             nobody but the auditor
    row("app:route", "POST", everyone=404, owner=302, needs=f, data={"x": 1})
    row("app:route", "GET", public=200)                            without signing in too

The people: `owner` (an ordinary employee to whom the object belongs), `employee` (an ordinary employee of the same
department), `stranger` (of another department), `supervisor` (of owner and employee), `authority` (of their
department), `designee` (of that authority), `employee_relations`, `records_custodian`, `auditor`, `administrator`.
A status is the one expected; 302 means on to another page after the deed (never the sign-in page).

`needs` takes the `City` below and returns the route's arguments (a dict); it makes the object with factories, for
`city.owner` and `city.department`. `data` is what is sent: a dict, or a function of the City.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.access_city import PERSONS, City

SIGN_IN = "sign-in"
Data = Mapping[str, Any] | Callable[[City], Mapping[str, Any]]


@dataclass(frozen=True)
class Row:
    route: str
    method: str
    statuses: Mapping[str, int | str]
    needs: Callable[[City], Mapping[str, Any]] | None = None
    data: Data = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"


TABLE: list[Row] = []
"""Every row below: `row` puts it here."""


def row(
    route: str,
    method: str,
    *,
    everyone: int | str | None = None,
    public: int | None = None,
    needs: Callable[[City], Mapping[str, Any]] | None = None,
    data: Data | None = None,
    **exceptions: int,
) -> Row:
    unknown = set(exceptions) - set(PERSONS)
    if unknown:
        raise ValueError(f"{route}: nobody is called {sorted(unknown)} here; see the top of this file.")
    signed_in = everyone if everyone is not None else public
    statuses: dict[str, int | str] = {"anonymous": public if public is not None else SIGN_IN}
    for person in PERSONS:
        expected = exceptions.get(person, signed_in)
        if expected is None:
            raise ValueError(f"{route}: say what {person} gets, or give `everyone`.")
        statuses[person] = expected
    made = Row(route, method, statuses, needs, data or {})
    TABLE.append(made)
    return made


from tests import (  # noqa: E402, F401 - their rows stand in TABLE
    access_accounts,
    access_acknowledgements,
    access_api,
    access_authorizations,
    access_directory,
    access_house,
    access_keeping,
    access_kiosk,
    access_paper,
    access_policy,
    access_powers,
    access_reports,
    access_reviews,
)
