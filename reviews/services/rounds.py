"""Opening a round: its canonical text, what the check found in it, and who has to decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from authorizations.requirements import Decision
from directory.models import Department
from foundation.actor import Actor
from foundation.errors import InvalidInput
from powers.catalogue import APPROVE_DISCLOSURE, REVIEW_POSTS
from powers.tree import Tree
from reviews.checks.facts import Finding as Found
from reviews.closing import closed_rounds
from reviews.looking_at import VERSION, answer_of, context_for, findings_of
from reviews.models import Finding, Need, Post, Round, RoundContent
from reviews.permissions import person_behind
from reviews.sealed import Sealed


def open_round(
    post: Post, sealed: Sealed, departments: Sequence[int], decisions: Iterable[Decision], *, by: Actor, at: datetime
) -> Round:
    """Write the next round of a post, which is exactly this text, and what the check finds in it.

    Sets `post.is_closed` and `post.rounds` on the instance; the caller writes them with the state.
    """
    found = findings_of(sealed, context_for([post.department.pk, *departments], at, Tree(at)))
    row = Round.objects.create(
        post=post,
        number=post.rounds + 1,
        submitted_by=person_behind(by, "A post is sent for review by a person."),
        submitted_at=at,
        content_hash=sealed.hash,
        answer=answer_of(decisions),
        declares=post.discloses,
        checked_with=VERSION,
    )
    RoundContent.objects.create(round=row, text=sealed.text)
    Finding.objects.bulk_create(_finding(row, part, one) for part, one in found)
    post.rounds, post.is_closed = row.number, closed_rounds(post).exists()
    return row


def _finding(row: Round, part: str, one: Found) -> Finding:
    return Finding(
        round=row,
        part=part,
        start=one.start,
        end=one.end,
        clause=one.clause,
        rule=one.rule[:100],
        why=one.why[:300],
        version=one.version,
    )


def ask_departments(post: Post, row: Round, departments: Sequence[int], due_at: datetime, at: datetime) -> list[Need]:
    """Write what a round needs: *review posts* of each department, and *approve disclosure* for closed matter (IV.K.1).

    Raises `InvalidInput` where no department is responsible for the accounts.
    """
    if not departments:
        raise InvalidInput(
            "No department is responsible for these accounts.",
            why="Its reviewers decide.",
            remedy="Ask Employee Relations to mend the register.",
            field="accounts",
        )
    asked = [(REVIEW_POSTS.code, one) for one in departments]
    if closed_rounds(post).filter(pk=row.pk).exists():
        asked.append((APPROVE_DISCLOSURE.code, post.department.pk))
    known = Department.objects.in_bulk({one for _power, one in asked})
    return Need.objects.bulk_create(
        Need(
            round=row,
            post=post,
            department=known[department],
            power=power,
            since=at,
            due_at=due_at,
            drafted_by=post.drafted_by,
            publisher=post.publisher,
        )
        for power, department in asked
    )
