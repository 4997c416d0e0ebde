"""May this person post this, there, then? The answers that the issue names, one by one."""

import pytest

from authorizations.decisions import Act, Answer, Speaker
from foundation import clock
from foundation.effective import end
from foundation.errors import InvalidInput
from tests.authorizations.conftest import answer, met, speaks, unmet
from tests.factories.accounts import AccountFactory
from tests.factories.acknowledgements import CampaignFactory
from tests.factories.authorizations import AuthorizationFactory, ConsentFactory
from tests.factories.directory import AssignmentFactory, DepartmentFactory
from tests.factories.policy import published_150
from tests.factories.powers import AppointmentFactory, ReadingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.clause("IV.C")
class TestSpeech:
    def test_nobody_speaks_without_a_written_authorization(self, dana, official):
        found = answer(dana, Act(account=official))
        assert (found.answer, unmet(found)) == (Answer.NO, ["speech"])
        assert met(found, "speech").basis == "IV.C"
        assert met(found, "speech").ask.startswith("Ask the Director, Department PRF")
        assert "designee" not in met(found, "speech").ask

    def test_who_is_authorized_on_an_account_may_post_there(self, dana, official):
        row = speaks(dana, official)
        found = answer(dana, Act(account=official))
        assert (found.answer, found.instruments) == (Answer.YES, (row.reference,))

    def test_what_is_not_accepted_is_in_effect_and_not_ready(self, dana, official):
        AuthorizationFactory(grantee=dana, accounts=[official])
        found = answer(dana, Act(account=official))
        assert (found.answer, unmet(found)) == (Answer.NOT_YET, ["acceptance"])
        assert met(found, "speech").met
        assert met(found, "acceptance").basis == "City procedure"

    def test_another_account_is_not_covered_and_a_platform_covers_those_of_the_department(self, dana, official, parks):
        other = AccountFactory(department=parks.department)
        speaks(dana, official)
        assert answer(dana, Act(account=other)).answer == Answer.NO
        speaks(dana, platforms=["x"])
        assert answer(dana, Act(account=other)).answer == Answer.YES

    def test_the_voice_must_be_the_one_authorized(self, dana, official):
        speaks(dana, official)
        assert answer(dana, Act(account=official, voice=Speaker.city())).answer == Answer.NO
        speaks(dana, official, voice="city")
        assert answer(dana, Act(account=official, voice=Speaker.city())).answer == Answer.YES

    def test_an_official_is_meant_by_name(self, dana, official, parks):
        speaks(dana, official, voice="official", voice_department=parks.department, voice_official="Mayor Ada Jones")
        said = Act(account=official, voice=Speaker.of_official(parks.department, "mayor ada jones"))
        assert answer(dana, said).answer == Answer.YES
        other = Act(account=official, voice=Speaker.of_official(parks.department, "Somebody Else"))
        assert answer(dana, other).answer == Answer.NO

    def test_subjects_are_covered_excluded_or_must_be_stated(self, dana, official):
        speaks(dana, official, subjects_covered=["events", "closures"], subjects_excluded=["budget"])
        assert answer(dana, Act(account=official, subjects=("Summer events",))).answer == Answer.YES
        assert answer(dana, Act(account=official, subjects=("Summer events", "Staffing"))).answer == Answer.NO
        assert answer(dana, Act(account=official, subjects=("Events in the budget",))).answer == Answer.NO
        unstated = answer(dana, Act(account=official))
        assert (unstated.answer, unmet(unstated)) == (Answer.NOT_YET, ["subjects"])

    def test_two_overlapping_grants_are_shown_as_one(self, dana, official):
        rows = {speaks(dana, official).reference, speaks(dana, official).reference}
        found = answer(dana, Act(account=official))
        assert set(met(found, "speech").instruments) == rows
        assert [one.code for one in found.requirements].count("speech") == 1

    def test_an_outside_site_is_named_by_its_host(self, dana):
        assert answer(dana, Act(host="example.org")).answer == Answer.NO
        AuthorizationFactory(grantee=dana, outside_site=True, accepted=True)
        assert answer(dana, Act(host="https://www.Example.org/forum")).answer == Answer.YES
        assert answer(dana, Act(host="example.com")).answer == Answer.NO

    def test_an_authorization_to_speak_reaches_no_outside_site(self, dana, official):
        speaks(dana, official)
        assert unmet(answer(dana, Act(host="example.org"))) == ["outside_site"]

    def test_the_authority_acts_by_office_without_a_letter(self, parks, official):
        found = answer(parks.head, Act(account=official, device="personal"))
        assert (found.answer, found.by_office, found.instruments) == (Answer.YES, True, ())

    def test_an_authority_waits_for_no_acceptance_of_an_older_letter(self, parks, official):
        grantor = parks.employee()
        AuthorizationFactory(grantee=parks.head, accounts=[official], granted_by=grantor)
        assert answer(parks.head, Act(account=official)).by_office

    def test_an_acting_head_does_and_the_regular_one_meanwhile_does_not(self, parks, official):
        acting = AppointmentFactory(department=parks.department, acting=True).holder
        assert answer(acting, Act(account=official)).answer == Answer.YES
        assert answer(parks.head, Act(account=official)).answer == Answer.NO


