"""A form's words as the rows they would be, written or not: for saving, and for what the portal says of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from authorizations.plans import assignment_of
from directory.models import Employee
from reviews.models import Post, PostContent, Target
from reviews.wording import Wording, accounts_in_order

_AS_SAID = ("publisher", "voice", "device", "discloses", "others_work", "shows_people", "planned_for")


def columns_of(wording: Wording, at: datetime) -> dict[str, Any]:
    """What a form says of the post itself; raises `InvalidInput` for a publisher who works nowhere."""
    department = assignment_of(wording.publisher, at).department
    said = {name: getattr(wording, name) for name in _AS_SAID}
    return {**said, "official": wording.official.strip(), "department": department}


def content_of(post: Post, wording: Wording) -> PostContent:
    """The words of a form."""
    return PostContent(
        post=post,
        text=wording.text,
        identification=wording.identification.strip(),
        matter=wording.matter.strip(),
        subjects=[one.strip() for one in wording.subjects if one.strip()],
        notes=wording.notes,
        tags=[one.strip() for one in wording.tags if one.strip()],
    )


def targets_in(post: Post, wording: Wording) -> list[Target]:
    """The accounts of a form, with their variants."""
    return [
        Target(post=post, account=account, text=wording.variants.get(account.pk))
        for account in accounts_in_order(wording)
    ]


def unwritten(drafter: Employee, wording: Wording, at: datetime) -> tuple[Post, PostContent, list[Target]]:
    """The post that a form would make: nothing is written."""
    post = Post(reference="", drafted_by=drafter, created_at=at, saved_at=at, state_since=at, **columns_of(wording, at))
    content = content_of(post, wording)
    return post, content, targets_in(post, wording)
