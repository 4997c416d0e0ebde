"""What waits for a person in the directory: imports for a second person, and checked ones for whoever brought them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from directory.models import Employee, ImportRun, Role, RunState
from directory.permissions import may_see_imports, roles_of
from foundation.audit.models import Entry
from foundation.waiting import WaitingItem

MOST = 5


def waiting_for(person: Employee, at: datetime) -> list[WaitingItem]:
    """The oldest few imports that want a deed of this person; one query, for those who may do it."""
    if not may_see_imports(person, at):
        return []
    states = [RunState.WAITING, RunState.CHECKED] if Role.ADMINISTRATOR in roles_of(person, at) else [RunState.WAITING]
    runs = ImportRun.objects.filter(state__in=states).select_related("file", "uploaded_by").order_by("checked_at")
    items = []
    for run in runs[: 4 * MOST]:
        mine = run.uploaded_by_id == person.pk
        if run.state == RunState.WAITING and not mine:
            who = run.uploaded_by.name if run.uploaded_by else "the command line"
            sentence = f"{who} imports people: {run.people_ended} would leave, {run.powers_ended} powers would end."
            items.append(_item(run, "An import waits for a second person", sentence, "Look at it"))
        elif run.state == RunState.CHECKED and mine:
            items.append(_item(run, f"{run.file.name} is checked", "Nothing of it is in yet.", "Look and let it in"))
    return items[:MOST]


def runs_left(state: RunState, at: datetime | None = None) -> QuerySet[ImportRun]:
    """Imports that wait as checked, or for a second person: now, or at a moment, by the last act in the trail."""
    if at is None:
        return ImportRun.objects.filter(state=state)
    entries = Entry.objects.filter(object_kind=ImportRun._meta.label_lower, act__in=_BY_ACT, at__lte=at)
    last: dict[str, str] = {}
    for key, act, found in entries.order_by("id").values_list("object_id", "act", "after__state"):
        # A file that cannot be read has been checked, too: the entry says which.
        last[key] = "" if found == RunState.UNREADABLE else _BY_ACT[act]
    return ImportRun.objects.filter(pk__in=[key for key, then in last.items() if then == state])


_BY_ACT = {
    "directory.import_checked": RunState.CHECKED,
    "directory.import_put_before_second": RunState.WAITING,
    "directory.import_started": RunState.APPLYING,
    "directory.import_confirmed": RunState.APPLYING,
    "directory.import_applied": RunState.APPLIED,
    "directory.import_cancelled": RunState.CANCELLED,
    "directory.import_undone": RunState.UNDONE,
}
"""In which state an act of the trail leaves an import."""


def _item(run: ImportRun, title: str, sentence: str, action: str) -> WaitingItem:
    return WaitingItem(title, sentence, reverse("directory:import", args=[run.pk]), action, since=run.checked_at)
