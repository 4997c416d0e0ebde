"""The pages of People and powers: what they say, what their forms do, and how little they ask the database."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from foundation import clock
from powers.models import Appointment, Designation, InstrumentEntry
from tests.factories.directory import DepartmentFactory, EmployeeFactory, EmployeeStatusFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory, InstrumentEntryFactory, ReadingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return AppointmentFactory(department__code="PRF", department__profile__name="Parks")


@pytest.fixture
def relations():
    return EmployeeFactory(role="employee_relations")


def page(person, route, *arguments, **query):
    client = Client()
    client.force_login(person)
    return client.get(reverse(f"powers:{route}", args=arguments), query)


def send(person, route, *arguments, **data):
    client = Client()
    client.force_login(person)
    return client.post(reverse(f"powers:{route}", args=arguments), data)


def test_the_overview_says_who_decides_and_whose_act_is_missing(head):
    DepartmentFactory(profile__name="Streets", profile__head_title="Director of Streets")
    text = page(EmployeeFactory(), "overview").content.decode()
    assert head.holder.name in text
    assert "The act of the Director of Streets, Streets is missing" in text


def test_the_overview_asks_the_database_no_more_for_more_departments(head, django_assert_max_num_queries):
    person = EmployeeFactory()
    for _ in range(8):
        DesignationFactory(under=AppointmentFactory())
    client = Client()
    client.force_login(person)
    with django_assert_max_num_queries(25):
        client.get(reverse("powers:overview"))


def test_a_moment_of_the_past_shows_who_decided_then(head):
    later = AppointmentFactory(department=head.department, acting=True, effective_from=clock.now() - timedelta(days=9))
    person = EmployeeFactory()
    assert f"Appointing authority: {later.holder.name}" in page(person, "department", "PRF").content.decode()
    past = page(person, "department", "PRF", at="2024-06-01T12:00").content.decode()
    assert f"Appointing authority: {head.holder.name}" in past


def test_an_appointment_goes_its_way_from_form_to_effect(head, relations):
    other, holder = EmployeeFactory(role="employee_relations"), EmployeeFactory()
    streets = DepartmentFactory(code="STR")
    answer = send(
        relations, "enter_appointment", department=streets.pk, holder=holder.number, kind="regular", instrument="Letter"
    )
    entry = InstrumentEntry.objects.get()
    assert answer.url == reverse("powers:entry", args=[entry.reference])
    assert "Confirm this entry" not in page(relations, "entry", entry.reference).content.decode()
    assert "Confirm this entry" in page(other, "entry", entry.reference).content.decode()
    send(other, "confirm", entry.reference)
    assert holder.has_perm("directory.approve_accounts", streets)


def test_a_second_confirmation_is_a_conflict(head, relations):
    entry = InstrumentEntryFactory(department__code="STR")
    assert send(relations, "confirm", entry.reference).status_code == 302
    assert send(relations, "confirm", entry.reference).status_code == 409
    assert Appointment.objects.filter(department__code="STR").count() == 1


def test_who_entered_it_is_refused_with_a_sentence(relations):
    entry = InstrumentEntryFactory(entered_by=relations)
    answer = send(relations, "confirm", entry.reference)
    assert answer.status_code == 403
    assert "entered this yourself" in answer.content.decode()


def test_a_wrong_form_says_what_is_wrong_and_keeps_what_was_written(relations, head):
    answer = send(
        relations,
        "enter_appointment",
        department=head.department.pk,
        holder="nobody",
        kind="regular",
        instrument="Letter of the Mayor",
    )
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "Nobody has the employee number nobody" in text
    assert "Letter of the Mayor" in text


def test_overlapping_appointments_are_told_on_the_form(relations, head):
    holder = EmployeeFactory().number
    asked = {"department": head.department.pk, "holder": holder, "kind": "regular", "instrument": "Letter"}
    answer = send(relations, "enter_appointment", **asked)
    assert answer.status_code == 400
    assert "There is at most one at a time" in answer.content.decode()


def test_what_a_designee_may_never_do_is_shown_and_not_offered(head):
    text = page(head.holder, "designate").content.decode()
    assert "What a designee may never do" in text
    assert 'value="authorize_speech"' not in text
    assert 'value="review_posts"' in text


def test_an_authority_names_and_ends_a_designee(head):
    holder = EmployeeFactory(assignment__department=head.department)
    memo = {"instrument": "Memo", "powers": ["review_posts"]}
    send(head.holder, "designate", department=head.department.pk, holder=holder.number, **memo)
    row = Designation.objects.get()
    assert row.holder == holder
    stale = send(head.holder, "end_designation", row.lineage, seen=row.pk + 1, reason="Other duties")
    assert stale.status_code == 409
    assert send(head.holder, "end_designation", row.lineage, seen=row.pk, reason="Other duties").status_code == 302
    assert not holder.has_perm("directory.review_posts", head.department)


def test_a_designation_forged_with_a_power_that_is_not_offered_is_refused(head):
    holder = EmployeeFactory(assignment__department=head.department)
    memo = {"instrument": "Memo", "powers": ["authorize_speech"]}
    answer = send(head.holder, "designate", department=head.department.pk, holder=holder.number, **memo)
    assert answer.status_code == 400
    assert not Designation.objects.exists()


def test_why_is_told_to_the_person_and_not_to_others(head):
    somebody = EmployeeFactory(assignment__department=head.department)
    asked = {"employee": somebody.number, "power": "authorize_speech", "department": head.department.pk}
    assert "Does not give it" in page(somebody, "why", **asked).content.decode()
    assert page(EmployeeFactory(), "why", **asked).status_code == 404


def test_a_reading_is_entered_and_confirmed(relations):
    other = EmployeeFactory(role="employee_relations")
    about = {"kind": "designee_may_hold", "power": "approve_accounts", "value": "yes", "reason": "So", "source": "Law"}
    send(relations, "enter_reading", **about)
    send(other, "confirm", InstrumentEntry.objects.get().reference)
    assert "Source: Law" in page(other, "readings").content.decode()


def test_the_readings_page_says_what_holds_without_any():
    ReadingFactory(effective_from=clock.now() + timedelta(days=3))
    assert "IV.K.2 stands in the place of IV.C" in page(EmployeeFactory(), "readings").content.decode()


def test_home_says_that_an_entry_waits_for_a_second_person(relations):
    InstrumentEntryFactory()
    client = Client()
    client.force_login(relations)
    assert "Appointments, designations and readings to confirm" in client.get("/").content.decode()


def test_an_acting_appointment_without_a_last_day_is_refused_at_the_field(relations, head):
    asked = {"department": head.department.pk, "holder": EmployeeFactory().number, "instrument": "Letter"}
    answer = send(relations, "enter_appointment", kind="acting", **asked)
    assert answer.status_code == 400
    assert "An acting appointment has a last day" in answer.context["form"].errors["through"][0]
    last = clock.city_date(clock.now()) + timedelta(days=30)
    assert send(relations, "enter_appointment", kind="acting", through=last, **asked).status_code == 302


def test_an_acting_appointment_over_a_head_in_office_is_warned_of(relations, head):
    other, acting = EmployeeFactory(role="employee_relations"), EmployeeFactory()
    vacant = DepartmentFactory(code="STR")
    last = clock.city_date(clock.now()) + timedelta(days=30)
    for department in (head.department, vacant):
        asked = {"department": department.pk, "holder": acting.number, "kind": "acting", "through": last}
        send(relations, "enter_appointment", instrument="Letter", **asked)
    over, alone = InstrumentEntry.objects.order_by("pk")
    warned = f"{head.holder.name} holds this office now"
    assert warned in page(other, "entry", over.reference).context["warning"]
    assert page(other, "entry", alone.reference).context["warning"] == ""
    EmployeeStatusFactory(employee=head.holder, status="on_leave", effective_from=clock.now() - timedelta(hours=1))
    assert page(other, "entry", over.reference).context["warning"] == ""


def test_what_is_made_now_begins_when_it_is_recorded_and_is_not_late(relations, head):
    other, streets = EmployeeFactory(role="employee_relations"), DepartmentFactory(code="STR")
    asked = {"department": streets.pk, "holder": EmployeeFactory().number, "kind": "regular", "instrument": "Letter"}
    send(relations, "enter_appointment", **asked)
    entry = InstrumentEntry.objects.get()
    assert "at once, when confirmed" in page(other, "entry", entry.reference).content.decode()
    send(other, "confirm", entry.reference)
    designee = EmployeeFactory(assignment__department=head.department).number
    memo = {"instrument": "Memo", "powers": ["review_posts"]}
    send(head.holder, "designate", department=head.department.pk, holder=designee, **memo)
    for row in (Appointment.objects.get(department=streets), Designation.objects.get()):
        assert row.effective_from == row.recorded_at
        assert "Late entry" not in page(other, "department", row.department.code).content.decode()


def test_designating_oneself_is_told_at_the_field_and_keeps_the_form(head):
    memo = {"instrument": "Memo of today", "powers": ["review_posts"]}
    answer = send(head.holder, "designate", department=head.department.pk, holder=head.holder.number, **memo)
    assert answer.status_code == 400
    assert "Nobody designates themselves" in answer.context["form"].errors["holder"][0]
    assert "Memo of today" in answer.content.decode()
    assert not Designation.objects.exists()
