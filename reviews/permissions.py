"""Who sees a post, who reads its words, and who may decide on it (City procedure; IV.K.1 for closed matter)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from directory.models import Employee, Role
from directory.permissions import holds_role, roles_of
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import NotVisible, Refusal
from foundation.files.models import StoredFile
from powers.catalogue import APPROVE_DISCLOSURE, REVIEW_POSTS, Power
from powers.decisions import holdings
from powers.permissions import was_given_something
from reviews.models import (
    Attachment,
    Need,
    NeedQuerySet,
    Post,
    PostQuerySet,
    Publication,
    RoundContent,
    State,
)
from reviews.sealed import Sealed

SEES_EVERY_POST = frozenset({Role.EMPLOYEE_RELATIONS, Role.AUDITOR, Role.RECORDS_CUSTODIAN})
DECIDING: tuple[Power, ...] = (REVIEW_POSTS, APPROVE_DISCLOSURE)
"""The powers by which posts are decided on."""
UNSEEN = (State.DRAFT,)
"""States in which a post is its parties' own business, unless it was sent before."""


@dataclass(frozen=True)
class Reach:
    """Ids of the departments for which somebody reviews posts, and approves disclosure."""

    reviews: frozenset[int]
    discloses: frozenset[int]

    @property
    def nothing(self) -> bool:
        """Whether somebody decides on no post at all."""
        return not (self.reviews or self.discloses)

    def of(self, power: str) -> frozenset[int]:
        """The departments for which a power is held."""
        return self.discloses if power == APPROVE_DISCLOSURE.code else self.reviews


def reach_of(person: Employee, at: datetime) -> Reach:
    """For which departments somebody decides; asked once for a moment."""
    remembered: tuple[datetime, Reach] | None = getattr(person, "_reviews_remembered", None)
    if remembered and remembered[0] == at:
        return remembered[1]
    held = holdings(person, at) if was_given_something(person, at) else []
    found = {power.code: frozenset(one.department_id for one in held if one.power == power.code) for power in DECIDING}
    reach = Reach(found[REVIEW_POSTS.code], found[APPROVE_DISCLOSURE.code])
    person._reviews_remembered = (at, reach)  # type: ignore[attr-defined]
    return reach


def needs_of(reach: Reach) -> NeedQuerySet:
    """The decisions, open or made, that belong to the departments for which one decides."""
    mine = Need.objects.for_departments(REVIEW_POSTS.code, reach.reviews)
    return mine | Need.objects.for_departments(APPROVE_DISCLOSURE.code, reach.discloses)


def sees_every_post(person: Employee, at: datetime) -> bool:
    """Employee Relations, auditors and records custodians see that there is a post; closed matter they do not read."""
    return bool(SEES_EVERY_POST & roles_of(person, at))


def is_custodian(person: Employee, at: datetime) -> bool:
    """Records custodians open closed matter, for a stated reason."""
    return holds_role(person, Role.RECORDS_CUSTODIAN, at)


def visible_posts(person: Employee, at: datetime) -> PostQuerySet:
    """Posts that somebody wrote or publishes, those that came to their departments, or all that were ever sent."""
    own = Q(drafted_by=person) | Q(publisher=person)
    if sees_every_post(person, at):
        return Post.objects.filter(own | ~Q(state__in=UNSEEN) | Q(rounds__gt=0))
    reach = reach_of(person, at)
    if not reach.nothing:
        own |= Q(Exists(needs_of(reach).filter(post_id=OuterRef("pk"))))
    return Post.objects.filter(own)


def is_party(person: Employee, post: Post) -> bool:
    """Whether somebody drafted a post or publishes it: they change it, and never decide on it."""
    return person.pk in {post.drafted_by_id, post.publisher_id}


def may_decide(person: Employee, post: Post, at: datetime) -> bool:
    """Whether some decision on a post is somebody's to make: they hold its power, and are no party."""
    if is_party(person, post):
        return False
    reach = reach_of(person, at)
    return not reach.nothing and needs_of(reach).filter(post=post).exists()


def may_read(person: Employee, post: Post, at: datetime) -> bool:
    """Whether somebody reads the words of a post that they see (DESIGN 3.10)."""
    return not post.is_closed or is_party(person, post) or may_decide(person, post, at)


def post_in_sight(person: Employee, reference: str, at: datetime) -> Post:
    """The post of that reference; raises `NotVisible` where there is none to see."""
    rows = visible_posts(person, at).select_related(
        "drafted_by", "publisher", "department", "taken_by", "content", "template"
    )
    row: Post | None = rows.filter(reference=reference).first()
    if row is None:
        raise NotVisible("There is no such post.")
    return row


def own_post(person: Employee, reference: str, at: datetime) -> Post:
    """A post that somebody may work on; raises `NotVisible`, or `Refusal` where they only see it."""
    post = post_in_sight(person, reference, at)
    require_party(person, post, "You cannot work on this post.")
    return post


def require_party(person: Employee, post: Post, what: str) -> None:
    """Raise `Refusal` for anybody but who drafted a post and who publishes it."""
    if not is_party(person, post):
        raise Refusal(
            what,
            why="Who drafted a post and who publishes it work on it.",
            clause=CITY_PROCEDURE,
            remedy=f"Ask {post.drafted_by.name} or {post.publisher.name}.",
        )


def refuse_parties(person: Employee, post: Post) -> None:
    """Raise `Refusal` for who drafted a post and who publishes it: nobody decides for themselves (DESIGN 3.2)."""
    if is_party(person, post):
        raise Refusal(
            "You cannot decide on this post.",
            why="Nobody decides for themselves: who drafted a post or publishes it never reviews it.",
            clause=CITY_PROCEDURE,
            remedy="Another reviewer of the department decides.",
        )


def person_behind(by: Actor, what: str) -> Employee:
    """The person who acts; raises `Refusal` for the system."""
    if by.person is None:
        raise Refusal(what, why="This is done by a person.", clause=CITY_PROCEDURE)
    return by.person


def may_read_file(person: Employee, stored_file: StoredFile, at: datetime) -> bool:
    """Attachments and captures are read by who reads the words of their post; sealed originals by its parties alone."""
    attachment = Attachment.objects.filter(Q(public_file=stored_file.pk) | Q(original_file=stored_file.pk)).first()
    publication = None if attachment else Publication.objects.filter(capture=stored_file.pk).first()
    owner = attachment or publication
    if owner is None:
        return stored_file.stored_by_number == person.number
    post = visible_posts(person, at).filter(pk=owner.post_id).first()
    if post is None or not may_read(person, post, at):
        return False
    if attachment is None or is_party(person, post):
        return True
    return attachment.original_file != stored_file.pk and _was_sent(post, attachment)


def _was_sent(post: Post, attachment: Attachment) -> bool:
    """Whether the last round has an attachment: until then it is its parties' own."""
    sent = RoundContent.objects.filter(round__post=post, round__number=post.rounds).first()
    return sent is not None and attachment.sha256 in Sealed(sent.text).files
