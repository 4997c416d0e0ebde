"""What the views of this app share: who asks, when, and a service's sentence put on the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.http import HttpRequest

from directory.models import Employee
from foundation import clock
from foundation.actor import Actor
from foundation.errors import InvalidInput, NotVisible


@dataclass(frozen=True)
class Asking:
    """Who asks for a page, and when."""

    by: Actor
    person: Employee
    at: datetime


def asking(request: HttpRequest) -> Asking:
    """The signed-in person and the present moment."""
    by = Actor.of_request(request)
    if by.person is None:
        raise NotVisible("There is no such page.")
    return Asking(by, by.person, clock.now())


def put_on(form: forms.Form, error: InvalidInput) -> None:
    """Show a service's sentence at the field it is about, or above the form."""
    form.add_error(error.field if error.field in form.fields else None, str(error))
