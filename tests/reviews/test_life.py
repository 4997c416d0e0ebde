"""The life of a post: one exact text is sent, decided on by others than its parties, and recorded when it went out."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Conflict, InvalidInput, Refusal
from reviews import services
from reviews.models import Authority, EventKind, Finding, Need, Post, Publication, Round, State
from reviews.services import StaleDraft, WentOut
from tests.authorizations.conftest import speaks
from tests.factories.accounts import AccountFactory
from tests.factories.authorizations import ConsentFactory, RevocationFactory
from tests.reviews.conftest import approve, as_person, hash_of, told

pytestmark = pytest.mark.django_db

PARTISAN = "Vote Smith for Mayor! The pool opens on Saturday."


def save(room, post, text="Other words.", by=None, seen=None, **more):
    return services.save(
        by=as_person(by or room.drafter),
        post=post,
        wording=room.wording(text, **more),
        seen=post.edition if seen is None else seen,
    )


def went_out(post, account, text="The pool in Fairground Park opens on Saturday at noon.", **more):
    said = {"published_at": clock.now(), "permalink": "https://x.com/stlparks/status/1"} | more
    return services.record_publication(
        by=as_person(post.publisher), post=post, account=account, went_out=WentOut(text, **said)
    )


class TestTheWholeLife:
    def test_from_draft_to_the_record_with_a_round_of_changes(self, parks):
        post = parks.sent()
        assert post.state == State.SUBMITTED
        assert told(parks.reviewer) == [f"A post waits for review: {post.reference}"]
        services.ask_for_changes(
            by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post), reason="Name the entrance."
        )
        post.refresh_from_db()
        assert post.state == State.CHANGES_REQUESTED
        assert told(parks.drafter) == [f"Your post {post.reference}: changes are asked for"]
        better = "The pool opens on Saturday at noon. Use the east entrance."
        save(parks, post, better)
        post.refresh_from_db()
        services.submit(by=as_person(parks.drafter), post=post)
        post.refresh_from_db()
        post = approve(parks.reviewer, post)
        assert (post.state, post.rounds) == (State.APPROVED, 2)
        row = went_out(post, parks.account, better)
        post.refresh_from_db()
        assert (row.authority, post.state) == (Authority.APPROVED, State.PUBLISHED)
        acts = Entry.objects.filter(act__startswith="reviews.").order_by("pk").values_list("act", flat=True)
        expected = ["drafted", "submitted", "changes_requested", "submitted", "approved", "published"]
        assert list(acts) == [f"reviews.{act}" for act in expected]

    def test_the_trail_holds_no_words_of_a_post(self, parks):
        post = parks.approved("Rosebud concert at dusk")
        went_out(post, parks.account, "Rosebud concert at dusk")
        for entry in Entry.objects.filter(act__startswith="reviews."):
            assert "Rosebud" not in str(entry.after) + str(entry.before)

    def test_a_decision_names_instrument_and_in_whose_name(self, parks):
        post = parks.approved()
        need = Need.objects.get(post=post)
        assert (need.decided_by, need.in_name_of, need.capacity) == (parks.reviewer, parks.head, "designee")
        assert need.instrument

    def test_a_declined_post_is_at_its_end(self, parks):
        post = parks.sent()
        services.decline(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post), reason="Not our matter.")
        post.refresh_from_db()
        with pytest.raises(Conflict, match="cannot be changed any more"):
            save(parks, post)

    @pytest.mark.parametrize("act", ["ask_for_changes", "decline"])
    def test_a_refusal_says_why(self, parks, act):
        post = parks.sent()
        with pytest.raises(InvalidInput, match="Say why"):
            getattr(services, act)(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post), reason=" ")
        assert Post.objects.get().state == State.SUBMITTED

    def test_nobody_is_told_other_words_than_a_reason_holds(self, parks):
        post = parks.sent()
        turned = "No \u202eon yas I"
        with pytest.raises(InvalidInput, match="turns the direction"):
            services.decline(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post), reason=turned)
        with pytest.raises(InvalidInput, match="turns the direction"):
            services.say(by=as_person(parks.reviewer), post=post, text=turned)
        with pytest.raises(InvalidInput, match="turns the direction"):
            parks.draft(subjects=(turned,))

    def test_withdrawn_at_any_time_before_it_went_out(self, parks):
        for post in (parks.draft(), parks.sent(), parks.approved()):
            services.withdraw(by=as_person(parks.publisher), post=post)
            post.refresh_from_db()
            assert post.state == State.WITHDRAWN
        assert not Need.objects.waiting().exists()


class TestWhoDecides:
    def test_neither_who_drafted_nor_who_publishes(self, parks):
        post = parks.sent(by=parks.reviewer)
        with pytest.raises(Refusal, match="cannot decide on this post") as refused:
            services.approve(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post))
        assert refused.value.clause == "City procedure"

    def test_the_database_refuses_a_party_as_well(self, parks):
        post = parks.sent()
        said = {"outcome": "approved", "decided_at": clock.now(), "instrument": "x", "capacity": "designee"}
        with pytest.raises(IntegrityError), transaction.atomic():
            Need.objects.filter(post=post).update(decided_by=parks.drafter, **said)

    def test_a_reviewer_of_another_department_is_told_who_may(self, parks, streets):
        post = parks.sent()
        with pytest.raises(Refusal, match="may not review posts") as refused:
            services.approve(by=as_person(streets.reviewer), post=post, seen_hash=hash_of(post))
        assert parks.reviewer.name in refused.value.remedy or parks.head.name in refused.value.remedy

    def test_each_department_decides_for_its_own_account(self, parks, streets):
        post = parks.sent(accounts=(parks.account, streets.account))
        ConsentFactory(account=streets.account, department=streets.department, for_department=parks.department)
        speaks(parks.publisher, streets.account, voice_department=streets.department)
        post = approve(parks.reviewer, post)
        assert post.state == State.SUBMITTED
        post = approve(streets.reviewer, post)
        assert post.state == State.APPROVED

    def test_two_reviewers_never_decide_one_round(self, parks):
        post, other = parks.sent(), parks.designee("review_posts")
        services.take(by=as_person(parks.reviewer), post=post)
        with pytest.raises(Conflict, match=parks.reviewer.name):
            services.approve(by=as_person(other), post=post, seen_hash=hash_of(post))
        services.let_go(by=as_person(parks.reviewer), post=post)
        assert approve(other, post).state == State.APPROVED
        with pytest.raises(Conflict, match="cannot be approved now"):
            services.approve(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post))

    def test_a_post_in_hand_is_free_again_after_half_an_hour(self, parks):
        post, other = parks.sent(), parks.designee("review_posts")
        services.take(by=as_person(parks.reviewer), post=post)
        Post.objects.filter(pk=post.pk).update(taken_until=clock.now() - timedelta(seconds=1))
        services.take(by=as_person(other), post=post)
        assert Post.objects.get().taken_by == other

    def test_where_nobody_can_decide_employee_relations_hears_when_it_is_sent(self, parks, relations):
        post = parks.sent(by=parks.reviewer, publisher=parks.head)
        assert told(relations) == [f"Nobody can decide on the post {post.reference}"]

    def test_an_overdue_post_goes_one_step_up_once(self, parks):
        post = parks.sent()
        assert services.step_up(by=as_person(parks.head)) == 0
        overdue = clock.now() + timedelta(days=9)
        clockwork = Actor.of_system("clock")
        with clock.replaying(overdue):
            assert services.step_up(by=clockwork) == 1
            assert services.step_up(by=clockwork) == 0
        assert f"A post waits too long: {post.reference}" in told(parks.head)


class TestOneExactText:
    def test_a_text_that_was_sent_again_meanwhile_is_not_decided_on(self, parks):
        post = parks.sent()
        seen = hash_of(post)
        services.take_back(by=as_person(parks.drafter), post=post)
        post.refresh_from_db()
        save(parks, post, "Other words.")
        post.refresh_from_db()
        services.submit(by=as_person(parks.drafter), post=post)
        with pytest.raises(Conflict, match="sent again"):
            services.approve(by=as_person(parks.reviewer), post=post, seen_hash=seen)

    def test_an_edit_voids_the_approval_and_another_planned_time_does_not(self, parks):
        text = "The pool opens on Saturday."
        post = parks.approved(text)
        saved = save(parks, post, text, planned_for=clock.now() + timedelta(days=1), notes="Ask Jo.", tags=("pool",))
        assert not saved.voided
        post.refresh_from_db()
        assert post.state == State.APPROVED
        saved = save(parks, post, f"{text} Bring a towel.")
        post.refresh_from_db()
        assert (saved.voided, post.state) == (True, State.DRAFT)
        assert Round.objects.get().voided_at is not None

    @pytest.mark.parametrize(
        "change",
        [
            {"device": "personal"},
            {"identification": "Jo Reed, Clerk"},
            {"others_work": True},
            {"shows_people": True},
            {"subjects": ("pools",)},
            {"voice": "city"},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_everything_that_an_approval_covers_voids_it(self, parks, change):
        text = "The pool opens on Saturday."
        post = parks.approved(text)
        assert save(parks, post, text, **change).voided

    def test_blanks_at_the_ends_of_lines_change_nothing(self, parks):
        text = "The pool opens on Saturday."
        post = parks.approved(text)
        assert not save(parks, post, f"{text}  ").voided

    def test_words_are_not_changed_while_reviewers_have_them(self, parks):
        post = parks.sent()
        with pytest.raises(Conflict, match="with the reviewers"):
            save(parks, post, "Other words.")
        assert Post.objects.get().content.text.startswith("The pool")

    def test_a_form_that_is_sent_twice_begins_one_post(self, parks):
        mark = uuid4()
        first, second = (
            services.draft(by=as_person(parks.drafter), wording=parks.wording(words), begun_as=mark)
            for words in ("Saved by itself.", "Saved by the button.")
        )
        assert first == second
        assert Post.objects.get().content.text == "Saved by the button."

    def test_a_form_that_is_sent_again_never_takes_the_place_of_later_words(self, parks):
        mark = uuid4()
        first = parks.wording("From the first form.")
        post = services.draft(by=as_person(parks.drafter), wording=first, begun_as=mark)
        assert services.draft(by=as_person(parks.drafter), wording=first, begun_as=mark) == post
        save(parks, post, "Careful words from another tab.", seen=1)
        with pytest.raises(StaleDraft) as stale:
            services.draft(by=as_person(parks.drafter), wording=parks.wording("Something else."), begun_as=mark)
        assert stale.value.theirs == Post.objects.get().content.text == "Careful words from another tab."

    def test_the_second_save_of_two_tabs_is_refused_with_both_texts(self, parks):
        post = parks.draft()
        save(parks, post, "From the first tab.", seen=1)
        with pytest.raises(StaleDraft) as stale:
            save(parks, post, "From the second tab.", seen=1)
        assert stale.value.theirs == "From the first tab."
        assert Post.objects.get().content.text == "From the first tab."


class TestFindings:
    def test_an_approval_asks_for_a_word_on_each_finding(self, parks):
        post = parks.sent(PARTISAN)
        finding = Finding.objects.get()
        assert finding.clause == "IV.G"
        with pytest.raises(Refusal, match="cannot be approved yet"):
            services.approve(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post))
        services.dispose(
            by=as_person(parks.reviewer), finding=finding, disposition="acceptable", reason="The name of a street."
        )
        assert approve(parks.reviewer, post).state == State.APPROVED

    def test_a_party_judges_no_finding(self, parks):
        parks.sent(PARTISAN)
        with pytest.raises(Refusal):
            services.dispose(
                by=as_person(parks.drafter), finding=Finding.objects.get(), disposition="acceptable", reason="Fine."
            )

    def test_a_finding_gets_one_word(self, parks):
        parks.sent(PARTISAN)
        said = {"finding": Finding.objects.get(), "disposition": "acceptable", "reason": "A street."}
        services.dispose(by=as_person(parks.reviewer), **said)
        with pytest.raises(Conflict, match=parks.reviewer.name):
            services.dispose(by=as_person(parks.reviewer), **said)

    def test_sending_again_says_that_the_words_were_changed(self, parks):
        post = parks.sent(PARTISAN)
        services.take_back(by=as_person(parks.drafter), post=post)
        post.refresh_from_db()
        save(parks, post, "The pool opens on Saturday.")
        post.refresh_from_db()
        services.submit(by=as_person(parks.drafter), post=post)
        assert Finding.objects.get().disposition == "changed"


class TestThePublisher:
    def test_what_is_missing_is_not_yet_when_sent_and_no_when_approved(self, parks):
        RevocationFactory(authorization=parks.authorization)
        post = parks.sent()
        assert Round.objects.get().answer == "no"
        with pytest.raises(Refusal, match="may not post this") as refused:
            services.approve(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post))
        assert refused.value.clause == "IV.C"
        assert Post.objects.get().state == State.SUBMITTED

    def test_a_police_post_asks_for_iv_k_2(self, police):
        RevocationFactory(authorization=police.authorization)
        post = police.sent("The fair begins at noon.")
        with pytest.raises(Refusal) as refused:
            services.approve(by=as_person(police.reviewer), post=post, seen_hash=hash_of(post))
        assert refused.value.clause == "IV.K.2"

    def test_an_account_suspended_meanwhile_is_no_place_to_post(self, parks):
        suspended = AccountFactory(department=parks.department, suspended=True)
        post = parks.sent(accounts=(suspended,))
        with pytest.raises(Refusal) as refused:
            services.approve(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post))
        assert refused.value.clause == "IV.A"


class TestTheRecord:
    def test_other_words_than_approved_need_a_reason(self, parks):
        post = parks.approved()
        with pytest.raises(InvalidInput, match="Other words"):
            went_out(post, parks.account, "The pool is closed.")
        row = went_out(post, parks.account, "The pool is closed.", why_differs="The pump broke.")
        assert row.authority == Authority.DIFFERS

    def test_what_was_not_approved_is_recorded_as_without_authority(self, parks, relations):
        post = parks.sent()
        row = went_out(post, parks.account)
        assert row.authority == Authority.WITHOUT
        assert f"Published without authority: the post {post.reference}" in told(relations)
        assert not Need.objects.waiting().exists()

    def test_each_account_is_recorded_once(self, parks):
        post = parks.approved()
        went_out(post, parks.account)
        with pytest.raises(Conflict, match="recorded already"):
            went_out(post, parks.account)

    def test_it_did_not_go_out_in_the_future(self, parks):
        with pytest.raises(InvalidInput, match="future"):
            went_out(parks.approved(), parks.account, published_at=clock.now() + timedelta(hours=1))

    def test_what_is_approved_and_goes_out_within_one_minute_went_out_as_approved(self, parks):
        post = parks.approved()
        said = post.sent.get().ended_at.replace(second=0, microsecond=0)  # a form gives the minute alone
        assert went_out(post, parks.account, published_at=said).authority == Authority.APPROVED

    def test_what_went_out_in_the_minute_before_its_approval_had_none(self, parks):
        post = parks.approved()
        said = post.sent.get().ended_at.replace(second=0, microsecond=0) - timedelta(minutes=1)
        assert went_out(post, parks.account, published_at=said).authority == Authority.WITHOUT

    def test_a_deletion_is_an_event_and_the_record_stays(self, parks):
        row = went_out(parks.approved(), parks.account)
        services.record_event(
            by=as_person(parks.publisher), publication=row, kind=EventKind.DELETED, happened_at=clock.now()
        )
        assert Publication.objects.get().words.text.startswith("The pool")
        assert row.events.get().kind == "deleted"
