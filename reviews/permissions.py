"""Who sees a post, who reads its words, and who may decide on it (City procedure; IV.K.1 for closed matter)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from directory.models import Employee, Role
from directory.permissions import ask_roles, holds_role, roles_of
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import NotVisible, Refusal
from foundation.files.models import StoredFile
from foundation.together import Together
from powers.catalogue import APPROVE_DISCLOSURE, REVIEW_POSTS, Power
from powers.decisions import holdings
from powers.drawn import DrawnPicture
from powers.permissions import ask_given
from powers.picture import Picture
from powers.tree import Tree
from reviews.models import (
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
ATTACHMENT, CAPTURE = "post_attachment", "post_capture"
"""What files of a post are stored for, beside the sealed originals."""
DECIDING: tuple[Power, ...] = (REVIEW_POSTS, APPROVE_DISCLOSURE)
"""The powers by which posts are decided on."""
UNSEEN = (State.DRAFT,)
"""States in which a post is its parties' own business, unless it was sent before."""


@dataclass(frozen=True)
class Reach:
    """Ids of the departments for which somebody reviews posts, and approves disclosure."""

    reviews: frozenset[int]
    discloses: frozenset[int]
    tree: Tree | None = field(default=None, compare=False, repr=False)
    """The departments of the moment, where they were looked at: for what the page asks next."""

    @property
    def nothing(self) -> bool:
        """Whether somebody decides on no post at all."""
        return not (self.reviews or self.discloses)

    def of(self, power: str) -> frozenset[int]:
        """The departments for which a power is held."""
        return self.discloses if power == APPROVE_DISCLOSURE.code else self.reviews


def reach_of(person: Employee, at: datetime) -> Reach:
    """For which departments somebody decides; asked once for a moment: one query for most people, two for reviewers."""
    remembered: tuple[datetime, Reach] | None = getattr(person, "_reviews_remembered", None)
    if remembered and remembered[0] == at:
        return remembered[1]
    together = Together()
    ask_roles(person, at, together)  # every page asks them
    given = ask_given(person, at, together)
    reach = reach_in(DrawnPicture(at, Together(), [person.pk]), person) if given() else Reach(frozenset(), frozenset())
    person._reviews_remembered = (at, reach)  # type: ignore[attr-defined]
    return reach


def reach_in(picture: Picture, person: Employee) -> Reach:
    """For which departments somebody decides, in a picture in which they are drawn."""
    held = holdings(person, picture.at, picture=picture)
    found = {power.code: frozenset(one.department_id for one in held if one.power == power.code) for power in DECIDING}
    return Reach(found[REVIEW_POSTS.code], found[APPROVE_DISCLOSURE.code], picture.tree)


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
    reach = reach_of(person, at)
    if sees_every_post(person, at):
        return Post.objects.filter(own | ~Q(state__in=UNSEEN) | Q(rounds__gt=0))
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
    remembered: tuple[int, datetime, bool] | None = getattr(post, "_decided_remembered", None)
    if remembered and remembered[:2] == (person.pk, at):
        return remembered[2]
    reach = reach_of(person, at)
    return not reach.nothing and needs_of(reach).filter(post=post).exists()


def may_read(person: Employee, post: Post, at: datetime) -> bool:
    """Whether somebody reads the words of a post that they see (DESIGN 3.10)."""
    return not post.is_closed or is_party(person, post) or may_decide(person, post, at)


def post_in_sight(person: Employee, reference: str, at: datetime) -> Post:
    """The post of that reference; raises `NotVisible` where there is none to see."""
    mine = needs_of(reach_of(person, at)).filter(post_id=OuterRef("pk"))
    rows = visible_posts(person, at).filter(reference=reference).annotate(came_to_me=Exists(mine))
    row = rows.select_related("drafted_by", "publisher", "department", "taken_by", "content", "template").first()
    if row is None:
        raise NotVisible("There is no such post.")
    row._decided_remembered = (person.pk, at, row.came_to_me)  # type: ignore[attr-defined]
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
    """Attachments and captures are read by who reads the words of their post; sealed originals by its parties alone.

    An attachment that was taken out stays with the rounds that had it: who reads the post reads those too.
    """
    if stored_file.purpose == CAPTURE:
        publication = Publication.objects.filter(capture=stored_file.pk).first()
        if publication is None:
            return stored_file.stored_by_number == person.number
        found = Q(pk=publication.post_id)
    else:
        found = Q(reference=stored_file.subject_id)
    post = visible_posts(person, at).filter(found).first()
    if post is None or not may_read(person, post, at):
        return False
    if stored_file.purpose == CAPTURE or is_party(person, post):
        return True
    return stored_file.purpose == ATTACHMENT and _was_sent(post, stored_file.sha256)


def _was_sent(post: Post, sha256: str) -> bool:
    """Whether a round had a file: what was never sent is its parties' own."""
    texts = RoundContent.objects.filter(round__post=post).values_list("text", flat=True)
    return any(sha256 in Sealed(text).files for text in texts)
