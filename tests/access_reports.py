"""The rows of `reports` in the access table; see `tests/access_table.py` for how a row is written."""

from __future__ import annotations

from typing import Any

from tests.access_city import City
from tests.access_table import row
from tests.factories.reports import SavedReportFactory, ScheduleFactory


def of(code: str) -> Any:
    return lambda city: {"code": code}


def saved(city: City) -> dict[str, Any]:
    return {"pk": SavedReportFactory(owner=city.owner).pk}


row("reports:catalogue", "GET", everyone=200)
row("reports:exports", "GET", everyone=200)
row("reports:run", "GET", everyone=200, needs=of("powers"))
row("reports:export", "POST", everyone=302, needs=of("powers"), data={"file_kind": "csv"})
row("reports:save", "POST", everyone=302, needs=of("powers"), data={"name": "Whoever decides"})
row("reports:delete_saved", "POST", everyone=404, owner=302, needs=saved)


def scheduled(city: City) -> dict[str, Any]:
    return {"pk": ScheduleFactory(saved__owner=city.owner).saved_id}


TIMING = {"rhythm": "workdays", "hour": "7", "as_of": "run", "kind": "csv"}

row("reports:schedule", "GET", everyone=404, owner=200, needs=saved)
row("reports:schedule", "POST", everyone=404, owner=302, needs=saved, data=TIMING)
row("reports:stop_schedule", "POST", everyone=404, owner=302, needs=scheduled)


def opened(city: City) -> dict[str, Any]:
    return {"number": city.owner.number, "reason": "A request for records."}


row("reports:open_file", "POST", everyone=404, employee_relations=302, data=opened)
