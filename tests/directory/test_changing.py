"""Many changes at once: in few statements, each standing or falling alone, in the order given."""

from datetime import timedelta

import pytest

from directory.models import Assignment, Employee, EmployeeStatus, Role, Status
from directory.services import roster
from directory.services.roster import BeAway, Change, Identify, LeaveTheCity, Reassign
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, PortalError, Refusal
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return Actor.of_person(EmployeeFactory(role=Role.ADMINISTRATOR))


def change(person, *steps):
    return Change(number=person.number, steps=steps)


def test_changing_fifty_takes_a_few_statements(administrator, django_assert_max_num_queries):
    parks, lead = DepartmentFactory(), EmployeeFactory()
    people = [EmployeeFactory() for _ in range(50)]
    steps = [
        Reassign(changes={"department": parks, "supervisor": lead}),
        BeAway(status=Status.ON_LEAVE),
        LeaveTheCity(),
        Identify(name="Zed Wu"),
    ]
    changes = [change(person, steps[place % 4]) for place, person in enumerate(people)]
    with django_assert_max_num_queries(35):  # one by one they take some 700
        results = roster.change_many(changes, by=administrator)
    assert not any(isinstance(result, PortalError) for result in results)
    assert Assignment.objects.in_effect(clock.now()).filter(department=parks, supervisor=lead).count() == 13
    assert EmployeeStatus.objects.filter(status=Status.LEFT).count() == 12
    assert Entry.objects.exclude(act__startswith="directory.import").count() == 50


def test_of_one_person_all_steps_are_made_or_none(administrator):
    good, bad = EmployeeFactory(), EmployeeFactory()
    past = clock.now() - timedelta(days=10)
    impossible = BeAway(status=Status.ON_LEAVE, effective=clock.now(), until=past)
    results = roster.change_many(
        [
            change(good, Identify(name="Ada Ng"), Reassign(changes={"title": "Chief"})),
            change(bad, Identify(name="Nobody"), Reassign(changes={"title": "Chief"}), impossible),
        ],
        by=administrator,
    )
    assert isinstance(results[1], InvalidInput)
    assert Employee.objects.get(pk=bad.pk).name == bad.name
    titles = Assignment.objects.in_effect(clock.now()).filter(employee__in=[good, bad])
    assert sorted(titles.values_list("title", flat=True)) == ["Chief", "Clerk"]
    assert Entry.objects.filter(object_id=str(bad.pk)).count() == 0


def test_an_address_that_one_gives_up_another_may_take_in_the_same_call(administrator):
    ada, bo, cy = (EmployeeFactory() for _ in range(3))
    results = roster.change_many(
        [
            change(bo, Identify(email=ada.email)),
            change(ada, Identify(email="ada.ng@city.example")),
            change(cy, Identify(email=ada.email.upper())),
        ],
        by=administrator,
    )
    assert isinstance(results[0], InvalidInput)
    assert [Employee.objects.get(pk=person.pk).email for person in (ada, bo, cy)] == [
        "ada.ng@city.example",
        bo.email,
        ada.email.upper(),
    ]


def test_an_address_goes_round_among_those_who_let_it_go(administrator):
    ada, bo = EmployeeFactory(email="a@city.example"), EmployeeFactory(email="b@city.example")
    roster.change_many(
        [change(ada, Identify(email="")), change(bo, Identify(email="a@city.example"))], by=administrator
    )
    assert list(Employee.objects.filter(pk__in=[ada.pk, bo.pk]).order_by("pk").values_list("email", flat=True)) == [
        "",
        "a@city.example",
    ]


def test_a_circle_that_only_the_rows_before_would_close_is_refused(administrator):
    ada, bo, cy = (EmployeeFactory() for _ in range(3))
    results = roster.change_many(
        [
            change(ada, Reassign(changes={"supervisor": bo})),
            change(bo, Reassign(changes={"supervisor": cy})),
            change(cy, Reassign(changes={"supervisor": ada})),
        ],
        by=administrator,
    )
    assert [type(result) is InvalidInput for result in results] == [False, False, True]


def test_the_same_person_twice_is_changed_twice(administrator):
    ada = EmployeeFactory()
    results = roster.change_many(
        [change(ada, LeaveTheCity()), change(ada, BeAway(status=Status.ON_LEAVE))], by=administrator
    )
    assert [type(result) is Conflict for result in results] == [False, True]


def test_who_loses_the_role_on_the_way_changes_nobody_after_that(administrator):
    before, after = EmployeeFactory(), EmployeeFactory()
    results = roster.change_many(
        [change(person, LeaveTheCity()) for person in (before, administrator.person, after)], by=administrator
    )
    assert [type(result) is Refusal for result in results] == [False, False, True]


def test_what_follows_for_an_authority_sees_only_what_was_changed_before(administrator, settings):
    settings.ROSTER_CONSEQUENCES = [f"{__name__}.look_around"]
    SEEN.clear()
    people = [EmployeeFactory() for _ in range(4)]
    AppointmentFactory(holder=people[2], department=people[2].assignments.get().department)
    roster.change_many([change(person, LeaveTheCity()) for person in people], by=administrator)
    assert SEEN == [2, 2, 3, 4]


SEEN = []


def look_around(*, by, changes, at):
    left = EmployeeStatus.objects.filter(status=Status.LEFT).count()
    SEEN.extend(left for _ in changes)
