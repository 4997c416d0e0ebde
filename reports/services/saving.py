"""Names for questions: saved, replaced, deleted."""

from __future__ import annotations

from django.db import transaction

from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput
from foundation.plain_text import require_plain
from reports.models import SavedReport
from reports.reading import Question
from reports.services.scheduling import forget_schedule

MOST = 200
"""Saved reports of one person: more nobody finds again."""


@transaction.atomic
def save_report(*, by: Actor, person: Employee, question: Question, name: str) -> SavedReport:
    """Give a question a name of one's own; raises `Conflict` where one has that name, `InvalidInput` without one."""
    at = clock.now()
    question.require  # noqa: B018 - a question that cannot be asked is not kept
    called = " ".join(name.split())
    if not called or len(called) > 100:
        raise InvalidInput("Give the report a name of at most 100 characters.", field="name")
    require_plain(called, "name")
    Employee.objects.select_for_update().get(pk=person.pk)
    own = SavedReport.objects.filter(owner=person)
    if own.filter(name=called).exists():
        raise Conflict(
            f"You have a saved report called “{called}”.",
            remedy="Choose another name, or delete that one first. Nothing was changed.",
        )
    if own.count() >= MOST:
        raise Conflict(f"You have {MOST} saved reports.", remedy="Delete some that you do not use any more.")
    saved = SavedReport.objects.create(
        owner=person, name=called, report=question.report.code, query=dict(question.query), saved_at=at
    )
    after = {"report": saved.report, "filters": saved.query}
    record(by=by, act="reports.saved", on=saved, at=at, clause=CITY_PROCEDURE, after=after)
    return saved


@transaction.atomic
def delete_saved(*, by: Actor, saved: SavedReport) -> None:
    """Forget a name; whose it is asked of the caller's queryset. Deleting what is gone already changes nothing."""
    at = clock.now()
    locked = SavedReport.objects.select_for_update().filter(pk=saved.pk, owner=saved.owner).first()
    if locked is None:
        return
    before = {"report": locked.report, "filters": locked.query}
    record(by=by, act="reports.saved_deleted", on=locked, at=at, clause=CITY_PROCEDURE, before=before)
    forget_schedule(locked)
    locked.delete()
