"""Rules about directory tables that the database keeps itself."""

from foundation.guards import AppendOnly, Guard, NoOverlap

FACTS: list[Guard] = [
    AppendOnly("directory_departmentprofile", may_set_once=("superseded_at",)),
    AppendOnly("directory_assignment", may_set_once=("superseded_at",)),
    AppendOnly("directory_employeestatus", may_set_once=("superseded_at",)),
    AppendOnly("directory_roleholding", may_set_once=("superseded_at",)),
    NoOverlap("directory_departmentprofile", same=("department_id",)),
    NoOverlap("directory_assignment", same=("employee_id",)),
    NoOverlap("directory_employeestatus", same=("employee_id",)),
    NoOverlap("directory_roleholding", same=("employee_id", "role")),
]

API_CLIENTS: list[Guard] = [
    AppendOnly("directory_apiclient"),
    AppendOnly("directory_apiclientrevocation"),
]

GUARDS: list[Guard] = [*FACTS, *API_CLIENTS]
