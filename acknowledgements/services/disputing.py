"""This is not mine: whoever finds an acknowledgement in their name that they did not make says so, in one act."""

from __future__ import annotations

from django.db import transaction

from acknowledgements import notifications
from acknowledgements.models import Acknowledgement, Channel, Question, QuestionKind
from acknowledgements.services.acknowledging import OBJECT_KIND
from acknowledgements.services.entering import words
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, NotVisible


@transaction.atomic
def dispute(*, by: Actor, acknowledgement: Acknowledgement, text: str) -> Question:
    """Tell Employee Relations that one's own acknowledgement was not made by oneself.

    It is an open matter until it is answered or the acknowledgement annulled; the acknowledgement counts until then.
    Whoever has left may do it too, as long as they can sign in.
    """
    locked = Acknowledgement.objects.select_for_update(of=("self",)).select_related("version")
    row = locked.get(pk=acknowledgement.pk)
    at = clock.now()
    if by.person is None or by.person.pk != row.person_id:
        raise NotVisible("There is no such receipt.")
    text = words(text, "Say what is wrong.", "text")
    if row.annulled_at is not None:
        raise Conflict("Nothing was sent.", why=f"{row.reference} has been annulled.", remedy="Its page says why.")
    if Question.objects.unanswered(at).filter(acknowledgement=row).exists():
        raise Conflict(
            "Nothing was sent again.",
            why="Employee Relations has what you said of this receipt, and has not answered yet.",
            remedy="You are told when they do.",
        )
    made = Question.objects.create(
        kind=QuestionKind.DISPUTE,
        acknowledgement=row,
        person=by.person,
        version=row.version,
        channel=Channel.PORTAL,
        text=text,
        at=at,
        recorded_at=at,
    )
    record(
        by=by,
        act="acknowledgements.disputed",
        on=Subject(OBJECT_KIND, row.reference, row.reference),
        at=at,
        capacity="employee",
        clause=CITY_PROCEDURE,
        after={"dispute": made.pk, "text_hash": c1_hash(text)},
    )
    notifications.disputed(made, by=by, at=at)
    return made
