"""First passwords and forgotten ones: a link by mail, or a printed code handed over against an ID.

Codes are stored as keyed digests, are good for a short time and for one use; a new one replaces those before it.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac

from directory.models import CodeKind, Employee, Role, SignInCode
from directory.permissions import holds_role, supervises
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without I, L, O, 0 and 1, which a printed slip makes alike: 31 signs, 12 of them are 59 bits."""
PRINTED_FOR = timedelta(hours=72)
LINK_FOR = timedelta(hours=1)
LINKS_AN_HOUR = 3


def may_issue_printed(person: Employee, employee: Employee, at: datetime) -> str:
    """In which capacity somebody may hand a printed code to an employee; empty where they may not."""
    if person.pk == employee.pk:
        return ""
    for role in (Role.ADMINISTRATOR, Role.EMPLOYEE_RELATIONS):
        if holds_role(person, role, at):
            return str(role.label)
    return "Supervisor" if supervises(person, employee, at) else ""


def who_hands_over(employee: Employee) -> Refusal:
    """The refusal for somebody who may not hand a code to an employee."""
    return Refusal(
        f"You cannot hand a one-time code to {employee.name}.",
        why="An administrator, Employee Relations or the person's own supervisor does this, never for themselves.",
        clause=CITY_PROCEDURE,
        remedy="Ask one of them.",
    )


@transaction.atomic
def issue_printed(employee: Employee, *, by: Actor, seen_identity: bool) -> tuple[SignInCode, str]:
    """Make a printed code for somebody without work e-mail; returns it once, to be printed and handed over."""
    employee = Employee.objects.select_for_update().get(pk=employee.pk)
    at = clock.now()
    capacity = may_issue_printed(by.person, employee, at) if by.person else "system"
    if not capacity:
        raise who_hands_over(employee)
    if by.person and employee.email:
        raise Refusal(
            f"{employee.name} has a work e-mail address.",
            why="Printed codes are for people without one: a link by mail reaches nobody but the person.",
            clause=CITY_PROCEDURE,
            remedy="The person asks for a link on the sign-in page.",
        )
    if not seen_identity:
        raise InvalidInput(
            "The code is handed over against an ID.",
            remedy="Look at the person's ID, then tick that you have seen it.",
            field="seen_identity",
        )
    _refuse_who_may_not_sign_in(employee, at)
    code = "".join(secrets.choice(ALPHABET) for _ in range(12))
    row = _issue(employee, CodeKind.PRINTED, code, by, at, PRINTED_FOR)
    record(
        by=by,
        act="directory.code_issued",
        on=employee,
        at=at,
        capacity=capacity,
        after={"kind": row.kind, "until": row.expires_at.isoformat()},
    )
    return row, "-".join(code[start : start + 4] for start in range(0, 12, 4))


def _refuse_who_may_not_sign_in(employee: Employee, at: datetime) -> None:
    if not Employee.objects.may_sign_in(at).filter(pk=employee.pk).exists():
        raise Conflict(
            f"{employee.name} may not sign in.",
            why="The roster says that they have left, are suspended, or begin on a later day.",
            remedy="Correct the roster first, if it is wrong.",
        )


def _issue(employee: Employee, kind: CodeKind, code: str, by: Actor, at: datetime, good_for: timedelta) -> SignInCode:
    SignInCode.objects.usable(at).filter(employee=employee).update(replaced_at=at)
    return SignInCode.objects.create(
        employee=employee,
        kind=kind,
        digest=_digest(kind, code),
        issued_by=by.person,
        issued_at=at,
        expires_at=at + good_for,
    )


def _digest(kind: str, code: str) -> str:
    return salted_hmac(f"directory.sign_in_code.{kind}", code, algorithm="sha256").hexdigest()


@transaction.atomic
def issue_link(identifier: str, *, by: Actor) -> tuple[Employee, str] | None:
    """Make a link for whoever has this number or work e-mail; nothing where nobody may get one.

    Asked without being signed in: the caller answers the same in every case. At most three an hour for a person.
    """
    wanted = identifier.strip()
    people = Employee.objects.select_for_update().exclude(email="")
    employee = people.filter(number=wanted).first() or people.filter(email__iexact=wanted).first()
    at = clock.now()
    if employee is None or not Employee.objects.may_sign_in(at).filter(pk=employee.pk).exists():
        return None
    lately = SignInCode.objects.filter(employee=employee, kind=CodeKind.LINK, issued_at__gt=at - timedelta(hours=1))
    if lately.count() >= LINKS_AN_HOUR:
        return None
    token = secrets.token_urlsafe(32)
    row = _issue(employee, CodeKind.LINK, token, by, at, LINK_FOR)
    record(
        by=by,
        act="directory.link_sent",
        on=employee,
        at=at,
        capacity="system",
        after={"kind": row.kind, "until": row.expires_at.isoformat()},
    )
    return employee, token


def find_link(token: str, at: datetime) -> SignInCode | None:
    """The usable link with a token."""
    rows = SignInCode.objects.usable(at).filter(kind=CodeKind.LINK, digest=_digest(CodeKind.LINK, token))
    return rows.select_related("employee").first()


def find_printed(number: str, code: str, at: datetime) -> SignInCode | None:
    """The usable printed code of somebody; blanks, hyphens and case do not matter."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    rows = SignInCode.objects.usable(at).filter(kind=CodeKind.PRINTED, digest=_digest(CodeKind.PRINTED, plain))
    return rows.filter(employee__number=number.strip()).select_related("employee").first()


@transaction.atomic
def choose_password(code: SignInCode, *, password: str, by: Actor) -> Employee:
    """Use up a code and set the password that the person chose (already checked against the rules)."""
    employee = Employee.objects.select_for_update().get(pk=code.employee_id)
    at = clock.now()
    used = SignInCode.objects.usable(at).filter(pk=code.pk).update(used_at=at)
    if not used:
        raise Conflict(
            "This code or link was used already, replaced by a newer one, or its time is over.",
            remedy="Ask for a new one.",
        )
    _refuse_who_may_not_sign_in(employee, at)
    employee.set_password(password)
    employee.save(update_fields=["password"])
    record(by=by, act="directory.password_chosen", on=employee, at=at, after={"by": code.kind})
    return employee
