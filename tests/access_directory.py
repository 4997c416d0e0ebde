"""The rows of `directory` in the access table; see `tests/access_table.py` for how a row is written."""

from __future__ import annotations

from typing import Any

from directory.models import Employee
from directory.services.departments import mark_of_department
from directory.services.identity import mark_of_identity
from directory.services.timelines import mark_of_assignments
from tests.access_city import City
from tests.access_table import SIGN_IN, row
from tests.factories.directory import ImportRunFactory


def owner_without_mail(city: City) -> dict[str, Any]:
    city.owner.email = ""
    city.owner.save()
    return {"number": city.owner.number}


def owners_number(city: City) -> dict[str, Any]:
    return {"number": city.owner.number}


def auditors_role(city: City) -> dict[str, Any]:
    return {"number": city.auditor.number, "role": "auditor"}


def last_record(city: City) -> dict[str, Any]:
    return {"recorded_at": city.owner.assignments.get().recorded_at.isoformat()}


def parks(city: City) -> dict[str, Any]:
    return {"code": city.department.code}


def checked_import(city: City) -> dict[str, Any]:
    return {"pk": ImportRunFactory(uploaded_by=city.administrator).pk}


def waiting_import(city: City) -> dict[str, Any]:
    return {"pk": ImportRunFactory(uploaded_by=city.administrator, waiting=True).pk}


WORK = {"department": "STR", "standing": "civil_service"}


A_DEPARTMENT = {"name": "Parks", "speech_rule": "ordinary", "under_regulation": "yes"}


def other_work(city: City) -> dict[str, Any]:
    return {**WORK, "seen": mark_of_assignments(city.owner)}


def other_identity(city: City) -> dict[str, Any]:
    # Read afresh: another row may have changed the owner in memory, and was rolled back.
    return {"name": "O", "seen": mark_of_identity(Employee.objects.get(pk=city.owner.pk))}


def other_profile(city: City) -> dict[str, Any]:
    return {**A_DEPARTMENT, "seen": mark_of_department(city.department)}


SEES_OWNER = dict.fromkeys(
    ("owner", "supervisor", "authority", "employee_relations", "records_custodian", "auditor", "administrator"), 200
)


CHANGES_OWNER = {**dict.fromkeys(SEES_OWNER, 403), "administrator": 200}


CHANGED_OWNER = {**CHANGES_OWNER, "administrator": 302}


SEES_ALL = {"employee_relations": 403, "records_custodian": 403, "auditor": 403, "administrator": 302}


SEES_IMPORTS = {"administrator": 200, "employee_relations": 200}


HANDS_OVER = {
    "owner": 403,
    "supervisor": 200,
    "authority": 403,
    "employee_relations": 200,
    "records_custodian": 403,
    "auditor": 403,
    "administrator": 200,
}


DIRECTORY = [
    row("account_login", "GET", public=200, everyone=302),
    row("account_login", "POST", public=200, everyone=302),
    row("account_logout", "GET", everyone=200),
    row("account_logout", "POST", everyone=SIGN_IN),
    row("account_change_password", "GET", everyone=200),
    row("account_change_password", "POST", everyone=200),
    row("account_reauthenticate", "GET", everyone=200),
    row("account_reauthenticate", "POST", everyone=200),
    row("directory:ask_for_link", "GET", public=200),
    row("directory:ask_for_link", "POST", public=302, data={"login": "nobody"}),
    row("directory:link_asked", "GET", public=200),
    row("directory:sign_in_by_code", "GET", public=200),
    row("directory:sign_in_by_code", "POST", public=200),
    row("directory:sign_in_by_link", "GET", public=410, needs=lambda city: {"token": "used"}),
    row("directory:sign_in_by_link", "POST", public=410, needs=lambda city: {"token": "used"}),
    row("directory:hand_over", "GET", everyone=404, **HANDS_OVER, needs=owner_without_mail),
    row(
        "directory:hand_over",
        "POST",
        everyone=404,
        **HANDS_OVER,
        needs=owner_without_mail,
        data={"seen_identity": "on"},
    ),
    row("directory:people", "GET", everyone=200),
    row("directory:hire", "GET", everyone=403, administrator=200),
    row("directory:hire", "POST", everyone=403, administrator=302, data={**WORK, "number": "N1", "name": "New"}),
    row("directory:person", "GET", everyone=404, **SEES_OWNER, needs=owners_number),
    row("directory:reassign", "GET", everyone=404, **CHANGES_OWNER, needs=owners_number),
    row("directory:reassign", "POST", everyone=404, **CHANGED_OWNER, needs=owners_number, data=other_work),
    row("directory:change_status", "GET", everyone=404, **CHANGES_OWNER, needs=owners_number),
    row("directory:change_status", "POST", everyone=404, **CHANGED_OWNER, needs=owners_number, data={"status": "left"}),
    row("directory:change_identity", "GET", everyone=404, **CHANGES_OWNER, needs=owners_number),
    row("directory:change_identity", "POST", everyone=404, **CHANGED_OWNER, needs=owners_number, data=other_identity),
    row("directory:give_role", "GET", everyone=404, **CHANGES_OWNER, needs=owners_number),
    row("directory:give_role", "POST", everyone=404, **CHANGED_OWNER, needs=owners_number, data={"role": "auditor"}),
    row("directory:end_role", "POST", everyone=404, **SEES_ALL, needs=auditors_role),
    row("directory:undo", "POST", everyone=404, **CHANGED_OWNER, needs=owners_number, data=last_record),
    row("directory:departments", "GET", everyone=200),
    row("directory:department", "GET", everyone=200, needs=parks),
    row("directory:new_department", "GET", everyone=403, administrator=200),
    row("directory:new_department", "POST", everyone=403, administrator=302, data={**A_DEPARTMENT, "code": "NEW"}),
    row("directory:change_department", "GET", everyone=403, administrator=200, needs=parks),
    row("directory:change_department", "POST", everyone=403, administrator=302, needs=parks, data=other_profile),
    row("directory:imports", "GET", everyone=404, **SEES_IMPORTS),
    row("directory:imports", "POST", everyone=404, employee_relations=403, administrator=400),
    row("directory:import", "GET", everyone=404, **SEES_IMPORTS, needs=checked_import),
    row(
        "directory:apply_import",
        "POST",
        everyone=404,
        employee_relations=403,
        administrator=302,
        needs=checked_import,
    ),
    row(  # 403: whoever brought a file does not confirm it
        "directory:confirm_import",
        "POST",
        everyone=404,
        employee_relations=302,
        administrator=403,
        needs=waiting_import,
    ),
    row(
        "directory:cancel_import",
        "POST",
        everyone=404,
        employee_relations=403,
        administrator=302,
        needs=checked_import,
    ),
]
