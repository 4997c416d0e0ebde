"""Instruments (appointments, designations, readings), what waits for a second person, and guardian's derived rows."""

from powers.models.entry import EntryKind, EntryState, InstrumentEntry
from powers.models.imports import OrganizationImport, OrganizationState
from powers.models.instruments import (
    Appointment,
    AppointmentKind,
    Designation,
    Origin,
    Reading,
    ReadingKind,
)
from powers.models.permission import DepartmentPermission, InstrumentKind

__all__ = [
    "Appointment",
    "AppointmentKind",
    "DepartmentPermission",
    "Designation",
    "EntryKind",
    "EntryState",
    "InstrumentEntry",
    "InstrumentKind",
    "OrganizationImport",
    "OrganizationState",
    "Origin",
    "Reading",
    "ReadingKind",
]
