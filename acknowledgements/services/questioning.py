"""Questions about the policy: they go to Employee Relations, who answer in the portal, and they block nothing."""

from __future__ import annotations

from django.db import transaction

from acknowledgements import notifications
from acknowledgements.models import Answer, Question
from acknowledgements.services.entering import Entered, take, words
from directory.models import Role
from directory.permissions import require_role
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import record
from foundation.canonical import c1_hash
from foundation.citations import CITY_PROCEDURE
from foundation.errors import Conflict, Refusal
from foundation.staleness import mark_of, refuse_stale
from policy.models import Version

AT_MOST_OPEN = 5
"""So many questions of one person wait at a time: more are one conversation, and a telephone."""


@transaction.atomic
def ask_question(*, by: Actor, version: Version, text: str, entered: Entered | None = None) -> Question:
    """Put a question to Employee Relations; `entered` where it came by telephone or on paper."""
    at = clock.now()
    taken = take(by, version, entered, at, "Your question was not sent.")
    text = words(text, "Write your question.", "text")
    waiting = Question.objects.unanswered(at).filter(person=taken.person)
    if waiting.count() >= AT_MOST_OPEN:
        raise Conflict(
            "Your question was not sent.",
            why=f"{AT_MOST_OPEN} questions wait for an answer already.",
            remedy="Wait for the answers, or telephone Employee Relations.",
        )
    if waiting.filter(version=version, text=text).exists():
        raise Conflict(
            "Your question was not sent again.",
            why="The same question waits for an answer already.",
            remedy="You are told when it is answered.",
        )
    question = Question.objects.create(
        person=taken.person,
        version=version,
        channel=taken.channel,
        text=text,
        at=taken.said_at,
        recorded_at=at,
        entered_by=taken.entered_by,
    )
    record(
        by=by,
        act="acknowledgements.question_asked",
        on=question,
        at=at,
        capacity=taken.capacity,
        clause=CITY_PROCEDURE,
        department_code=taken.place.department_code,
        after={
            "version": version.pk,
            "channel": taken.channel,
            "for": taken.person.number,
            "text_hash": c1_hash(text),
        },
    )
    notifications.question_asked(question, by=by, at=at)
    return question


@transaction.atomic
def answer_question(*, by: Actor, question: Question, text: str, seen: str | None = None) -> Answer:
    """Answer as Employee Relations; a further answer adds to the earlier ones. The person is told.

    `seen` is the mark of the answers (`mark_of_answers`) as whoever answers saw them: a colleague may have been faster.
    """
    locked = Question.objects.select_for_update(no_key=True, of=("self",)).select_related("person", "version")
    question = locked.get(pk=question.pk)
    at = clock.now()
    capacity = require_role(by, Role.EMPLOYEE_RELATIONS, at, "You cannot answer this question.")
    if by.person is None or by.person.pk == question.person_id:
        raise Refusal(
            "You cannot answer your own question.",
            why="Somebody else in Employee Relations does.",
            clause=CITY_PROCEDURE,
            remedy="Ask a colleague to answer it.",
        )
    text = words(text, "Write an answer.", "text")
    if question.answers.filter(text=text).exists():
        raise Conflict(
            "This answer has been given already.", remedy="Open the question again to see what was answered."
        )
    refuse_stale(
        seen, mark_of_answers(question), "The question", why="A colleague answered it, or it was settled, meanwhile."
    )
    answer = Answer.objects.create(question=question, text=text, answered_by=by.person, at=at)
    record(
        by=by,
        act="acknowledgements.question_answered",
        on=question,
        at=at,
        capacity=capacity,
        clause=CITY_PROCEDURE,
        after={"answer": answer.pk, "text_hash": c1_hash(text)},
    )
    notifications.question_answered(answer, by=by, at=at)
    return answer


def mark_of_answers(question: Question) -> str:
    """The mark of what a question was answered, and of whether its matter is over."""
    over = question.acknowledgement.annulled_at if question.acknowledgement else None
    return mark_of([list(question.answers.values_list("pk", flat=True)), over])