@pytest.mark.clause("IV.K.2")
class TestPolice:
    def test_the_special_rule_stands_for_the_general_one(self, police):
        account, officer = AccountFactory(department=police.department), police.employee()
        assert unmet(answer(officer, Act(account=account))) == ["police_speech"]
        row = speaks(officer, account, police=True)
        found = answer(officer, Act(account=account))
        assert (found.answer, found.instruments) == (Answer.YES, (row.reference,))
        assert "designee" in met(answer(police.employee(), Act(account=account)), "police_speech").ask

    def test_an_authorization_to_speak_is_not_enough(self, police):
        account, officer = AccountFactory(department=police.department), police.employee()
        speaks(officer, account)
        assert unmet(answer(officer, Act(account=account))) == ["police_speech"]

    def test_a_reading_may_ask_for_both(self, police):
        account, officer = AccountFactory(department=police.department), police.employee()
        speaks(officer, account, police=True)
        ReadingFactory(kind="both_required", power="", value=True)
        assert unmet(answer(officer, Act(account=account))) == ["speech"]

    def test_for_the_police_on_another_account_both_are_asked(self, police, official):
        officer = police.employee()
        found = answer(officer, Act(account=official, voice=Speaker.of_department(police.department)))
        assert unmet(found) == ["speech", "police_speech", "consent"]

    def test_an_outside_site_still_needs_the_general_rule(self, police):
        officer = police.employee()
        AuthorizationFactory(grantee=officer, police=True, accepted=True, hosts=["example.org"])
        assert unmet(answer(officer, Act(host="example.org"))) == ["outside_site"]

    def test_the_commissioner_does_by_office(self, police):
        account = AccountFactory(department=police.department)
        assert answer(police.head, Act(account=account)).answer == Answer.YES

    def test_the_mayor_above_does_not_do_it_by_office(self, police):
        account = AccountFactory(department=police.department)
        mayor = AppointmentFactory().holder
        assert "police_speech" in unmet(answer(mayor, Act(account=account)))


