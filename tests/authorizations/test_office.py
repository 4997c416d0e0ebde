"""What an authority does by office, and what it finds when it takes office."""

import pytest

from authorizations import services
from authorizations.models import Authorization, OfficeAct
from authorizations.waiting import to_keep_or_end
from foundation import clock
from foundation.actor import Actor
from foundation.effective import end
from foundation.errors import Conflict, InvalidInput, Refusal
from powers.catalogue import APPROVE_PERSONAL_DEVICE
from tests.authorizations.conftest import device, give, told
from tests.factories.policy import published_150
from tests.factories.powers import AppointmentFactory

pytestmark = pytest.mark.django_db


class TestOffice:
    def test_an_authority_acts_by_office_with_a_reason_and_it_is_reported(self, parks, relations):
        said = {"power": APPROVE_PERSONAL_DEVICE, "department": parks.department, "what": "Posted from my telephone"}
        with pytest.raises(InvalidInput):
            services.act_by_office(by=parks.authority, reason="", **said)
        services.act_by_office(by=parks.authority, reason="The storm", **said)
        assert OfficeAct.objects.get().basis == "IV.J"
        assert told(relations.person, "authorizations.reports")
        designee = Actor.of_person(parks.designee("approve_personal_device"))
        with pytest.raises(Refusal):
            services.act_by_office(by=designee, reason="The storm", **said)

    def test_a_successor_gets_one_list_to_keep_or_end(self, parks, dana, official):
        kept, ended = give(parks, dana, official), give(parks, dana, official)
        at = clock.now()
        end(parks.appointment, until=at, at=at)
        new = AppointmentFactory(department=parks.department, effective_from=at, recorded_at=at).holder
        by = Actor.of_person(new)
        assert set(to_keep_or_end(new, clock.now())) == {kept, ended}
        assert Authorization.objects.within_dates(clock.now()).count() == 2, "they stand until somebody ends them"
        services.keep(by=by, authorizations=[kept])
        services.end_as_successor(by=by, authorizations=[ended], reason="Fewer voices")
        assert not to_keep_or_end(new, clock.now())
        assert list(Authorization.objects.within_dates(clock.now())) == [kept]
        own = services.grant(by=by, plan=device(dana))
        with pytest.raises(Conflict, match="own term"):
            services.keep(by=by, authorizations=[own])

    def test_a_decline_of_the_policy_is_put_to_the_authority(self, parks, dana, relations):
        published_150()
        row = services.decline_policy(by=Actor.of_person(dana), reason="I disagree")
        assert told(parks.head, "authorizations.requests")
        with pytest.raises(Refusal):
            services.decide_decline(by=Actor.of_person(dana), decline=row, decision="may_go_on", reason="x")
        services.decide_decline(by=parks.authority, decline=row, decision="may_go_on", reason="Trusted")
        with pytest.raises(Conflict):
            services.decide_decline(by=parks.authority, decline=row, decision="may_not", reason="x")
