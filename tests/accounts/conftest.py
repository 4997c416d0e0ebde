import pytest

from foundation.actor import Actor
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory


class Office:
    """A department with its authority, a designee for everything a designee may be given, and comms staff."""

    def __init__(self, code):
        self.department = DepartmentFactory(code=code)
        self.appointment = AppointmentFactory(department=self.department)
        self.head = self.appointment.holder
        self.comms_staff = self.designee("request_accounts")
        self.authority = Actor.of_person(self.head)
        self.comms = Actor.of_person(self.comms_staff)

    def designee(self, *powers):
        return DesignationFactory(under=self.appointment, powers=list(powers)).holder

    def employee(self, **more):
        return EmployeeFactory(assignment__department=self.department, **more)


@pytest.fixture
def parks(db):
    return Office("PRF")


@pytest.fixture
def streets(db):
    return Office("STR")


@pytest.fixture
def relations(db):
    return Actor.of_person(EmployeeFactory(role="employee_relations"))
