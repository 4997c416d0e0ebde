"""What the pages of posts answer and offer beside what the services decide."""

import pytest
from django.urls import reverse

from foundation import clock
from reviews import services
from reviews.models import State
from reviews.services import WentOut
from tests.reviews.conftest import as_person, hash_of

pytestmark = pytest.mark.django_db

TEXT = "The pool in Fairground Park opens on Saturday at noon."
RECORD = "Record that it went out"


def decided(client, person, post, **said):
    client.force_login(person)
    return client.post(reverse("reviews:review", args=[post.reference]), {"reason": ""} | said)


def test_a_decision_on_another_text_is_a_conflict_and_keeps_the_reason(client, parks):
    post = parks.sent()
    answer = decided(client, parks.reviewer, post, decision="changes", seen_hash="c1:sha256:0", reason="The date?")
    assert answer.status_code == 409
    assert "A decision is about exactly one text" in answer.content.decode()
    assert "The date?</textarea>" in answer.content.decode()


def test_an_approval_before_each_finding_has_its_word_is_refused(client, parks):
    post = parks.sent("Vote Smith for Mayor! The pool opens on Saturday.")
    answer = decided(client, parks.reviewer, post, decision="approve", seen_hash=hash_of(post))
    assert answer.status_code == 403
    assert "no word of a person yet" in answer.content.decode()


def test_a_decision_without_its_reason_is_bad_input(client, parks):
    post = parks.sent()
    answer = decided(client, parks.reviewer, post, decision="decline", seen_hash=hash_of(post))
    assert answer.status_code == 400


def test_what_is_to_be_changed_stands_where_it_is_changed(client, parks):
    post = parks.sent()
    services.ask_for_changes(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post), reason="Say the day.")
    client.force_login(parks.drafter)
    page = client.get(reverse("reviews:edit", args=[post.reference]))
    assert "Say the day." in page.content.decode()


def test_changes_are_shown_under_the_name_of_the_account(client, parks):
    post = parks.sent()
    services.ask_for_changes(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post), reason="Say the day.")
    post.refresh_from_db()
    wording = parks.wording("The pool opens on Sunday.")
    services.save(by=as_person(parks.drafter), post=post, wording=wording, seen=post.edition)
    services.submit(by=as_person(parks.drafter), post=post)
    client.force_login(parks.reviewer)
    page = client.get(reverse("reviews:review", args=[post.reference])).content.decode()
    assert "What changed since the last round" in page
    assert parks.account.reference not in page


def test_nothing_is_offered_to_record_once_each_account_has_its_record(client, parks):
    post = parks.approved()
    client.force_login(parks.publisher)
    address = reverse("reviews:post", args=[post.reference])
    assert RECORD in client.get(address).content.decode()
    went_out = WentOut(TEXT, clock.now())
    services.record_publication(by=as_person(parks.publisher), post=post, account=parks.account, went_out=went_out)
    post.refresh_from_db()
    assert post.state == State.PUBLISHED
    page = client.get(address).content.decode()
    assert RECORD not in page
    assert f"<strong>{parks.account.reference}</strong>" not in page
