"""Authorizations given on paper: recorded by one person, confirmed by another."""

from uuid import uuid4

import pytest

from authorizations import services
from authorizations.decisions import Act, Answer, decide
from authorizations.waiting import papers_to_confirm
from foundation import clock
from foundation.actor import Actor
from foundation.errors import Conflict, Refusal
from tests.authorizations.conftest import in_days, speech

pytestmark = pytest.mark.django_db


class TestPaper:
    def record(self, by, parks, dana, official):
        paper = services.Paper(in_days(-10), uuid4(), "Old Director", "Director", None)
        return services.record_paper(by=by, plan=speech(parks, dana, official), paper=paper)

    def test_a_paper_is_in_effect_once_the_authority_confirms_it(self, parks, dana, official, relations):
        row = self.record(relations, parks, dana, official)
        services_before = decide(dana, Act(account=official), clock.now())
        assert services_before.answer == Answer.NO
        assert list(papers_to_confirm(parks.head, clock.now())) == [row]
        services.confirm_paper(by=parks.authority, authorization=row)
        assert decide(dana, Act(account=official), clock.now()).answer == Answer.NOT_YET
        with pytest.raises(Conflict, match=parks.head.name):
            services.refuse_paper(by=parks.authority, authorization=row, reason="x")

    def test_a_paper_that_is_not_confirmed_never_was_in_effect(self, parks, dana, official, relations):
        row = self.record(relations, parks, dana, official)
        services.refuse_paper(by=parks.authority, authorization=row, reason="I never signed this")
        assert decide(dana, Act(account=official), clock.now()).answer == Answer.NO

    def test_nobody_records_or_confirms_for_themselves(self, parks, dana, official):
        with pytest.raises(Refusal):
            self.record(Actor.of_person(dana), parks, dana, official)
        with pytest.raises(Refusal):
            self.record(Actor.of_person(parks.comms_staff), parks, parks.comms_staff, official)
        row = self.record(parks.authority, parks, dana, official)
        with pytest.raises(Refusal, match="never confirms"):
            services.confirm_paper(by=parks.authority, authorization=row)
