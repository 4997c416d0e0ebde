"""What this app writes to people: what waits for them, every outcome, renewals, and acts by office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts.models import OfficialAccount
from accounts.notifications import authorities, not_gone
from acknowledgements.models import Decline
from authorizations import links
from authorizations.kinds import POWERS
from authorizations.models import Authorization, DeclineDecision, OfficeAct, OralWords, Request
from directory.models import Department, Employee
from foundation import dates
from foundation.actor import Actor
from notifications.services import Letter, notify_many
from powers.decisions import holders
from powers.notifications import employee_relations

KIND_REQUESTS = "authorizations.requests"
KIND_DECISIONS = "authorizations.decisions"
KIND_RENEWALS = "authorizations.renewals"
KIND_REPORTS = "authorizations.reports"
MOST_NAMED = 20
"""References that a letter lists."""


def who_decides(kind: str, department: Department, at: datetime) -> list[Employee]:
    """Everybody who may grant a kind for a department now; Employee Relations where nobody can."""
    held = holders(POWERS[kind], department, at)
    people = {one.holder_id for one in held}
    return list(Employee.objects.filter(pk__in=people)) if people else employee_relations(at)


def tell_of_request(request: Request, *, by: Actor, at: datetime) -> None:
    """Tell who decides, and who is nominated by somebody else."""
    label = request.get_kind_display()
    body = f"{by.name} asks for it for {request.grantee.name}.\n\n{label}\n\nWhat for: {request.reason}"
    subject = f"A written authorization waits for your decision: {request.grantee.name}"
    link = links.TO_DECIDE
    if request.is_urgent:
        # Mail names no matter: what it is for stands on the page.
        body = f"{by.name} waits for it, and cannot post before.\n\n{label}"
        subject, link = f"{by.name} asks you now for a written authorization", f"{links.link_to(request)}grant/"
    people = [one for one in who_decides(request.kind, request.department, at) if one != request.grantee]
    tell(KIND_REQUESTS, people, subject, body, link, f"request:{request.reference}", by, at)
    if request.is_nomination:
        said = f"{by.name} nominated you for a written authorization"
        key = f"nominated:{request.reference}"
        tell(KIND_DECISIONS, [request.grantee], said, label, links.link_to(request), key, by, at)


def tell_of_request_outcome(request: Request, outcome: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Tell who asked and for whom that a request was declined or withdrawn."""
    subject = f"Request {request.reference} was {outcome}"
    body = f"{request.get_kind_display()}, for {request.grantee.name}. {by.name} did this.{_reason(reason)}"
    people = [request.grantee, request.asked_by]
    if outcome == "withdrawn":
        people += who_decides(request.kind, request.department, at)
    tell(KIND_DECISIONS, people, subject, body, links.link_to(request), f"{outcome}:{request.reference}", by, at)


