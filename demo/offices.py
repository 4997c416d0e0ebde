"""Who holds which office in the demonstration, and whom they have named: past, present, acting, vacant, resting.

Everything comes from a set-up letter, as the first appointments of a real city do; the same rows and derived
permissions that the services write.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from demo.calendar import Calendar
from demo.city import VACANT, City
from demo.people import Hiring, Staff
from directory.models import Department, EmployeeStatus, Status
from foundation import dates
from foundation.actor import Actor
from foundation.audit.services import record
from powers.catalogue import (
    APPROVE_DISCLOSURE,
    APPROVE_PERSONAL_DEVICE,
    AUTHORIZE_POLICE_SPEECH,
    REQUEST_ACCOUNTS,
    REVIEW_POSTS,
)
from powers.derivation import rows_of
from powers.models import (
    Appointment,
    AppointmentKind,
    DepartmentPermission,
    Designation,
    Origin,
    Reading,
    ReadingKind,
)

BOARDS = frozenset({"BOA", "BPS", "AHC", "BOEC"})
ACTING_WITHOUT_HOLDER = "COR"
RESTING = "STR"
"""The office whose holder is on leave, with an acting appointment of a division's head."""
STANDS_IN = "STRD"
RECENT = {"PRF": 122}
"""Offices that changed hands so many days ago: the successor finds authorizations of the predecessor."""
POLICE_POWERS = (AUTHORIZE_POLICE_SPEECH.code, APPROVE_DISCLOSURE.code)


