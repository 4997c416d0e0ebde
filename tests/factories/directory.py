"""Departments and people for tests; traits are states."""

from datetime import UTC, datetime

import factory

from directory.models import (
    Assignment,
    Department,
    DepartmentProfile,
    Employee,
    EmployeeStatus,
    ImportRow,
    ImportRun,
    RoleHolding,
    RowState,
    RunState,
    Status,
)
from foundation.files.models import Place, StoredFile

LONG_AGO = datetime(2020, 1, 1, 6, tzinfo=UTC)


class DepartmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Department
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"D{n}")

    @factory.post_generation
    def profile(self, create, extracted, **kwargs):
        if extracted is not False:
            DepartmentProfileFactory(department=self, **kwargs)


class DepartmentProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DepartmentProfile

    department = factory.SubFactory(DepartmentFactory, profile=False)
    name = factory.LazyAttribute(lambda profile: f"Department {profile.department.code}")
    head_title = "Director"
    effective_from = LONG_AGO
    recorded_at = LONG_AGO


class EmployeeFactory(factory.django.DjangoModelFactory):
    """An active employee; `assignment__department=…` says where, `role=…` gives a city-wide role."""

    class Meta:
        model = Employee
        skip_postgeneration_save = True

    class Params:
        without_computer = factory.Trait(works_without_computer=True, email="")

    number = factory.Sequence(lambda n: f"E{n:05d}")
    name = factory.Faker("name")
    email = factory.LazyAttribute(lambda employee: f"{employee.number.lower()}@city.example")

    @factory.post_generation
    def assignment(self, create, extracted, **kwargs):
        if extracted is not False:
            AssignmentFactory(employee=self, **kwargs)

    @factory.post_generation
    def role(self, create, extracted, **kwargs):
        if extracted:
            RoleHoldingFactory(employee=self, role=extracted, **kwargs)


class AssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Assignment

    employee = factory.SubFactory(EmployeeFactory, assignment=False)
    department = factory.SubFactory(DepartmentFactory)
    title = "Clerk"
    effective_from = LONG_AGO
    recorded_at = LONG_AGO


class EmployeeStatusFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EmployeeStatus

    class Params:
        on_leave = factory.Trait(status=Status.ON_LEAVE)
        left = factory.Trait(status=Status.LEFT)

    employee = factory.SubFactory(EmployeeFactory)
    status = Status.ACTIVE
    effective_from = LONG_AGO
    recorded_at = LONG_AGO


class RoleHoldingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleHolding

    employee = factory.SubFactory(EmployeeFactory)
    role = "employee_relations"
    effective_from = LONG_AGO
    recorded_at = LONG_AGO


class ImportRunFactory(factory.django.DjangoModelFactory):
    """A checked import of people that hires one and rejects one row; `waiting` for a second person."""

    class Meta:
        model = ImportRun
        skip_postgeneration_save = True

    class Params:
        waiting = factory.Trait(state=RunState.WAITING, people_ended=6)

    state = RunState.CHECKED
    file = factory.LazyFunction(
        lambda: StoredFile.objects.create(
            sha256="0" * 64,
            size=10,
            content_type="text/csv",
            name="people.csv",
            purpose="people_import",
            stored_at=LONG_AGO,
            stored_by_name="Ria Root",
            place=Place.DATABASE,
        )
    )
    header = ["number", "name", "department"]
    counts = {"hire": 1, "planned": 1, "rejected": 1}
    uploaded_at = LONG_AGO
    checked_at = LONG_AGO

    @factory.post_generation
    def rows(self, create, extracted, **kwargs):
        problem = {"column": "department", "value": "X", "why": "There is no such department.", "remedy": "Correct it."}
        ImportRow.objects.create(run=self, line=2, number="N1", state=RowState.PLANNED, acts=[])
        ImportRow.objects.create(run=self, line=3, number="N2", state=RowState.REJECTED, problems=[problem])
