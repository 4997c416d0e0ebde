"""Words with blanks: proposed, approved once by a reviewer, retired when they no longer fit (City procedure)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from authorizations.plans import assignment_of
from directory.models import Department, Employee
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1, c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, NotVisible, Refusal
from foundation.plain_text import require_plain
from foundation.references import new_reference
from powers.catalogue import REVIEW_POSTS
from powers.services import Decision, decide_under
from reviews import notifications
from reviews.blanks import Blank, read_blanks
from reviews.lifecycle import TEMPLATE
from reviews.models import Template
from reviews.permissions import person_behind, reach_of
from reviews.services.writing import require_reason
from reviews.wording import LONGEST

APPROVED, DECLINED = "approved", "declined"


@transaction.atomic
def propose_template(
    *, by: Actor, department: Department, title: str, text: str, blanks: Iterable[str], what_for: str
) -> Template:
    """Propose words with blanks for a department: one's own, or one whose posts one reviews.

    `blanks` are lines as `reviews.blanks.read_blanks` takes them. Raises `InvalidInput`, with the field.
    """
    person = person_behind(by, "Words are proposed by a person.")
    at = clock.now()
    if department.pk not in departments_to_propose_for(person, at):
        raise Refusal(
            "You cannot propose words for this department.",
            why="Who works there proposes them, and who reviews its posts.",
            clause=CITY_PROCEDURE,
            remedy="Ask somebody of that department.",
        )
    told = _checked(title, text, what_for)
    found = read_blanks(told["text"], blanks)
    row = Template.objects.create(
        reference=new_reference("TPL", clock.city_date(at).year),
        department=department,
        blanks=[one.as_json() for one in found],
        text_hash=hash_of(told["text"], found),
        proposed_by=person,
        proposed_at=at,
        **told,
    )
    _tell(row, "reviews.template_proposed", by, at)
    notifications.tell_of_template(row, by=by, at=at)
    return row


def departments_to_propose_for(person: Employee, at: datetime) -> set[int]:
    """Ids of the departments for which somebody may propose words."""
    return {assignment_of(person, at).department_id, *reach_of(person, at).reviews}


def hash_of(text: str, blanks: Iterable[Blank]) -> str:
    """The hash of what is approved: the words and what may stand in their blanks."""
    said = {"text": c1(text), "blanks": [one.as_json() for one in blanks]}
    return c1_hash(json.dumps(said, ensure_ascii=False, sort_keys=True))


def _checked(title: str, text: str, what_for: str) -> dict[str, str]:
    for name, said, longest in (("title", title, 120), ("text", text, LONGEST), ("what_for", what_for, 1000)):
        if not said.strip():
            raise InvalidInput("This is needed.", field=name)
        if len(said) > longest:
            raise InvalidInput(f"At most {longest:,} characters fit here.", field=name)
        require_plain(said, name)
    return {"title": title.strip(), "text": c1(text).strip(), "what_for": what_for.strip()}


@transaction.atomic
def approve_template(*, by: Actor, template: Template, seen_hash: str) -> Template:
    """Approve words with blanks: from now on what they make when filled goes out without another review."""
    row, decision = _begin(by, template, "approved")
    if row.text_hash != seen_hash:
        raise Conflict("These are other words than you read.", remedy="Open them again. Nothing was decided.")
    return _decide(row, decision, by, APPROVED, "reviews.template_approved")


@transaction.atomic
def decline_template(*, by: Actor, template: Template, reason: str) -> Template:
    """Decline proposed words for good, with a reason."""
    row, decision = _begin(by, template, "declined")
    reason = require_reason(reason, "Who proposed the words reads it.")
    return _decide(row, decision, by, DECLINED, "reviews.template_declined", reason)


def _begin(by: Actor, template: Template, act: str) -> tuple[Template, Decision]:
    row = lock_template(template)
    person = person_behind(by, "Words are decided on by a person.")
    TEMPLATE.require(act, row.state)
    if person.pk == row.proposed_by_id:
        raise Refusal(
            "You cannot decide on words that you proposed.",
            why="Nobody decides for themselves.",
            clause=CITY_PROCEDURE,
            remedy="Another reviewer of the department decides.",
        )
    return row, decide_under(by=by, power=REVIEW_POSTS, department=row.department)


def _decide(row: Template, decision: Decision, by: Actor, outcome: str, act: str, reason: str = "") -> Template:
    held, at = decision.holding, decision.at
    said: dict[str, Any] = {
        "outcome": outcome,
        "decided_by": by.person,
        "decided_at": at,
        "reason": reason,
        "capacity": held.capacity,
        "instrument": held.reference,
    }
    _write(row, said)
    _tell(row, act, by, at, capacity=held.capacity, instrument=held.reference, reason=reason)
    notifications.tell_of_template_decided(row, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def retire_template(*, by: Actor, template: Template, reason: str) -> Template:
    """Retire approved words: from now on nothing goes out under them. What went out stays lawful."""
    row = lock_template(template)
    TEMPLATE.require("retired", row.state)
    reason = require_reason(reason, "Who uses these words reads it.")
    decision = decide_under(by=by, power=REVIEW_POSTS, department=row.department)
    held, at = decision.holding, decision.at
    _write(row, {"retired_by": by.person, "retired_at": at, "why_retired": reason})
    _tell(row, "reviews.template_retired", by, at, capacity=held.capacity, instrument=held.reference, reason=reason)
    return row


def lock_template(template: Template) -> Template:
    """Hold a template until the transaction ends, and read it again."""
    rows = Template.objects.select_for_update(no_key=True, of=("self",)).select_related("department", "proposed_by")
    row = rows.filter(pk=template.pk).first()
    if row is None:
        raise NotVisible("There are no such words.")
    return row


def _write(row: Template, said: dict[str, Any]) -> None:
    Template.objects.filter(pk=row.pk).update(**said)
    for name, value in said.items():
        setattr(row, name, value)


def _tell(
    row: Template, act: str, by: Actor, at: datetime, *, reason: str = "", capacity: str = "", instrument: str = ""
) -> None:
    after = {"state": row.state, "text_hash": row.text_hash} | ({"reason_hash": c1_hash(reason)} if reason else {})
    record(
        by=by,
        act=act,
        on=row,
        at=at,
        capacity=capacity,
        instrument=instrument,
        clause=CITY_PROCEDURE,
        department_code=row.department.code,
        after=after,
    )
