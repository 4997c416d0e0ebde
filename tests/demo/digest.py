"""A digest of everything that a seed decides, with moments as days before today."""

import hashlib
import json

from accounts.models import AccountDepartment, AccountFacts, AccountState, Confirmation, HandOver, Stewardship
from acknowledgements.models import Acknowledgement
from authorizations.models import Acceptance, Authorization, Document, PaperDecision, Request, Revocation
from directory.models import Assignment, DepartmentProfile, Employee, EmployeeStatus, RoleHolding
from foundation import clock
from powers.models import Appointment, Designation, Reading


def _days(moment, today):
    return None if moment is None else (today - clock.city_date(moment)).days


def digest():
    today = clock.city_date(clock.now())
    found = [list(Employee.objects.order_by("number").values_list("number", "name", "email", "works_without_computer"))]
    for model, columns in (
        (DepartmentProfile, ("department__code", "name", "parent__code", "head_title")),
        (Assignment, ("employee__number", "department__code", "supervisor__number", "title", "standing")),
        (EmployeeStatus, ("employee__number", "status")),
        (RoleHolding, ("employee__number", "role")),
        (Appointment, ("department__code", "holder__number", "kind")),
        (Designation, ("department__code", "holder__number", "powers", "for_the_office")),
        (Reading, ("kind", "power", "value")),
        (AccountFacts, ("identity", "name", "links_to_city")),
        (AccountDepartment, ("account__facts__identity", "department__code", "is_responsible")),
        (AccountState, ("account__facts__identity", "state", "done_by__number")),
        (Stewardship, ("account__facts__identity", "role", "person__number")),
    ):
        rows = model.objects.order_by("pk").values_list(*columns, "effective_from", "effective_until", "superseded_at")
        found.append([[*row[:-3], *(_days(moment, today) for moment in row[-3:])] for row in rows])
    made = Acknowledgement.objects.order_by("person__number")
    found.append(list(made.values_list("person__number", "department__code", "text_hash")))
    given = Authorization.objects.order_by("reference").values_list("reference", "grantee__number", "kind", "capacity")
    found.append(list(given))
    found.append(list(Request.objects.order_by("pk").values_list("grantee__number", "kind", "outcome")))
    for model in (Confirmation, HandOver, Acceptance, Document, PaperDecision, Revocation):
        found.append([model.__name__, model.objects.count()])
    return hashlib.sha256(json.dumps(found).encode()).hexdigest()
