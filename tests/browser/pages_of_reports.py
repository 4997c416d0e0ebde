"""The pages of `reports`; see `tests/browser/pages.py`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from reports.models import ScheduleRun
from tests.access_city import City
from tests.browser.page import Page
from tests.factories.accounts import AccountFactory
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory
from tests.factories.authorizations import AuthorizationFactory
from tests.factories.directory import EmployeeFactory
from tests.factories.reports import ExportFactory, SavedReportFactory, ScheduleFactory
from tests.reports.worlds import World, by_office, decided, posts, waiting


def of(code: str) -> Any:
    return lambda city: {"code": code}


def coverage(city: City) -> dict[str, Any]:
    campaign = CampaignFactory()
    AcknowledgementFactory(person=city.owner, campaign=campaign)
    AcknowledgementFactory(person=city.stranger, campaign=campaign, method="paper")
    return {"code": "coverage"}


def authorizations(city: City) -> dict[str, Any]:
    AuthorizationFactory(grantee=city.owner, accepted=True)
    AuthorizationFactory(grantee=city.employee, device_use=True, revoked=True)
    return {"code": "authorizations"}


def an_account(city: City) -> dict[str, Any]:
    account = AccountFactory(reference="ACC-2020-SPEAK", department=city.department)
    AuthorizationFactory(grantee=city.owner, accounts=[account], accepted=True)
    AuthorizationFactory(grantee=city.employee, accounts=[account])
    return {"code": "who-may-speak"}


def two_saved(city: City) -> dict[str, Any]:
    SavedReportFactory.create_batch(2, owner=city.employee_relations)
    return {}


def a_schedule(city: City) -> dict[str, Any]:
    schedule = ScheduleFactory(saved__owner=city.owner)
    for days in (1, 2):
        at = schedule.set_at - timedelta(days=days)
        export = ExportFactory(asked_by=city.owner, with_file=True, asked_at=at)
        ScheduleRun.objects.create(schedule=schedule, due_at=at, ran_at=at, export=export)
    return {"pk": schedule.saved_id}


def no_schedule(city: City) -> dict[str, Any]:
    return {"pk": SavedReportFactory(owner=city.owner).pk}


def stopped_by_itself(city: City) -> dict[str, Any]:
    why = "It could not be made on June 8, 2026, 7:00 AM. There is no such report. The page Reports lists yours."
    return {"pk": ScheduleFactory(saved__owner=city.owner, stopped=True, stopped_why=why).saved_id}


def of_a_fixed_day(city: City) -> dict[str, Any]:
    return {"pk": SavedReportFactory(owner=city.owner, query={"as_of": "2026-01-31"}).pk}


def an_export(city: City) -> dict[str, Any]:
    ExportFactory(asked_by=city.owner, with_file=True)
    ExportFactory(asked_by=city.owner, let_go=True)
    return {}


def a_person(city: City) -> dict[str, Any]:
    EmployeeFactory(number="E-SOMEBODY")
    return {"code": "person-file"}


def decided_upon(code: str) -> Any:
    def needs(city: City) -> dict[str, Any]:
        decided.build(World(city))
        return {"code": code}

    return needs


def done_by_office(code: str) -> Any:
    def needs(city: City) -> dict[str, Any]:
        by_office.build(World(city))
        return {"code": code}

    return needs


def accounts_that_lack(city: City) -> dict[str, Any]:
    AccountFactory(department=city.department, primary=city.owner)
    AccountFactory(department=city.department, found=True, facts__links_to_city="")
    return {"code": "register"}


def some_posts(code: str) -> Any:
    def put(city: City) -> dict[str, Any]:
        world = World(city)
        posts.build(world)
        posts.build(world)
        return {"code": code}

    return put


def some_waiting(city: City) -> dict[str, Any]:
    waiting.build(World(city))
    return {"code": "waits"}


PAGES = [
    Page("the reports", "reports:catalogue", "employee_relations", two_saved),
    Page("the reports of an employee", "reports:catalogue", "owner"),
    Page("my exports", "reports:exports", "owner", an_export),
    Page("when a saved report is made", "reports:schedule", "owner", a_schedule),
    Page("a saved report that is not scheduled", "reports:schedule", "owner", no_schedule),
    Page("a schedule that stopped itself", "reports:schedule", "owner", stopped_by_itself),
    Page("a saved report that is never made by the clock", "reports:schedule", "owner", of_a_fixed_day),
    Page("no exports", "reports:exports", "owner"),
    Page("who has acknowledged", "reports:run", "employee_relations", coverage),
    Page("who has acknowledged, to an employee", "reports:run", "owner", coverage),
    Page("the authorizations", "reports:run", "authority", authorizations),
    Page("who may speak", "reports:run", "employee_relations", an_account, query="?account=ACC-2020-SPEAK"),
    Page("who may speak, with no account named", "reports:run", "owner", of("who-may-speak")),
    Page("who holds which power", "reports:run", "employee_relations", of("powers")),
    Page("opening the file of somebody", "reports:run", "employee_relations", a_person, query="?number=E-SOMEBODY"),
    Page("my own file", "reports:run", "owner", of("person-file")),
    Page("the file of an account to be named", "reports:run", "owner", of("account-file")),
    Page("what was done by office", "reports:run", "employee_relations", done_by_office("acts-by-office")),
    Page("appointments at night", "reports:run", "employee_relations", done_by_office("night-appointments")),
    Page("who decided what", "reports:run", "employee_relations", decided_upon("decisions")),
    Page("who decided for each other", "reports:run", "auditor", decided_upon("mutual")),
    Page("the register as a report", "reports:run", "owner", accounts_that_lack),
    Page("how long reviews take", "reports:run", "employee_relations", some_posts("turnaround")),
    Page("how long reviews take, of nothing", "reports:run", "owner", of("turnaround")),
    Page("what went out otherwise", "reports:run", "employee_relations", some_posts("exceptions")),
    Page("what became of findings", "reports:run", "employee_relations", some_posts("findings")),
    Page("what waits", "reports:run", "employee_relations", some_waiting, query="?show=everything"),
    Page("nothing waits", "reports:run", "owner", of("waits")),
    Page("a report of a day to come", "reports:run", "owner", of("powers"), query="?as_of=2199-01-01", status=400),
]
