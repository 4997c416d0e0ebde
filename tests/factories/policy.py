"""Regulations for tests; `published_150()` is the City's own, in force; a trait is a state."""

from datetime import UTC, datetime

from directory.models import Role
from foundation.actor import Actor
from policy.cited import ORIGINAL
from policy.models import Change, Clause, Explanation, PublicationRequest, Version
from policy.parsing import decode
from policy.services import confirm_publication, import_text, propose_explanation, request_publication
from tests.factories.directory import EmployeeFactory

MAY_26_2020 = datetime(2020, 5, 26, 5, tzinfo=UTC)

SHORT = """CITY OF SPRINGFIELD
Policy No. 7
Social Media Policy
Issued: March 3, 2021

I. Purpose

This policy guides employees.

II. Rules

A. Employees shall be polite.
B. Employees shall not:
1. post secrets; or
2. post threats.

Questions about this policy should be directed to the City Clerk.
"""


JUNE_1_2021 = datetime(2021, 6, 1, 5, tzinfo=UTC)

LATER = """CITY OF SPRINGFIELD
Policy No. 7
Social Media Policy
Issued: June 1, 2021

I. Purpose

This policy guides employees and volunteers.

II. Rules

A. Employees shall be polite.
B. Employees shall keep their passwords to themselves.
C. Employees shall not:
1. post secrets; or
2. post threats.

Questions about this policy should be directed to the City Clerk.
"""


def employee_relations(**more) -> Actor:
    return Actor.of_person(EmployeeFactory(role=Role.EMPLOYEE_RELATIONS, **more))


def draft(text: str = SHORT, by: Actor | None = None) -> Version:
    return import_text(text, by=by or employee_relations(), source="test").version


def draft_150(by: Actor | None = None) -> Version:
    return draft(decode(ORIGINAL.read_bytes()), by)


def asked(version: Version, by: Actor | None = None) -> PublicationRequest:
    return request_publication(version, effective_from=MAY_26_2020, by=by or employee_relations())


def explanation(clause: Clause, by: Actor | None = None) -> Explanation:
    return propose_explanation(clause, text="In plain words.", examples=[], by=by or employee_relations())


def published(version: Version, effective_from: datetime = MAY_26_2020, change: Change = Change.MATERIAL) -> Version:
    by = employee_relations()
    request = request_publication(version, effective_from=effective_from, by=by, change=change)
    confirm_publication(request, by=employee_relations())
    return version


def published_150(effective_from: datetime = MAY_26_2020) -> Version:
    return published(draft_150(), effective_from)
