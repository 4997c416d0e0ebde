"""Who sees exports and saved reports: who asked for them, and nobody else. Who may run a report stands with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from directory.models import Assignment, Employee
from directory.permissions import may_see_person
from foundation.errors import NotVisible
from foundation.files.models import StoredFile
from powers.models import Appointment, Designation
from reports.asking import Scope, scope_of
from reports.models import Export, ExportQuerySet, FileOpening, SavedReport


def visible_exports(person: Employee) -> ExportQuerySet:
    """One's own exports, the latest first."""
    return Export.objects.of(person).select_related("file", "job", "schedule_run__schedule__saved")


def saved_in_sight(person: Employee, pk: Any) -> SavedReport:
    """One's own saved report; `NotVisible` for any other."""
    found = SavedReport.objects.filter(owner=person, pk=pk).first()
    if found is None:
        raise NotVisible("There is no such saved report.", remedy="The page Reports lists yours.")
    return found


def may_read_export(person: Any, stored: StoredFile, at: datetime) -> bool:
    """Whether somebody may fetch the file of an export: who asked for it.

    What was asked for as somebody who sees everything is read by nobody who does not any more.
    """
    if not isinstance(person, Employee):
        return False
    export = Export.objects.of(person).filter(file=stored).first()
    return export is not None and (not export.saw_everything or scope_of(person, at).everything)


def has_opened(reader: Employee, person: Employee, at: datetime) -> bool:
    """Whether somebody opened the file of a person with a reason, and it is still open."""
    opened = FileOpening.objects.filter(opened_by=reader, person=person, opened_at__lte=at, until__gt=at)
    return opened.exists()


def may_name(scope: Scope, person: Employee) -> bool:
    """Whether a question may name somebody: whom one may see; who ever worked in a department that one oversees, whose
    rows name them; and who was given a power, which everybody is told."""
    if may_see_person(scope.person, person, scope.now):
        return True
    if Assignment.objects.filter(employee=person, department_id__in=scope.departments).exists():
        return True
    return Appointment.objects.filter(holder=person).exists() or Designation.objects.filter(holder=person).exists()
