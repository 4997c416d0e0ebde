from datetime import timedelta

import pytest

from authorizations import services
from authorizations.acts_asked import Speaker
from authorizations.decisions import decide
from authorizations.plans import Plan
from foundation import clock
from foundation.actor import Actor
from notifications.models import Notice
from tests.accounts.conftest import Office
from tests.factories.accounts import AccountFactory
from tests.factories.authorizations import AuthorizationFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory

__all__ = ["Office"]


def in_days(days):
    return clock.city_date(clock.now()) + timedelta(days=days)


def speech(office, grantee, *accounts, **more):
    """A plan that lets somebody speak for an office on accounts."""
    said = {"until": in_days(60), "speaker": Speaker.of_department(office.department), "accounts": accounts} | more
    return Plan(kind="speech", grantee=grantee, **said)


def device(grantee, **more):
    return Plan(kind="device", grantee=grantee, **({"until": in_days(60), "device": "Private telephone"} | more))


class Police(Office):
    """A police department; `designee` names designees of its commissioner."""

    def __init__(self, code="POL"):
        self.department = DepartmentFactory(
            code=code, profile__speech_rule="police", profile__has_criminal_justice_information=True
        )
        self.appointment = AppointmentFactory(department=self.department)
        self.head = self.appointment.holder
        self.authority = Actor.of_person(self.head)

    def designee(self, *powers):
        return DesignationFactory(under=self.appointment, powers=list(powers)).holder


@pytest.fixture
def parks(db):
    return Office("PRF")


@pytest.fixture
def streets(db):
    return Office("STR")


@pytest.fixture
def police(db):
    return Police()


@pytest.fixture
def official(parks):
    """An active account of Parks."""
    return AccountFactory(department=parks.department, facts__handle="stlparks")


@pytest.fixture
def dana(parks):
    return parks.employee(name="Dana Reed")


@pytest.fixture
def relations(db):
    return Actor.of_person(EmployeeFactory(role="employee_relations"))


def told(person, kind="authorizations.decisions"):
    return list(Notice.objects.filter(person=person, kind=kind).values_list("title", flat=True))


def attach(row):
    return services.attach_document(row, content=b"%PDF-1.7", name="x.pdf", key_id="k", by=Actor.of_system("worker"))


def give(parks, dana, *accounts, **more):
    return services.grant(by=parks.authority, plan=speech(parks, dana, *accounts, **more))


def answer(person, act, at=None, known_at=None):
    return decide(person, act, at or clock.now(), known_at)


def unmet(decision):
    return [one.code for one in decision.unmet]


def speaks(person, *accounts, **more):
    return AuthorizationFactory(grantee=person, accounts=accounts, accepted=True, **more)


def met(decision, code):
    return next(one for one in decision.requirements if one.code == code)
