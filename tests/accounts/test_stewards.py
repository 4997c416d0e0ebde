"""Who looks after an account, and where its keys are (City procedure)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import services
from accounts.models import Custody, HandOver, Stewardship
from accounts.permissions import may_see_custody
from accounts.services import Keys
from directory.models import Assignment, EmployeeStatus
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, PortalError, Refusal
from notifications.models import Notice
from tests.directory.test_roster_properties import ACTS, DAYS, START, do
from tests.factories.accounts import AccountFactory
from tests.factories.directory import LONG_AGO, DepartmentFactory, EmployeeFactory, EmployeeStatusFactory

pytestmark = pytest.mark.django_db


def stewards(account, at=None):
    rows = Stewardship.objects.standing(at or clock.now()).filter(account=account)
    return {row.role: row.person for row in rows}


def told(person, kind="accounts.keeping"):
    return [notice.title for notice in Notice.objects.filter(person=person, kind=kind)]


@pytest.fixture
def account(parks):
    return AccountFactory(department=parks.department, primary=parks.employee(), backup=parks.employee())


def test_whoever_is_named_looks_after_the_account_and_is_told(parks):
    account, person = AccountFactory(department=parks.department), parks.employee()
    services.name_steward(by=parks.comms, account=account, person=person, role="primary")
    assert stewards(account) == {"primary": person}
    assert told(person) == [f"You look after {account.facts.get().name}"]
    entry = Entry.objects.get(act="accounts.steward_named")
    assert (entry.object_id, entry.clause) == (account.reference, "City procedure")


def test_a_steward_may_come_from_another_department(parks, streets):
    account, person = AccountFactory(department=parks.department), streets.employee()
    row = services.name_steward(by=parks.authority, account=account, person=person, role="backup")
    assert row.department == streets.department
    assert stewards(account) == {"backup": person}


def test_stewards_comms_staff_the_authority_and_employee_relations_name_stewards_and_nobody_else(
    parks, streets, relations, account
):
    steward = Actor.of_person(stewards(account)["primary"])
    for by in (steward, parks.comms, parks.authority, relations):
        services.name_steward(by=by, account=account, person=parks.employee(), role="backup")
    for by in (streets.authority, streets.comms, Actor.of_person(parks.employee()), Actor.of_system("nobody")):
        with pytest.raises(Refusal) as refused:
            services.name_steward(by=by, account=account, person=parks.employee(), role="backup")
        assert refused.value.clause == "City procedure"


def test_two_stewards_are_two_people(account, parks):
    primary = stewards(account)["primary"]
    with pytest.raises(InvalidInput) as refused:
        services.name_steward(by=parks.comms, account=account, person=primary, role="backup")
    assert refused.value.field == "person"
    with pytest.raises(Conflict):
        services.name_steward(by=parks.comms, account=account, person=primary, role="primary")


@pytest.mark.parametrize("status", ["left", "on_leave", "suspended"])
def test_who_is_not_there_is_not_named(account, parks, status):
    person = parks.employee()
    EmployeeStatusFactory(employee=person, status=status)
    with pytest.raises(InvalidInput) as refused:
        services.name_steward(by=parks.comms, account=account, person=person, role="backup")
    assert refused.value.field == "person"


@pytest.mark.parametrize("trait", ["retired", "declined", "listed"])
def test_nobody_looks_after_what_is_over_or_not_the_citys(parks, trait):
    account = AccountFactory(department=parks.department, **{trait: True})
    with pytest.raises(Conflict):
        services.name_steward(by=parks.comms, account=account, person=parks.employee(), role="primary")
    with pytest.raises(Conflict):
        services.set_custody(by=parks.authority, account=account, keys=Keys("The safe", "", None))


def test_whoever_is_followed_is_told_and_hands_the_account_over(account, parks):
    former, successor = stewards(account)["primary"], parks.employee()
    services.name_steward(by=parks.comms, account=account, person=successor, role="primary")
    assert stewards(account)["primary"] == successor
    assert told(former) == [f"{former.name} looks after {account.facts.get().name} no longer"]
    hand_over = HandOver.objects.open().get(account=account, person=former)
    assert [(step.kind, step.done_at is not None) for step in hand_over.steps.all()] == [
        ("new_steward", True),
        ("credentials", False),
        ("second_factor", False),
    ]


def test_a_steward_asks_to_be_relieved_with_a_reason_that_the_others_read(account, parks):
    former, other = stewards(account)["primary"], stewards(account)["backup"]
    with pytest.raises(InvalidInput):
        services.end_stewardship(by=Actor.of_person(former), account=account, role="primary", reason=" ")
    services.end_stewardship(by=Actor.of_person(former), account=account, role="primary", reason="Too much to do")
    assert set(stewards(account)) == {"backup"}
    assert Entry.objects.get(act="accounts.steward_ended").capacity == "steward"
    for person in (former, other, parks.head):
        assert len(told(person)) == 1
    assert "Too much to do" in Notice.objects.get(person=other).text
    assert HandOver.objects.open().get().because == "was relieved: Too much to do"
    with pytest.raises(Conflict):
        services.end_stewardship(by=parks.comms, account=account, role="primary", reason="Again")


def test_nobody_relieves_somebody_elses_steward(account, streets):
    with pytest.raises(Refusal):
        services.end_stewardship(by=streets.authority, account=account, role="primary", reason="I say so")


def test_a_steward_who_moved_is_named_anew_where_they_work_now(account, parks, streets):
    person = stewards(account)["backup"]
    row = person.assignments.get()
    at = clock.now()
    row.superseded_at = at
    row.save()
    Assignment.objects.create(employee=person, department=streets.department, effective_from=at, recorded_at=at)
    assert set(stewards(account)) == {"primary"}
    services.name_steward(by=parks.comms, account=account, person=person, role="backup")
    assert stewards(account)["backup"] == person


@pytest.fixture
def keys(parks):
    return Keys("The department's password manager, vault Parks", "social@city.example", parks.employee())


def test_where_the_keys_are_is_for_stewards_and_authority_alone(account, parks, relations, streets, keys):
    steward = stewards(account)["primary"]
    services.set_custody(by=Actor.of_person(steward), account=account, keys=keys)
    at = clock.now()
    assert may_see_custody(steward, account, at)
    assert may_see_custody(parks.head, account, at)
    for by in (parks.comms, relations, streets.authority, Actor.of_person(parks.employee())):
        assert not may_see_custody(by.person, account, at)
        with pytest.raises(Refusal):
            services.set_custody(by=by, account=account, keys=keys)


def test_a_steward_on_leave_does_not_see_where_the_keys_are(account):
    steward = stewards(account)["primary"]
    EmployeeStatusFactory(employee=steward, status="on_leave")
    assert not may_see_custody(steward, account, clock.now())


def test_the_trail_tells_that_the_keys_moved_and_never_where_they_are(account, parks, keys):
    services.set_custody(by=parks.authority, account=account, keys=keys)
    entry = Entry.objects.get(act="accounts.custody_changed")
    assert "vault" not in str(entry.before) + str(entry.after)
    assert keys.mailbox not in str(entry.before) + str(entry.after)


def test_a_password_is_refused_as_a_place(account, parks):
    with pytest.raises(InvalidInput) as refused:
        services.set_custody(by=parks.authority, account=account, keys=Keys("Sommer2024!", "", None))
    assert refused.value.field == "credentials"


def test_the_second_factor_is_held_by_somebody_who_works_for_the_city(account, parks):
    with pytest.raises(InvalidInput) as refused:
        gone = EmployeeFactory(assignment=False)
        services.set_custody(by=parks.authority, account=account, keys=Keys("The safe", "", gone))
    assert refused.value.field == "second_factor"


def test_a_form_that_is_older_than_the_keys_is_refused(account, parks, keys):
    seen = Keys.of(None).mark()
    services.set_custody(by=parks.authority, account=account, keys=keys, seen=seen)
    with pytest.raises(Conflict):
        services.set_custody(by=parks.authority, account=account, keys=Keys("The safe", "", None), seen=seen)
    assert Custody.objects.in_effect(clock.now()).get().credentials == keys.credentials


def test_where_the_keys_were_stays_known(account, parks, keys):
    services.set_custody(by=parks.authority, account=account, keys=keys)
    before = clock.now()
    services.set_custody(by=parks.authority, account=account, keys=Keys("The safe", "", None))
    assert Custody.objects.in_effect(before).get().credentials == keys.credentials
    assert Custody.objects.in_effect(clock.now()).get().credentials == "The safe"


def restated(row, at, known_at):
    """Slowly, moment by moment: there throughout, never elsewhere, never gone, and at work at the moment asked."""

    def known(model):
        rows = model.objects.filter(employee=row.person)
        return [
            r for r in rows if r.recorded_at <= known_at and (r.superseded_at is None or r.superseded_at > known_at)
        ]

    def holds(fact, moment):
        return fact.effective_from <= moment and (fact.effective_until is None or moment < fact.effective_until)

    if not (row.recorded_at <= known_at and holds(row, at)):
        return False
    places, statuses = known(Assignment), known(EmployeeStatus)
    moments = {row.effective_from, at}
    moments |= {r.effective_from for r in [*places, *statuses] if row.effective_from < r.effective_from <= at}
    for moment in moments:
        if any(holds(r, moment) and r.department_id != row.department_id for r in places):
            return False
        if any(holds(r, moment) and r.status == "left" for r in statuses):
            return False
    is_away = any(holds(r, at) and r.status != "active" for r in statuses)
    return not is_away and any(holds(r, at) for r in places)


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
@given(
    acts=st.lists(ACTS, max_size=8),
    named=st.lists(st.tuples(DAYS, st.integers(0, 2)), min_size=1, max_size=3),
    asked=st.lists(DAYS, min_size=1, max_size=6),
    late=st.integers(0, 8),
)
def test_a_stewardship_stands_while_its_steward_is_there_whatever_the_roster_learns(db, acts, named, asked, late):
    departments = [DepartmentFactory() for _ in range(3)]
    person = EmployeeFactory(assignment__department=departments[0])
    account = AccountFactory(department=departments[0])
    rows = [
        Stewardship.objects.create(
            account=AccountFactory(department=departments[0]) if place else account,
            person=person,
            role="primary",
            department=departments[number],
            effective_from=START + timedelta(days=day),
            recorded_at=LONG_AGO,
        )
        for place, (day, number) in enumerate(named)
    ]
    moments = [clock.now()]
    for act in acts:
        try:
            do(*act, person, departments)
        except PortalError:
            continue
        moments.append(clock.now())
    known = {moments[min(late, len(moments) - 1)], moments[-1], datetime(2200, 1, 1, tzinfo=UTC)}
    for known_at in known:
        for day in asked:
            at = START + timedelta(days=day, hours=1)
            found = set(Stewardship.objects.standing(at, known_at).filter(person=person).values_list("pk", flat=True))
            assert found == {row.pk for row in rows if restated(row, at, known_at)}
        going = set(Stewardship.objects.going(known_at).filter(person=person).values_list("pk", flat=True))
        far = datetime(2190, 1, 1, tzinfo=UTC)
        assert going == {row.pk for row in rows if not _stays(row, far, known_at)}


def _stays(row, far, known_at):
    """Whether, absences aside, somebody is where they were named until the end of days."""
    places = Assignment.objects.known(known_at).filter(employee=row.person)
    statuses = EmployeeStatus.objects.known(known_at).filter(employee=row.person)
    events = [*places.values_list("effective_from", flat=True), *statuses.values_list("effective_from", flat=True)]
    for moment in {row.effective_from, far, *(event for event in events if event > row.effective_from)}:
        if places.covering(moment).exclude(department_id=row.department_id).exists():
            return False
        if statuses.covering(moment).filter(status="left").exists():
            return False
    return True
