"""Whatever a file says: together it leaves what row by row would leave, and the same file again changes nothing."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.models import Assignment, Employee, EmployeeStatus, ImportRow, Role, RowState, RunState
from directory.services import imports, roster
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from notifications.models import Notice
from tests.directory import row_by_row
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory

pytestmark = pytest.mark.django_db

KNOWN = ["ADM", "ER", "HEAD", "HAND", "K1", "K2", "K3", "K4", "K5"]
"""An administrator who acts, Employee Relations, an appointee and a designee (who are watched), and five others."""
NUMBERS = [*KNOWN, "N1", "N2", "N3"]
EMAILS = ["k1@city.example", "K1@City.example", "k2@city.example", "k3@city.example", "fresh@city.example", "none"]
DAYS = ["2025-02-03", "2025-06-02", "2019-01-07", "2031-01-06"]


COLUMNS = (
    "name",
    "email",
    "title",
    "standing",
    "department",
    "supervisor",
    "status",
    "effective",
    "last_day",
    "until",
    "works_without_computer",
)


def maybe(*words):
    return st.one_of(st.just(""), st.just(""), st.sampled_from(words))


ROWS = st.fixed_dictionaries(
    {
        "name": maybe("Ada Ng", "Zed Wu"),
        "email": maybe(*EMAILS),
        "title": maybe("Ranger", "Chief", "none"),
        "standing": maybe("seasonal"),
        "department": maybe("D1", "D2", "D3"),
        "supervisor": maybe(*NUMBERS, "none"),
        "status": maybe("on leave", "suspended", "active", "left"),
        "effective": maybe(*DAYS),
        "last_day": maybe(*DAYS),
        "until": maybe("2025-05-30", "2031-03-07"),
        "works_without_computer": maybe("yes", "no"),
    }
)
FILES = st.dictionaries(st.sampled_from(NUMBERS), ROWS, min_size=1, max_size=len(NUMBERS))


DEEDS = [
    {"department": "D2", "effective": "2025-02-03"},
    {"title": "Chief", "standing": "seasonal", "effective": "2025-02-03"},
    {"status": "on leave", "effective": "2025-02-03", "until": "2025-05-30"},
    {"status": "suspended", "effective": "2025-02-03", "until": "2025-05-30"},
    {"status": "left", "last_day": "2025-06-02"},
    {"status": "on leave"},
    {"title": "none"},
    {"supervisor": "HEAD"},
    {"supervisor": "none"},
    {"name": "Zed Wu", "works_without_computer": "yes"},
    {"email": "none"},
    {},
]
"""What can be done to anybody who works for the City, whatever else is done to others."""
PEACEFUL = st.dictionaries(
    st.sampled_from(["ER", "HAND", "K1", "K2", "K3", "K4", "N1", "N2"]),
    st.tuples(st.sampled_from(DEEDS), st.sampled_from(DEEDS)),
    min_size=1,
)


class Undo(Exception):
    pass


@pytest.fixture
def by():
    """A city of nine, some of them under others, on leave, gone, and named in instruments."""
    first, second, _ = (DepartmentFactory(code=code) for code in ("D1", "D2", "D3"))
    people = {}
    for number in KNOWN:
        email = f"{number.lower()}@city.example"
        people[number] = EmployeeFactory(
            number=number, name=number, email=email, assignment__department=first if number != "K5" else second
        )
    administrator = people["ADM"]
    for number, role in (("ADM", Role.ADMINISTRATOR), ("ER", Role.EMPLOYEE_RELATIONS)):
        administrator.role_holdings.model.objects.create(
            employee=people[number],
            role=role,
            effective_from=first.profiles.get().effective_from,
            recorded_at=clock.now(),
        )
    system = Actor.of_system("test")
    for below, above in (("K2", "K1"), ("K3", "K2"), ("K4", "K1"), ("K1", "HEAD")):
        roster.change_supervisor(people[below], by=system, supervisor=people[above])
    roster.start_leave(people["K3"], by=system, until=clock.now() + timedelta(days=60))
    roster.leave_the_city(people["K5"], by=system, effective=clock.now() - timedelta(days=30))
    appointment = AppointmentFactory(department=first, holder=people["HEAD"])
    DesignationFactory(under=appointment, holder=people["HAND"])
    return Actor.of_person(administrator)


def checked(by, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, ["number", *next(iter(rows.values()))])
    writer.writeheader()
    writer.writerows({"number": number, **row} for number, row in rows.items())
    run = imports.upload(by=by, name="people.csv", content=io.BytesIO(text.getvalue().encode()))
    run = imports.check_file(run, by=by, progress=lambda *_: None)
    assert run.state == RunState.CHECKED
    # Who confirms is no matter here, and the administrator may be among those who leave.
    type(run).objects.filter(pk=run.pk).update(state=RunState.APPLYING)
    run.refresh_from_db()
    return run


def let_in_together(run, by):
    planned = set(ImportRow.objects.filter(run=run, state=RowState.PLANNED).values_list("pk", flat=True))
    imports.apply_file(run, by=by, progress=lambda *_: None)
    refused = {}
    for row in ImportRow.objects.filter(pk__in=planned, state=RowState.REJECTED):
        (problem,) = row.problems
        roster_changed = problem["why"].startswith("The roster changed after")
        refused[row.number] = ("gone", "gone") if roster_changed else (problem["why"], problem["remedy"])
    return refused


FACTS = ["effective_from", "effective_until", "recorded_at", "superseded_at"]


def city():
    """Everything that letting a file in may leave, without the ids that the database gives."""
    people = ["number", "name", "email", "works_without_computer"]
    work = ["employee__number", "department__code", "title", "standing", "supervisor__number", *FACTS]
    replaced = [f"replaces__{name}" for name in FACTS]
    told = Entry.objects.filter(act__startswith="directory.").exclude(act__startswith="directory.import")
    numbers = {str(pk): number for pk, number in Employee.objects.values_list("pk", "number")}
    acts = ["act", "object_id", "object_label", "actor_number", "capacity", "department_code", "before", "after", "at"]
    return {
        "people": sorted(Employee.objects.values_list(*people)),
        "work": sorted(map(repr, Assignment.objects.values_list(*work, *replaced))),
        "absences": sorted(
            map(repr, EmployeeStatus.objects.values_list("employee__number", "status", *FACTS, *replaced))
        ),
        "trail": [(numbers[subject], act, *rest) for act, subject, *rest in told.order_by("pk").values_list(*acts)],
        "notices": sorted(Notice.objects.values_list("person__number", "kind", "title", "text", "link")),
    }


def tried(way, run, by):
    """What a way of letting a run in refuses and leaves; undone afterwards."""
    try:
        with transaction.atomic():
            found = way(run, by), city()
            raise Undo
    except Undo:
        return found


@settings(max_examples=20)
@given(files=st.lists(FILES, min_size=1, max_size=2))
def test_a_file_let_in_together_leaves_what_row_by_row_leaves(by, files):
    try:
        with transaction.atomic(), clock.replaying(clock.now()):
            for rows in files:
                run = checked(by, rows)
                together, alone = tried(let_in_together, run, by), tried(row_by_row.let_in, run, by)
                assert together == alone
                let_in_together(run, by)
            raise Undo
    except Undo:
        return


@settings(max_examples=20)
@given(deeds=PEACEFUL)
def test_the_same_file_again_changes_nothing(by, deeds):
    blank = dict.fromkeys(COLUMNS, "")
    rows = {number: {**blank, **first, **second} for number, (first, second) in deeds.items()}
    for number in {"N1", "N2"}.intersection(rows):
        rows[number] = {**blank, "name": "New", "department": "D1", "effective": "2024-03-04"}
    try:
        with transaction.atomic():
            run = checked(by, rows)
            assert not let_in_together(run, by)
            assert not ImportRow.objects.filter(run=run, state=RowState.REJECTED).exists()
            before = city()
            again = checked(by, rows)
            assert not ImportRow.objects.filter(run=again).exclude(state=RowState.UNCHANGED).exists()
            let_in_together(again, by)
            assert city() == before
            raise Undo
    except Undo:
        return
