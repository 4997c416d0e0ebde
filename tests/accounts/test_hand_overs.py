"""When a steward goes, the account is handed over: a list that stays until each step is done by a person."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from accounts import services
from accounts.models import HandOver, HandOverStep, Stewardship
from accounts.services import Keys
from directory.services import roster
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from notifications.models import Notice
from tests.accounts.conftest import Office
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeFactory

BY = Actor.of_system("test")
ALL_STEPS = ["new_steward", "credentials", "second_factor"]


@pytest.fixture
def account(parks):
    return AccountFactory(department=parks.department, primary=parks.employee(), backup=parks.employee())


def steward(account, role="primary"):
    return account.stewardships.filter(role=role).latest("pk").person


def open_steps(account):
    found = HandOver.objects.open().filter(account=account)
    return [
        (step.hand_over.person, step.kind) for step in HandOverStep.objects.filter(hand_over__in=found, done_at=None)
    ]


def goes(how, person, office):
    at = clock.now()
    if how == "leaves":
        roster.leave_the_city(person, by=BY, effective=at)
    elif how == "leaves later":
        roster.leave_the_city(person, by=BY, effective=at + timedelta(days=30))
    elif how == "moves":
        roster.move(person, by=BY, department=office.department)
    elif how == "is corrected away":
        roster.correct(person.assignments.get(superseded_at=None), by=BY, department=office.department)
    elif how == "leaves with a file":
        changes = [
            roster.Change(number=somebody.number, steps=[roster.LeaveTheCity(effective=at)])
            for somebody in (EmployeeFactory(), person, EmployeeFactory())
        ]
        roster.change_many(changes, by=BY)


@pytest.mark.parametrize("how", ["leaves", "leaves later", "moves", "is corrected away", "leaves with a file"])
@pytest.mark.django_db
def test_a_steward_who_goes_opens_a_hand_over_and_those_who_must_act_are_told(account, parks, streets, how):
    person, other = steward(account), steward(account, "backup")
    goes(how, person, streets)
    assert open_steps(account) == [(person, kind) for kind in ALL_STEPS]
    for somebody in (other, parks.head):
        titles = Notice.objects.filter(person=somebody, kind="accounts.keeping").values_list("title", flat=True)
        assert list(titles) == [f"{account.facts.get().name} needs a new steward"]
    assert not Notice.objects.filter(person=person, kind="accounts.keeping").exists()
    assert Entry.objects.get(act="accounts.hand_over_opened").object_id == account.reference


@pytest.mark.django_db
def test_nobody_who_has_left_is_written_to(account, parks):
    gone, asker = steward(account), account.entered_by
    for person in (gone, asker):
        roster.leave_the_city(person, by=BY, effective=clock.now())
    Notice.objects.all().delete()
    services.suspend_account(by=parks.authority, account=account, reason="In wrong hands")
    told = set(Notice.objects.values_list("person", flat=True))
    assert steward(account, "backup").pk in told
    assert not {gone.pk, asker.pk} & told


@pytest.mark.django_db
def test_a_leave_or_another_title_opens_nothing(account):
    roster.start_leave(steward(account), by=BY)
    roster.change_title(steward(account, "backup"), by=BY, title="Senior Clerk")
    assert open_steps(account) == []


@pytest.mark.parametrize("trait", ["requested", "declined", "retired", "listed"])
@pytest.mark.django_db
def test_what_nobody_looks_after_is_not_handed_over(parks, trait):
    account = AccountFactory(department=parks.department, primary=parks.employee(), **{trait: True})
    roster.leave_the_city(steward(account), by=BY)
    assert open_steps(account) == []


@pytest.mark.django_db
def test_a_stewardship_has_one_hand_over_however_often_its_steward_goes(account, streets, parks):
    person = steward(account)
    roster.move(person, by=BY, department=streets.department)
    roster.move(person, by=BY, department=parks.department)
    roster.leave_the_city(person, by=BY)
    assert HandOver.objects.filter(account=account).count() == 1


@pytest.mark.django_db
def test_a_leaving_that_is_undone_closes_the_hand_over_and_a_later_one_opens_another(account):
    person = steward(account)
    left = roster.leave_the_city(person, by=BY, effective=clock.now() + timedelta(days=10))
    roster.undo(person, by=BY, recorded_at=left.recorded_at)
    assert open_steps(account) == []
    first = HandOver.objects.get()
    assert (first.closed_by, bool(first.close_reason)) == (None, True)
    assert Stewardship.objects.standing(clock.now()).filter(person=person).exists()
    roster.leave_the_city(person, by=BY)
    assert open_steps(account) == [(person, kind) for kind in ALL_STEPS]
    assert HandOver.objects.count() == 2


@pytest.mark.django_db
def test_what_a_person_closed_as_not_needed_is_not_opened_again(account, parks, streets):
    person = steward(account)
    roster.move(person, by=BY, department=streets.department)
    services.close_hand_over(by=parks.comms, hand_over=HandOver.objects.get(), reason="Goes on from there")
    roster.leave_the_city(person, by=BY)
    assert HandOver.objects.count() == 1


@pytest.mark.django_db
def test_who_holds_the_second_factor_and_leaves_hands_over_that_alone(account, parks):
    holder = parks.employee()
    services.set_custody(by=parks.authority, account=account, keys=Keys("The safe", "", holder))
    roster.leave_the_city(holder, by=BY)
    assert open_steps(account) == [(holder, "second_factor")]
    services.set_custody(by=parks.authority, account=account, keys=Keys("The safe", "", steward(account)))
    assert open_steps(account) == []


@pytest.mark.django_db
def test_a_steward_with_the_second_factor_opens_one_hand_over_not_two(account, parks):
    person = steward(account)
    services.set_custody(by=parks.authority, account=account, keys=Keys("The safe", "", person))
    roster.leave_the_city(person, by=BY)
    assert HandOver.objects.count() == 1


@pytest.mark.django_db
def test_naming_the_successor_ticks_that_step_and_no_other_persons(account, parks):
    primary, backup = steward(account), steward(account, "backup")
    for person in (primary, backup):
        roster.leave_the_city(person, by=BY)
    successor = parks.employee()
    services.name_steward(by=parks.comms, account=account, person=successor, role="backup")
    assert (backup, "new_steward") not in open_steps(account)
    assert (primary, "new_steward") in open_steps(account)
    assert HandOver.objects.count() == 2, "who left already is not handed over again"


@pytest.mark.django_db
def test_that_a_new_steward_is_named_is_not_ticked_by_hand(account, parks):
    roster.leave_the_city(steward(account), by=BY)
    step = HandOverStep.objects.get(kind="new_steward")
    with pytest.raises(Conflict):
        services.do_step(by=parks.comms, step=step)


@pytest.mark.django_db
def test_each_step_is_ticked_by_a_person_once_with_a_date(account, parks):
    roster.leave_the_city(steward(account), by=BY)
    step = HandOverStep.objects.get(kind="credentials")
    done = services.do_step(by=parks.comms, step=step, note=" New password in the vault ")
    assert (done.done_by, done.note) == (parks.comms_staff, "New password in the vault")
    assert done.done_at is not None
    with pytest.raises(Conflict):
        services.do_step(by=parks.authority, step=step)
    assert Entry.objects.filter(act="accounts.hand_over_step_done").count() == 1


@pytest.mark.django_db
def test_a_hand_over_is_over_when_every_step_is_done(account, parks):
    roster.leave_the_city(steward(account), by=BY)
    services.name_steward(by=parks.comms, account=account, person=parks.employee(), role="primary")
    for kind in ("credentials", "second_factor"):
        assert HandOver.objects.open().exists()
        services.do_step(by=parks.comms, step=HandOverStep.objects.get(kind=kind))
    assert not HandOver.objects.open().exists()
    with pytest.raises(Conflict):
        services.close_hand_over(by=parks.comms, hand_over=HandOver.objects.get(), reason="Not needed")


@pytest.mark.django_db
def test_a_hand_over_is_closed_as_not_needed_with_a_reason_once(account, parks):
    roster.leave_the_city(steward(account), by=BY)
    hand_over = HandOver.objects.get()
    with pytest.raises(InvalidInput):
        services.close_hand_over(by=parks.comms, hand_over=hand_over, reason=" ")
    services.close_hand_over(by=parks.comms, hand_over=hand_over, reason="Never had the keys")
    with pytest.raises(Conflict):
        services.close_hand_over(by=parks.comms, hand_over=hand_over, reason="Again")
    with pytest.raises(Conflict):
        services.do_step(by=parks.comms, step=HandOverStep.objects.get(kind="credentials"))
    assert Entry.objects.filter(act="accounts.hand_over_closed").count() == 1


@pytest.mark.django_db
def test_a_stranger_ticks_and_closes_nothing(account, streets, relations):
    gone = steward(account)
    roster.leave_the_city(gone, by=BY)
    for by in (streets.authority, relations, Actor.of_person(gone), Actor.of_system("x")):
        with pytest.raises(Refusal):
            services.do_step(by=by, step=HandOverStep.objects.get(kind="credentials"))
        with pytest.raises(Refusal):
            services.close_hand_over(by=by, hand_over=HandOver.objects.get(), reason="No")


@pytest.mark.django_db
def test_the_database_itself_lets_nobody_rewrite_who_did_a_step(account, parks):
    roster.leave_the_city(steward(account), by=BY)
    step = services.do_step(by=parks.comms, step=HandOverStep.objects.get(kind="credentials"))
    services.close_hand_over(by=parks.comms, hand_over=HandOver.objects.get(), reason="Not needed")
    for rows, change in (
        (HandOverStep.objects.filter(pk=step.pk), {"done_by": parks.head}),
        (HandOverStep.objects.filter(pk=step.pk), {"done_by": None, "done_at": None}),
        (HandOver.objects.all(), {"close_reason": "Another reason"}),
        (HandOver.objects.all(), {"person": parks.head}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite writes one after the other: there is no second writer to race with.",
)
def test_a_naming_that_waits_for_a_leaving_sees_it():
    office = Office("PRF")
    account, person = AccountFactory(department=office.department), office.employee()
    found = []

    def naming():
        try:
            services.name_steward(by=office.comms, account=account, person=person, role="primary")
        except InvalidInput as refused:
            found.append(refused.field)
        finally:
            connections.close_all()

    with transaction.atomic():
        roster.leave_the_city(person, by=BY)
        thread = threading.Thread(target=naming)
        thread.start()
        thread.join(1)
        assert thread.is_alive(), "the naming must wait for the leaving"
    thread.join(10)
    assert found == ["person"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite writes one after the other: there is no second writer to race with.",
)
def test_two_who_tick_one_step_at_once_tick_it_once():
    office = Office("PRF")
    account = AccountFactory(department=office.department, primary=office.employee(), backup=office.employee())
    roster.leave_the_city(steward(account), by=BY)
    step = HandOverStep.objects.get(kind="credentials")
    ready = threading.Barrier(2)
    outcomes = []

    def ticking():
        try:
            ready.wait()
            services.do_step(by=office.comms, step=step)
            outcomes.append("done")
        except Conflict:
            outcomes.append("conflict")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ticking) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["conflict", "done"]
