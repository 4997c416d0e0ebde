"""Words with blanks: approved once by somebody else, used as they are, retired."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from foundation import clock
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from reviews import services
from reviews.models import Authority, Lane, Post, Publication, State, Template
from reviews.templating import template_in_sight
from tests.factories.authorizations import RevocationFactory
from tests.reviews.conftest import as_person, told
from tests.reviews.direct import (
    FILLED,
    VALUES,
    approved,
    proposed,
    replied,
    used,
)

pytestmark = pytest.mark.django_db


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

    def test_a_form_says_the_minute_alone_and_an_approval_within_it_came_first(self, parks):
        row = approved(parks)
        used(parks, row, when=row.decided_at.replace(second=0, microsecond=0))
        assert Publication.objects.get().authority == Authority.TEMPLATE
        used(parks, row, when=row.decided_at.replace(second=0, microsecond=0) - timedelta(minutes=1))
        assert Publication.objects.latest("pk").authority == Authority.WITHOUT

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
