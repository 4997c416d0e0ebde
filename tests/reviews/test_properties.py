"""Whatever people do with a post, in any order: what is approved is exactly what stands, and nobody decides alone."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation import clock
from foundation.canonical import c1_hash
from foundation.errors import PortalError
from reviews import services
from reviews.models import Authority, Finding, Need, Post, Publication, Round, State
from reviews.sealed import Sealed
from reviews.services import WentOut
from reviews.services.writing import sealed_now
from tests.reviews.conftest import Newsroom, as_person

pytestmark = pytest.mark.django_db

TEXTS = ("The pool opens.", "The pool is closed.", "Vote Smith for Mayor!")
WHO = ("drafter", "publisher", "reviewer", "head", "stranger")
ANY = st.tuples(
    st.sampled_from(
        ["save", "plan", "submit", "take_back", "withdraw", "approve", "changes", "decline", "dispose", "publish"]
    ),
    st.sampled_from(WHO),
    st.sampled_from(TEXTS),
    st.booleans(),
)
SENSIBLE = st.tuples(
    st.sampled_from(
        [
            ("submit", "drafter"),
            ("approve", "reviewer"),
            ("approve", "reviewer"),
            ("dispose", "reviewer"),
            ("save", "drafter"),
            ("plan", "publisher"),
            ("publish", "publisher"),
        ]
    ),
    st.sampled_from(TEXTS),
).map(lambda both: (*both[0], both[1], False))
DEEDS = st.lists(st.one_of(SENSIBLE, SENSIBLE, SENSIBLE, ANY), min_size=6, max_size=14)


class World:
    """A newsroom, one post, and the hashes that people have on their screens."""

    def __init__(self, number):
        self.room = Newsroom(f"P{number}", f"handle{number}")
        self.people = {name: getattr(self.room, name) for name in WHO[:4]} | {
            "stranger": Newsroom(f"S{number}", f"other{number}").reviewer
        }
        self.post = self.room.draft(TEXTS[0])
        self.stale = "c1:sha256:0"

    def do(self, deed, who, text, stale):
        """One deed; whatever is refused changes nothing, which the database checks by the savepoint."""
        by, post = as_person(self.people[who]), Post.objects.get(pk=self.post.pk)
        seen = self.stale if stale else self.seen(post)
        with suppress(PortalError):
            if deed in {"save", "plan"}:
                planned = clock.now() + timedelta(days=1) if deed == "plan" else None
                words = post.content.text if deed == "plan" else text
                wording = self.room.wording(words, planned_for=planned)
                services.save(by=by, post=post, wording=wording, seen=0 if stale else post.edition)
            elif deed == "dispose":
                finding = Finding.objects.filter(round__post=post, disposition__isnull=True).last()
                if finding is not None:
                    services.dispose(by=by, finding=finding, disposition="acceptable", reason="Because")
            elif deed == "publish":
                went_out = WentOut(text, clock.now(), why_differs="It changed" if stale else "")
                services.record_publication(by=by, post=post, account=self.room.account, went_out=went_out)
            elif deed == "approve":
                services.approve(by=by, post=post, seen_hash=seen)
            elif deed in {"changes", "decline"}:
                verb = services.ask_for_changes if deed == "changes" else services.decline
                verb(by=by, post=post, seen_hash=seen, reason="Because")
            else:
                getattr(services, deed)(by=by, post=post)
        self.holds()

    def seen(self, post):
        return Round.objects.filter(post=post).values_list("content_hash", flat=True).last() or self.stale

    def holds(self):
        """What must always be true, restated from the tables alone."""
        post = Post.objects.get(pk=self.post.pk)
        approved = Round.objects.filter(post=post, outcome="approved", voided_at__isnull=True)
        if post.state == State.APPROVED:
            assert approved.filter(content_hash=sealed_now(post).hash, number=post.rounds).exists()
        for row in Round.objects.filter(post=post, outcome="approved"):
            assert not row.needs.exclude(outcome__in=["approved", "not needed"]).exists()
            assert not row.findings.filter(disposition__isnull=True).exists()
        for row in Round.objects.filter(post=post):
            assert c1_hash(row.content.text) == row.content_hash
        assert not Need.objects.filter(post=post, decided_by__in=[post.drafted_by_id, post.publisher_id]).exists()
        assert not Need.objects.filter(post=post, decided_by=self.people["stranger"]).exists()
        waiting = Need.objects.waiting().filter(post=post).exists()
        assert waiting == (post.state == State.SUBMITTED)
        for row in Publication.objects.filter(post=post, authority=Authority.APPROVED):
            assert row.words.text == Sealed(row.round.content.text).text_on(row.account.reference)
            assert row.round.outcome == "approved"


def test_what_is_approved_is_what_stands(db):
    numbers, reached = count(), Counter()

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(deeds=DEEDS)
    def play(deeds):
        world = World(next(numbers))
        for deed in deeds:
            world.do(*deed)
            reached[Post.objects.get(pk=world.post.pk).state] += 1
        reached["voided"] += Round.objects.filter(post=world.post, voided_at__isnull=False).count()

    play()
    assert all(reached[state] for state in ("approved", "published", "submitted", "voided")), reached
