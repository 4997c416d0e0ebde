"""Departments and people, and the dated facts about them."""

from directory.models.department import Department, DepartmentProfile, SpeechRule, UnderRegulation
from directory.models.employee import Assignment, Employee, EmployeeStatus, Role, RoleHolding, Standing, Status

__all__ = [
    "Assignment",
    "Department",
    "DepartmentProfile",
    "Employee",
    "EmployeeStatus",
    "Role",
    "RoleHolding",
    "SpeechRule",
    "Standing",
    "Status",
    "UnderRegulation",
]
