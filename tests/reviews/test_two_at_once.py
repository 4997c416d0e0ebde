"""Two connections at the same moment: one wins, the other is told what happened (DESIGN 3.6)."""

import pytest
from django.db import connection

from foundation.errors import PortalError
from reviews import services
from reviews.models import Need, Post, Round
from tests.accounts.test_two_at_once import at_once, failures
from tests.reviews.conftest import Newsroom, as_person, hash_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="SQLite writes one after the other: there is no second writer to race with.",
    ),
]


def test_two_reviewers_decide_one_round_once():
    parks = Newsroom("PRF", "stlparks")
    post, other = parks.sent(), parks.designee("review_posts")
    seen = hash_of(post)
    outcomes = at_once(
        lambda: services.approve(by=as_person(parks.reviewer), post=post, seen_hash=seen),
        lambda: services.decline(by=as_person(other), post=post, seen_hash=seen, reason="Too long."),
    )
    (lost,) = failures(outcomes)
    assert isinstance(lost, PortalError)
    assert Post.objects.get().state == Need.objects.get().outcome


def test_of_two_saves_at_once_one_is_told():
    parks = Newsroom("PRF", "stlparks")
    post = parks.draft()

    def saving(words):
        return lambda: services.save(by=as_person(parks.drafter), post=post, wording=parks.wording(words), seen=1)

    (lost,) = failures(at_once(saving("One"), saving("Two")))
    assert isinstance(lost, services.StaleDraft)
    assert Post.objects.get().content.text in {"One", "Two"}


def test_who_waits_while_the_publisher_changes_is_shown_what_stands_now():
    parks = Newsroom("PRF", "stlparks")
    post = parks.draft()

    def saving(words, publisher):
        wording = parks.wording(words, publisher=publisher)
        return lambda: services.save(by=as_person(parks.drafter), post=post, wording=wording, seen=1)

    (lost,) = failures(at_once(saving("One", parks.employee()), saving("Two", parks.employee())))
    assert isinstance(lost, services.StaleDraft)
    assert lost.theirs == Post.objects.get().content.text


def test_a_post_that_is_taken_back_is_not_approved_at_the_same_moment():
    parks = Newsroom("PRF", "stlparks")
    post = parks.sent()
    seen = hash_of(post)
    outcomes = at_once(
        lambda: services.approve(by=as_person(parks.reviewer), post=post, seen_hash=seen),
        lambda: services.take_back(by=as_person(parks.drafter), post=post),
    )
    assert len(failures(outcomes)) == 1
    assert Round.objects.get().outcome in {"approved", "taken back"}


def test_reviewers_of_each_others_posts_do_not_wait_for_each_other_for_ever():
    parks = Newsroom("PRF", "stlparks")
    other = parks.designee("review_posts")
    posts = [parks.sent(by=parks.reviewer), parks.sent(by=other)]
    outcomes = at_once(
        lambda: services.approve(by=as_person(other), post=posts[0], seen_hash=hash_of(posts[0])),
        lambda: services.approve(by=as_person(parks.reviewer), post=posts[1], seen_hash=hash_of(posts[1])),
    )
    assert not failures(outcomes)
