"""Departments and people, and the dated facts about them."""

from directory.models.department import Department, DepartmentProfile, SpeechRule, UnderRegulation
from directory.models.employee import Employee, EmployeeQuerySet
from directory.models.roster import Assignment, EmployeeStatus, Role, RoleHolding, Standing, Status

__all__ = [
    "Assignment",
    "Department",
    "DepartmentProfile",
    "Employee",
    "EmployeeQuerySet",
    "EmployeeStatus",
    "Role",
    "RoleHolding",
    "SpeechRule",
    "Standing",
    "Status",
    "UnderRegulation",
]
