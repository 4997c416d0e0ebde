"""Emergency posting, accounts that are read afterwards, acts by office, and closed matter."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Role
from foundation import clock
from foundation.audit.models import Entry
from foundation.errors import InvalidInput, NotVisible, Refusal
from notifications.models import Notice
from reviews import services
from reviews.models import Authority, EventKind, Finding, Lane, Need, Post, Publication, State
from reviews.permissions import may_read, post_in_sight, visible_posts
from reviews.services import WentOut
from tests.factories.authorizations import AuthorizationFactory, RevocationFactory
from tests.factories.directory import EmployeeFactory
from tests.reviews.conftest import Newsroom, approve, as_person, hash_of, told

pytestmark = pytest.mark.django_db

BOIL = "Boil water before use in the Ville until further notice."
CALLER = "The caller told 911 that her husband shot her."


def rewritten(room, post, text):
    """Take a post back, give it other words, and send it again."""
    services.take_back(by=as_person(room.drafter), post=post)
    post.refresh_from_db()
    services.save(by=as_person(room.drafter), post=post, wording=room.wording(text), seen=post.edition)
    post.refresh_from_db()
    services.submit(by=as_person(room.drafter), post=post)
    post.refresh_from_db()


@pytest.fixture
def water(db):
    """A department with emergency posting."""
    return Newsroom("WTR", "stlwater", profile__emergency_posting=True)


def recorded(room, lane=Lane.EMERGENCY, text=BOIL, why="A main broke.", **more):
    when = clock.now()
    post = services.record_first(
        by=as_person(room.publisher),
        wording=room.wording(text, **more),
        lane=lane,
        went_out={room.account.pk: WentOut(text, when)},
        why_urgent=why,
    )
    post.refresh_from_db()
    return post


class TestEmergency:
    def test_it_goes_out_first_and_is_read_within_a_day(self, water):
        post = recorded(water)
        assert post.state == State.RECORDED
        assert Publication.objects.get().authority == Authority.EMERGENCY
        need = Need.objects.get()
        assert (need.due_at - Publication.objects.get().published_at).total_seconds() == 24 * 3600
        services.read_afterwards(by=as_person(water.reviewer), post=post, seen_hash=hash_of(post), outcome="stands")
        post.refresh_from_db()
        assert post.state == State.STANDS

    def test_it_says_why_it_could_not_wait(self, water):
        with pytest.raises(InvalidInput, match="Say why"):
            recorded(water, why=" ")
        assert not Post.objects.exists()

    def test_it_asks_only_that_the_authorization_is_in_effect(self, water):
        RevocationFactory(authorization=water.authorization)
        AuthorizationFactory(grantee=water.publisher, accounts=[water.account])  # not accepted
        recorded(water)
        assert Publication.objects.get().authority == Authority.EMERGENCY

    def test_without_an_authorization_in_effect_it_is_recorded_as_without_authority(self, water, relations):
        RevocationFactory(authorization=water.authorization)
        post = recorded(water)
        assert Publication.objects.get().authority == Authority.WITHOUT
        assert f"Published without authority: the post {post.reference}" in told(relations)

    def test_a_department_without_emergency_posting_has_no_such_lane(self, parks):
        recorded(parks)
        assert Publication.objects.get().authority == Authority.WITHOUT

    def test_what_is_to_be_taken_down_is_confirmed_by_the_deed(self, water):
        post = recorded(water)
        with pytest.raises(InvalidInput, match="Say why"):
            services.read_afterwards(
                by=as_person(water.reviewer), post=post, seen_hash=hash_of(post), outcome="to take down"
            )
        services.read_afterwards(
            by=as_person(water.reviewer),
            post=post,
            seen_hash=hash_of(post),
            outcome="to take down",
            reason="The wrong ward.",
        )
        post.refresh_from_db()
        assert post.state == State.TO_TAKE_DOWN
        services.record_event(
            by=as_person(water.publisher),
            publication=Publication.objects.get(),
            kind=EventKind.DELETED,
            happened_at=clock.now(),
        )
        post.refresh_from_db()
        assert post.state == State.TAKEN_DOWN

    def test_who_published_it_does_not_read_it_afterwards(self, water):
        post = recorded(water)
        with pytest.raises(Refusal):
            services.read_afterwards(
                by=as_person(water.publisher), post=post, seen_hash=hash_of(post), outcome="stands"
            )


class TestReadAfterwards:
    def test_where_the_authority_says_so_a_post_goes_out_first(self, parks):
        services.set_rule(by=as_person(parks.head), account=parks.account, mode="after", identification="post")
        recorded(parks, lane=Lane.AFTER, why="")
        assert Publication.objects.get().authority == Authority.AFTER

    def test_a_reviewer_does_not_set_the_rule(self, parks):
        with pytest.raises(Refusal, match="does not set"):
            services.set_rule(by=as_person(parks.reviewer), account=parks.account, mode="after", identification="post")

    def test_a_rule_ends_the_one_before(self, parks):
        for mode in ("after", "sample", "before"):
            rule = services.set_rule(
                by=as_person(parks.head), account=parks.account, mode=mode, identification="record", one_in=5
            )
        in_effect = type(rule).objects.in_effect(clock.now()).get()
        assert (in_effect.mode, in_effect.one_in) == ("before", 1)

    def test_anybody_may_record_what_they_saw(self, parks, streets):
        post = services.record_first(
            by=as_person(streets.drafter),
            wording=parks.wording("Free hot dogs!"),
            lane=Lane.SEEN,
            went_out={parks.account.pk: WentOut("Free hot dogs!", clock.now())},
        )
        assert Publication.objects.get().authority == Authority.WITHOUT
        assert told(parks.reviewer) == [f"A post waits for review: {post.reference}"]


class TestByOffice:
    def test_a_head_waits_for_a_reviewer_where_there_is_one(self, parks):
        post = parks.sent(publisher=parks.head)
        with pytest.raises(Refusal, match="A reviewer is asked first"):
            services.release_by_office(by=as_person(parks.head), post=post, seen_hash=hash_of(post), reason="Now.")

    def test_a_reviewers_no_to_the_head_is_advice(self, parks, relations):
        post = parks.sent(publisher=parks.head)
        services.decline(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post), reason="Too long.")
        post = services.release_by_office(
            by=as_person(parks.head), post=post, seen_hash=hash_of(post), reason="It has to go out."
        )
        assert post.state == State.APPROVED
        assert any("Released by office" in title for title in told(relations))
        assert Entry.objects.filter(act="reviews.released_by_office").get().after["advice"] == "declined"
        assert post.sent.get().needs.get().reason == "Too long."

    def test_where_nobody_else_can_decide_the_head_releases_it(self, parks):
        post = parks.sent(by=parks.reviewer, publisher=parks.head)
        services.release_by_office(by=as_person(parks.head), post=post, seen_hash=hash_of(post), reason="Nobody else.")
        post.refresh_from_db()
        row = services.record_publication(
            by=as_person(parks.head),
            post=post,
            account=parks.account,
            went_out=WentOut(post.content.text, clock.now()),
        )
        assert row.authority == Authority.BY_OFFICE

    def test_what_went_out_before_the_release_went_out_without_authority(self, parks):
        post = parks.sent(publisher=parks.head)
        services.decline(by=as_person(parks.reviewer), post=post, seen_hash=hash_of(post), reason="Too long.")
        early = clock.now()
        with clock.replaying(early + timedelta(hours=1)):
            services.release_by_office(by=as_person(parks.head), post=post, seen_hash=hash_of(post), reason="Now.")
            post.refresh_from_db()
            said = {"post": post, "account": parks.account, "went_out": WentOut(post.content.text, early)}
            row = services.record_publication(by=as_person(parks.head), **said)
        assert row.authority == Authority.WITHOUT

    def test_nobody_but_the_head_releases_by_office(self, parks):
        post = parks.sent()
        for person in (parks.publisher, parks.head, parks.reviewer):
            with pytest.raises(Refusal):
                services.release_by_office(by=as_person(person), post=post, seen_hash=hash_of(post), reason="Now.")


class TestClosedMatter:
    @pytest.fixture
    def closed(self, police):
        return police.sent(discloses=True, matter="Case 26-0117")

    def test_a_declared_matter_is_read_by_few(self, police, closed, relations, parks):
        at = clock.now()
        discloser = police.designee("approve_disclosure")
        readers = [police.drafter, police.publisher, police.reviewer, police.head, discloser]
        assert all(may_read(one, closed, at) for one in readers)
        assert post_in_sight(relations, closed.reference, at) == closed
        assert not may_read(relations, closed, at)
        with pytest.raises(NotVisible):
            post_in_sight(parks.reviewer, closed.reference, at)

    def test_a_standing_finding_closes_it_and_unfounded_opens_it(self, police, relations):
        post = police.sent(CALLER)
        assert post.is_closed
        assert set(Need.objects.values_list("power", flat=True)) == {"review_posts", "approve_disclosure"}
        findings = list(Finding.objects.filter(clause__startswith="IV.K.1."))
        with pytest.raises(Refusal):
            services.dispose(
                by=as_person(police.reviewer), finding=findings[0], disposition="unfounded", reason="From a play."
            )
        discloser = police.designee("approve_disclosure")
        for finding in findings:
            services.dispose(by=as_person(discloser), finding=finding, disposition="unfounded", reason="From a play.")
        post.refresh_from_db()
        assert not post.is_closed
        assert may_read(relations, post, clock.now())

    def test_it_stays_closed_once_the_words_were_taken_out_for_they_are_kept(self, police, relations):
        post = police.sent(CALLER)
        rewritten(police, post, "The street is open again.")
        assert post.is_closed
        assert not may_read(relations, post, clock.now())
        asked = Need.objects.waiting().filter(post=post).values_list("power", flat=True)
        assert list(asked) == ["review_posts"]

    def test_another_planned_time_does_not_close_again_what_was_found_unfounded(self, police):
        post = police.sent(CALLER)
        discloser = as_person(police.designee("approve_disclosure"))
        for finding in Finding.objects.filter(clause__startswith="IV.K.1."):
            services.dispose(by=discloser, finding=finding, disposition="unfounded", reason="From a play.")
        post.refresh_from_db()
        planned = police.wording(CALLER, planned_for=clock.now() + timedelta(days=1))
        services.save(by=as_person(police.drafter), post=post, wording=planned, seen=post.edition)
        post.refresh_from_db()
        assert not post.is_closed

    def test_an_alternative_text_closes_it_as_words_do(self, police):
        post = police.draft("The street is open again.")
        file = {"name": "a.vtt", "content": b"WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n"}
        row = services.attach(by=as_person(police.drafter), post=post, **file)
        said = {"alternative_text": CALLER, "transcript": "", "rights": "", "source": ""}
        services.describe(by=as_person(police.drafter), attachment=row, **said)
        post.refresh_from_db()
        assert post.is_closed

    def test_disclosure_is_approved_by_who_may_approve_it(self, police, closed):
        AuthorizationFactory(grantee=police.publisher, disclosure=True, matter="Case 26-0117", accepted=True)
        for finding in Finding.objects.all():
            services.dispose(by=as_person(police.head), finding=finding, disposition="acceptable", reason="Released.")
        services.let_go(by=as_person(police.head), post=closed)
        assert approve(police.reviewer, closed).state == State.SUBMITTED
        assert approve(police.designee("approve_disclosure"), closed).state == State.APPROVED

    def test_the_custodian_opens_it_with_a_reason_in_the_trail(self, closed, relations):
        custodian = EmployeeFactory(role=Role.RECORDS_CUSTODIAN)
        with pytest.raises(InvalidInput, match="Say why"):
            services.open_closed(by=as_person(custodian), post=closed, reason="")
        services.open_closed(by=as_person(custodian), post=closed, reason="Subpoena 7")
        assert Entry.objects.filter(act="reviews.closed_opened").get().after["reason_hash"].startswith("c1:")
        with pytest.raises(Refusal, match="cannot open closed matter"):
            services.open_closed(by=as_person(relations), post=closed, reason="Curious")

    def test_letters_about_it_hold_none_of_its_words(self, police, closed):
        services.decline(by=as_person(police.head), post=closed, seen_hash=hash_of(closed), reason="Case 26-0117 runs.")
        for person in (police.drafter, police.publisher, police.reviewer):
            for notice in Notice.objects.filter(person=person):
                assert "0117" not in notice.title + notice.text


class TestWhoSees:
    def test_words_that_are_being_written_are_their_parties_own(self, parks, relations):
        post = parks.sent("The pool opens at noon.")
        services.take_back(by=as_person(parks.drafter), post=post)
        post.refresh_from_db()
        wording = parks.wording("A draft for nobody yet.")
        services.save(by=as_person(parks.drafter), post=post, wording=wording, seen=post.edition)
        for person, shown in ((parks.publisher, True), (parks.reviewer, False), (relations, False)):
            client = Client()
            client.force_login(person)
            for address in (reverse("reviews:post", args=[post.reference]), f"{reverse('reviews:posts')}?show=seen"):
                assert ("A draft for nobody yet." in client.get(address).content.decode()) == shown

    def test_a_draft_is_its_parties_business(self, parks, relations):
        post = parks.draft()
        at = clock.now()
        for person in (parks.drafter, parks.publisher):
            assert post in visible_posts(person, at)
        for person in (parks.reviewer, parks.head, relations):
            assert post not in visible_posts(person, at)

    def test_a_post_that_was_sent_is_seen_by_its_reviewers_and_employee_relations(self, parks, streets, relations):
        post = parks.sent()
        at = clock.now()
        for person in (parks.reviewer, parks.head, relations):
            assert post in visible_posts(person, at)
        for person in (streets.reviewer, streets.head, parks.employee()):
            assert post not in visible_posts(person, at)
