"""Posts for tests, written as rows: as many as a report needs, at any time, without the check and the decision.

Where what a service does matters, use the services (`tests/reviews/conftest.py`).
"""

from datetime import timedelta

import factory

from foundation.canonical import c1_hash
from reviews.models import Finding, Need, Post, PostContent, Publication, Round
from tests.factories.accounts import AccountFactory
from tests.factories.directory import LONG_AGO, DepartmentFactory, EmployeeFactory


class PostFactory(factory.django.DjangoModelFactory):
    """A post of a department's publisher (`department=`, `publisher=`), with words."""

    class Meta:
        model = Post
        skip_postgeneration_save = True

    reference = factory.Sequence(lambda n: f"POS-2020-{n:08d}")
    department = factory.SubFactory(DepartmentFactory)
    publisher = factory.LazyAttribute(lambda post: EmployeeFactory(assignment__department=post.department))
    drafted_by = factory.SelfAttribute("publisher")
    created_at = LONG_AGO
    saved_at = factory.SelfAttribute("created_at")
    state_since = factory.SelfAttribute("created_at")

    @factory.post_generation
    def content(self, create, extracted, **kwargs):
        PostContent.objects.create(post=self, text="The pool opens.")


def sent(post, at, *, by=None, after=timedelta(hours=2), outcome="approved", departments=(), number=1, **need):
    """A round of a post, sent to the reviewers of its department, or of `departments`; decided `by` somebody `after` a
    time, if at all. More of `need` are its columns, where they differ."""
    said = {"outcome": outcome, "ended_at": at + after} if by else {}
    one = Round.objects.create(
        post=post,
        number=number,
        submitted_by=post.drafted_by,
        submitted_at=at,
        content_hash=c1_hash(f"{post.reference} {number}"),
        answer="yes",
        checked_with="1",
        released_at=at + after if by and outcome == "approved" else None,
        **said,
    )
    word = {"outcome": outcome, "decided_by": by, "decided_at": at + after, "reason": "As the test says"} if by else {}
    word |= {"capacity": "designee", "instrument": "designation"} if by else {}
    asked = {"power": "review_posts", "since": at, "due_at": at + timedelta(hours=8), **word, **need}
    for department in departments or [post.department]:
        parties = {"drafted_by": post.drafted_by, "publisher": post.publisher}
        Need.objects.create(round=one, post=post, department=department, **parties, **asked)
    Post.objects.filter(pk=post.pk).update(rounds=number, state="submitted")
    return one


class PublicationFactory(factory.django.DjangoModelFactory):
    """That a post went out on an account of its department, as approved; other kinds by `authority=`."""

    class Meta:
        model = Publication

    post = factory.SubFactory(PostFactory)
    account = factory.LazyAttribute(lambda one: AccountFactory(department=one.post.department))
    round = factory.LazyAttribute(lambda one: one.post.sent.last())
    published_by_name = factory.LazyAttribute(lambda one: one.post.publisher.name)
    published_at = LONG_AGO
    recorded_by = factory.SelfAttribute("post.publisher")
    recorded_at = factory.SelfAttribute("published_at")
    text_hash = factory.LazyAttribute(lambda one: c1_hash(one.post.reference))
    authority = "approved"
    answer = "yes"
    why_differs = factory.LazyAttribute(lambda one: "A word was wrong" if one.authority == "differs" else "")


class FindingFactory(factory.django.DjangoModelFactory):
    """Something that the check marked in a round; `disposition=`, `disposed_by=` and `disposed_at=` what was said."""

    class Meta:
        model = Finding

    part = "text"
    start = 0
    end = 3
    clause = "IV.G"
    rule = "politics"
    version = "1"
    reason = factory.LazyAttribute(lambda one: "As the test says" if getattr(one, "disposition", None) else None)
