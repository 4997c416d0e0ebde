"""Who sees instruments and requests, and who may do what beside granting, which is a power of the regulation."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from authorizations.kinds import POWERS
from authorizations.models import (
    Authorization,
    AuthorizationQuerySet,
    OralWords,
    OralWordsQuerySet,
    PaperImport,
    Request,
    RequestQuerySet,
)
from directory.models import Assignment, Employee, Role
from directory.permissions import holds_role, roles_of
from foundation.actor import Actor
from foundation.citations import CITY_PROCEDURE
from foundation.errors import NotVisible, Refusal
from foundation.files.models import StoredFile
from powers.catalogue import REQUEST_ACCOUNTS
from powers.decisions import holdings
from powers.permissions import was_given_something

SEES_EVERY_AUTHORIZATION = frozenset({Role.EMPLOYEE_RELATIONS, Role.AUDITOR, Role.RECORDS_CUSTODIAN})
KIND_OF = {power.code: kind for kind, power in POWERS.items()}


def reach_of(person: Employee, at: datetime) -> dict[str, frozenset[int]]:
    """For each kind the ids of the departments for which somebody may grant it; remembered for a moment."""
    remembered: tuple[datetime, dict[str, frozenset[int]]] | None = getattr(person, "_grants_remembered", None)
    if remembered and remembered[0] == at:
        return remembered[1]
    held = holdings(person, at) if was_given_something(person, at) else []
    found: dict[str, set[int]] = {}
    for one in held:
        if one.power in KIND_OF:
            found.setdefault(KIND_OF[one.power], set()).add(one.department_id)
        elif one.power == REQUEST_ACCOUNTS.code:
            found.setdefault("nominates", set()).add(one.department_id)
    reach = {kind: frozenset(ids) for kind, ids in found.items()}
    person._grants_remembered = (at, reach)  # type: ignore[attr-defined]
    return reach


def departments_decided(person: Employee, at: datetime) -> frozenset[int]:
    """Ids of the departments for which somebody may grant anything."""
    reach = reach_of(person, at)
    return frozenset().union(*(ids for kind, ids in reach.items() if kind != "nominates"))


def sees_every_authorization(person: Employee, at: datetime) -> bool:
    """Employee Relations, auditors and records custodians see them all."""
    return bool(SEES_EVERY_AUTHORIZATION & roles_of(person, at))


def visible_authorizations(person: Employee, at: datetime) -> AuthorizationQuerySet:
    """The grantee's own; what one granted or recorded; those of the departments for which one decides."""
    if sees_every_authorization(person, at):
        return Authorization.objects.all()
    sight = Q(grantee=person) | Q(granted_by=person) | Q(in_name_of=person) | Q(recorded_by=person)
    if decided := departments_decided(person, at):
        there = Assignment.objects.in_effect(at).filter(employee_id=OuterRef("grantee_id"), department_id__in=decided)
        sight |= Q(department_id__in=decided) | Q(Exists(there))
    return Authorization.objects.filter(sight)


def authorization_in_sight(person: Employee, reference: str, at: datetime) -> Authorization:
    """The authorization of that reference; raises `NotVisible` where there is none to see."""
    rows = visible_authorizations(person, at).select_related("grantee", "department", "granted_by", "in_name_of")
    row: Authorization | None = rows.filter(reference=reference).first()
    if row is None:
        raise NotVisible("There is no such authorization.")
    return row


def visible_requests(person: Employee, at: datetime) -> RequestQuerySet:
    """Requests by or for somebody, and those that one decides on."""
    if sees_every_authorization(person, at):
        return Request.objects.all()
    return Request.objects.filter(Q(grantee=person) | Q(asked_by=person) | _decided_or_nominated(person, at))


def visible_words(person: Employee, at: datetime) -> OralWordsQuerySet:
    """Words given aloud, as requests: to whom, by whom and recorded by whom, and those that one decides on."""
    if sees_every_authorization(person, at):
        return OralWords.objects.all()
    sight = Q(grantee=person) | Q(recorded_by=person) | Q(spoken_by=person)
    return OralWords.objects.filter(sight | _decided_or_nominated(person, at))


