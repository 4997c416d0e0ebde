"""Authorizations in every state, at the moment asked about, too; and what is entered late about them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from authorizations.models import Acceptance
from foundation import clock
from foundation.effective import supersede
from tests.factories.accounts import AccountFactory
from tests.factories.authorizations import AuthorizationFactory, RevocationFactory
from tests.factories.directory import AssignmentFactory, EmployeeFactory, EmployeeStatusFactory
from tests.factories.powers import AppointmentFactory

if TYPE_CHECKING:
    from tests.reports.worlds import World

DAY = timedelta(days=1)


def build(world: World) -> None:
    now, then, parks = clock.now(), world.then, world.city.department

    def given(person=None, **more):
        holder = person or EmployeeFactory(assignment__department=parks)
        return AuthorizationFactory(grantee=holder, department=parks, department_name="Parks", **more)

    account = world.things.get("spoken_on") or AccountFactory(department=parks)
    ready = given(accepted=True, accounts=[account])
    given(person=world.city.owner, device_use=True)
    ends = given(email=True, accepted=True, effective_until=now + 10 * DAY)
    given(effective_from=then + 40 * DAY, effective_until=then + 90 * DAY)
    ended = given(effective_until=then - DAY)
    revoked = given(accounts=[account])
    RevocationFactory(authorization=revoked, effective_from=then - 5 * DAY)
    rests, left, moved = given(accepted=True), given(), given(disclosure=True)
    EmployeeStatusFactory(employee=rests.grantee, on_leave=True, effective_from=then - 2 * DAY)
    EmployeeStatusFactory(employee=left.grantee, left=True, effective_from=then - 3 * DAY)
    first = supersede(moved.grantee.assignments.get(), at=then - 4 * DAY, effective_until=then - 4 * DAY)
    AssignmentFactory(
        employee=first.employee,
        department=world.city.other_department,
        effective_from=then - 4 * DAY,
        recorded_at=then - 4 * DAY,
    )
    if world.copies == 1:
        AppointmentFactory(department=world.city.other_department)
    given(paper=True)
    given(confirmed=True, device_use=True)
    world.things["query:who-may-speak"] = {"account": account.reference}
    world.things |= {
        "spoken_on": account, "ready": ready, "ends": ends, "ended": ended, "revoked": revoked, "rests": rests,
        "left": left, "moved": moved,
    }  # fmt: skip


def later(world: World) -> None:
    now, ready, ends = clock.now(), world.things["ready"], world.things["ends"]
    # Known late: the one was revoked already, and the other's conditions were accepted on paper.
    RevocationFactory(authorization=ends, effective_from=world.then - DAY, recorded_at=now)
    EmployeeStatusFactory(employee=ready.grantee, on_leave=True, effective_from=world.then - DAY, recorded_at=now)
    said = {"accepted_at": world.then - DAY, "recorded_at": now, "text_hash": "x"}
    left = world.things["left"]
    Acceptance.objects.create(authorization=left, recorded_by=left.granted_by, **said)
    AuthorizationFactory(grantee=world.city.employee, department=world.city.department, granted_at=now)
