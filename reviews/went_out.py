"""What went out of a post, as its page shows it: where, what was done with it since, and what authority was missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from authorizations.requirements import Answer
from powers.tree import Tree
from reviews.models import Authority, Lane, Post, Publication, PublicEvent


@dataclass(frozen=True)
class Went:
    """What went out on one account, with how that is called now; its number where it is no account any more."""

    row: Publication
    where: str
    events: list[PublicEvent]
    why_without: str = ""
    """Where it had no authority: what of it was missing, in a sentence."""


def went_out(
    post: Post,
    publications: Iterable[Publication],
    events: Sequence[PublicEvent],
    called: Mapping[str, str],
    tree: Tree,
) -> list[Went]:
    """What is recorded of a post, account by account; `called` names accounts by reference."""
    return [
        Went(
            row,
            called.get(row.account.reference, row.account.reference),
            [event for event in events if event.publication_id == row.pk],
            _why_without(post, row, tree) if row.authority == Authority.WITHOUT else "",
        )
        for row in publications
    ]


def _why_without(post: Post, row: Publication, tree: Tree) -> str:
    """What of the authority was missing: the department's emergency posting first, as it was then."""
    profile = tree.profile(post.department_id, row.published_at)
    if post.lane == Lane.EMERGENCY and (profile is None or not profile.emergency_posting):
        name = tree.name(post.department_id, row.published_at)
        return f"{name} has no emergency posting: there a reviewer reads first (City procedure)."
    if row.answer != Answer.YES:
        return f"{row.published_by_name} had no written authorization in effect for it then (IV.C)."
    return "Nobody had approved it, and the account is not one that is read afterwards (City procedure)."
