"""Whatever waits on a home page is in the report of what waits, or it is said here why it is not."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

import portal
from foundation import clock
from foundation.waiting import WaitingQueue, counted
from portal.registry import functions
from powers.models import Appointment
from reports.questions.waits import KINDS
from reports.reading import read
from reports.waits import overdue
from tests.access_city import PERSONS
from tests.factories.accounts import AccountFactory, HandOverFactory
from tests.factories.acknowledgements import CampaignFactory, VersionFactory
from tests.factories.directory import EmployeeFactory, ImportRunFactory
from tests.factories.powers import DesignationFactory
from tests.reports import worlds

DAY = timedelta(days=1)
COUNTERPARTS = {
    "Posts to review": {"review", "after_review"},
    "Words with blanks to decide on": {"template"},
    "Posts to work on": {"post_change", "post_correct"},
    "Posts to publish": {"post_publish"},
    "Authorizations to accept": {"acceptance"},
    "Requests for authorizations": {"request"},
    "Words given by telephone": {"words"},
    "Authorizations on paper": {"paper"},
    "Authorizations without an acknowledgement": {"decline"},
    "Authorizations of your predecessor": {"keep"},
    "Acknowledge ": {overdue.KIND},
    "Questions about the policy": {"question"},
    "Campaigns for a text that is no longer in force": {"outlived"},
    "Versions in force for which nobody is asked yet": {"campaign"},
    "Exemptions from acknowledging": {"exemption"},
    "Lists of people to exempt": {"list"},
    "Acknowledgements to annul": {"annulment"},
    "Publications to confirm": {"publication"},
    "Confirm the publication of ": {"publication"},
    "Clauses to match, on which powers rest": {"matches"},
    "Explanations of your own accounts to approve": {"explanation"},
    "Appointments, designations and readings to confirm": {"entry"},
    "Acting appointments made at night": {"night"},
    "An import waits for a second person": {"import"},
    "people.csv is checked": {"checked"},
    "Requests for official accounts": {"account_requested"},
    "Changes of official accounts": {"account_change"},
    "Accounts that were found": {"account_found"},
    "Approved accounts to establish": {"account_approved"},
    "Accounts to confirm": {"confirmation"},
    "Accounts of yours that nobody confirmed in time": {"confirmation"},
    "Accounts to hand over": {"hand_over"},
}
"""By how a thing that waits is called on a home page (or how that begins): the kinds of the report that hold it."""
LEFT_OUT = {
    "One statement more on ": "Nobody else can act, and it has no term: the person is asked at the next signing-in.",
}
"""What the report leaves out, and why."""
NAMES = (*COUNTERPARTS, *LEFT_OUT)

UNMATCHED = {"request", "words", "paper"}
"""Kinds that rest on clauses: home pages go by the dates of instruments, and nobody holds the power in this world."""


def name_of(title: str) -> str | None:
    return next((name for name in NAMES if title.startswith(name)), None)


def things_of(person, at):
    return [thing for waiting_for in functions("WAITING") for thing in waiting_for(person, at)]


def titles(things, at):
    return {one.item(2, at).title if isinstance(one, WaitingQueue) else one.title for one in things}


@pytest.fixture
def world(db):
    """Something of everything that waits, a version that somebody is late for, and a file to let in, among it."""
    world = worlds.build()
    now, run = clock.now(), ImportRunFactory(uploaded_by=world.city.administrator)
    CampaignFactory(version=VersionFactory(), opens_at=now - 30 * DAY, due_at=now - DAY)
    world.things["own file"] = run
    return world


def test_everything_that_waits_on_a_home_page_has_a_counterpart_in_the_report(world):
    at = clock.now()
    told = {title for name in PERSONS for title in titles(things_of(world.city.people[name], at), at)}
    assert not {title for title in told if name_of(title) is None}
    assert not {kind for kinds in COUNTERPARTS.values() for kind in kinds} - {*KINDS, overdue.KIND}
    assert not set(KINDS) - {kind for kinds in COUNTERPARTS.values() for kind in kinds}


def test_every_thing_that_an_app_writes_for_home_pages_is_known_here():
    """Read from the sources, so that what only waits now and then is not forgotten."""
    apps = {name.partition(".")[0] for name in settings.WAITING}
    written = {
        title
        for app in apps
        for path in Path(portal.__file__).parents[1].joinpath(app).glob("*.py")
        if "foundation.waiting" in (source := path.read_text())
        for title in _titles_written(ast.parse(source))
    }
    assert len(written) > 20
    assert not {title for title in written if name_of(title) is None}


def _titles_written(tree):
    """The titles of `WaitingItem(...)`, as far as they are written out; of tuples that name one, the first word."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "WaitingItem":
            given = [one.value for one in node.keywords if one.arg == "title"] or node.args[:1]
            for title in given:
                first = title.values[0] if isinstance(title, ast.JoinedStr) else title
                if isinstance(first, ast.Constant):
                    yield first.value
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 4:
            first = node.value.elts[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def shown_to(person, now):
    question = read("waits", {"show": "everything"}, person, now)
    answer = question.report.answer(question.require)
    return {row.cells[0] for row in answer.rows.stream()}


def test_what_waits_for_somebody_stands_in_their_report_and_in_that_of_employee_relations(world):
    city, now = world.city, clock.now()
    steward, staff = (EmployeeFactory(assignment__department=city.department) for _ in range(2))
    account = AccountFactory(department=city.department, primary=steward)
    HandOverFactory(account=account)
    DesignationFactory(under=Appointment.objects.get(holder=city.authority), holder=staff, powers=["request_accounts"])
    words = {kind.code: kind.what for kind in KINDS.values()} | {overdue.KIND: overdue.WHAT}
    everything, seen = shown_to(city.employee_relations, now), set()
    for person in (*(city.people[name] for name in PERSONS), steward, staff):
        own = shown_to(person, now)
        for item in counted(things_of(person, now)):
            kinds = COUNTERPARTS.get(name_of(item.title) or "", set())
            seen |= kinds
            told = {words[kind] for kind in kinds}
            assert not kinds or told & everything, item.title
            assert not kinds or told & own or kinds & UNMATCHED, f"{item.title}, of {person}"
    assert len(seen) > 20
