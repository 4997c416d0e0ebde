"""Acceptances, revocations, renewals: what becomes of an authorization, and who hears of it."""

from uuid import uuid4

import pytest

from authorizations import services
from authorizations.decisions import Act, Answer, decide
from authorizations.models import RenewalNotice
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Conflict, InvalidInput, Refusal
from tests.authorizations.conftest import attach, give, in_days, speech, told

pytestmark = pytest.mark.django_db


class TestLife:
    def test_only_the_grantee_accepts_and_only_the_text_that_was_granted(self, parks, dana, official):
        row = give(parks, dana, official)
        attach(row)
        with pytest.raises(Refusal):
            services.accept(by=parks.authority, authorization=row, text_hash=row.text_hash)
        with pytest.raises(Conflict):
            services.accept(by=Actor.of_person(dana), authorization=row, text_hash="c1:sha256:other")
        services.accept(by=Actor.of_person(dana), authorization=row, text_hash=row.text_hash)
        with pytest.raises(Conflict, match="already"):
            services.accept(by=Actor.of_person(dana), authorization=row, text_hash=row.text_hash)

    def test_an_acceptance_on_paper_is_recorded_by_somebody_else(self, parks, dana, official, relations):
        row = give(parks, dana, official)
        said = {"authorization": row, "signed_on": in_days(0), "scan": uuid4()}
        with pytest.raises(Refusal):
            services.record_acceptance(by=Actor.of_person(dana), **said)
        services.record_acceptance(by=relations, **said)
        assert decide(dana, Act(account=official), clock.now()).answer == Answer.YES

    def test_a_grantee_lays_it_down(self, parks, dana, official):
        row = give(parks, dana, official)
        services.revoke(by=Actor.of_person(dana), authorization=row, reason="Another job")
        assert "revoked" in told(parks.head)[0]
        with pytest.raises(Conflict, match="Dana"):
            services.revoke(by=parks.authority, authorization=row, reason="x")

    def test_who_holds_no_power_revokes_nothing(self, parks, streets, dana, official):
        with pytest.raises(Refusal) as refused:
            services.revoke(by=streets.authority, authorization=give(parks, dana, official), reason="x")
        assert refused.value.clause == "IV.C"

    def test_a_revocation_has_a_reason(self, parks, dana, official):
        with pytest.raises(InvalidInput):
            services.revoke(by=parks.authority, authorization=give(parks, dana, official), reason=" ")

    def test_renewal_opens_with_the_first_notice_and_names_the_old(self, parks, dana, official):
        row = give(parks, dana, official)
        with pytest.raises(InvalidInput) as early:
            services.grant(by=parks.authority, plan=speech(parks, dana, official), renews=row)
        assert early.value.field == "renews"
        near = give(parks, dana, official, until=in_days(20))
        renewal = services.grant(by=parks.authority, plan=speech(parks, dana, official), renews=near)
        assert renewal.renews == near

    def test_each_renewal_notice_is_written_once(self, parks, dana, official):
        row = give(parks, dana, official, until=in_days(5))
        by = Actor.of_system("clock")
        assert services.send_renewal_notices(by=by) == 1
        assert services.send_renewal_notices(by=by) == 0
        assert RenewalNotice.objects.get(authorization=row).days_before == 7
        assert len(told(dana, "authorizations.renewals")) == 1
        assert len(told(parks.head, "authorizations.renewals")) == 1

    def test_what_is_renewed_or_far_from_its_end_is_not_called_to_mind(self, parks, dana, official):
        near = give(parks, dana, official, until=in_days(5))
        services.grant(by=parks.authority, plan=speech(parks, dana, official), renews=near)
        assert services.send_renewal_notices(by=Actor.of_system("clock")) == 0
