"""The small city in which the access table is tried: two departments, and one person of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from directory.models import Department, Employee, Role
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory

PERSONS = (
    "owner",
    "employee",
    "stranger",
    "supervisor",
    "authority",
    "designee",
    "employee_relations",
    "records_custodian",
    "auditor",
    "administrator",
)


@dataclass
class City:
    """The people by name (`city.owner`), their department, and another one (the stranger's)."""

    department: Department
    other_department: Department
    people: dict[str, Employee]

    def __getattr__(self, name: str) -> Employee:
        if name in PERSONS:
            return self.people[name]
        raise AttributeError(name)


def found_city() -> City:
    department = DepartmentFactory(code="PRF", profile__name="Parks, Recreation and Forestry")
    other = DepartmentFactory(code="STR", profile__name="Streets")
    personnel = DepartmentFactory(code="DOP", profile__name="Department of Personnel")

    def person(name: str, where: Department, **more: Any) -> Employee:
        return EmployeeFactory(name=name, assignment__department=where, **more)

    supervisor = person("Sam Supervisor", department)
    people = {
        "owner": person("Olive Owner", department, assignment__supervisor=supervisor),
        "employee": person("Evan Employee", department, assignment__supervisor=supervisor),
        "stranger": person("Stella Stranger", other),
        "supervisor": supervisor,
        "authority": person("Ada Authority", department),
        "designee": person("Dario Designee", department),
        **{role.value: person(f"Ria {role.label}", personnel, role=role.value) for role in Role},
    }
    appointment = AppointmentFactory(department=department, holder=people["authority"])
    DesignationFactory(under=appointment, holder=people["designee"])
    return City(department, other, people)
