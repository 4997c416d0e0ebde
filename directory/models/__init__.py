"""Departments and people, and the dated facts about them."""

from directory.models.api_client import ApiClient, ApiClientRevocation, ApiClientUse
from directory.models.department import Department, DepartmentProfile, SpeechRule, UnderRegulation
from directory.models.employee import Employee, EmployeeQuerySet, FormerName
from directory.models.imports import ImportRow, ImportRun, RowState, RunState
from directory.models.roster import Assignment, EmployeeStatus, Role, RoleHolding, Standing, Status
from directory.models.sign_in import CodeKind, SignInCode

__all__ = [
    "ApiClient",
    "ApiClientRevocation",
    "ApiClientUse",
    "Assignment",
    "CodeKind",
    "Department",
    "DepartmentProfile",
    "Employee",
    "EmployeeQuerySet",
    "EmployeeStatus",
    "FormerName",
    "ImportRow",
    "ImportRun",
    "Role",
    "RoleHolding",
    "RowState",
    "RunState",
    "SignInCode",
    "SpeechRule",
    "Standing",
    "Status",
    "UnderRegulation",
]
