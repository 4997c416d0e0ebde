"""Nothing is decided on an instrument that has just ended: two connections at once (DESIGN 3.6)."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from foundation import clock
from foundation.actor import Actor
from foundation.errors import Refusal
from powers import services
from powers.drafts import AppointmentDraft, EndingDraft
from powers.services.writing import Provenance, write_ending
from tests.factories.directory import EmployeeFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite writes one after the other: there is no second writer to race with.",
    ),
]


def in_a_thread(work):
    """Run in another thread, with a connection of its own; returns (thread, what came of it)."""
    found = {}

    def run():
        try:
            found["answer"] = work()
        except Refusal as refusal:
            found["refusal"] = refusal
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, found


def deciding(person, department, power, *, locked=None, go_on=None):
    with transaction.atomic():
        decision = services.decide_under(by=Actor.of_person(person), power=power, department=department)
        if locked:
            locked.set()
            go_on.wait(10)
    return decision


def test_whoever_waits_for_an_ending_appointment_is_refused():
    head = AppointmentFactory()
    with transaction.atomic():
        draft = EndingDraft("appointment", head.lineage, "Dismissed")
        how = Provenance(by=Actor.of_system("test"), at=clock.now(), origin=head.origin)
        write_ending(draft, how)
        thread, found = in_a_thread(lambda: deciding(head.holder, head.department, "authorize_speech"))
        thread.join(1)
        assert thread.is_alive(), "the decision must wait for the ending"
    thread.join(10)
    assert found["refusal"].clause == "IV.C"


def test_whoever_waits_for_an_ending_designation_is_refused():
    designation = DesignationFactory()
    department, holder = designation.department, designation.holder
    ended = threading.Event()
    with transaction.atomic():
        services.end_designation(designation, by=Actor.of_person(holder), reason="I lay it down")
        thread, found = in_a_thread(lambda: deciding(holder, department, "review_posts"))
        ended.wait(1)
        assert thread.is_alive()
    thread.join(10)
    assert "refusal" in found


def test_an_ending_waits_for_the_decision_and_ends_after_it():
    designation = DesignationFactory()
    locked, go_on = threading.Event(), threading.Event()
    thread, found = in_a_thread(
        lambda: deciding(designation.holder, designation.department, "review_posts", locked=locked, go_on=go_on)
    )
    assert locked.wait(10)
    ending, ended = in_a_thread(
        lambda: services.end_designation(designation, by=Actor.of_person(designation.holder), reason="Done")
    )
    ending.join(1)
    assert ending.is_alive(), "the ending must wait for the decision"
    go_on.set()
    thread.join(10)
    ending.join(10)
    assert found["answer"].at < ended["answer"].effective_until


def test_an_acting_appointment_waits_for_the_decision_of_the_regular_head():
    head = AppointmentFactory()
    one, other = EmployeeFactory(role="employee_relations"), EmployeeFactory(role="employee_relations")
    until = clock.now() + timedelta(days=30)
    draft = AppointmentDraft(head.department.pk, EmployeeFactory().pk, "acting", clock.now(), "Letter", until)
    entry = services.enter(by=Actor.of_person(one), draft=draft)
    locked, go_on = threading.Event(), threading.Event()
    thread, found = in_a_thread(
        lambda: deciding(head.holder, head.department, "authorize_speech", locked=locked, go_on=go_on)
    )
    assert locked.wait(10)
    confirming, confirmed = in_a_thread(lambda: services.confirm(entry, by=Actor.of_person(other)))
    confirming.join(1)
    assert confirming.is_alive()
    go_on.set()
    thread.join(10)
    confirming.join(10)
    assert found["answer"].at < confirmed["answer"].recorded_at
    with pytest.raises(Refusal):
        deciding(head.holder, head.department, "authorize_speech")
