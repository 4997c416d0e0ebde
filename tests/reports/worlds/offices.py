"""Departments, heads, designees, and what changes about them later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from foundation import clock
from foundation.effective import supersede
from tests.factories.directory import DepartmentFactory, DepartmentProfileFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory

if TYPE_CHECKING:
    from tests.reports.worlds import World


def build(world: World) -> None:
    office = DepartmentFactory()
    DepartmentFactory()  # nobody heads it
    DepartmentFactory(profile__parent=office, profile__head_title="")
    appointment = AppointmentFactory(department=office)
    DesignationFactory(under=appointment)
    AppointmentFactory(department=office, acting=True, effective_from=world.then - timedelta(days=5))
    world.things["office"] = appointment


def later(world: World) -> None:
    now, then = clock.now(), world.then
    head = world.things["office"]
    supersede(head, at=now, effective_until=then - timedelta(days=1))  # known late: the head was gone already
    AppointmentFactory(
        department=head.department,
        kind="regular",
        effective_from=then - timedelta(days=1),
        recorded_at=now,
        holder=EmployeeFactory(assignment__department=head.department, assignment__recorded_at=now),
    )
    profile = head.department.profiles.get()
    supersede(profile, at=now, name="Renamed later")
    vacant = DepartmentFactory(profile=False)
    DepartmentProfileFactory(department=vacant, recorded_at=now)
