"""What somebody wants to write, before it is written: the same shape from a form, a file and a waiting entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Self
from uuid import UUID

from directory.models import Department, Employee
from powers.models import Appointment, Designation, EntryKind, Reading

_MOMENTS = frozenset({"effective_from", "effective_until", "until"})
_UUIDS = frozenset({"lineage", "instrument_file"})


@dataclass(frozen=True)
class Draft:
    """Something to write; `payload` and `of_payload` carry it through a waiting entry."""

    kind: ClassVar[EntryKind]

    def payload(self) -> dict[str, Any]:
        """The draft as codes, ids and dates."""
        found: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, datetime):
                value = value.isoformat()
            elif isinstance(value, UUID):
                value = str(value)
            elif isinstance(value, tuple):
                value = list(value)
            found[field.name] = value
        return found

    @classmethod
    def of_payload(cls, payload: Mapping[str, Any]) -> Self:
        """The draft again."""
        values: dict[str, Any] = {}
        for field in fields(cls):
            value = payload.get(field.name)
            if field.name not in payload:
                continue
            if field.name in _MOMENTS and value is not None:
                value = datetime.fromisoformat(value)
            elif field.name in _UUIDS and value is not None:
                value = UUID(value)
            elif isinstance(value, list):
                value = tuple(value)
            values[field.name] = value
        return cls(**values)


@dataclass(frozen=True)
class AppointmentDraft(Draft):
    """An appointment to an office. `ends_predecessor` ends who holds it in the same kind when this one begins."""

    kind: ClassVar[EntryKind] = EntryKind.APPOINTMENT

    department_id: int
    holder_id: int
    appointment_kind: str
    effective_from: datetime
    instrument: str
    effective_until: datetime | None = None
    for_a_board: bool = False
    ends_predecessor: bool = False
    instrument_file: UUID | None = None
    from_now: bool = False
    """No first day was given: it begins when it is recorded (`begun`), and `effective_from` is when it was written."""

    @cached_property
    def department(self) -> Department:
        """The office."""
        return Department.objects.get(pk=self.department_id)

    @cached_property
    def holder(self) -> Employee:
        """The appointee."""
        return Employee.objects.get(pk=self.holder_id)


@dataclass(frozen=True)
class DesignationDraft(Draft):
    """A designation, made in the portal by the authority or recorded from paper."""

    kind: ClassVar[EntryKind] = EntryKind.DESIGNATION

    department_id: int
    holder_id: int
    powers: tuple[str, ...]
    effective_from: datetime
    instrument: str
    effective_until: datetime | None = None
    for_the_office: bool = False
    instrument_file: UUID | None = None
    from_now: bool = False

    @cached_property
    def department(self) -> Department:
        """The department for which the powers are held."""
        return Department.objects.get(pk=self.department_id)

    @cached_property
    def holder(self) -> Employee:
        """The designee."""
        return Employee.objects.get(pk=self.holder_id)


@dataclass(frozen=True)
class ReadingDraft(Draft):
    """How the City reads a clause. `ends_predecessor` ends the reading of the same question when this one begins."""

    kind: ClassVar[EntryKind] = EntryKind.READING

    reading_kind: str
    effective_from: datetime
    reason: str
    source: str
    power: str = ""
    value: bool | None = None
    department_id: int | None = None
    office_id: int | None = None
    effective_until: datetime | None = None
    ends_predecessor: bool = False
    from_now: bool = False


INSTRUMENTS: dict[str, type[Appointment] | type[Designation] | type[Reading]] = {
    "appointment": Appointment,
    "designation": Designation,
    "reading": Reading,
}


@dataclass(frozen=True)
class EndingDraft(Draft):
    """The end of an instrument. `until` empty: from the moment at which it is confirmed."""

    kind: ClassVar[EntryKind] = EntryKind.ENDING

    target: str
    lineage: UUID
    reason: str
    until: datetime | None = None


@dataclass(frozen=True)
class CorrectionDraft(Draft):
    """Other dates for an instrument that was entered wrong, or ended in error."""

    kind: ClassVar[EntryKind] = EntryKind.CORRECTION

    target: str
    lineage: UUID
    reason: str
    effective_from: datetime
    effective_until: datetime | None = None


DRAFTS: dict[str, type[Draft]] = {
    draft.kind: draft for draft in (AppointmentDraft, DesignationDraft, ReadingDraft, EndingDraft, CorrectionDraft)
}


def begun(draft: Draft, at: datetime) -> Draft:
    """The draft as it is recorded at `at`: what was given no first day begins at that very moment, and is not late."""
    if isinstance(draft, AppointmentDraft | DesignationDraft | ReadingDraft) and draft.from_now:
        return replace(draft, effective_from=at)
    return draft
