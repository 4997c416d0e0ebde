"""Who holds which power: DESIGN "Authority, exactly", rule by rule."""

from datetime import UTC, datetime, timedelta

import pytest

from directory.models import DepartmentProfile, EmployeeStatus
from foundation import clock
from foundation.effective import end, supersede
from powers.catalogue import POWERS, power_of
from powers.decisions import authority_of, holders, holdings, office_of
from powers.derivation import derive
from powers.explanation import explain
from tests.factories.directory import AssignmentFactory, DepartmentFactory, EmployeeFactory, EmployeeStatusFactory
from tests.factories.policy import published_150
from tests.factories.powers import AppointmentFactory, DesignationFactory, ReadingFactory

pytestmark = pytest.mark.django_db

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
JUNE = datetime(2026, 6, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def holds(employee, code, department, at=JUNE, known_at=None):
    answers = {
        any(one.holder_id == employee.pk for one in holders(POWERS[code], department, at, known_at)),
        any(one.power == code and one.department_id == department.pk for one in holdings(employee, at, known_at)),
        explain(employee, POWERS[code], department, at, known_at).yes,
    }
    assert len(answers) == 1, "holders, holdings and explain disagree"
    return answers.pop()


@pytest.fixture
def parks():
    return DepartmentFactory(code="PRF")


@pytest.fixture
def head(parks):
    return AppointmentFactory(department=parks)


@pytest.mark.clause("IV.A", "IV.C", "IV.J", "IV.K.1", "IV.K.2", "V.B.1")
def test_the_authority_holds_every_power_but_that_of_the_police(parks, head):
    held = {holding.power for holding in holdings(head.holder, JUNE)}
    assert held == set(POWERS) - {"authorize_police_speech"}


def test_an_acting_appointee_stands_before_the_regular_one(parks, head):
    acting = AppointmentFactory(department=parks, acting=True, effective_from=MARCH, effective_until=JUNE)
    assert authority_of(parks, MARCH).holder == acting.holder
    assert not holds(head.holder, "authorize_speech", parks, MARCH)
    assert authority_of(parks, JUNE).holder == head.holder


def test_a_department_without_office_takes_the_nearest_above(parks, head):
    division = DepartmentFactory(profile__head_title="", profile__parent=parks)
    assert office_of(division, JUNE) == parks
    assert holds(head.holder, "authorize_speech", division)


def test_a_vacant_office_never_falls_to_the_one_above(parks, head):
    division = DepartmentFactory(profile__parent=parks)
    answer = authority_of(division, JUNE)
    assert answer.holder is None
    assert "missing" in answer.sentence
    assert not holds(head.holder, "authorize_speech", division)


@pytest.mark.parametrize("status", ["on_leave", "suspended"])
def test_on_leave_nothing_is_held_and_it_comes_back(parks, head, status):
    EmployeeStatusFactory(employee=head.holder, status=status, effective_from=MARCH, effective_until=JUNE)
    assert authority_of(parks, MARCH).holder is None
    assert not holds(head.holder, "authorize_speech", parks, JUNE - SECOND)
    assert holds(head.holder, "authorize_speech", parks, JUNE)


def test_who_left_holds_nothing_also_after_coming_back(parks, head):
    designation = DesignationFactory(under=head)
    for person in (head.holder, designation.holder):
        EmployeeStatusFactory(employee=person, left=True, effective_from=MARCH, effective_until=JUNE)
    later = JUNE + timedelta(days=30)
    assert not holds(head.holder, "authorize_speech", parks, later)
    assert not holds(designation.holder, "review_posts", parks, later)


def test_a_move_under_another_authority_ends_a_designation_for_good(parks, head):
    designation = DesignationFactory(under=head)
    assignment = designation.holder.assignments.get()
    elsewhere = end(assignment, until=MARCH, at=MARCH)
    AssignmentFactory(employee=designation.holder, effective_from=MARCH, effective_until=JUNE, recorded_at=MARCH)
    AssignmentFactory(employee=designation.holder, department=parks, effective_from=JUNE, recorded_at=JUNE)
    assert elsewhere
    assert holds(designation.holder, "review_posts", parks, MARCH - SECOND)
    assert not holds(designation.holder, "review_posts", parks, MARCH)
    assert not holds(designation.holder, "review_posts", parks, JUNE)


def test_a_move_within_the_same_authority_ends_nothing(parks, head):
    division = DepartmentFactory(profile__head_title="", profile__parent=parks)
    designation = DesignationFactory(under=head)
    end(designation.holder.assignments.get(), until=MARCH, at=MARCH)
    AssignmentFactory(employee=designation.holder, department=division, effective_from=MARCH, recorded_at=MARCH)
    assert holds(designation.holder, "review_posts", parks)


def test_a_head_who_moves_under_another_authority_holds_the_office_no_more(parks, head):
    end(head.holder.assignments.get(), until=MARCH, at=MARCH)
    AssignmentFactory(employee=head.holder, effective_from=MARCH, recorded_at=MARCH)
    assert authority_of(parks, JUNE).holder is None


def test_a_head_may_work_at_another_office_that_they_head(parks, head):
    second = AppointmentFactory(department=DepartmentFactory(), holder=head.holder, effective_from=MARCH)
    end(head.holder.assignments.get(), until=MARCH, at=MARCH)
    AssignmentFactory(employee=head.holder, department=second.department, effective_from=MARCH, recorded_at=MARCH)
    assert authority_of(parks, JUNE).holder == authority_of(second.department, JUNE).holder == head.holder


def test_a_designation_ends_with_the_appointment_it_was_made_under(parks, head):
    designation = DesignationFactory(under=head)
    for_the_office = DesignationFactory(under=head, for_the_office=True)
    derive(end(head, until=MARCH, at=MARCH))
    AppointmentFactory(department=parks, effective_from=MARCH, recorded_at=MARCH)
    assert not holds(designation.holder, "review_posts", parks, MARCH)
    assert holds(for_the_office.holder, "review_posts", parks, MARCH)


@pytest.mark.clause("IV.A", "IV.C", "IV.J", "IV.K.1", "IV.K.2", "V.B.1")
def test_a_designee_holds_only_what_a_designee_may(parks, head):
    designation = DesignationFactory(under=head, powers=["authorize_speech", "approve_personal_device"])
    assert not holds(designation.holder, "authorize_speech", parks)
    assert holds(designation.holder, "approve_personal_device", parks)


def test_a_reading_lets_a_designee_hold_a_power_from_its_day_on(parks, head):
    designation = DesignationFactory(under=head, powers=["authorize_speech"])
    ReadingFactory(effective_from=MARCH, recorded_at=MARCH)
    assert not holds(designation.holder, "authorize_speech", parks, MARCH - SECOND)
    assert holds(designation.holder, "authorize_speech", parks, MARCH)


def test_a_designation_covers_divisions_without_office_and_no_others(parks, head):
    designation = DesignationFactory(under=head)
    without = DepartmentFactory(profile__head_title="", profile__parent=parks)
    own = DepartmentFactory(profile__parent=parks)
    assert holds(designation.holder, "review_posts", without)
    assert not holds(designation.holder, "review_posts", own)


class TestPolice:
    """IV.K.2 never falls to an ancestor."""

    @pytest.fixture
    def safety(self):
        return AppointmentFactory(department__code="DPS")

    @pytest.fixture
    def police(self, safety):
        return DepartmentFactory(code="SLMPD", profile__parent=safety.department, profile__speech_rule="police")

    def test_only_the_commissioner_authorizes_for_the_police(self, safety, police):
        assert not holds(safety.holder, "authorize_police_speech", police)
        commissioner = AppointmentFactory(department=police)
        assert holds(commissioner.holder, "authorize_police_speech", police)

    def test_without_an_office_of_its_own_it_still_does_not_fall(self, safety):
        unit = DepartmentFactory(
            profile__parent=safety.department, profile__speech_rule="police", profile__head_title=""
        )
        assert not holds(safety.holder, "authorize_police_speech", unit)
        assert holds(safety.holder, "authorize_speech", unit)

    def test_the_director_of_airports_authorizes_for_the_airport_police(self):
        airport = AppointmentFactory(department__code="STL")
        unit = DepartmentFactory(
            code="APD",
            profile__parent=airport.department,
            profile__head_title="",
            profile__speech_rule="airport_police",
            profile__speech_office=airport.department,
        )
        assert holds(airport.holder, "authorize_police_speech", unit)
        assert not holds(airport.holder, "authorize_police_speech", airport.department)

    def test_a_reading_says_which_office_is_meant_now(self, police):
        board = AppointmentFactory(department__code="BPC", for_a_board=True)
        commissioner = AppointmentFactory(department=police)
        ReadingFactory(
            kind="office_means",
            power="authorize_police_speech",
            value=None,
            department=police,
            office=board.department,
            effective_from=MARCH,
            recorded_at=MARCH,
        )
        assert holds(commissioner.holder, "authorize_police_speech", police, MARCH - SECOND)
        assert holds(board.holder, "authorize_police_speech", police, MARCH)
        assert not holds(commissioner.holder, "authorize_police_speech", police, MARCH)


def test_a_late_entry_changes_no_earlier_answer(parks):
    late = AppointmentFactory(department=parks, effective_from=MARCH, recorded_at=JUNE)
    april = MARCH + timedelta(days=31)
    assert not holds(late.holder, "authorize_speech", parks, april)
    assert holds(late.holder, "authorize_speech", parks, april, JUNE)


def test_a_department_that_gets_its_own_office_leaves_the_old_authority(parks, head):
    division = DepartmentFactory(profile__head_title="", profile__parent=parks)
    profile = DepartmentProfile.objects.get(department=division)
    end(profile, until=MARCH, at=MARCH)
    fresh = {"name": profile.name, "parent": parks, "head_title": "Commissioner"}
    DepartmentProfile.objects.create(department=division, effective_from=MARCH, recorded_at=MARCH, **fresh)
    assert holds(head.holder, "authorize_speech", division, MARCH - SECOND)
    assert not holds(head.holder, "authorize_speech", division, MARCH)


def test_a_corrected_leaving_gives_back_what_it_ended(parks, head):
    left = EmployeeStatusFactory(employee=head.holder, left=True, effective_from=MARCH, recorded_at=MARCH)
    assert not holds(head.holder, "authorize_speech", parks, JUNE)
    supersede(left, at=JUNE, status="active")
    assert EmployeeStatus.objects.count() == 2
    assert holds(head.holder, "authorize_speech", parks, MARCH, JUNE)
    assert not holds(head.holder, "authorize_speech", parks, MARCH)


def test_an_explanation_names_the_instruments(parks, head):
    designation = DesignationFactory(under=head, powers=["authorize_speech"])
    answer = explain(designation.holder, POWERS["authorize_speech"], parks, JUNE)
    assert not answer.yes
    assert any(str(designation.lineage) in step.instrument for step in answer.steps)
    assert any("A designee may not" in step.sentence for step in answer.steps)
    assert answer.as_json()["answer"] == "no"


def test_holdings_take_a_constant_number_of_queries(parks, head, django_assert_max_num_queries):
    published_150()
    for _ in range(5):
        AppointmentFactory()
    designee = DesignationFactory(under=head).holder
    now = clock.now()
    with django_assert_max_num_queries(10):  # two of them ask what the text in force says
        assert holdings(designee, now)


def test_a_power_is_found_by_code_and_by_clause():
    assert power_of("IV.A").code == "approve_accounts"
    assert power_of("directory.review_posts").code == "review_posts"


def test_nobody_unknown_holds_anything(parks, head):
    assert holdings(EmployeeFactory(), JUNE) == []
