"""Pages and decisions take a constant number of queries, whatever there is (issue 5).

Counted as for the home page: everything that one request asks, the session and who is signed in included. What begins
and ends a transaction is not counted: in a test it is a savepoint within the test's own transaction.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews import services
from reviews.models import Finding, Message, Post, State, Target
from tests.factories.accounts import AccountFactory
from tests.factories.authorizations import AuthorizationFactory
from tests.factories.policy import published_150
from tests.factories.powers import DesignationFactory
from tests.reviews.conftest import Newsroom, approve, as_person, hash_of

pytestmark = pytest.mark.django_db

HOME, QUEUE, OPENING, DECIDING = 10, 8, 8, 10
FEW, MANY = 3, 40
TEXT = "The pool in Fairground Park opens on Saturday at noon. Call 314-555-0100 or write to dana@example.org."


@pytest.fixture(autouse=True)
def in_force(db):
    published_150()


def asked(client, address, data=None):
    """The statements of one request, but for those that begin and end a transaction."""
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address) if data is None else client.post(address, data)
    assert response.status_code == (200 if data is None else 302)
    statements = [one["sql"] for one in captured.captured_queries]
    return [sql for sql in statements if not sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def posts_with(parks, number, accounts=1):
    """As many posts that wait, each on as many accounts."""
    made = tuple(AccountFactory(department=parks.department) for _ in range(accounts - 1))
    if made:
        AuthorizationFactory(grantee=parks.publisher, accounts=list(made), accepted=True)
    return [parks.sent(TEXT, accounts=(parks.account, *made)) for _ in range(number)]


def test_home_takes_a_constant_number_of_queries_however_many_posts_wait(client, parks):
    client.force_login(parks.reviewer)
    counts = []
    for number in (FEW, MANY - FEW):
        posts_with(parks, number)
        counts.append(len(asked(client, reverse("home"))))
    assert counts[0] == counts[1] <= HOME


def test_the_queue_takes_a_constant_number_of_queries_however_many_posts_wait(client, parks):
    client.force_login(parks.reviewer)
    counts = []
    for number in (FEW, MANY - FEW):
        posts_with(parks, number, accounts=2)
        counts.append(len(asked(client, reverse("reviews:queue"))))
    assert counts[0] == counts[1] <= QUEUE


def large(parks, number):
    """A post on many accounts, with many findings, each with its word, and much said about it."""
    (post,) = posts_with(parks, 1, accounts=number)
    sent = post.sent.get()
    Finding.objects.bulk_create(
        Finding(round=sent, part="text", start=n, end=n + 4, clause="IV.I", rule="test", version="1")
        for n in range(number)
    )
    for finding in sent.findings.all():
        services.dispose(by=as_person(parks.reviewer), finding=finding, disposition="acceptable", reason="Well known.")
    for n in range(number):
        Message.objects.create(
            post=post, round_number=1, author=parks.drafter, written_at=post.saved_at, text=f"Word {n}"
        )
    post.refresh_from_db()
    return post


@pytest.mark.parametrize("page", ["reviews:post", "reviews:review"])
def test_opening_a_post_takes_a_constant_number_of_queries_whatever_belongs_to_it(client, parks, relations, page):
    posts = [large(parks, FEW), large(parks, MANY)]
    readers = [parks.reviewer] if page == "reviews:review" else [parks.reviewer, parks.drafter, relations]
    for person in readers:
        client.force_login(person)
        counts = [len(asked(client, reverse(page, args=[post.reference]))) for post in posts]
        assert counts[0] == counts[1] <= OPENING, person


def test_opening_a_post_that_went_through_everything_takes_no_more_queries(client, parks):
    post = parks.sent(TEXT)
    services.ask_for_changes(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post), reason="Shorter.")
    services.save(by=as_person(parks.drafter), post=post, wording=parks.wording("Shorter."), seen=1)
    services.submit(by=as_person(parks.drafter), post=post)
    post.refresh_from_db()
    approve(parks.reviewer, post)
    went_out = services.WentOut(text="Shorter.", published_at=Post.objects.get().state_since)
    publication = services.record_publication(
        by=as_person(parks.publisher), post=post, account=parks.account, went_out=went_out
    )
    services.record_event(
        by=as_person(parks.publisher), publication=publication, kind="edited", happened_at=publication.recorded_at
    )
    for person in (parks.reviewer, parks.publisher):
        client.force_login(person)
        assert len(asked(client, reverse("reviews:post", args=[post.reference]))) <= OPENING


def test_deciding_takes_a_constant_number_of_queries_whatever_belongs_to_the_post(client, parks):
    posts = [large(parks, FEW), large(parks, MANY)]
    client.force_login(parks.reviewer)
    counts = []
    for post in posts:
        said = {"decision": "approve", "seen_hash": hash_of(post), "reason": ""}
        counts.append(len(asked(client, reverse("reviews:review", args=[post.reference]), said)))
        post.refresh_from_db()
        assert post.state == State.APPROVED
        assert Target.objects.filter(post=post).count() in {FEW, MANY}
    assert counts[0] == counts[1] <= DECIDING


def test_one_who_decides_for_many_departments_takes_no_more_queries(client, parks):
    rooms = [parks, *(Newsroom(f"D{n}", f"stl{n}") for n in range(FEW))]
    for room in rooms[1:]:
        DesignationFactory(under=room.appointment, powers=["review_posts"], holder=parks.reviewer)
        AuthorizationFactory(grantee=parks.publisher, accounts=[room.account], accepted=True)
    post = parks.sent(accounts=tuple(room.account for room in rooms))
    client.force_login(parks.reviewer)
    said = {"decision": "decline", "seen_hash": hash_of(post), "reason": "Not now."}
    statements = asked(client, reverse("reviews:review", args=[post.reference]), said)
    assert len(statements) <= DECIDING
