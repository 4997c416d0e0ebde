"""Acts by office, posts released and accounts approved so; appointments at night, and what two persons made of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from authorizations.models import OfficeAct
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.effective import supersede
from tests.factories.accounts import AccountFactory, ApprovalFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory

if TYPE_CHECKING:
    from tests.reports.worlds import World


def act(world: World, at, power="approve_personal_device", what="Posted from my telephone", **more) -> OfficeAct:
    """An act by office of the authority of Parks."""
    said = {
        "person": world.city.authority,
        "department": world.city.department,
        "power": power,
        "basis": "IV.J",
        "what": what,
        "reason": "The storm",
        "recorded_at": at,
        "capacity": "appointing authority",
        "instrument": "appointment of the set-up",
    }
    return OfficeAct.objects.create(**said | more)


def release(world: World, at, reference="POS-2026-00000001") -> OfficeAct:
    """An act by which a post was released, with the two entries that the portal writes of it."""
    what = f"released the post {reference}, round 1"
    done = act(world, at, "review_posts", what, reason="Words of a post", basis="City procedure")
    by, on = Actor.of_person(done.person), Subject("reviews.post", reference, reference)
    record(by=by, act="reviews.released_by_office", on=on, at=at, department_code="PRF")
    return done


def night(department=None, *, at, **more):
    """An acting appointment of a night."""
    department = department or DepartmentFactory()
    said = {
        "kind": "acting",
        "origin": "night",
        "entered_by": more.pop("entered_by", None) or EmployeeFactory(role="employee_relations"),
        "effective_from": at,
        "effective_until": at + timedelta(hours=48),
        "recorded_at": at,
        "instrument": "Telephone call of the Mayor",
    }
    return AppointmentFactory(department=department, **said | more)


def by_two(department, *, at, **more):
    """An acting appointment that two persons made."""
    if "entered_by" not in more:
        more |= {"entered_by": EmployeeFactory(), "confirmed_by": EmployeeFactory()}
    dates = {"effective_from": at, "recorded_at": at, "effective_until": at + timedelta(days=10)}
    return AppointmentFactory(department=department, kind="acting", origin="entered", **dates | more)


def build(world: World) -> None:
    then, parks = world.then, world.city.department
    act(world, then - timedelta(days=20))
    release(world, then - timedelta(days=3), f"POS-2026-{world.copies:08}")
    act(world, then - timedelta(days=1), "approve_disclosure", "Told the press of the case", basis="IV.K.1")
    ApprovalFactory(
        account=AccountFactory(department=parks),
        department=parks,
        asked_by=world.city.authority,
        by_office=True,
        reason="At once",
        decided_by=world.city.authority,
        decided_at=then - timedelta(days=5),
    )
    night(at=then - timedelta(days=100))
    confirmed = night(at=then - timedelta(days=10))
    by_two(confirmed.department, at=then - timedelta(days=8), holder=confirmed.holder)
    world.things["night"] = night(at=then - timedelta(hours=20))


def later(world: World) -> None:
    now = clock.now()
    act(world, now)
    # Nobody new: they would have been there before.
    seen, two = world.things["night"], {"entered_by": world.city.auditor, "confirmed_by": world.city.administrator}
    supersede(seen, at=now, effective_until=world.then - timedelta(hours=1))  # known late: it had ended
    by_two(seen.department, at=world.then - timedelta(hours=1), recorded_at=now, holder=seen.holder, **two)
    office = world.city.other_department
    night(office, at=now, holder=world.city.stranger, entered_by=world.city.employee_relations)
