"""On which posts their parties have still to act: what stands on a post now, the trail says of every moment since."""

import pytest

from foundation import clock
from reviews import services
from reviews.models import Post
from reviews.unfinished import TO_CHANGE, TO_CORRECT, TO_PUBLISH, unfinished
from tests.reviews.conftest import Newsroom, approve, as_person, hash_of
from tests.reviews.test_after_it_went_out import recorded
from tests.reviews.test_life import save, went_out

pytestmark = pytest.mark.django_db

STATES = {"change": TO_CHANGE, "correct": TO_CORRECT, "publish": TO_PUBLISH}


def found(at=None):
    """By what is to be done: each post with since when, who drafted and who publishes it."""
    return {
        what: sorted(unfinished(states, at).values_list("post__reference", "left_since", "drafted_by", "publisher"))
        for what, states in STATES.items()
    }


def test_what_a_post_was_is_known_of_every_moment(parks):
    post, moments = parks.sent(), []

    def note(what):
        post.refresh_from_db()
        now = found()
        assert [one for one, rows in now.items() if rows] == ([what] if what else [])
        moments.append((clock.now(), now))

    note("")
    asked = {"by": as_person(parks.reviewer), "post": post, "reason": "Name the entrance."}
    services.ask_for_changes(seen_hash=hash_of(post), **asked)
    note("change")
    save(parks, post, "The pool opens. Use the east entrance.")
    note("change")
    post.refresh_from_db()
    services.submit(by=as_person(parks.drafter), post=post)
    note("")
    post.refresh_from_db()
    approve(parks.reviewer, post)
    note("publish")
    save(parks, post, "The pool opens at noon.")
    note("")
    services.withdraw(by=as_person(parks.drafter), post=Post.objects.get(pk=post.pk))
    note("")
    assert [found(at) for at, _ in moments] == [then for _, then in moments]


def test_what_was_withdrawn_or_went_out_waits_no_more_and_did_before(parks):
    given_back, ready = parks.sent(), parks.approved()
    services.ask_for_changes(
        by=as_person(parks.reviewer), post=given_back, seen_hash=hash_of(given_back), reason="Shorter."
    )
    before = clock.now()
    services.withdraw(by=as_person(parks.drafter), post=Post.objects.get(pk=given_back.pk))
    went_out(ready, parks.account)
    assert not any(found().values())
    assert [len(rows) for rows in found(before).values()] == [1, 0, 1]


def test_what_is_found_wanting_waits_until_it_is_corrected():
    water = Newsroom("WTR", "stlwater", profile__emergency_posting=True)
    post = recorded(water)
    said = {"by": as_person(water.reviewer), "post": post, "seen_hash": hash_of(post)}
    services.read_afterwards(outcome="to correct", reason="The hour is wrong.", **said)
    then, row = clock.now(), post.publications.get()
    assert [len(rows) for rows in found().values()] == [0, 1, 0]
    assert found(then) == found()
    told = {"happened_at": row.published_at, "text": "Opens at one.", "note": ""}
    services.record_event(by=as_person(water.publisher), publication=row, kind="corrected", **told)
    assert not any(found().values())
    assert not any(found(clock.now()).values())
    assert [len(rows) for rows in found(then).values()] == [0, 1, 0]
