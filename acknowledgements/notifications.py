"""What this app writes to people about questions, declines and exemptions. A mail never holds the words of any."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from acknowledgements.models import Answer, Decline, Exemption, Question
from directory.models import Employee, Role, RoleHolding
from foundation import dates
from foundation.actor import Actor
from notifications.services import Letter, notify, notify_many

KIND = "acknowledgements.questions"
_EXEMPTIONS = "acknowledgements.exemptions"


def question_asked(question: Question, *, by: Actor, at: datetime) -> None:
    """Tell Employee Relations that a question waits; and the person, where somebody else entered it."""
    page = reverse("acknowledgements:question", args=[question.pk])
    _tell_relations(
        f"A question about {question.version.regulation} waits for an answer",
        "It stands on its page in the portal, where you answer it.",
        page,
        f"question:{question.pk}",
        but_for=question.person,
        by=by,
        at=at,
    )
    if question.entered_by is not None:
        _tell_entered(
            question.person, question.entered_by, "a question of yours", page, f"question-entered:{question.pk}", by, at
        )


def disputed(dispute: Question, *, by: Actor, at: datetime) -> None:
    """Tell Employee Relations that somebody says of an acknowledgement that it is not theirs."""
    _tell_relations(
        "Somebody says that an acknowledgement in their name is not theirs",
        "What they say stands in the portal: look at the receipt, then answer, or ask for its annulment.",
        reverse("acknowledgements:question", args=[dispute.pk]),
        f"dispute:{dispute.pk}",
        but_for=dispute.person,
        by=by,
        at=at,
    )


def question_answered(answer: Answer, *, by: Actor, at: datetime) -> None:
    """Tell the person that there is an answer."""
    question = answer.question
    notify(
        by=by,
        to=question.person,
        kind=KIND,
        subject=f"Employee Relations answered {_called(question)} of {dates.day(question.at)}",
        body="The answer stands in the portal.",
        link=reverse("acknowledgements:question", args=[question.pk]),
        at=at,
        key=f"answer:{answer.pk}",
    )


def _called(question: Question) -> str:
    return "your dispute" if question.is_dispute else "your question"


def declined(row: Decline, *, by: Actor, at: datetime) -> None:
    """Tell Employee Relations, and the person where somebody else entered it."""
    _tell_relations(
        f"{row.version.regulation}: somebody declined to acknowledge it",
        "Who it is and why stands in the portal. Nobody is reminded or told beyond you.",
        reverse("acknowledgements:declines"),
        f"declined:{row.pk}",
        but_for=row.person,
        by=by,
        at=at,
    )
    if row.entered_by is not None:
        page = reverse("acknowledgements:mine")
        _tell_entered(row.person, row.entered_by, "that you decline", page, f"decline-entered:{row.pk}", by, at)


def decline_taken_back(row: Decline, *, by: Actor, at: datetime) -> None:
    """Tell whoever did not do it: the person of what Employee Relations entered in error, or Employee Relations."""
    if by.person is not None and by.person.pk == row.person_id:
        return
    notify(
        by=by,
        to=row.person,
        kind=KIND,
        subject="A decline entered in your name was taken back",
        body=f"{by.name} took it back as entered in error: {row.taken_back_why}",
        link=reverse("acknowledgements:mine"),
        at=at,
        key=f"decline-taken-back:{row.pk}",
    )


def exempted(rows: Iterable[Exemption], *, by: Actor, at: datetime) -> None:
    """Tell people that nobody asks or reminds them until a day; not why, which they know or may ask."""
    body = (
        "Employee Relations has exempted you until then. The regulation binds you all the same, and you can "
        "acknowledge at any time."
    )
    letters = [
        _on_exemption(
            row,
            f"You are not asked to acknowledge {row.version.regulation} through {dates.day(row.last_day)}",
            body,
        )
        for row in rows
    ]
    notify_many(by=by, kind=_EXEMPTIONS, letters=letters, at=at)


def exemption_ended(row: Exemption, *, by: Actor, at: datetime) -> None:
    """Tell the person that they are asked again."""
    letter = _on_exemption(
        row,
        f"You are asked again to acknowledge {row.version.regulation}",
        "Employee Relations has ended your exemption. You have as many days more as it lasted.",
    )
    notify_many(by=by, kind=_EXEMPTIONS, letters=[letter], at=at)


def _on_exemption(row: Exemption, subject: str, body: str) -> Letter:
    key = f"exemption:{row.pk}:{'ended' if row.ended_at else 'approved'}"
    return Letter(to=row.person, subject=subject, body=body, link=reverse("acknowledgements:mine"), key=key)


def _tell_entered(
    person: Employee, entered_by: Employee, what: str, link: str, key: str, by: Actor, at: datetime
) -> None:
    notify(
        by=by,
        to=person,
        kind=KIND,
        subject=f"Employee Relations recorded {what}",
        body=f"{entered_by.name} entered it for you. If that is not what you said, tell Employee Relations.",
        link=link,
        at=at,
        key=key,
    )


def _tell_relations(
    subject: str, body: str, link: str, key: str, *, but_for: Employee, by: Actor, at: datetime
) -> None:
    holders = RoleHolding.objects.usable(at).filter(role=Role.EMPLOYEE_RELATIONS)
    people = Employee.objects.filter(pk__in=holders.values("employee_id")).exclude(pk=but_for.pk)
    if by.person is not None:
        people = people.exclude(pk=by.person.pk)
    letters = [Letter(to=one, subject=subject, body=body, link=link, key=f"{key}:{one.pk}") for one in people]
    notify_many(by=by, kind=KIND, letters=letters, at=at)
