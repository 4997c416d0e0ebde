"""What a decision on a post rests on: locked in one statement, then asked in another, at the moment after the locks.

Which rows to lock is found by looking first; whether they were the right ones is known only under lock. Where they
were not, what is missing is locked too, and everything is asked again (DESIGN 3.6).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import OfficialAccount
from authorizations.decisions import ask_each
from authorizations.models import Authorization
from authorizations.requirements import Decision
from directory.models import Department, Employee
from foundation import clock
from foundation.errors import NotVisible
from foundation.together import Together
from powers.above import designations_there, offices_behind
from powers.basis import hold_text
from powers.decisions import Holding, holdings
from powers.drawn import DrawnPicture
from powers.models import Appointment, Designation, Reading
from reviews.looking_at import acts_of
from reviews.models import Finding, Need, Post, PostContent, Round, Target
from reviews.notifications import ask_gone


@dataclass
class Held:
    """A post under lock, with what the answer is asked of, and the ids of everything else that is locked with it."""

    post: Post
    content: PostContent
    publisher: Employee
    department: Department
    accounts: list[OfficialAccount]
    locked: dict[str, set[int]]


@dataclass
class Known:
    """What was so at `at`, after the last lock."""

    at: datetime
    post: Post
    content_hash: str | None
    """Of the last round; None where there is none."""
    needs: list[Need]
    used: dict[int, Holding]
    """By the id of a need: under what the person meets it, the office before a designation."""
    open_findings: int
    publisher: list[Decision]
    gone: set[int]
    """Of who drafted the post and who publishes it: who has left the City (ids)."""
    asked_of: dict[str, set[int]]
    """The ids of accounts and authorizations of which the publisher's answers are."""


def hold(post: Post, person: Employee, offices: Collection[int] = ()) -> Held:
    """Lock a post, the text, its accounts, people, authorizations, appointments, designations and readings.

    In this order, as everywhere; the appointments to `offices` (ids) besides those that are found by looking. Raises
    `NotVisible` where there is no such post.
    """
    at, together = clock.now(), Together()
    this = Post.objects.filter(Q(reference=post.reference) if post.pk is None else Q(pk=post.pk)).order_by()
    # Nothing is joined to the row that is locked: who waited for it would see what was joined as it was before.
    posts = together.ask(this.select_for_update(no_key=True))
    hold_text(together)
    targets = Target.objects.filter(post__in=this.values("pk")).order_by()
    needs = Need.objects.waiting().filter(post__in=this.values("pk")).order_by()
    there = needs.values("department")
    behind = Q(department_id__in=offices_behind(person.pk, there, at)) | Q(department_id__in=offices)
    heads = Appointment.objects.not_superseded().covering(at).filter(behind).order_by()
    people = Q(pk=person.pk) | Q(pk__in=this.values("publisher")) | Q(pk__in=heads.values("holder"))
    given = designations_there(person.pk, there, at).values("lineage")
    locks = {
        "account": OfficialAccount.objects.filter(pk__in=targets.values("account")),
        "person": Employee.objects.filter(people),
        "authorization": Authorization.objects.filter(grantee__in=this.values("publisher")),
        "appointment": Appointment.objects.not_superseded().filter(behind),
        "designation": Designation.objects.not_superseded().filter(lineage__in=given),
        "reading": Reading.objects.not_superseded().filter(power__in=needs.values("power")),
    }
    locked = {name: together.ask(_locking(rows)) for name, rows in locks.items()}
    contents = together.ask(PostContent.objects.filter(post__in=this.values("pk")))
    publishers = together.ask(Employee.objects.filter(pk__in=this.values("publisher")))
    departments = together.ask(Department.objects.filter(pk__in=this.values("department")))
    accounts = together.ask(OfficialAccount.objects.filter(pk__in=targets.values("account")).order_by("pk"))
    if not posts.rows:
        raise NotVisible("There is no such post.")
    return Held(
        posts.rows[0],
        contents.rows[0],
        publishers.rows[0],
        departments.rows[0],
        accounts.rows,
        {name: set(asked.rows) for name, asked in locked.items()},
    )


def _locking(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return rows.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True)


def know(held: Held, person: Employee) -> Known:
    """Ask everything again, at the moment after the locks; `is_too_little` says whether these were enough."""
    at, together = clock.now(), Together()
    post = held.post
    last = {"round__post": post, "round__number": post.rounds}
    posts = together.ask(
        Post.objects.filter(pk=post.pk).select_related("drafted_by", "publisher", "department", "content")
    )
    hashes = together.ask(Round.objects.filter(post=post, number=post.rounds).values_list("content_hash", flat=True))
    needs = together.ask(Need.objects.waiting().filter(**last).select_related("department"))
    left = Finding.objects.filter(disposition__isnull=True, **last).order_by().values_list("pk", flat=True)
    open_findings = together.ask(left)
    picture = DrawnPicture(at, together, [person.pk])
    publisher = ask_each(held.publisher, acts_of(post, held.content, held.accounts), at, together)
    gone = ask_gone({post.drafted_by_id, post.publisher_id}, at, together)
    targets = together.ask(Target.objects.filter(post=post).order_by().values_list("account_id", flat=True))
    letters = together.ask(Authorization.objects.filter(grantee=held.publisher).values_list("pk", flat=True))
    mine: dict[tuple[str, int], Holding] = {}
    for one in holdings(person, at, picture=picture):
        mine.setdefault((one.power, one.department_id), one)
    return Known(
        at,
        posts.rows[0],
        hashes.first,
        needs.rows,
        {need.pk: mine[key] for need in needs.rows if (key := (need.power, need.department_id)) in mine},
        len(open_findings.rows),
        publisher(),
        set(gone.rows),
        {"account": set(targets.rows), "authorization": set(letters.rows)},
    )


def is_too_little(held: Held, known: Known, person: Employee) -> bool:
    """Whether an answer rests on something that is not locked: then it is locked too, and all is asked again."""
    used = known.used.values()
    wanted = {
        **known.asked_of,
        "person": {person.pk, known.post.publisher_id, *(one.appointment.holder_id for one in used)},
        "appointment": {one.appointment.pk for one in used},
        "designation": {one.instrument.pk for one in used if not one.by_office},
    }
    is_other = (
        known.post.publisher_id != held.publisher.pk
        or known.post.department_id != held.department.pk
        or {one.pk for one in held.accounts} != known.asked_of["account"]
        or vars(known.post.content) | {"_state": None} != vars(held.content) | {"_state": None}
    )
    return is_other or any(ids - held.locked[name] for name, ids in wanted.items())
