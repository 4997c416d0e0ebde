"""Decisions of every kind in the trail, and pairs who decided for each other or for whom they work for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.audit.wording import all_decisions
from foundation.effective import supersede
from tests.factories.accounts import AccountFactory, ApprovalFactory
from tests.factories.acknowledgements import ExemptionFactory
from tests.factories.authorizations import AuthorizationFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory

if TYPE_CHECKING:
    from tests.reports.worlds import World

OBJECTS = {
    "accounts": Subject("accounts.officialaccount", "ACC-2026-00000001", "ACC-2026-00000001"),
    "acknowledgements": Subject("acknowledgements.exemption", "1", "Exemption of 1 from 1"),
    "authorizations": Subject("authorizations.authorization", "PRF-2026-001", "PRF-2026-001"),
    "policy": Subject("policy.version", "1", "A version"),
    "powers": Subject("powers.instrumententry", "1", "Appointment entered by somebody"),
    "reviews": Subject("reviews.post", "POS-2026-00000001", "POS-2026-00000001"),
}


def decide(act: str, at, by, **more):
    """The entry of a decision."""
    said = {"capacity": "designee", "clause": "IV.C", "department_code": "PRF", "after": {"reason_hash": "c1:sha256:0"}}
    return record(by=Actor.of_person(by), act=act, on=OBJECTS[act.partition(".")[0]], at=at, **said | more)


def approve(decider, beneficiary, at, account=None):
    """An approval of an account for whoever asked for it."""
    account = account or AccountFactory()
    department = account.departments.get(is_responsible=True).department
    said = {"account": account, "department": department, "in_name_of": decider}
    return ApprovalFactory(decided_by=decider, asked_by=beneficiary, decided_at=at, **said)


def build(world: World) -> None:
    then, office = world.then, AppointmentFactory()
    designee = DesignationFactory(under=office)
    world.things["deciding"] = designee
    for hours, act in enumerate(all_decisions()):
        decide(act, then - timedelta(hours=hours), designee.holder, instrument=f"designation {designee.lineage}")
    decide("accounts.approved", then - timedelta(days=2), office.holder, instrument=f"appointment {office.lineage}")

    # An office of their own: other worlds count the people of Parks.
    place = DepartmentFactory()
    director = EmployeeFactory(assignment__department=place)
    chief = EmployeeFactory(assignment__department=place, assignment__supervisor=director)
    clerk = EmployeeFactory(assignment__department=place, assignment__supervisor=chief)
    world.things["approved"] = approve(chief, clerk, then - timedelta(days=9)).account
    granted = {"granted_at": then - timedelta(days=8), "effective_from": then, "granted_by": clerk}
    AuthorizationFactory(grantee=chief, **granted)
    ExemptionFactory(person=director, decided_by=clerk, asked_at=then - timedelta(days=7), approved=True)
    world.things |= {"director": director, "chief": chief, "clerk": clerk}


def later(world: World) -> None:
    now, then, things = clock.now(), world.then, world.things
    decide("reviews.approved", now, things["deciding"].holder, instrument=f"designation {things['deciding'].lineage}")
    approve(things["director"], things["clerk"], now, things["approved"])
    # Known late: the clerk had worked for somebody else for long.
    place = things["clerk"].assignments.get()
    supersede(place, at=now, effective_until=then - timedelta(days=60))
