"""What cannot be granted is refused with the field it lies in, and nothing is half done."""

from datetime import timedelta

import pytest
from django.db import transaction

from authorizations import services
from authorizations.models import Authorization
from authorizations.plans import Plan
from foundation import clock
from foundation.effective import end
from foundation.errors import InvalidInput, Refusal
from tests.authorizations.conftest import device, give, in_days, speech
from tests.factories.accounts import AccountFactory
from tests.factories.directory import EmployeeStatusFactory

pytestmark = pytest.mark.django_db


class TestBadInput:
    def assert_refused(self, parks, plan, field):
        before = Authorization.objects.count()
        with pytest.raises(InvalidInput) as found, transaction.atomic():
            services.grant(by=parks.authority, plan=plan)
        assert found.value.field == field
        assert Authorization.objects.count() == before

    def test_an_end_before_the_start_is_refused(self, parks, dana):
        self.assert_refused(parks, device(dana, until=in_days(2), starts=clock.now() + timedelta(days=9)), "until")

    def test_a_term_beyond_the_cap_is_refused(self, parks, dana):
        self.assert_refused(parks, device(dana, until=in_days(370)), "until")
        assert services.grant(by=parks.authority, plan=device(dana, until=in_days(364)))

    def test_a_start_in_the_past_is_refused(self, parks, dana):
        self.assert_refused(parks, device(dana, starts=clock.now() - timedelta(days=1)), "starts")

    def test_a_device_without_a_description_is_refused(self, parks, dana):
        self.assert_refused(parks, device(dana, device=" "), "device")

    @pytest.mark.parametrize("field", ["device", "conditions"])
    def test_a_letter_does_not_show_other_words_than_it_holds(self, parks, dana, field):
        said = {"device": "Telephone \u202eelosnoc", "conditions": ("I ask \u202ereven.",)}
        self.assert_refused(parks, device(dana, **{field: said[field]}), field)

    def test_a_grantee_who_has_left_is_refused(self, parks, dana):
        EmployeeStatusFactory(employee=dana, status="left")
        self.assert_refused(parks, device(dana), "grantee")

    def test_an_account_whose_department_has_not_consented_is_refused(self, parks, dana, streets):
        account = AccountFactory(department=streets.department)
        self.assert_refused(parks, speech(parks, dana, account), "accounts")
        services.consent(
            by=streets.authority, account=account, department=streets.department, for_department=parks.department
        )
        assert give(parks, dana, account)

    def test_an_account_that_is_not_official_is_refused(self, parks, dana):
        self.assert_refused(
            parks, speech(parks, dana, AccountFactory(department=parks.department, retired=True)), "accounts"
        )

    def test_a_closed_record_without_an_opinion_is_refused(self, parks, dana):
        plan = Plan(kind="disclosure", grantee=dana, until=in_days(9), matter="Case 7", statute="RSMo. 610.100-205")
        self.assert_refused(parks, plan, "opinion")

    def test_speech_without_any_account_is_refused(self, parks, dana):
        self.assert_refused(parks, speech(parks, dana), "accounts")

    def test_a_power_that_ended_a_moment_ago_grants_nothing(self, parks, dana):
        end(parks.appointment, until=clock.now(), at=clock.now())
        with pytest.raises(Refusal) as refused:
            services.grant(by=parks.authority, plan=device(dana))
        assert refused.value.clause == "IV.J"
