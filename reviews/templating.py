"""Words with blanks as pages show them, and who sees which."""

from __future__ import annotations

import re
from datetime import datetime

from django.db.models import Case, Q, QuerySet, Value, When

from directory.models import Employee
from foundation.errors import NotVisible
from powers.tree import Tree
from reviews.checks import engine
from reviews.checks.facts import Post as Text
from reviews.looking_at import context_for
from reviews.models import Template
from reviews.permissions import reach_of, sees_every_post
from reviews.reading import Marked, marked_from

_STATES: dict[str, Q] = {
    "approved": Q(outcome="approved", retired_at__isnull=True),
    "proposed": Q(outcome__isnull=True),
    "retired": Q(retired_at__isnull=False),
    "declined": Q(outcome="declined"),
}


def seen_templates(person: Employee, at: datetime) -> QuerySet[Template]:
    """What was ever approved, for everybody; the rest for who proposed it, who decides, and who sees every post."""
    rows = Template.objects.select_related("department", "proposed_by", "decided_by", "retired_by")
    if sees_every_post(person, at):
        return rows
    mine = Q(proposed_by=person) | Q(department_id__in=reach_of(person, at).reviews)
    return rows.filter(Q(outcome="approved") | mine)


def visible_templates(person: Employee, at: datetime, home: int | None, state: str) -> QuerySet[Template]:
    """Those in a state, the own department's (its id) first, then by title."""
    mine = Case(When(department_id=home or 0, then=Value(0)), default=Value(1))
    return seen_templates(person, at).filter(_STATES[state]).order_by(mine, "title", "pk")


def template_in_sight(person: Employee, reference: str, at: datetime) -> Template:
    """The template of that reference; raises `NotVisible` where there is none to see."""
    row = seen_templates(person, at).filter(reference=reference).first()
    if row is None:
        raise NotVisible("There are no such words.")
    return row


def pieces_of_template(row: Template) -> list[tuple[str, bool]]:
    """The words in pieces, each with whether it is a blank."""
    return [(one, one.startswith("{")) for one in re.split(r"(\{[^{}]*\})", row.text) if one]


def found_in(row: Template, at: datetime) -> list[Marked]:
    """What the check finds in the words of a template; what is filled in is checked when it is used."""
    context = context_for([row.department_id], at, Tree(at))
    return marked_from([("text", one) for one in engine.check(Text(row.text), context)], {"text": row.text})
