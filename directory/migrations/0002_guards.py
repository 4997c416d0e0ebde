"""Rules that the database keeps itself: dated facts are append-only and do not overlap."""

from django.db import migrations

from foundation.guards import AppendOnly, GuardOperation, NoOverlap


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_facts")]

    operations = [
        GuardOperation(AppendOnly("directory_departmentprofile", may_set_once=("superseded_at",))),
        GuardOperation(AppendOnly("directory_assignment", may_set_once=("superseded_at",))),
        GuardOperation(AppendOnly("directory_employeestatus", may_set_once=("superseded_at",))),
        GuardOperation(AppendOnly("directory_roleholding", may_set_once=("superseded_at",))),
        GuardOperation(NoOverlap("directory_departmentprofile", same=("department_id",))),
        GuardOperation(NoOverlap("directory_assignment", same=("employee_id",))),
        GuardOperation(NoOverlap("directory_employeestatus", same=("employee_id",))),
        GuardOperation(NoOverlap("directory_roleholding", same=("employee_id", "role"))),
    ]
