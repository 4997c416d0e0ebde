"""Who has not acknowledged, as lines of a list: where they work, what is told of them, and by when they are asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from acknowledgements.coverage import Moment, Scope
from acknowledgements.due import due_for, term_of
from acknowledgements.lives import Lives
from acknowledgements.models import Campaign
from acknowledgements.standing import NOT_YET, OVERDUE, word_of
from directory.tree import Tree
from foundation import clock


def told(rows: Iterable[Any], campaign: Campaign | None, tree: Tree, moment: Moment, scope: Scope) -> list[Any]:
    """Assignments of who is missing, each with `department_name`, `word` and `due_day`; one query beyond the rows.

    `due_day` is the person's own, moved by leave and exemptions; None for who is not asked at the moment. Who is away
    or exempt is never overdue; that somebody else is, only who sees everybody reads as a word.
    """
    found = list(rows)
    lives = Lives([row.employee_id for row in found], moment.at, moment.known_at)
    for row in found:
        row.department_name = tree.name(row.department_id)
        row.word = word_of(False, row.with_relations, row.exempt, row.away)
        row.due_day = None
        if campaign is None or row.word != NOT_YET or lives.is_away(row.employee_id):
            continue
        opens_at, due_at = term_of(campaign, lives.hired_at(row.employee_id))
        due_at = due_for(opens_at, due_at, lives.absences(row.employee_id, campaign.version_id), moment.at)
        row.due_day = clock.last_day(due_at)
        if scope.everybody and due_at <= moment.at:
            row.word = OVERDUE
    return found
