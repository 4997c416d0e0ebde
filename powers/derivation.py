"""guardian's rows from the instruments: made again with every change of an instrument, in its transaction."""

from __future__ import annotations

from powers.catalogue import POWERS
from powers.models import Appointment, DepartmentPermission, Designation, InstrumentKind
from powers.reference import permissions


def derive(row: Appointment | Designation) -> None:
    """Make the rows of one instrument again, as it is known now (none where it was taken back)."""
    DepartmentPermission.objects.filter(instrument_lineage=row.lineage).delete()
    current = type(row)._base_manager.filter(lineage=row.lineage, superseded_at__isnull=True).first()
    if current is not None:
        DepartmentPermission.objects.bulk_create(rows_of(current))


def rows_of(row: Appointment | Designation) -> list[DepartmentPermission]:
    """The rows that an instrument gives: an appointment all powers, a designation those that it names."""
    by_code = permissions()
    appointed = isinstance(row, Appointment)
    codes = list(POWERS) if isinstance(row, Appointment) else [code for code in POWERS if code in row.powers]
    return [
        DepartmentPermission(
            user_id=row.holder_id,
            permission=by_code[code],
            content_object_id=row.department_id,
            instrument_kind=InstrumentKind.APPOINTMENT if appointed else InstrumentKind.DESIGNATION,
            instrument_lineage=row.lineage,
            effective_from=row.effective_from,
            effective_until=row.effective_until,
        )
        for code in codes
    ]