class Offices:
    """Writes the instruments, and remembers what they rest on."""

    def __init__(self, by: Actor, hiring: Hiring, calendar: Calendar, at: datetime) -> None:
        self.by = by
        self.hiring = hiring
        self.calendar = calendar
        self.at = at
        self.departments: Mapping[str, Department] = hiring.departments
        self.city: City = hiring.city
        self.lineages: dict[str, UUID] = {}

    def fill(self) -> None:
        """Write every appointment and designation, and the readings."""
        for n, row in enumerate(self.city.departments):
            if row["code"] in self.city.offices:
                self._office(row["code"], n)
        for code, days in VACANT.items():
            self._appoint(code, self._former(code, days), since=days + 900, until=days)
        self._acting()
        for code in sorted(self.city.offices):
            self._comms(code)
        self._designees()
        self._readings()

    def _office(self, code: str, n: int) -> None:
        """The present holder, and for every third office the one before."""
        since = RECENT.get(code, 150 + 61 * (n % 23))
        if n % 3 == 0 or code in RECENT:
            self._appoint(code, self._former(code, since), since=since + 1400, until=since)
        head = self.hiring.staff[code].head
        if head is not None:
            self.lineages[code] = self._appoint(code, head, since=since).lineage

    def _former(self, code: str, left: int) -> int:
        row = next(row for row in self.city.departments if row["code"] == code)
        person = self.city.former_head(row, left)
        return self.hiring.write_one(person)

    def _appoint(
        self, code: str, holder: int, *, since: int, until: int | None = None, kind: str = AppointmentKind.REGULAR
    ) -> Appointment:
        begun = self.calendar.midnight(since)
        row: Appointment = Appointment.objects.create(
            department=self.departments[code],
            holder_id=holder,
            kind=kind,
            for_a_board=code in BOARDS,
            instrument=f"Letter of appointment of {dates.day(begun)}",
            origin=Origin.SET_UP,
            effective_from=begun,
            effective_until=None if until is None else self.calendar.midnight(until),
            recorded_at=begun,
        )
        self._derive(row, code)
        return row

    def _derive(self, row: Appointment | Designation, code: str) -> None:
        DepartmentPermission.objects.bulk_create(rows_of(row))
        record(
            by=self.by,
            act="demo.instrument_loaded",
            on=row,
            at=self.at,
            department_code=code,
            after={
                "holder": row.holder_id,
                "from": row.effective_from.isoformat(),
                "until": row.effective_until.isoformat() if row.effective_until else "",
            },
        )

    def _acting(self) -> None:
        """Somebody acts in a vacant office, and for a head who is on leave."""
        deputy = self.hiring.staff[ACTING_WITHOUT_HOLDER].by_number["100005"]
        acting = self._appoint(ACTING_WITHOUT_HOLDER, deputy, since=55, until=-60, kind=AppointmentKind.ACTING)
        self.lineages[ACTING_WITHOUT_HOLDER] = acting.lineage
        resting, stands_in = self._staff(RESTING).head, self._staff(STANDS_IN).head
        if resting is None:
            return
        begun = self.calendar.midnight(20)
        EmployeeStatus.objects.create(
            employee_id=resting,
            status=Status.ON_LEAVE,
            effective_from=begun,
            effective_until=self.calendar.midnight(-25),
            recorded_at=begun,
        )
        if stands_in is not None:
            self._appoint(RESTING, stands_in, since=20, until=-25, kind=AppointmentKind.ACTING)

    def _staff(self, code: str) -> Staff:
        return self.hiring.staff.get(code, Staff())

    def _comms(self, code: str) -> None:
        """Comms staff and a reviewer by designation, where the department has people for it (City procedure)."""
        bench = self._staff(code).bench
        if code in self.lineages and len(bench) >= 4 and code != "PRF":
            self._designate(code, bench[0], (REQUEST_ACCOUNTS.code,), since=120)
            self._designate(code, bench[1], (REVIEW_POSTS.code,), since=100)

    def _designees(self) -> None:
        parks, police, airport = self._staff("PRF"), self._staff("SLMPD"), self._staff("APD")
        self._designate("PRF", parks.by_number["100003"], (REQUEST_ACCOUNTS.code,), since=140)
        self._designate("PRF", parks.by_number["100015"], (REVIEW_POSTS.code,), since=140)
        self._designate("SLMPD", police.by_number["100006"], POLICE_POWERS, since=130)
        if parks.bench:
            self._designate("PRF", parks.bench[0], (REVIEW_POSTS.code, APPROVE_PERSONAL_DEVICE.code), since=90)
        if len(parks.bench) > 1:
            self._designate("PRF", parks.bench[1], (REVIEW_POSTS.code,), since=145, until=30)
        if airport.bench:
            # The Airport Police has no office of its own: the Director of Airports names (IV.K.2).
            self._designate("APD", airport.bench[0], (AUTHORIZE_POLICE_SPEECH.code,), since=110, under="STL")
        health = self._staff("DOH").bench
        if len(health) > 2:
            self._designate("DOH", health[2], (REVIEW_POSTS.code,), since=80, for_the_office=True)

    def _designate(
        self,
        code: str,
        holder: int,
        powers: tuple[str, ...],
        *,
        since: int,
        until: int | None = None,
        under: str = "",
        for_the_office: bool = False,
    ) -> None:
        office = under or code
        appointment = Appointment.objects.filter(lineage=self.lineages[office]).get()
        begun = max(self.calendar.midnight(since), appointment.effective_from)
        row: Designation = Designation.objects.create(
            department=self.departments[code],
            appointment=appointment.lineage,
            holder_id=holder,
            powers=list(powers),
            for_the_office=for_the_office,
            instrument=f"Letter of designation of {dates.day(begun)}",
            named_by_id=appointment.holder_id,
            effective_from=begun,
            effective_until=None if until is None else self.calendar.midnight(until),
            recorded_at=begun,
        )
        self._derive(row, code)

    def _readings(self) -> None:
        """How the City reads what the regulation leaves open; two people of Employee Relations stand behind each."""
        relations = self._staff("DOP").by_number
        begun = self.calendar.midnight(140)
        common = {
            "entered_by_id": relations["100008"],
            "confirmed_by_id": relations["100009"],
            "effective_from": begun,
            "recorded_at": begun,
            "source": "Demonstration: memorandum of the City Counselor",
        }
        Reading.objects.create(
            kind=ReadingKind.OFFICE_MEANS,
            power=AUTHORIZE_POLICE_SPEECH.code,
            department=self.departments["SLMPD"],
            office=self.departments["SLMPD"],
            reason="The governance of the police has changed since 2020. The regulation's words still mean whoever "
            "holds the office of Police Commissioner.",
            **common,
        )
        Reading.objects.create(
            kind=ReadingKind.BOTH_REQUIRED,
            value=False,
            reason="For the police's own accounts IV.K.2 is the special rule and stands for IV.C.",
            **common,
        )
