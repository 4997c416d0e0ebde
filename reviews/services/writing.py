"""What the verbs of this app share: lock, next state, the text as it stands, the entry in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from foundation.actor import Actor
from foundation.audit.services import Act, Subject, record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, NotVisible
from foundation.plain_text import require_plain
from reviews.lifecycle import POST
from reviews.models import Post, Round, Target
from reviews.sealed import Sealed, seal


class StaleDraft(Conflict):
    """A save on an older edition. Nothing was overwritten; the form shows both texts (`theirs` is what stands)."""

    def __init__(self, post: Post, theirs: str) -> None:
        self.post, self.theirs = post, theirs
        super().__init__(
            "This post was saved somewhere else since you opened it.",
            why="Recording your words would undo that change.",
            remedy="Both texts are shown: take over what you need, and save again.",
        )


def lock(post: Post) -> Post:
    """Hold a post until the transaction ends, and read it again; one not yet read is named by its reference."""
    named = {"reference": post.reference} if post.pk is None else {"pk": post.pk}
    # Nothing is joined to the row that is locked: who waited for it would see what was joined as it was before.
    held = Post.objects.select_for_update(no_key=True).filter(**named).values_list("pk", flat=True).first()
    if held is None:
        raise NotVisible("There is no such post.")
    return Post.objects.select_related("drafted_by", "publisher", "department", "content").get(pk=held)


def next_state(post: Post, act: str) -> str:
    """The state that an act leads to; raises `Conflict` where it cannot be done now, saying how the post stands."""
    try:
        return POST.require(act, post.state)
    except Conflict as conflict:
        raise Conflict(
            f"The post {post.reference} cannot be {act} now.",
            why=f"It is: {post.get_state_display().lower()}.",
            remedy="Nothing was changed. Open the post to see what was done with it.",
        ) from conflict


def set_state(post: Post, state: str, at: datetime, **columns: Any) -> None:
    """Write the state that a post is in now, and let go of it."""
    said = {"state": state, "state_since": at, "taken_by": None, "taken_until": None, **columns}
    Post.objects.filter(pk=post.pk).update(**said)
    for name, value in said.items():
        setattr(post, name, value)


def targets_of(post: Post) -> list[Target]:
    """The accounts of a post, with their variants."""
    return list(post.targets.select_related("account").order_by("account_id"))


def sealed_now(post: Post) -> Sealed:
    """The canonical text of a post as it stands now."""
    return seal(post, post.content, targets_of(post), post.attachments.all())


def current_round(post: Post) -> Round:
    """The last round of a post; raises `Conflict` where it was never sent."""
    row = Round.objects.filter(post=post, number=post.rounds).select_related("content").first()
    if row is None:
        raise Conflict(f"The post {post.reference} was not sent for review.", remedy="Send it first.")
    return row


def require_reason(reason: str, why: str) -> str:
    """The reason, trimmed; raises `InvalidInput` where there is none."""
    if not reason.strip():
        raise InvalidInput("Say why.", why=why, field="reason")
    require_plain(reason, "reason")
    return reason.strip()


def subject(post: Post) -> Subject:
    """A post as the trail names it: by its number."""
    return Subject(kind=post._meta.label_lower, id=post.reference, label=post.reference)


def entry_of(
    act: str,
    post: Post,
    *,
    clause: str = CITY_PROCEDURE,
    capacity: str = "",
    instrument: str = "",
    reason: str = "",
    after: Mapping[str, Any] | None = None,
    department_code: str = "",
) -> Act:
    """What the trail says of an act: states, numbers and hashes, never words.

    Its department is the post's, unless it is a decision that another one makes on it.
    """
    said: dict[str, Any] = {"state": str(post.state), "round": post.rounds, **(after or {})}
    if reason:
        said["reason_hash"] = c1_hash(reason)
    return Act(act, subject(post), capacity, instrument, clause, department_code or post.department.code, after=said)


def tell_trail(act: str, post: Post, by: Actor, at: datetime, **more: Any) -> None:
    """Write the entry of an act; `more` as in `entry_of`."""
    said = entry_of(act, post, **more)
    record(
        by=by,
        act=act,
        on=said.on,
        at=at,
        capacity=said.capacity,
        instrument=said.instrument,
        clause=said.clause,
        department_code=said.department_code,
        after=said.after,
    )
