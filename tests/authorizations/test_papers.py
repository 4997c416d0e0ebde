"""Authorizations given on paper: recorded by one person, confirmed by another."""

from uuid import uuid4

import pytest
from django.urls import reverse

from authorizations import services
from authorizations.decisions import Act, Answer, decide
from authorizations.models import PaperDecision
from authorizations.waiting import papers_to_confirm
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, Refusal
from tests.authorizations.conftest import device, in_days, speech, told

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


class TestManyAtOnce:
    """One decision on several papers, each with a record of its own."""

    def papers(self, relations, parks, number=3):
        people = [parks.employee(name=f"Somebody {place}") for place in range(number)]
        paper = services.Paper(in_days(-10), uuid4(), "Old Director", "Director", None)
        return [services.record_paper(by=relations, plan=device(person), paper=paper) for person in people]

    def test_the_authority_confirms_several_papers_each_with_its_record(self, parks, relations):
        rows = self.papers(relations, parks)
        assert services.confirm_papers(by=parks.authority, authorizations=rows) == 3
        assert PaperDecision.objects.filter(decided_by=parks.head, outcome="confirmed").count() == 3
        assert Entry.objects.filter(act="authorizations.paper_confirmed").count() == 3
        assert told(relations.person) == ["3 authorizations on paper were confirmed"]
        assert told(rows[0].grantee) == [f"Authorization {rows[0].reference} was confirmed"]

    def test_all_are_confirmed_or_none(self, parks, dana, relations):
        rows = self.papers(relations, parks, 2)
        services.confirm_paper(by=parks.authority, authorization=rows[1])
        with pytest.raises(Conflict, match="has decided on"):
            services.confirm_papers(by=parks.authority, authorizations=rows)
        own = services.record_paper(
            by=parks.authority, plan=device(dana), paper=services.Paper(in_days(-1), uuid4(), "Old Director")
        )
        with pytest.raises(Refusal, match="never confirms"):
            services.confirm_papers(by=parks.authority, authorizations=[rows[0], own])
        assert PaperDecision.objects.count() == 1

    def test_the_papers_ticked_on_the_page_are_confirmed_and_no_others(self, client, parks, relations):
        rows = self.papers(relations, parks)
        client.force_login(parks.head)
        page = reverse("authorizations:papers")
        assert client.post(page, {"chosen": [row.reference for row in rows[:2]]}).status_code == 302
        assert list(papers_to_confirm(parks.head, clock.now())) == [rows[2]]
        late = client.post(page, {"chosen": [rows[0].reference, rows[2].reference]})
        assert late.status_code == 400
        assert "does not wait for your word any more" in late.content.decode()
        nothing = client.post(page)
        assert nothing.status_code == 400
        assert "Tick the papers that you confirm." in nothing.content.decode()
