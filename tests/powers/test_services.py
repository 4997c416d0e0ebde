"""Every write of instruments: two persons, nobody for themselves, nothing half done."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from notifications.models import Notice
from powers import services
from powers.decisions import authority_of, holdings
from powers.drafts import AppointmentDraft, CorrectionDraft, DesignationDraft, EndingDraft, ReadingDraft
from powers.models import Appointment, DepartmentPermission, Designation, InstrumentEntry, Reading
from tests.factories.directory import DepartmentFactory, EmployeeFactory, EmployeeStatusFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory

pytestmark = pytest.mark.django_db

MIDNIGHT = datetime(2026, 3, 3, 7, 30, tzinfo=UTC)  # half past one in the City, a Tuesday
NOON = datetime(2026, 3, 3, 18, tzinfo=UTC)


@pytest.fixture
def one():
    return EmployeeFactory(role="employee_relations")


@pytest.fixture
def other():
    return EmployeeFactory(role="employee_relations")


@pytest.fixture
def parks():
    return DepartmentFactory(code="PRF")


@pytest.fixture
def head(parks):
    return AppointmentFactory(department=parks)


def by(person):
    return Actor.of_person(person)


def appointment(department, holder, kind="regular", **more):
    values = {"effective_from": clock.now(), "instrument": "Letter of the Mayor", **more}
    return AppointmentDraft(department.pk, holder.pk, kind, **values)


def designation(department, holder, powers=("review_posts",), **more):
    values = {"effective_from": clock.now(), "instrument": "Memo of the Director", **more}
    return DesignationDraft(department.pk, holder.pk, tuple(powers), **values)


class TestTwoPersons:
    def test_an_acting_appointment_has_an_end_and_keeps_one(self, one, parks):
        holder = EmployeeFactory(assignment__department=parks)
        with pytest.raises(InvalidInput, match="has a last day"):
            services.enter(by=by(one), draft=appointment(parks, holder, "acting"))
        row = AppointmentFactory(department=parks, acting=True)
        correction = CorrectionDraft("appointment", row.lineage, "Open end", row.effective_from)
        with pytest.raises(InvalidInput, match="has a last day"):
            services.enter(by=by(one), draft=correction)

    def test_an_appointment_is_in_effect_when_a_second_person_confirms(self, one, other, parks):
        holder = EmployeeFactory(assignment__department=parks)
        entry = services.enter(by=by(one), draft=appointment(parks, holder))
        assert authority_of(parks, clock.now()).holder is None
        row = services.confirm(entry, by=by(other))
        assert authority_of(parks, clock.now()).holder == holder
        assert (row.entered_by, row.confirmed_by, row.origin) == (one, other, "entered")
        assert DepartmentPermission.objects.filter(user=holder).exists()
        assert Notice.objects.filter(person=holder).exists()
        assert set(Entry.objects.values_list("act", flat=True)) >= {
            "powers.entry_entered",
            "powers.appointed",
            "powers.entry_confirmed",
        }

    def test_nobody_confirms_what_they_entered(self, one, parks):
        entry = services.enter(by=by(one), draft=appointment(parks, EmployeeFactory()))
        with pytest.raises(Refusal, match="entered this yourself"):
            services.confirm(entry, by=by(one))
        assert not Appointment.objects.exists()

    def test_nobody_enters_what_benefits_them(self, one, parks):
        with pytest.raises(Refusal, match="benefit"):
            services.enter(by=by(one), draft=appointment(parks, one))

    def test_nobody_confirms_what_benefits_them(self, one, other, parks):
        entry = services.enter(by=by(one), draft=appointment(parks, other))
        with pytest.raises(Refusal, match="benefit"):
            services.confirm(entry, by=by(other))

    def test_the_database_itself_wants_two_persons(self, one, parks):
        with pytest.raises(IntegrityError), transaction.atomic():
            AppointmentFactory(department=parks, origin="entered", entered_by=one, confirmed_by=one)

    def test_only_employee_relations_enters(self, parks):
        with pytest.raises(Refusal):
            services.enter(by=by(EmployeeFactory()), draft=appointment(parks, EmployeeFactory()))

    def test_an_entry_is_decided_once(self, one, other, parks):
        entry = services.enter(by=by(one), draft=appointment(parks, EmployeeFactory()))
        services.confirm(entry, by=by(other))
        with pytest.raises(Conflict, match="no longer waiting"):
            services.confirm(entry, by=by(other))
        with pytest.raises(Conflict):
            services.refuse(entry, by=by(other), reason="late")
        assert Appointment.objects.count() == 1

    def test_a_refusal_gives_its_reason(self, one, other, parks):
        entry = services.enter(by=by(one), draft=appointment(parks, EmployeeFactory()))
        with pytest.raises(InvalidInput):
            services.refuse(entry, by=by(other), reason=" ")
        assert services.refuse(entry, by=by(other), reason="Not signed.").state == "refused"

    def test_only_who_entered_it_takes_it_back(self, one, other, parks):
        entry = services.enter(by=by(one), draft=appointment(parks, EmployeeFactory()))
        with pytest.raises(Refusal):
            services.withdraw_entry(entry, by=by(other))
        assert services.withdraw_entry(entry, by=by(one)).state == "withdrawn"

    def test_overlapping_appointments_are_refused_with_a_sentence(self, one, head, parks):
        with pytest.raises(Conflict, match="already"):
            services.enter(by=by(one), draft=appointment(parks, EmployeeFactory()))

    def test_a_successor_may_end_the_predecessor(self, one, other, head, parks):
        holder = EmployeeFactory(assignment__department=parks)
        draft = appointment(parks, holder, ends_predecessor=True)
        services.confirm(services.enter(by=by(one), draft=draft), by=by(other))
        assert authority_of(parks, clock.now()).holder == holder
        assert holdings(head.holder, clock.now()) == []

    def test_a_department_without_office_gets_no_appointment(self, one, parks):
        division = DepartmentFactory(profile__parent=parks, profile__head_title="")
        with pytest.raises(InvalidInput, match="no appointing office"):
            services.enter(by=by(one), draft=appointment(division, EmployeeFactory()))

    def test_nobody_who_left_is_appointed(self, one, parks):
        holder = EmployeeFactory()
        EmployeeStatusFactory(employee=holder, left=True)
        with pytest.raises(InvalidInput, match="left the City"):
            services.enter(by=by(one), draft=appointment(parks, holder))

    def test_an_end_lies_after_its_beginning(self, one, parks):
        now = clock.now()
        with pytest.raises(InvalidInput, match="end"):
            services.enter(by=by(one), draft=appointment(parks, EmployeeFactory(), effective_until=now - timedelta(1)))

    def test_ending_an_appointment_takes_two_persons(self, one, other, head, parks):
        draft = EndingDraft("appointment", head.lineage, "Retired")
        services.confirm(services.enter(by=by(one), draft=draft), by=by(other))
        assert authority_of(parks, clock.now()).holder is None
        assert not head.holder.has_perm("directory.authorize_speech", parks)

    def test_an_ending_in_error_is_undone_by_a_correction(self, one, other, head, parks):
        services.confirm(
            services.enter(by=by(one), draft=EndingDraft("appointment", head.lineage, "Retired")), by=by(other)
        )
        again = CorrectionDraft("appointment", head.lineage, "It was another one", head.effective_from)
        services.confirm(services.enter(by=by(one), draft=again), by=by(other))
        assert authority_of(parks, clock.now()).holder == head.holder
        assert head.holder.has_perm("directory.authorize_speech", parks)

    def test_a_reading_takes_two_persons_and_changes_the_answer(self, one, other, head, parks):
        designee = DesignationFactory(under=head, powers=["approve_accounts"]).holder
        assert holdings(designee, clock.now()) == []
        draft = ReadingDraft("designee_may_hold", clock.now(), "so", "City Counselor", "approve_accounts", value=True)
        services.confirm(services.enter(by=by(one), draft=draft), by=by(other))
        assert [held.power for held in holdings(designee, clock.now())] == ["approve_accounts"]

    def test_who_gains_by_a_reading_does_not_enter_it(self, one, head):
        DesignationFactory(under=head, powers=["approve_accounts"], holder=one)
        draft = ReadingDraft("designee_may_hold", clock.now(), "so", "Counselor", "approve_accounts", value=True)
        with pytest.raises(Refusal, match="benefit"):
            services.enter(by=by(one), draft=draft)
        assert not Reading.objects.exists()

    def test_a_designation_on_paper_takes_two_persons(self, one, other, head, parks):
        holder = EmployeeFactory(assignment__department=parks)
        entry = services.enter(by=by(one), draft=designation(parks, holder))
        row = services.confirm(entry, by=by(other))
        assert (row.named_by, row.appointment, row.origin) == (head.holder, head.lineage, "entered")


class TestDesignating:
    def test_an_authority_names_a_designee(self, head, parks):
        holder = EmployeeFactory(assignment__department=parks)
        row = services.designate(by=by(head.holder), draft=designation(parks, holder))
        assert row.origin == "act_of_office"
        assert holder.has_perm("directory.review_posts", parks)
        assert Entry.objects.get(act="powers.designated").instrument == f"appointment {head.lineage}"

    def test_what_a_designee_may_never_hold_is_refused_with_its_clause(self, head, parks):
        with pytest.raises(Refusal) as refused:
            services.designate(by=by(head.holder), draft=designation(parks, EmployeeFactory(), ["authorize_speech"]))
        assert refused.value.clause == "IV.C"
        assert not Designation.objects.exists()

    def test_nobody_designates_themselves(self, head, parks):
        with pytest.raises(Refusal, match="themselves"):
            services.designate(by=by(head.holder), draft=designation(parks, head.holder))

    def test_a_designee_names_no_designees(self, head, parks):
        designee = DesignationFactory(under=head).holder
        with pytest.raises(Refusal, match="designee names no designees"):
            services.designate(by=by(designee), draft=designation(parks, EmployeeFactory()))

    def test_nobody_designates_for_another_department(self, head):
        with pytest.raises(Refusal) as refused:
            services.designate(by=by(head.holder), draft=designation(DepartmentFactory(), EmployeeFactory()))
        assert "missing" in refused.value.remedy

    def test_a_designation_here_begins_now_or_later(self, head, parks):
        draft = designation(parks, EmployeeFactory(), effective_from=clock.now() - timedelta(days=2))
        with pytest.raises(InvalidInput, match="now or later"):
            services.designate(by=by(head.holder), draft=draft)

    def test_an_authority_ends_a_designation_at_once(self, head, parks):
        row = DesignationFactory(under=head)
        services.end_designation(row, by=by(head.holder), reason="Other duties")
        assert not row.holder.has_perm("directory.review_posts", parks)

    def test_a_successor_ends_what_was_made_for_the_office(self, one, other, head, parks):
        row = DesignationFactory(under=head, for_the_office=True)
        successor = EmployeeFactory(assignment__department=parks)
        draft = appointment(parks, successor, ends_predecessor=True)
        services.confirm(services.enter(by=by(one), draft=draft), by=by(other))
        assert row.holder.has_perm("directory.review_posts", parks)
        services.end_designation(row, by=by(successor), reason="I name my own")
        assert not row.holder.has_perm("directory.review_posts", parks)

    def test_nobody_else_ends_a_designation(self, head):
        with pytest.raises(Refusal):
            services.end_designation(DesignationFactory(under=head), by=by(EmployeeFactory()), reason="So")

    def test_a_stale_page_is_told_so(self, head):
        row = DesignationFactory(under=head)
        services.end_designation(row, by=by(head.holder), reason="Other duties")
        with pytest.raises(Conflict, match="changed meanwhile"):
            services.end_designation(row, by=by(head.holder), reason="Again")


class TestAtNight:
    @pytest.fixture
    def night(self, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: MIDNIGHT)

    def appoint(self, person, department, holder, hours=10):
        until = clock.now() + timedelta(hours=hours)
        return services.appoint_at_night(
            by=by(person), department=department, holder=holder, until=until, instrument="By telephone"
        )

    def test_one_person_appoints_and_it_is_reported(self, night, one, other, parks):
        holder = EmployeeFactory(assignment__department=parks)
        self.appoint(one, parks, holder)
        assert authority_of(parks, MIDNIGHT).holder == holder
        assert Notice.objects.filter(person=other, kind="powers.night").exists()

    def test_never_for_more_than_72_hours(self, night, one, parks):
        with pytest.raises(InvalidInput, match="72 hours"):
            self.appoint(one, parks, EmployeeFactory(), hours=73)

    def test_never_by_day(self, one, parks, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: NOON)
        with pytest.raises(Refusal, match="working hours"):
            self.appoint(one, parks, EmployeeFactory())

    def test_nobody_appoints_themselves(self, night, one, parks):
        with pytest.raises(Refusal, match="yourself"):
            self.appoint(one, parks, one)

    def test_not_while_somebody_can_act(self, night, one, head, parks):
        with pytest.raises(Conflict, match="can act"):
            self.appoint(one, parks, EmployeeFactory())

    def test_the_authority_above_may_and_others_may_not(self, night, head, parks):
        division = DepartmentFactory(profile__parent=parks)
        with pytest.raises(Refusal, match="cannot make"):
            self.appoint(EmployeeFactory(), division, EmployeeFactory())
        assert self.appoint(head.holder, division, EmployeeFactory()).origin == "night"


class TestRequire:
    def test_a_refusal_names_clause_and_who_may(self, head, parks):
        with pytest.raises(Refusal) as refused:
            services.require(by(EmployeeFactory()), "approve_accounts", parks, clock.now())
        assert refused.value.clause == "IV.A"
        assert head.holder.name in refused.value.remedy

    def test_a_vacancy_says_whose_act_is_missing(self, parks):
        with pytest.raises(Refusal) as refused:
            services.require(by(EmployeeFactory()), "approve_accounts", parks, clock.now())
        assert "missing" in refused.value.remedy

    def test_the_system_holds_no_power(self, head, parks):
        with pytest.raises(Refusal):
            services.require(Actor.of_system("task"), "approve_accounts", parks, clock.now())

    def test_a_decision_names_its_instrument_and_moment(self, head, parks):
        with transaction.atomic():
            decision = services.decide_under(by=by(head.holder), power="authorize_speech", department=parks)
        assert decision.holding.instrument == head
        assert decision.at <= clock.now()


def test_an_entry_keeps_its_draft(one, parks):
    draft = designation(parks, EmployeeFactory(assignment__department=parks), effective_until=None)
    AppointmentFactory(department=parks)
    entry = services.enter(by=by(one), draft=draft)
    assert DesignationDraft.of_payload(InstrumentEntry.objects.get(pk=entry.pk).payload) == draft
