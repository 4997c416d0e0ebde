"""Who moved under IV.K after acknowledging: asked for that statement alone, and what proves that it was said."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from acknowledgements.audience import Place
from acknowledgements.models import Acknowledgement, AddedStatement, Campaign, Statement, StatementKind
from acknowledgements.reach import AskedOf
from acknowledgements.receipts import PURPOSE, Proof, canonical
from directory.models import Employee
from foundation import signing
from foundation.canonical import c1_hash
from policy.carrying import counted_for

KIND = StatementKind.CRIMINAL_JUSTICE


@dataclass(frozen=True)
class ToAdd:
    """A statement that is asked of somebody beside what they acknowledged."""

    campaign: Campaign
    statement: Statement
    acknowledgement: Acknowledgement


def to_add(person: Employee, place: Place | None, at: datetime, campaign_id: int | None = None) -> list[ToAdd]:
    """What somebody is still to say, in all running campaigns or in one; nothing for who works outside IV.K.

    One query for who has said it wherever they acknowledged, none for who works elsewhere.
    """
    if place is None or not place.is_bound or not place.has_criminal_justice_information:
        return []
    made = _acknowledged(person)
    if all(said for _, said in made):
        return []
    campaigns = _campaigns(at, campaign_id)
    found: dict[int, ToAdd] = {}
    for campaign in AskedOf(person.pk, place.department_id, at).asking(campaigns):
        counted = counted_for(campaign.version_id, at)
        theirs = [(one, said) for one, said in made if one.version_id in counted]
        if theirs and not any(said for _, said in theirs):
            statement = next(one for one in campaign.statements.all() if one.kind == KIND)
            found.setdefault(theirs[0][0].pk, ToAdd(campaign, statement, theirs[0][0]))
    return list(found.values())


def _acknowledged(person: Employee) -> list[tuple[Acknowledgement, bool]]:
    """What somebody acknowledged, the latest version first, each with whether the statement stands on it."""
    added = AddedStatement.objects.filter(acknowledgement=OuterRef("pk"), kind=KIND)
    rows: QuerySet[Any] = Acknowledgement.objects.not_annulled().filter(person=person).annotate(was_added=Exists(added))
    return [(row, row.was_added or _has_said(row)) for row in rows.order_by("-version_id", "-pk")]


def without_it() -> QuerySet[Any]:
    """Acknowledgements that stand, and that nothing was added to: what was ticked on them is looked at one by one."""
    added = AddedStatement.objects.filter(acknowledgement=OuterRef("pk"), kind=KIND)
    found: QuerySet[Any] = Acknowledgement.objects.not_annulled().exclude(Exists(added))
    return found


def who_has_not_said_it(people: Collection[int], versions: Collection[int]) -> set[int]:
    """Of some people (ids) those on whose acknowledgements of some versions the statement does not stand."""
    rows = without_it().filter(person__in=people, version_id__in=versions)
    said: dict[int, bool] = {}
    for row in rows:
        said[row.person_id] = said.get(row.person_id, False) or _has_said(row)
    return {person for person, has_said in said.items() if not has_said}


def _has_said(acknowledgement: Acknowledgement) -> bool:
    return any(statement["kind"] == KIND for statement in acknowledgement.statements)


def _campaigns(at: datetime, campaign_id: int | None) -> list[Campaign]:
    running = Campaign.objects.running(at).filter(statements__kind=KIND)
    if campaign_id is not None:
        running = running.filter(pk=campaign_id)
    shown = running.select_related("version__regulation").prefetch_related("statements")
    return list(shown.defer("version__text", "version__front_matter"))


def facts(added: AddedStatement) -> dict[str, Any]:
    """Everything that the digest covers, by name."""
    return {
        "receipt": added.acknowledgement.reference,
        "employee_number": added.person.number,
        "name_typed": added.typed_name,
        "text_hash": added.text_hash,
        "statement": added.text,
        "added_at": added.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "department": added.department_name,
    }


def seal(added: AddedStatement) -> None:
    """Put the digest, and the portal's signature over it, on what is about to be written."""
    added.digest = c1_hash(canonical(facts(added)))
    signature = signing.sign(added.digest.encode(), purpose=PURPOSE)
    added.signature = base64.b64encode(signature.value).decode()
    added.key_id = signature.key


def prove(added: AddedStatement) -> Proof:
    """Compute the hash again from the stored facts, and check the signature over it."""
    try:
        value = base64.b64decode(added.signature, validate=True)
    except ValueError:
        value = b""
    signature = signing.Signature(key=added.key_id, value=value)
    return Proof(
        agrees=c1_hash(canonical(facts(added))) == added.digest,
        is_signed=signing.verify(added.digest.encode(), signature, purpose=PURPOSE),
    )


def proofs(added: Iterable[AddedStatement]) -> list[tuple[AddedStatement, Proof]]:
    """Each with whether it proves itself."""
    return [(one, prove(one)) for one in added]
