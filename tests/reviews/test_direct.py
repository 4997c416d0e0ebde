"""Replies go out under the authorization; pages, home and search of what goes out directly."""

import pytest
from django.test import Client
from django.urls import reverse

from foundation import clock
from foundation.errors import InvalidInput
from foundation.waiting import counted
from reviews.models import Authority, Lane, Post, Publication, State
from reviews.searching import found
from reviews.waiting import waiting_for
from tests.factories.authorizations import RevocationFactory
from tests.reviews.conftest import told
from tests.reviews.direct import FILLED, approved, proposed, replied

pytestmark = pytest.mark.django_db


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


class TestWaiting:
    def cards(self, person):
        return [item.count for item in counted(waiting_for(person, clock.now()))]

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
