"""Departments and people for tests; traits are states."""

from datetime import UTC, datetime

import factory

from directory.models import Assignment, Department, DepartmentProfile, Employee, EmployeeStatus, RoleHolding, Status

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
