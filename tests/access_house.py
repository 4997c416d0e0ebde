"""The rows of `portal`, `demo`, `notifications` and `foundation`; see `tests/access_table.py` for how."""

from __future__ import annotations

from typing import Any

from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from tests.access_city import City
from tests.access_table import row
from tests.factories.foundation import JobFactory
from tests.factories.notifications import NoticeFactory


def notice(city: City) -> dict[str, Any]:
    return {"notice_id": NoticeFactory(person=city.owner).pk}


def job(city: City) -> dict[str, Any]:
    return {"pk": JobFactory(requested_by_number=city.owner.number).pk}


def export(city: City) -> dict[str, Any]:
    done = JobFactory(requested_by_number=city.owner.number, finished=True)
    return {"pk": done.result_id}


def trail_entry(city: City) -> dict[str, Any]:
    written = record(by=Actor.of_person(city.owner), act="test.done", on=city.department, at=clock.now())
    return {"pk": written.pk}


PORTAL = [
    row("healthz", "GET", public=200),
    row("home", "GET", everyone=200),
    row("search", "GET", everyone=200, data={"q": "Parks"}),
]


NOTIFICATIONS = [
    row("notifications:notices", "GET", everyone=200),
    row("notifications:mark_all_read", "POST", everyone=302),
    row("notifications:preferences", "GET", everyone=200),
    row("notifications:preferences", "POST", everyone=302),
    row("notifications:open", "POST", everyone=404, owner=302, needs=notice),
]


DEMO = [  # 404: the people of these tests are not of the demonstration; tests/demo has it with them
    row("demo:sign_in", "GET", public=404),
    row("demo:sign_in_as", "POST", public=404, needs=lambda city: {"number": city.owner.number}),
]


FOUNDATION = [
    row("jobs:list", "GET", everyone=200),
    row("jobs:detail", "GET", everyone=404, owner=200, needs=job),
    row("jobs:cancel", "POST", everyone=404, owner=302, needs=job),
    row("files:download", "GET", everyone=404, owner=200, needs=export),
    row("audit:entries", "GET", everyone=404, auditor=200),
    row("audit:entry", "GET", everyone=404, auditor=200, needs=trail_entry),
]
