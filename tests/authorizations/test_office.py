"""What an authority does by office, and what it finds when it takes office."""

import pytest

from acknowledgements.services import decline
from authorizations import services
from authorizations.models import Authorization, OfficeAct
from authorizations.waiting import declines_to_decide, to_keep_or_end
from foundation import clock
from foundation.actor import Actor
from foundation.effective import end
from foundation.errors import Conflict, InvalidInput, Refusal
from notifications.models import Notice
from powers.catalogue import APPROVE_PERSONAL_DEVICE
from tests.authorizations.conftest import device, give, told
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory
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

    def test_of_who_declines_and_holds_nothing_no_authority_hears(self, parks, dana):
        decline(by=Actor.of_person(dana), version=published_150(), reason="I disagree")
        assert told(parks.head) == []
        assert not declines_to_decide(parks.head, clock.now())

    def test_a_decline_puts_the_use_of_authorizations_to_the_authority_without_its_reason(self, parks, dana, official):
        give(parks, dana, official)
        row = decline(by=Actor.of_person(dana), version=published_150(), reason="I disagree")
        (letter,) = Notice.objects.filter(person=parks.head, kind="authorizations.requests")
        assert "disagree" not in letter.text
        assert "declin" not in (letter.title + letter.text).lower()
        assert list(declines_to_decide(parks.head, clock.now())) == [row]
        with pytest.raises(Refusal):
            services.decide_decline(by=Actor.of_person(dana), decline=row, decision="may_go_on", reason="x")
        services.decide_decline(by=parks.authority, decline=row, decision="may_go_on", reason="Trusted")
        with pytest.raises(Conflict):
            services.decide_decline(by=parks.authority, decline=row, decision="may_not", reason="x")
        assert not declines_to_decide(parks.head, clock.now())

    def test_who_acknowledges_after_all_leaves_nothing_to_decide(self, parks, dana, official):
        give(parks, dana, official)
        row = decline(by=Actor.of_person(dana), version=published_150(), reason="I disagree")
        AcknowledgementFactory(person=dana, campaign=CampaignFactory(version=row.version))
        assert not declines_to_decide(parks.head, clock.now())
        with pytest.raises(Conflict, match="nothing left"):
            services.decide_decline(by=parks.authority, decline=row, decision="may_go_on", reason="Trusted")
