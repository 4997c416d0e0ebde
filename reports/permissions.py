"""Who sees exports and saved reports: who asked for them, and nobody else. Who may run a report stands with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from directory.models import Employee
from foundation.errors import NotVisible
from foundation.files.models import StoredFile
from reports.models import Export, ExportQuerySet, FileOpening, SavedReport


def visible_exports(person: Employee) -> ExportQuerySet:
    """One's own exports, the latest first."""
    return Export.objects.of(person).select_related("file", "job")


def saved_in_sight(person: Employee, pk: Any) -> SavedReport:
    """One's own saved report; `NotVisible` for any other."""
    found = SavedReport.objects.filter(owner=person, pk=pk).first()
    if found is None:
        raise NotVisible("There is no such saved report.", remedy="The page Reports lists yours.")
    return found


def may_read_export(person: Any, stored: StoredFile, _at: datetime) -> bool:
    """Whether somebody may fetch the file of an export: who asked for it."""
    return isinstance(person, Employee) and Export.objects.of(person).filter(file=stored).exists()


def has_opened(reader: Employee, person: Employee, at: datetime) -> bool:
    """Whether somebody opened the file of a person with a reason, and it is still open."""
    opened = FileOpening.objects.filter(opened_by=reader, person=person, opened_at__lte=at, until__gt=at)
    return opened.exists()
