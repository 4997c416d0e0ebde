"""Adding the statement on IV.K to what was acknowledged: asked alone of who moved under it (City procedure)."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.urls import reverse

from acknowledgements import added
from acknowledgements.audience import Place, place_of
from acknowledgements.models import Acknowledgement, AddedStatement
from acknowledgements.names import is_name_of
from acknowledgements.services.acknowledging import OBJECT_KIND
from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, InvalidInput, Refusal
from notifications.services import notify

_NAME_LENGTH = 200
_NOT_RECORDED = "Your statement was not recorded."


def add_statement(*, by: Actor, campaign_id: int, statement_hash: str, ticked: bool, typed_name: str) -> AddedStatement:
    """Record the statement on IV.K beside what was acknowledged before; `statement_hash` is of the words shown.

    Raises `Conflict` where nothing is asked (any more) or other words were shown, `InvalidInput` for a missing tick or
    another name.
    """
    if by.person is None:
        raise Refusal("Only a person can state this.", clause=CITY_PROCEDURE)
    try:
        return _add(by, by.person, campaign_id, statement_hash, ticked, typed_name)
    except IntegrityError:
        raise Conflict(
            "Nothing was recorded again.", why="You have said it already.", remedy="It stands on your receipt."
        ) from None


@transaction.atomic
def _add(
    by: Actor, person: Employee, campaign_id: int, statement_hash: str, ticked: bool, typed_name: str
) -> AddedStatement:
    # Locked, so that an annulment and this wait for each other.
    list(Acknowledgement.objects.select_for_update().filter(person=person).values_list("pk"))
    at = clock.now()
    place = place_of(person, at)
    asked = next(iter(added.to_add(person, place, at, campaign_id)), None)
    if asked is None or place is None:
        raise Conflict(
            _NOT_RECORDED,
            why="It is not asked of you: you have said it already, or you work elsewhere now.",
            remedy="Open My acknowledgements to see what is asked of you.",
        )
    _check(person, c1_hash(asked.statement.text) == statement_hash, ticked, typed_name)
    row = AddedStatement(
        acknowledgement=asked.acknowledgement,
        person=person,
        campaign=asked.campaign,
        kind=asked.statement.kind,
        text=asked.statement.text,
        text_hash=asked.campaign.version.text_hash,
        typed_name=" ".join(typed_name.split()),
        at=at,
        address=by.address,
        department_id=place.department_id,
        department_name=place.department_name,
    )
    added.seal(row)
    row.save(force_insert=True)
    _tell(by, row, place)
    return row


def _check(person: Employee, is_what_was_shown: bool, ticked: bool, typed_name: str) -> None:
    if not is_what_was_shown:
        raise Conflict(
            _NOT_RECORDED,
            why="What you are asked to say is no longer what your page showed.",
            remedy="Open the page again and read what it says now.",
        )
    if not ticked:
        raise InvalidInput(
            "Tick the statement, or leave it.",
            why="Without the tick you have not said it.",
            remedy="If you cannot say this, ask Employee Relations; nothing has been recorded.",
            field="statement",
        )
    if len(typed_name) > _NAME_LENGTH or "\0" in typed_name or not is_name_of(typed_name, person.name):
        raise InvalidInput(
            "Type your own name as you use it at work.",
            why=f"The portal knows you as {person.name}.",
            remedy="If that is not your name, ask your department to have it corrected.",
            field="typed_name",
        )


def _tell(by: Actor, row: AddedStatement, place: Place) -> None:
    reference = row.acknowledgement.reference
    record(
        by=by,
        act="acknowledgements.statement_added",
        on=Subject(OBJECT_KIND, reference, reference),
        at=row.at,
        capacity="employee",
        clause=CITY_PROCEDURE,
        department_code=place.department_code,
        after={
            "campaign": row.campaign_id,
            "kind": row.kind,
            "text_hash": row.text_hash,
            "statement_hash": c1_hash(row.text),
            "digest": row.digest,
        },
    )
    notify(
        by=by,
        to=row.person,
        kind="acknowledgements.receipt",
        subject=f"Your statement stands on your receipt {reference}",
        body=f"You have added: “{row.text}” Keep this message.",
        link=reverse("acknowledgements:receipt", args=[reference]),
        at=row.at,
        key=f"added:{row.acknowledgement_id}:{row.kind}",
    )