def _decided_or_nominated(person: Employee, at: datetime) -> Q:
    """What one decides on, and what concerns departments for which one is comms staff."""
    sight = Q(pk__in=[])
    for kind, ids in reach_of(person, at).items():
        sight |= Q(department_id__in=ids) if kind == "nominates" else Q(kind=kind, department_id__in=ids)
    return sight


def may_see_reason(person: Employee, row: Authorization, at: datetime) -> bool:
    """Why something is not in force is told to the holder, the authority and Employee Relations alone."""
    if person.pk == row.grantee_id or holds_role(person, Role.EMPLOYEE_RELATIONS, at):
        return True
    return row.department_id in reach_of(person, at).get(row.kind, frozenset())


def may_nominate(person: Employee, department_id: int, at: datetime) -> bool:
    """Whether somebody is comms staff of a department."""
    return department_id in reach_of(person, at).get("nominates", frozenset())


def may_ask_about(person: Employee, other: Employee, at: datetime) -> bool:
    """Whether somebody is told what another may do: oneself, who grants or nominates there, who sees everything."""
    if person == other or sees_every_authorization(person, at):
        return True
    reached = frozenset[int]().union(*reach_of(person, at).values())
    return bool(reached) and Assignment.objects.in_effect(at).filter(employee=other, department_id__in=reached).exists()


def require_recorder(by: Actor, department_id: int, at: datetime, what: str) -> str:
    """The capacity of who records papers: Employee Relations, or comms staff of the department; else `Refusal`."""
    person = person_behind(by, what)
    if holds_role(person, Role.EMPLOYEE_RELATIONS, at):
        return Role.EMPLOYEE_RELATIONS.label
    if may_nominate(person, department_id, at):
        return "comms staff"
    raise Refusal(
        what,
        why="Papers are recorded by Employee Relations, or by comms staff of the department.",
        clause=CITY_PROCEDURE,
        remedy="Ask one of them: People and powers says who they are.",
    )


def may_record_papers(person: Employee, at: datetime) -> bool:
    """Whether somebody records papers for anybody: Employee Relations, and comms staff of any department."""
    return holds_role(person, Role.EMPLOYEE_RELATIONS, at) or bool(reach_of(person, at).get("nominates"))


def require_paper_importer(by: Actor, at: datetime, what: str) -> str:
    """The capacity of who brings a file of papers; for whom they may record is asked row by row."""
    person = person_behind(by, what)
    if holds_role(person, Role.EMPLOYEE_RELATIONS, at):
        return Role.EMPLOYEE_RELATIONS.label
    if may_record_papers(person, at):
        return "comms staff"
    raise Refusal(
        what,
        why="Papers are recorded by Employee Relations, or by comms staff of the department.",
        clause=CITY_PROCEDURE,
        remedy="Ask one of them: People and powers says who they are.",
    )


def visible_paper_imports(person: Employee, at: datetime) -> QuerySet[PaperImport]:
    """Files of papers: all to Employee Relations, to others who record papers those they brought."""
    if holds_role(person, Role.EMPLOYEE_RELATIONS, at):
        return PaperImport.objects.all()
    own = PaperImport.objects.filter(uploaded_by=person)
    return own if may_record_papers(person, at) else own.none()


def may_read_paper_import(person: Employee, stored_file: StoredFile, at: datetime) -> bool:
    """Files of papers, their scans as they came and their rejects: by who sees the import."""
    of_one = Q(file=stored_file) | Q(scans=stored_file) | Q(rejects=stored_file)
    return visible_paper_imports(person, at).filter(of_one).exists()


def person_behind(by: Actor, what: str) -> Employee:
    """The person who acts; raises `Refusal` for the system."""
    if by.person is None:
        raise Refusal(what, why="This is done by a person.", clause=CITY_PROCEDURE)
    return by.person


def may_read_file(person: Employee, stored_file: StoredFile, at: datetime) -> bool:
    """Scans and documents are read by who stored them and who sees the authorization that they belong to."""
    if stored_file.stored_by_number == person.number:
        return True
    rows = visible_authorizations(person, at)
    return rows.filter(
        Q(reference=stored_file.subject_id)
        | Q(scan=stored_file.pk)
        | Q(acceptance__scan=stored_file.pk)
        | Q(document__file=stored_file.pk)
    ).exists()
