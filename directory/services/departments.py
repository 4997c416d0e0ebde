"""Departments: created, renamed, moved in the tree, and everything else that a profile says, dated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from directory.identity import refuse_bad_code
from directory.models import Department, DepartmentProfile, Role
from directory.permissions import require_role
from directory.services.timelines import change_from, covering
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.effective import Writing
from foundation.errors import Conflict, InvalidInput
from foundation.staleness import mark_of, refuse_stale

PROFILE_FIELDS = (
    "name",
    "parent",
    "head_title",
    "board_name",
    "has_criminal_justice_information",  # IV.K.1
    "speech_rule",  # IV.C, or IV.K.2 for police and airport police
    "speech_office",  # IV.K.2
    "emergency_posting",
    "under_regulation",
    "source",
)


@transaction.atomic
def create(
    *, by: Actor, code: str, effective: datetime | None = None, website_hosts: Iterable[str] = (), **profile: Any
) -> Department:
    """Enter a department with its first profile, in effect from `effective` (left out: from now)."""
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, "You cannot enter departments.")
    refuse_bad_code(code)
    if Department.objects.filter(code=code).exists():
        raise Conflict(
            f"There is a department with the code {code} already.",
            why="The code is a department's identity in every file.",
            remedy="Change that department, or choose another code.",
        )
    department = Department.objects.create(code=code, website_hosts=_hosts(website_hosts))
    row = DepartmentProfile(department=department, effective_from=effective or at, recorded_at=at, **profile)
    row.save(force_insert=True)
    _refuse_cycle(row)
    record(
        by=by,
        act="directory.department_created",
        on=department,
        at=at,
        capacity=capacity,
        department_code=code,
        after={**_facts(row), "effective": row.effective_from.isoformat()},
    )
    return department


@transaction.atomic
def change(
    department: Department, *, by: Actor, effective: datetime | None = None, **changes: Any
) -> DepartmentProfile:
    """Change what a department's profile says, from `effective` on until the next change already recorded."""
    unknown = set(changes) - set(PROFILE_FIELDS)
    if unknown:
        raise TypeError(f"A department's profile has no {', '.join(sorted(unknown))}.")
    department, at, capacity = _decide(department, by)
    effective = effective or at
    rows: list[DepartmentProfile] = list(DepartmentProfile.objects.not_superseded().filter(department=department))
    row = covering(rows, effective)
    if row is None:
        raise Conflict(
            f"The department {department.code} did not exist on that day.",
            why="There is no profile in effect that could be changed.",
            remedy="Give a later day.",
        )
    changed = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if not changed:
        return row
    if changed.get("parent") == department:
        raise _under_itself(row.name)
    before = _facts(row)
    writing = Writing(at)
    fresh = change_from(writing, row, effective=effective, **changed)
    writing.write()
    if "parent" in changed:
        _refuse_cycle(fresh)
    after = _facts(fresh)
    record(
        by=by,
        act="directory.department_changed",
        on=department,
        at=at,
        capacity=capacity,
        department_code=department.code,
        before={name: value for name, value in before.items() if value != after[name]},
        after={
            **{name: value for name, value in after.items() if value != before[name]},
            "effective": effective.isoformat(),
        },
    )
    return fresh


def mark_of_department(department: Department) -> str:
    """The mark of a department's profiles and hosts: any change of any of them gives another."""
    rows = DepartmentProfile.objects.not_superseded().filter(department=department)
    return mark_of([sorted(rows.values_list("pk", flat=True)), department.website_hosts])


@transaction.atomic
def revise(department: Department, *, by: Actor, seen: str, website_hosts: Iterable[str], **changes: Any) -> None:
    """Change profile and hosts together, as a form opened on the mark `seen` says."""
    department, _, _ = _decide(department, by)
    refuse_stale(seen, mark_of_department(department), f"The department {department.code}")
    change(department, by=by, **changes)
    set_website_hosts(department, by=by, hosts=website_hosts)


def rename(department: Department, *, by: Actor, name: str, effective: datetime | None = None) -> DepartmentProfile:
    """Give a department another name; its code stays."""
    return change(department, by=by, effective=effective, name=name)


def move(
    department: Department, *, by: Actor, parent: Department | None, effective: datetime | None = None
) -> DepartmentProfile:
    """Put a department, with everything under it, under another one, or at the top."""
    return change(department, by=by, effective=effective, parent=parent)


@transaction.atomic
def set_website_hosts(department: Department, *, by: Actor, hosts: Iterable[str]) -> Department:
    """Say on which hosts the department's own official website stands (IV.B)."""
    department, at, capacity = _decide(department, by)
    wanted = _hosts(hosts)
    if wanted == department.website_hosts:
        return department
    before, department.website_hosts = department.website_hosts, wanted
    department.save(update_fields=["website_hosts"])
    record(
        by=by,
        act="directory.department_hosts_changed",
        on=department,
        at=at,
        capacity=capacity,
        department_code=department.code,
        before={"website_hosts": before},
        after={"website_hosts": wanted},
    )
    return department


def _decide(department: Department, by: Actor) -> tuple[Department, datetime, str]:
    # Every change of the tree locks the same rows in the same order: two moves cannot make a circle between them.
    locked = {row.pk: row for row in Department.objects.select_for_update().order_by("pk")}
    at = clock.now()
    capacity = require_role(by, Role.ADMINISTRATOR, at, f"You cannot change the department {department.code}.")
    return locked[department.pk], at, capacity


def _hosts(hosts: Iterable[str]) -> list[str]:
    return sorted({host.strip().lower().removeprefix("www.") for host in hosts if host.strip()})


def _facts(row: DepartmentProfile) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in PROFILE_FIELDS}
    facts["parent"] = row.parent.code if row.parent else ""
    facts["speech_office"] = row.speech_office.code if row.speech_office else ""
    return facts


def _under_itself(name: str) -> InvalidInput:
    return InvalidInput(
        f"{name} cannot be put there.",
        why="It would stand, directly or through others, under itself.",
        remedy="Choose another parent, or move the other department first.",
        field="parent",
    )


def _refuse_cycle(row: DepartmentProfile) -> None:
    """Raise `InvalidInput` where a department would stand under itself at any moment of its new profile.

    The tree changes only where a profile begins, so that only those moments are looked at.
    """
    by_department: dict[int, list[DepartmentProfile]] = {}
    for profile in DepartmentProfile.objects.not_superseded():
        by_department.setdefault(profile.department_id, []).append(profile)
    starts = {profile.effective_from for profiles in by_department.values() for profile in profiles}
    for moment in {start for start in starts if row.is_in_effect(start)} | {row.effective_from}:
        current, climbed = row.parent_id, set()
        while current is not None and current not in climbed:
            if current == row.department_id:
                raise _under_itself(row.name)
            climbed.add(current)
            profile = covering(by_department.get(current, []), moment)
            current = profile.parent_id if profile else None
