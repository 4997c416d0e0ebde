import io

import pytest
from django.core.management import CommandError, call_command

from accounts.services import checking
from foundation.actor import Actor
from tests.accounts.inventories import COLUMNS, Ran
from tests.accounts.web import web
from tests.factories.accounts import AccountFactory
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


@pytest.fixture
def server(monkeypatch):
    """A web server of the test's own; the City's websites are not asked."""
    monkeypatch.setattr(checking, "own_websites", lambda _at: [])
    with web() as started:
        yield started


@pytest.fixture
def page_of(server, parks):
    """An active account of Parks whose page is on the test's server."""

    def make(path="/parks", **more):
        return AccountFactory(
            department=parks.department,
            facts__handle=path.strip("/"),
            facts__platform="website",
            facts__url=f"{server.url}{path}",
            **more,
        )

    return make


@pytest.fixture
def departments(db):
    """Parks and Streets, to which the inventories of these tests belong."""
    parks = DepartmentFactory(code="PRF", profile__name="Parks, Recreation and Forestry")
    return parks, DepartmentFactory(code="STR", profile__name="Streets")


@pytest.fixture
def run(tmp_path):
    """Import a file: bytes, lines or a workbook; returns what was said."""

    def imported(content, *options, columns=COLUMNS, name="inventory.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        out, err, failed = io.StringIO(), io.StringIO(), ""
        try:
            call_command("import_accounts", str(path), *options, columns=columns, stdout=out, stderr=err)
        except CommandError as error:
            failed = str(error)
        return Ran(out.getvalue(), err.getvalue(), failed)

    return imported
