"""Writing the departments of the demonstration, as they have been since long ago."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from directory.models import Department, DepartmentProfile
from foundation import clock

PLAIN = (
    "name",
    "head_title",
    "board_name",
    "has_criminal_justice_information",
    "speech_rule",
    "emergency_posting",
    "under_regulation",
    "source",
)


def write_departments(rows: Sequence[Mapping[str, Any]]) -> dict[str, Department]:
    """Write every department of the file with its profile; returns them by code."""
    departments = Department.objects.bulk_create(
        Department(code=row["code"], website_hosts=row.get("website_hosts", [])) for row in rows
    )
    by_code = {department.code: department for department in departments}
    profiles = []
    for row in rows:
        since = clock.start_of(date.fromisoformat(row["effective_from"]))
        profiles.append(
            DepartmentProfile(
                department=by_code[row["code"]],
                parent=by_code[row["parent"]] if row.get("parent") else None,
                speech_office=by_code[row["speech_office"]] if row.get("speech_office") else None,
                effective_from=since,
                recorded_at=since,
                **{name: row[name] for name in PLAIN if name in row},
            )
        )
    DepartmentProfile.objects.bulk_create(profiles)
    return by_code
