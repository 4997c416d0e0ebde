"""Replies and approved templates go out under the authorization; of them, and of samples, one in so many is read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from foundation import clock
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from reviews import services
from reviews.models import Authority, Lane, Need, Outcome, Post, Publication, Sample, State, Template
from reviews.permissions import post_in_sight
from reviews.searching import found
from reviews.services import WentOut, sampling
from reviews.templating import template_in_sight
from reviews.unreviewed import NOT_READ, READ, WAITS, Asked, counts_of, unreviewed
from reviews.waiting import waiting_for
from tests.factories.authorizations import RevocationFactory
from tests.reviews.conftest import as_person, hash_of, told

pytestmark = pytest.mark.django_db

TEXT = "The pool in {park} opens at {hour}."
LINES = ("park: one of Fairground Park | Marquette Park", "hour: words, at most 10")
VALUES = {"park": "Marquette Park", "hour": "noon"}
FILLED = "The pool in Marquette Park opens at noon."


def proposed(room, **more):
    said = {"department": room.department, "title": "Pool opens", "text": TEXT, "blanks": LINES, "what_for": "Summer"}
    return services.propose_template(by=as_person(room.drafter), **(said | more))


def approved(room):
    row = proposed(room)
    return services.approve_template(by=as_person(room.reviewer), template=row, seen_hash=row.text_hash)


def went_out(room, text="", when=None):
    return {room.account.pk: WentOut(text, when or clock.now())}


def used(room, row, values=VALUES, **more):
    wording = room.wording("")
    post = services.use_template(
        by=as_person(room.publisher), template=row, values=values, wording=wording, went_out=went_out(room, **more)
    )
    post.refresh_from_db()
    return post


def replied(room, text="Yes, bring a towel.", to="Do I need a towel?", **more):
    post = services.record_reply(
        by=as_person(room.publisher),
        wording=room.wording(text, **more),
        went_out=went_out(room, text),
        in_answer_to=to,
    )
    post.refresh_from_db()
    return post


def ruled(room, **more):
    said = {"mode": "before", "identification": "record", "direct_one_in": 5} | more
    services.set_rule(by=as_person(room.head), account=room.account, **said)


def drawing(monkeypatch, number):
    monkeypatch.setattr(sampling, "draw", lambda one_in: min(number, one_in - 1))


class TestTemplates:
    def test_a_reviewer_approves_words_once(self, parks):
        row = approved(parks)
        assert row.state == "approved"
        assert row.instrument
        assert f"Your words {row.reference}: approved" in told(parks.drafter)
        with pytest.raises(Conflict):
            services.approve_template(by=as_person(parks.reviewer), template=row, seen_hash=row.text_hash)

    def test_reviewers_hear_of_proposed_words(self, parks):
        row = proposed(parks)
        assert f"Words with blanks wait for a decision: {row.reference}" in told(parks.reviewer)

    def test_nobody_approves_words_that_they_proposed(self, parks):
        said = {"department": parks.department, "title": "A", "text": "B", "blanks": (), "what_for": "C"}
        row = services.propose_template(by=as_person(parks.reviewer), **said)
        with pytest.raises(Refusal, match="that you proposed"):
            services.approve_template(by=as_person(parks.reviewer), template=row, seen_hash=row.text_hash)
        with pytest.raises(IntegrityError), transaction.atomic():
            Template.objects.filter(pk=row.pk).update(
                outcome="approved", decided_by=parks.reviewer, decided_at=clock.now(), instrument="DSG-1"
            )

    def test_only_exactly_the_words_that_were_read_are_approved(self, parks):
        with pytest.raises(Conflict, match="other words"):
            services.approve_template(by=as_person(parks.reviewer), template=proposed(parks), seen_hash="c1:0")

    def test_who_does_not_review_there_does_not_decide(self, parks, streets):
        row = proposed(parks)
        with pytest.raises(Refusal):
            services.approve_template(by=as_person(streets.reviewer), template=row, seen_hash=row.text_hash)

    def test_words_are_proposed_for_the_own_department(self, parks, streets):
        with pytest.raises(Refusal, match="this department"):
            proposed(parks, department=streets.department)

    def test_words_stand_as_they_were_approved(self, parks):
        row = approved(parks)
        with pytest.raises(IntegrityError), transaction.atomic():
            Template.objects.filter(pk=row.pk).update(text="Vote Smith")

    def test_declined_words_say_why_and_cannot_be_used(self, parks):
        row = services.decline_template(by=as_person(parks.reviewer), template=proposed(parks), reason="Too vague")
        with pytest.raises(Conflict, match="not approved"):
            used(parks, row)
        assert not Post.objects.exists()

    def test_proposed_words_are_seen_by_who_proposed_and_who_decides(self, parks, streets, relations):
        row = proposed(parks)
        for person in (parks.drafter, parks.reviewer, relations):
            assert template_in_sight(person, row.reference, clock.now()) == row
        with pytest.raises(NotVisible):
            template_in_sight(streets.drafter, row.reference, clock.now())
        services.approve_template(by=as_person(parks.reviewer), template=row, seen_hash=row.text_hash)
        assert template_in_sight(streets.drafter, row.reference, clock.now()) == row


class TestUse:
    def test_filled_words_go_out_under_the_authorization(self, parks):
        post = used(parks, approved(parks))
        assert post.lane == Lane.TEMPLATE
        assert Publication.objects.get().authority == Authority.TEMPLATE
        assert Publication.objects.get().words.text == FILLED
        assert post.state == State.RECORDED, "without a rule every one is read afterwards"

    def test_without_an_authorization_it_is_without_authority(self, parks):
        RevocationFactory(authorization=parks.authorization)
        used(parks, approved(parks))
        assert Publication.objects.get().authority == Authority.WITHOUT

    def test_other_words_are_not_the_templates(self, parks):
        used(parks, approved(parks), text="Vote for the pool!")
        assert Publication.objects.get().authority == Authority.WITHOUT

    def test_the_template_of_another_department_lends_no_authority(self, parks, streets):
        row = approved(streets)
        used(parks, row)
        assert Publication.objects.get().authority == Authority.WITHOUT

    def test_retired_words_lend_none_from_then_on(self, parks):
        with clock.replaying(clock.now() - timedelta(hours=2)):
            row = approved(parks)
        before = clock.now() - timedelta(hours=1)
        services.retire_template(by=as_person(parks.reviewer), template=row, reason="Pools are closed")
        used(parks, row, when=before)
        assert Publication.objects.get().authority == Authority.TEMPLATE
        used(parks, row)
        assert Publication.objects.latest("pk").authority == Authority.WITHOUT

    def test_what_may_not_stand_in_a_blank_saves_nothing(self, parks):
        with pytest.raises(InvalidInput):
            used(parks, approved(parks), values=VALUES | {"park": "Forest Park"})
        assert not Post.objects.exists()

    def test_only_a_post_from_a_template_names_one(self, parks):
        row = approved(parks)
        post = replied(parks)
        with pytest.raises(IntegrityError), transaction.atomic():
            Post.objects.filter(pk=post.pk).update(template=row)


class TestReplies:
    def test_a_reply_goes_out_under_the_authorization(self, parks):
        post = replied(parks)
        assert Publication.objects.get().authority == Authority.REPLY
        assert post.state == State.RECORDED
        assert "Do I need a towel?" in post.sent.get().content.text

    def test_it_says_what_it_answers(self, parks):
        with pytest.raises(InvalidInput, match="what it answers"):
            replied(parks, to=" ")
        assert not Post.objects.exists()

    def test_without_an_authorization_it_is_without_authority(self, parks, relations):
        RevocationFactory(authorization=parks.authorization)
        post = replied(parks)
        assert Publication.objects.get().authority == Authority.WITHOUT
        assert f"Published without authority: the post {post.reference}" in told(relations)


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


class TestWaiting:
    def cards(self, person):
        return [one for queue in waiting_for(person, clock.now()) if (one := queue.rows.count())]

    def test_proposed_words_wait_for_who_decides_and_not_for_who_proposed(self, parks, streets):
        proposed(parks)
        assert self.cards(parks.reviewer) == [1]
        assert self.cards(streets.reviewer) == self.cards(parks.drafter) == []


class TestSearch:
    def titles(self, person, words):
        return [one.title for one in found(person, words, clock.now())]

    def test_posts_are_found_by_number_and_ones_own_by_their_words(self, parks, streets):
        post = replied(parks)
        assert self.titles(parks.publisher, post.reference[:9]) == [f"Post {post.reference}"]
        assert self.titles(parks.publisher, "towel") == [f"Post {post.reference}"]
        assert self.titles(parks.reviewer, "towel") == [], "other people's words are not searched"
        assert self.titles(streets.publisher, post.reference) == []

    def test_words_with_blanks_are_found_by_title(self, parks, streets):
        approved(parks)
        assert self.titles(streets.publisher, "pool") == ["Pool opens"]


class TestTheReport:
    def all_of(self, person, **more):
        today = clock.city_date(clock.now())
        return unreviewed(person, Asked(today, today, **more), clock.now())

    def test_it_counts_what_was_read_waits_and_is_read_by_nobody(self, parks, relations):
        first = replied(parks)
        services.read_afterwards(by=as_person(parks.reviewer), post=first, seen_hash=hash_of(first), outcome="stands")
        replied(parks)
        ruled(parks, direct_one_in=0)
        replied(parks)
        label = Authority.REPLY.label
        assert counts_of(self.all_of(relations)) == [(label, {READ: 1, WAITS: 1, NOT_READ: 1}, 3)]
        assert self.all_of(relations, read=WAITS).count() == 1
        assert self.all_of(relations, how=Authority.EMERGENCY).count() == 0

    def test_a_reviewer_sees_the_own_departments_alone(self, parks, streets):
        replied(parks)
        assert self.all_of(parks.reviewer).count() == 1
        assert self.all_of(streets.reviewer).count() == 0

    def test_approved_posts_are_not_in_it(self, parks, relations):
        post = parks.approved()
        services.record_publication(
            by=as_person(parks.publisher),
            post=post,
            account=parks.account,
            went_out=WentOut("The pool in Fairground Park opens on Saturday at noon.", clock.now()),
        )
        assert not self.all_of(relations).exists()


class TestPages:
    def client(self, person):
        client = Client()
        client.force_login(person)
        return client

    def data(self, room, **more):
        moment = clock.now().astimezone(clock.city_zone()).strftime("%Y-%m-%dT%H:%M")
        said = {"account": room.account.pk, "publisher": room.publisher.number, "identification": "Dana Reed, Clerk"}
        return said | {"device": "city", "published_at": moment} | more

    def test_looking_at_filled_words_records_nothing(self, parks):
        row = approved(parks)
        url = reverse("reviews:use", args=[row.reference])
        data = self.data(parks, blank_park="Marquette Park", blank_hour="noon")
        page = self.client(parks.publisher).post(url, data | {"look": "Look at it first"})
        assert FILLED in page.content.decode()
        assert not Post.objects.exists()
        done = self.client(parks.publisher).post(url, data)
        assert done.status_code == 302
        assert Post.objects.get().template == row

    def test_a_wrong_blank_is_said_at_the_blank_and_nothing_is_lost(self, parks):
        row = approved(parks)
        data = self.data(parks, blank_park="Marquette Park", blank_hour="evil.com")
        page = self.client(parks.publisher).post(reverse("reviews:use", args=[row.reference]), data)
        assert page.status_code == 400
        assert "takes plain words" in page.content.decode()
        assert "evil.com" in page.content.decode()

    def test_a_reply_is_recorded(self, parks):
        data = self.data(parks, text="Yes.", in_answer_to="https://x.com/a/status/1")
        done = self.client(parks.publisher).post(reverse("reviews:reply"), data)
        assert done.status_code == 302
        assert Post.objects.get().lane == Lane.REPLY

    def test_the_report_comes_as_csv(self, parks, relations):
        post = replied(parks)
        page = self.client(relations).get(reverse("reviews:unreviewed"), {"as": "csv"})
        assert post.reference in page.content.decode("utf-8-sig")

    def test_a_report_that_begins_after_it_ends_is_refused(self, relations):
        page = self.client(relations).get(
            reverse("reviews:unreviewed"), {"since": "2026-05-02", "through": "2026-05-01"}
        )
        assert page.status_code == 400
        assert "begins after it ends" in page.content.decode()
