"""Imports of people that wait: for a second person, and for whoever brought them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from directory.models import ImportRun, RunState
from directory.permissions import may_see_imports
from directory.waiting import runs_left
from reports.asking import Asked
from reports.waits.kind import About, Kind, Waiting, moment
from reports.waits.relations import SECOND, of_model


def _for_second(asked: Asked) -> Waiting | None:
    if not (asked.scope.everything or may_see_imports(asked.person, asked.now)):
        return None
    return Waiting(runs_left(RunState.WAITING, moment(asked)), "uploaded_at")


def _to_let_in(asked: Asked) -> Waiting | None:
    """Checked, and not let in: of administrators who do not see everything, their own."""
    if not (asked.scope.everything or may_see_imports(asked.person, asked.now)):
        return None
    rows = runs_left(RunState.CHECKED, moment(asked))
    return Waiting(asked.scope.narrow(rows, people=("uploaded_by_id",)), "uploaded_at")


def _place(row: ImportRun) -> tuple[str, str]:
    return str(row), reverse("directory:import", args=[row.pk])


def _tell_checked(asked: Asked, keys: Sequence[str]) -> Mapping[str, About]:
    rows = ImportRun.objects.filter(pk__in=keys).select_related("uploaded_by")
    told = {}
    for row in rows:
        who = asked.names.of(row.uploaded_by) if row.uploaded_by else "An administrator"
        told[str(row.pk)] = About(*_place(row), people=(who,))
    return told


KINDS = (
    Kind("import", "Import of people for a second person", _for_second, of_model(ImportRun, _place, SECOND)),
    Kind("checked", "Import of people to let in", _to_let_in, _tell_checked),
)
