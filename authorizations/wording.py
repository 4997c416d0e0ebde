"""The canonical text of an authorization: the words that are hashed, printed, and accepted."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import OfficialAccount
from authorizations.kinds import Kind, Voice
from authorizations.models import Authorization
from foundation import dates
from foundation.canonical import c1


def canonical_text(
    row: Authorization, accounts: Sequence[OfficialAccount], clause: str, city: str, voice_department: str
) -> str:
    """The text in c1; `clause` are the words of the clause in the version in force, `accounts` come from `as_of`."""
    parts = [
        f"{city}\nWritten authorization {row.reference}",
        f"{row.get_kind_display()} ({row.basis})",
        clause,
        f"To: {_named(row.grantee_name, row.grantee_title)}, {row.department_name}",
        *_speaks(row, voice_department),
        *_covers(row, accounts),
        f"From: {dates.moment(row.effective_from)}\nThrough: {dates.day(row.last_day)}",
        *(["Conditions:\n" + "\n".join(f"- {sentence}" for sentence in row.conditions)] if row.conditions else []),
        _granted(row),
    ]
    return c1("\n\n".join(part for part in parts if part.strip()) + "\n")


def _named(name: str, title: str) -> str:
    return f"{name}, {title}" if title else name


def _speaks(row: Authorization, department: str) -> list[str]:
    if not row.voice:
        return []
    who = {Voice.CITY: "the City", Voice.DEPARTMENT: department, Voice.OFFICIAL: f"{row.voice_official}, {department}"}
    return [f"Speaks for: {who[Voice(row.voice)]}"]


def _covers(row: Authorization, accounts: Sequence[OfficialAccount]) -> list[str]:
    lines = {
        "Accounts": ", ".join(f"{one.now.handle} on {one.now.platform.name} ({one.reference})" for one in accounts),
        "Every account on": ", ".join(row.platforms),
        "Sites": ", ".join(row.hosts),
        "Device": row.device,
        "Class of records" if row.is_class_of_records else "Matter": row.matter,
        "Statute that closes the record": row.statute,
        "Opinion of the Law Department": row.opinion,
        "Purpose": row.purpose,
        "Subjects covered": ", ".join(row.subjects_covered),
        "Subjects excluded": ", ".join(row.subjects_excluded),
    }
    found = "\n".join(f"{name}: {said}" for name, said in lines.items() if said)
    lifted = (
        "This lifts the bar of the regulation only, never that of a statute." if row.kind == Kind.DISCLOSURE else ""
    )
    return [found, lifted]


def _granted(row: Authorization) -> str:
    by = f"Granted by: {_named(row.granted_by_name, row.granted_by_title)}, {dates.moment(row.granted_at)}"
    if row.is_paper:
        return f"Signed on paper by: {_named(row.granted_by_name, row.granted_by_title)}, {dates.day(row.granted_at)}"
    if row.in_name_of_id == row.granted_by_id:
        return by
    return f"{by}\nIn the name of: {_named(row.in_name_of_name, row.in_name_of_title)}"