def tell_of_authorization(row: Authorization, outcome: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Tell every party what became of an instrument: grantee, who asked, who granted, in whose name."""
    body = (
        f"{row.get_kind_display()}, for {row.grantee_name}, through {dates.day(row.last_day)}. "
        f"{by.name} did this.{_reason(reason)}"
    )
    people = [row.grantee, row.granted_by, row.in_name_of, row.recorded_by]
    if row.request is not None:
        people.append(row.request.asked_by)
    subject = f"Authorization {row.reference} was {outcome}"
    # One letter for each outcome of an instrument: none of them can happen twice.
    tell(KIND_DECISIONS, people, subject, body, links.link_to(row), f"{outcome}:{row.reference}", by, at)


def tell_of_words(row: OralWords, *, by: Actor, at: datetime) -> None:
    """Tell at once who is said to have allowed it, who could confirm it, and the grantee of another's record."""
    key, link = f"words:{row.reference}", links.link_to(row)
    body = (
        f"{by.name} recorded that {row.spoken_by.name} allowed it for {row.grantee.name} "
        f"{row.get_means_display().lower()} on {dates.moment(row.spoken_at)}.\n\nIt authorizes nothing until it is "
        f"confirmed in writing, which is due through {dates.day(row.due_day)}. If it was not said, say so there."
    )
    subject = f"Words given to {row.grantee.name} wait for your word in writing"
    deciders = [one for one in who_decides(row.kind, row.department, at) if one != row.grantee]
    tell(KIND_REQUESTS, [row.spoken_by, *deciders], subject, body, link, key, by, at)
    if by.person != row.grantee:
        said = f"Words given to you were recorded: {row.reference}"
        rule = "They authorize nothing until they are confirmed in writing: do not post on them."
        tell(KIND_DECISIONS, [row.grantee], said, rule, link, key, by, at)


def tell_of_words_decided(row: OralWords, *, by: Actor, at: datetime) -> None:
    """Tell the parties whether words were confirmed; of the authorization that it gave tells the grant."""
    confirmed = row.outcome == "confirmed"
    outcome = "confirmed in writing" if confirmed else "not confirmed"
    body = f"{by.name} did this.{_reason(row.decision_reason or '')}"
    if row.authorization is not None:
        body += f"\n\nThe authorization is {row.authorization.reference}: it begins now, and not before."
    elif confirmed:
        body += "\n\nThe time allowed is over: nothing is authorized."
    people = [row.grantee, row.recorded_by, row.spoken_by]
    said = f"The words recorded as {row.reference} are {outcome}"
    tell(KIND_DECISIONS, people, said, body, links.link_to(row), f"words-decided:{row.reference}", by, at)


def tell_of_late_words(row: OralWords, *, by: Actor, at: datetime) -> None:
    """Tell the authority, and Employee Relations, of words that were not confirmed in time."""
    subject = f"Words given to {row.grantee.name} were not confirmed in time"
    body = (
        f"{row.recorded_by.name} recorded that {row.spoken_by.name} allowed it on {dates.day(row.spoken_at)}. A word "
        f"in writing was due through {dates.day(row.due_day)}, and there is none. They authorize nothing."
    )
    key, link = f"words-late:{row.reference}", links.link_to(row)
    tell(KIND_REQUESTS, [row.spoken_by], subject, body, link, key, by, at)
    relations = [one for one in employee_relations(at) if one != row.spoken_by]
    tell(KIND_REPORTS, relations, subject, body, link, key, by, at)


def tell_of_papers(rows: Sequence[Authorization], *, by: Actor, at: datetime) -> None:
    """Tell each who decides on some of the papers recorded together that they wait: one letter to each of them."""
    waiting: dict[Employee, list[Authorization]] = defaultdict(list)
    deciders: dict[tuple[str, int], list[Employee]] = {}
    for row in rows:
        there = (row.kind, row.department_id)
        if there not in deciders:
            deciders[there] = who_decides(row.kind, row.department, at)
        for one in deciders[there]:
            if one.pk != row.grantee_id:
                waiting[one].append(row)
    for one, papers in waiting.items():
        first = papers[0]
        if len(papers) == 1:
            subject = f"An authorization on paper waits for your word: {first.reference}"
            body = f"{by.name} recorded it for {first.grantee_name}. It is not in effect until you confirm it."
        else:
            subject = f"{len(papers)} authorizations on paper wait for your word"
            body = f"{by.name} recorded them. None is in effect until you confirm it: one by one, or several at once."
        tell(KIND_REQUESTS, [one], subject, body, links.PAPERS, f"paper:{first.reference}", by, at)


def tell_of_papers_confirmed(rows: Sequence[Authorization], *, by: Actor, at: datetime) -> None:
    """Tell the parties of papers confirmed together: each person once of one paper, who has several of their number."""
    concerned: dict[Employee, list[Authorization]] = defaultdict(list)
    for row in rows:
        for one in {person for person in (row.grantee, row.granted_by, row.recorded_by) if person is not None}:
            concerned[one].append(row)
    for one, papers in concerned.items():
        first = papers[0]
        references = ", ".join(paper.reference for paper in papers[:MOST_NAMED])
        more = f" and {len(papers) - MOST_NAMED} more" if len(papers) > MOST_NAMED else ""
        if len(papers) == 1:
            subject, link = f"Authorization {first.reference} was confirmed", links.link_to(first)
            kind, until = first.get_kind_display(), dates.day(first.last_day)
            body = f"{kind}, for {first.grantee_name}, through {until}. {by.name} did this."
        else:
            subject = f"{len(papers)} authorizations on paper were confirmed"
            link = links.ROOT if one == first.grantee else links.PAPERS
            body = f"{by.name} confirmed {references}{more}."
        tell(KIND_DECISIONS, [one], subject, body, link, f"confirmed:{first.reference}", by, at)


def tell_of_consent(
    account: OfficialAccount, name: str, departments: Iterable[Department], outcome: str, *, by: Actor, at: datetime
) -> None:
    """Tell the authorities of both departments that a consent was given, or ended."""
    subject = f"The consent to the use of {name} was {outcome}"
    key = f"consent:{account.reference}:{outcome}:{at.isoformat()}"
    body = f"{by.name} did this for {account.reference}."
    tell(KIND_DECISIONS, authorities(departments, at), subject, body, f"/accounts/{account.reference}/", key, by, at)


def tell_of_decline(decline: Decline, *, by: Actor, at: datetime) -> None:
    """Ask the authority about the authorizations of somebody who declined: neither the word nor the reason is told."""
    people = [one for one in authorities([decline.department], at) if one.pk != decline.person_id]
    subject = f"May {decline.person.name} use the written authorizations?"
    body = (
        f"{decline.version} is not acknowledged, and Employee Relations has the matter. You decide whether the "
        "authorizations may be used meanwhile (City procedure)."
    )
    tell(KIND_REQUESTS, people, subject, body, links.DECLINES, f"decline:{decline.pk}", by, at)


def tell_of_decline_decided(made: DeclineDecision, *, by: Actor, at: datetime) -> None:
    """Tell the person, and Employee Relations, what the authority decided."""
    subject = "The authority decided whether authorizations may be used"
    body = f"{made.get_decision_display()}.{_reason(made.reason)}"
    people = [made.person, *employee_relations(at)]
    tell(KIND_DECISIONS, people, subject, body, links.ROOT, f"decline-decided:{made.pk}", by, at)


def tell_of_office_act(act: OfficeAct, *, by: Actor, at: datetime) -> None:
    """Report an act by office to Employee Relations."""
    subject = f"Done by office for {act.department.code}: {act.what}"
    body = f"{by.name} did this by office ({act.basis}).{_reason(act.reason)}"
    tell(KIND_REPORTS, employee_relations(at), subject, body, links.ROOT, f"office:{act.pk}", by, at)


def _reason(reason: str) -> str:
    return f"\n\nReason: {reason.strip()}" if reason.strip() else ""


def tell(
    kind: str,
    to: Iterable[Employee | None],
    subject: str,
    body: str,
    link: str,
    key: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write to each person once, to nobody who has left, and not to who did it."""
    people = {person.pk: person for person in to if person is not None and person != by.person}
    letters = [
        Letter(one, subject, body, link, f"authorizations:{key}:{one.pk}") for one in not_gone(people.values(), at)
    ]
    notify_many(by=by, kind=kind, letters=letters, at=at)
