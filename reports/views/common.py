"""What the views of this app share: who asks, and the question in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from directory.models import Employee
from directory.permissions import signed_in
from foundation.actor import Actor
from foundation.moment import moment_of
from reports.reading import Question, read


@dataclass(frozen=True)
class Asking:
    """Who asks for a page, and when."""

    by: Actor
    person: Employee
    at: datetime


def asking(request: HttpRequest) -> Asking:
    """The signed-in person and the moment of the page."""
    return Asking(Actor.of_request(request), signed_in(request), moment_of(request))


def question_in(request: HttpRequest, code: str) -> Question:
    """The question in the address, or in the fields that were sent."""
    who = asking(request)
    return read(code, request.POST if request.method == "POST" else request.GET, who.person, who.at)
