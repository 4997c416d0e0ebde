"""The report of what went out without a review."""

import pytest

from foundation import clock
from reviews import services
from reviews.models import Authority
from reviews.services import WentOut
from reviews.unreviewed import NOT_READ, READ, WAITS, Asked, counts_of, unreviewed
from tests.reviews.conftest import as_person, hash_of
from tests.reviews.direct import replied, ruled

pytestmark = pytest.mark.django_db


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
