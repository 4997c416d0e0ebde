"""What this app writes to people. A letter names a post by its number, never by its words (DESIGN 3.10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from accounts.notifications import authorities, not_gone
from directory.models import Employee, EmployeeStatus, Status
from foundation import dates
from foundation.actor import Actor
from foundation.together import Asked, Together
from notifications.services import Letter, notify_many
from powers.catalogue import POWERS, REVIEW_POSTS
from powers.decisions import holders
from powers.notifications import employee_relations
from powers.picture import Picture
from reviews import links
from reviews.models import Message, Need, Post, Template

KIND_QUEUE = "reviews.queue"
KIND_DECISIONS = "reviews.decisions"
KIND_REPORTS = "reviews.reports"


def who_decides(need: Need, at: datetime, picture: Picture | None = None) -> list[Employee]:
    """Everybody who may make a decision now, but who drafted the post and who publishes it."""
    held = holders(POWERS[need.power], need.department, at, at, picture)
    people = {one.holder_id: one.instrument.holder for one in held}
    return [people[pk] for pk in sorted(people.keys() - {need.drafted_by_id, need.publisher_id})]


def tell_of_round(post: Post, needs: Sequence[Need], *, by: Actor, at: datetime) -> list[Need]:
    """Tell who may decide that a post waits; where nobody can, Employee Relations. Returns what nobody can decide."""
    picture = Picture(at)
    orphaned = []
    people: list[Employee] = []
    for need in needs:
        found = who_decides(need, at, picture)
        people += found
        if not found:
            orphaned.append(need)
    planned = f" It is planned for {dates.moment(post.planned_for)}." if post.planned_for else ""
    subject = f"A post waits for review: {post.reference}"
    body = f"{by.name} sent it for review, round {post.rounds}.{planned}"
    key = f"round:{post.reference}:{post.rounds}"
    tell(KIND_QUEUE, people, subject, body, links.review_of(post), key, by, at)
    if orphaned:
        said = f"Nobody can decide on the post {post.reference}"
        why = ", ".join(f"{one.department.code}: {POWERS[one.power].name}" for one in orphaned)
        body = f"Who could decide is missing, has written the post, or publishes it.\n\n{why}"
        tell(KIND_QUEUE, employee_relations(at), said, body, links.link_to(post), f"orphan:{key}", by, at)
    return orphaned


def ask_gone(people: Collection[int], at: datetime, together: Together) -> Asked[int]:
    """Who of some people (ids) has left the City, asked together with other questions: nobody writes to them."""
    rows = EmployeeStatus.objects.in_effect(at).filter(status=Status.LEFT, employee__in=people)
    return together.ask(rows.order_by().values_list("employee_id", flat=True))


def tell_parties(
    post: Post, outcome: str, *, by: Actor, at: datetime, reason: str = "", gone: Collection[int] | None = None
) -> None:
    """Tell who drafted a post and who publishes it what became of it; each outcome of a round once.

    `gone`: who of them has left (ids), where that is known.
    """
    subject = f"Your post {post.reference}: {outcome}"
    said = "" if post.is_closed or not reason.strip() else f"\n\n{reason.strip()}"
    body = f"{by.name} did this.{said}"
    key = f"{outcome}:{post.reference}:{post.rounds}"
    people = [post.drafted_by, post.publisher]
    tell(KIND_DECISIONS, people, subject, body, links.link_to(post), key, by, at, gone)


def tell_of_message(message: Message, *, by: Actor, at: datetime) -> None:
    """Tell who drafted a post, who publishes it and who has it in hand that somebody wrote about it."""
    post = message.post
    people = [one for one in (post.drafted_by, post.publisher, post.taken_by) if one is not None]
    subject = f"{by.name} wrote about the post {post.reference}"
    key = f"message:{message.pk}"
    tell(KIND_DECISIONS, people, subject, "Read it on the post's page.", links.link_to(post), key, by, at)


def tell_of_office(post: Post, reason: str, *, by: Actor, at: datetime) -> None:
    """Report a post that its head released by office to Employee Relations."""
    subject = f"Released by office: the post {post.reference}"
    said = "" if post.is_closed else f"\n\nReason: {reason}"
    body = f"{by.name} released it by office, for an own post.{said}"
    key = f"office:{post.reference}:{post.rounds}"
    tell(KIND_REPORTS, employee_relations(at), subject, body, links.link_to(post), key, by, at)


def tell_without_authority(post: Post, *, by: Actor, at: datetime) -> None:
    """Report a post that went out without authority to the authority and Employee Relations."""
    people = [*authorities([post.department], at), *employee_relations(at)]
    subject = f"Published without authority: the post {post.reference}"
    body = f"{by.name} recorded it. The record says what was missing."
    tell(KIND_REPORTS, people, subject, body, links.link_to(post), f"without:{post.reference}", by, at)


def tell_overdue(need: Need, *, by: Actor, at: datetime) -> None:
    """Tell the authority of a department, once, that a post waits longer than the City's procedure says."""
    subject = f"A post waits too long: {need.post.reference}"
    body = f"It was to be decided by {dates.moment(need.due_at)}. You may decide, or ask a reviewer to."
    people = [
        one for one in authorities([need.department], at) if one.pk not in {need.drafted_by_id, need.publisher_id}
    ]
    key = f"overdue:{need.pk}"
    tell(KIND_QUEUE, people or employee_relations(at), subject, body, links.review_of(need.post), key, by, at)


def tell_of_template(row: Template, *, by: Actor, at: datetime) -> None:
    """Tell the reviewers of a department that words with blanks wait; where there are none, Employee Relations."""
    ids = {one.holder_id for one in holders(POWERS[REVIEW_POSTS.code], row.department, at, at)} - {row.proposed_by_id}
    people = list(Employee.objects.filter(pk__in=ids).order_by("pk")) or employee_relations(at)
    subject = f"Words with blanks wait for a decision: {row.reference}"
    body = f"{by.name} proposed “{row.title}” for {row.department.code}."
    tell(KIND_QUEUE, people, subject, body, links.template(row), f"template:{row.reference}", by, at)


def tell_of_template_decided(row: Template, *, by: Actor, at: datetime, reason: str) -> None:
    """Tell who proposed words with blanks what became of them."""
    subject = f"Your words {row.reference}: {row.state}"
    body = f"{by.name} did this." + (f"\n\n{reason}" if reason else "")
    key = f"template:{row.state}:{row.reference}"
    tell(KIND_DECISIONS, [row.proposed_by], subject, body, links.template(row), key, by, at)


def tell(
    kind: str,
    to: Iterable[Employee],
    subject: str,
    body: str,
    link: str,
    key: str,
    by: Actor,
    at: datetime,
    gone: Collection[int] | None = None,
) -> None:
    """Write to each person once, to nobody who has left, and not to who did it."""
    people = {person.pk: person for person in to if person != by.person}
    there = not_gone(people.values(), at) if gone is None else [one for pk, one in people.items() if pk not in gone]
    letters = [Letter(one, subject, body, link, f"reviews:{key}:{one.pk}") for one in there]
    notify_many(by=by, kind=kind, letters=letters, at=at)