class TestOtherKinds:
    @pytest.mark.clause("IV.J")
    def test_a_personal_device_needs_its_approval(self, dana, official):
        speaks(dana, official)
        found = answer(dana, Act(account=official, device="personal"))
        assert (found.answer, unmet(found), met(found, "device").basis) == (Answer.NO, ["device"], "IV.J")
        assert met(found, "device").ask.endswith("or a designee.")
        AuthorizationFactory(grantee=dana, device_use=True, accepted=True)
        assert answer(dana, Act(account=official, device="personal")).answer == Answer.YES

    @pytest.mark.clause("IV.K.1")
    def test_criminal_justice_information_needs_approval_of_the_matter(self, police):
        account, officer = AccountFactory(department=police.department), police.employee()
        speaks(officer, account, police=True)
        said = Act(account=account, discloses=True, matter="The missing person Doe, last seen Monday")
        assert unmet(answer(officer, said)) == ["disclosure"]
        AuthorizationFactory(grantee=officer, disclosure=True, accepted=True)
        assert answer(officer, said).answer == Answer.YES
        assert answer(officer, Act(account=account, discloses=True, matter="Another")).answer == Answer.NO
        assert answer(officer, Act(account=account, discloses=True)).answer == Answer.NOT_YET

    @pytest.mark.clause("IV.I")
    def test_elsewhere_nothing_lifts_the_bar(self, dana, official):
        speaks(dana, official)
        AuthorizationFactory(grantee=dana, disclosure=True, accepted=True)
        found = answer(dana, Act(account=official, discloses=True, matter="Missing person Doe"))
        assert (found.answer, unmet(found)) == (Answer.NO, ["confidential"])

    @pytest.mark.clause("V.B.1")
    def test_a_work_address_registers_where_that_was_approved(self, dana):
        AuthorizationFactory(grantee=dana, outside_site=True, accepted=True)
        said = Act(host="example.org", uses_work_email=True)
        assert unmet(answer(dana, said)) == ["email"]
        AuthorizationFactory(grantee=dana, email=True, accepted=True)
        assert answer(dana, said).answer == Answer.YES


class TestAccountsAndConsent:
    @pytest.mark.parametrize(
        ("state", "expected"),
        [("suspended", "not yet"), ("approved", "not yet"), ("found", "not yet"), ("retired", "no"), ("listed", "no")],
    )
    def test_only_an_active_account_is_posted_on(self, dana, parks, state, expected):
        account = AccountFactory(department=parks.department, **{state: True})
        speaks(dana, account)
        found = answer(dana, Act(account=account))
        assert (found.answer.value, unmet(found)) == (expected, ["account"])
        assert met(found, "account").basis == "IV.A"

    def test_an_account_of_another_department_counts_once_it_has_consented(self, dana, streets, parks):
        account = AccountFactory(department=streets.department)
        speaks(dana, account, voice_department=streets.department)
        found = answer(dana, Act(account=account))
        assert (found.answer, unmet(found)) == (Answer.NOT_YET, ["consent"])
        assert "Department STR" in met(found, "consent").ask
        given = ConsentFactory(account=account, for_department=parks.department)
        assert answer(dana, Act(account=account)).answer == Answer.YES
        end(given, until=clock.now(), at=clock.now())
        assert answer(dana, Act(account=account)).answer == Answer.NOT_YET

    def test_a_division_under_the_same_authority_needs_no_consent(self, parks, official):
        division = DepartmentFactory(profile__head_title="", profile__parent=parks.department)
        worker = AssignmentFactory(department=division).employee
        speaks(worker, official, voice_department=parks.department)
        assert answer(worker, Act(account=official)).answer == Answer.YES


def test_an_act_says_one_place(official):
    with pytest.raises(InvalidInput):
        Act()
    with pytest.raises(InvalidInput):
        Act(account=official, host="example.org")


def test_a_decision_takes_one_query_whatever_there_is(dana, official, parks, django_assert_num_queries):
    CampaignFactory(version=published_150())
    said = Act(
        account=official, device="personal", discloses=True, matter="x", uses_work_email=True, subjects=("Snow",)
    )

    def asked(person):
        at = clock.now()
        with django_assert_num_queries(1):
            answer(person, said, at)

    asked(dana)
    asked(parks.head)
    for _ in range(3):
        speaks(dana, official)
        other = AppointmentFactory(holder=parks.head)
        ConsentFactory(account=official, department=parks.department, for_department=other.department)
    asked(dana)
    asked(parks.head)


def test_an_answer_can_be_read_by_machines(dana, official):
    row = speaks(dana, official)
    found = answer(dana, Act(account=official)).as_json()
    assert (found["answer"], found["instruments"], found["employee"]) == ("yes", [row.reference], dana.number)
