"""Of what went out directly a reviewer reads one in so many, and whatever wants a look; the rest can be called up."""

import pytest
from django.db import IntegrityError, transaction

from foundation import clock
from foundation.audit.models import Entry
from foundation.errors import Conflict, NotVisible, Refusal
from reviews import services
from reviews.models import Lane, Need, Outcome, Sample, State
from reviews.permissions import post_in_sight
from reviews.services import WentOut, sampling
from tests.factories.authorizations import RevocationFactory
from tests.reviews.conftest import as_person, hash_of
from tests.reviews.direct import drawing, replied, ruled, went_out

pytestmark = pytest.mark.django_db


class TestSamples:
    def test_what_is_drawn_is_read_and_the_rest_is_recorded_alone(self, parks, monkeypatch):
        ruled(parks)
        drawing(monkeypatch, 0)
        assert replied(parks).state == State.RECORDED
        drawing(monkeypatch, 3)
        post = replied(parks)
        assert post.state == State.PUBLISHED
        assert (Sample.objects.latest("pk").one_in, Sample.objects.latest("pk").drawn) == (5, 3)
        assert not Need.objects.waiting().filter(post=post).exists()

    def test_zero_means_that_nobody_reads_them(self, parks):
        ruled(parks, direct_one_in=0)
        assert replied(parks).state == State.PUBLISHED
        assert Sample.objects.get().drawn is None

    @pytest.mark.parametrize("text", ["Yes. Vote Smith for Mayor!", "Call her at 314-555-0142, she is home alone."])
    def test_what_the_check_marks_is_always_read(self, parks, text):
        ruled(parks, direct_one_in=0)
        assert replied(parks, text).state == State.RECORDED

    def test_what_went_out_without_authority_is_always_read(self, parks):
        ruled(parks, direct_one_in=0)
        RevocationFactory(authorization=parks.authorization)
        assert replied(parks).state == State.RECORDED

    def test_a_reply_without_its_name_is_read_where_the_name_stands_in_the_post(self, parks):
        ruled(parks, direct_one_in=0, identification="post")
        assert replied(parks).state == State.RECORDED
        assert replied(parks, "Yes, bring a towel. Dana Reed, Clerk").state == State.PUBLISHED

    def test_posts_that_are_read_by_sample_are_drawn_too(self, parks, monkeypatch):
        ruled(parks, mode="sample", one_in=10)
        drawing(monkeypatch, 9)
        post = services.record_first(
            by=as_person(parks.publisher), wording=parks.wording(), lane=Lane.AFTER, went_out=went_out(parks, "Pool")
        )
        post.refresh_from_db()
        assert post.state == State.PUBLISHED
        assert Sample.objects.get().one_in == 10

    def test_the_strictest_of_several_accounts_decides(self):
        assert [sampling.strictest(one) for one in ([0, 5, 10], [0, 0], [1, 5])] == [5, 0, 1]

    def test_the_trail_keeps_what_was_drawn(self, parks, monkeypatch):
        ruled(parks)
        drawing(monkeypatch, 2)
        replied(parks)
        entry = Entry.objects.filter(act="reviews.recorded").latest("pk")
        assert (entry.after["one_in"], entry.after["drawn"]) == (5, 2)

    def test_what_was_drawn_stands(self, parks, monkeypatch):
        ruled(parks)
        drawing(monkeypatch, 2)
        replied(parks)
        with pytest.raises(IntegrityError), transaction.atomic():
            Sample.objects.update(drawn=0)


class TestCallingUp:
    @pytest.fixture
    def alone(self, parks):
        ruled(parks, direct_one_in=0)
        return replied(parks)

    def test_a_reviewer_has_it_read_after_all(self, parks, alone):
        services.call_up(by=as_person(parks.reviewer), post=alone, reason="A complaint came in")
        alone.refresh_from_db()
        assert alone.state == State.RECORDED
        services.read_afterwards(
            by=as_person(parks.head), post=alone, seen_hash=hash_of(alone), outcome=Outcome.TO_TAKE_DOWN, reason="Rude"
        )
        alone.refresh_from_db()
        assert alone.state == State.TO_TAKE_DOWN
        assert alone.sent.first().content_hash == alone.sent.last().content_hash

    def test_nobody_calls_up_their_own(self, parks, alone):
        with pytest.raises(Refusal):
            services.call_up(by=as_person(parks.publisher), post=alone, reason="Why not")

    def test_who_does_not_review_there_does_not(self, streets, alone):
        with pytest.raises(Refusal):
            services.call_up(by=as_person(streets.reviewer), post=alone, reason="Why not")

    def test_what_somebody_decided_on_is_not_called_up(self, parks):
        post = parks.approved()
        services.record_publication(
            by=as_person(parks.publisher),
            post=post,
            account=parks.account,
            went_out=WentOut("x", clock.now(), why_differs="y"),
        )
        with pytest.raises(Conflict):
            services.call_up(by=as_person(parks.reviewer), post=post, reason="Why not")

    def test_its_reviewers_see_it(self, parks, streets, alone):
        assert post_in_sight(parks.reviewer, alone.reference, clock.now()) == alone
        with pytest.raises(NotVisible):
            post_in_sight(streets.reviewer, alone.reference, clock.now())
