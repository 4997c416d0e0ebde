"""What the views of this app share: who asks, when, about which account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpRequest

from accounts.models import OfficialAccount
from accounts.permissions import Reach, account_in_sight, reach_of
from directory.models import Department, Employee
from directory.tree import Tree
from foundation.actor import Actor
from foundation.errors import InvalidInput, NotVisible, PortalError, Refusal
from foundation.moment import moment_of
from powers.basis import Basis
from powers.catalogue import APPROVE_ACCOUNTS
from powers.decisions import Authority, authority_of
from powers.picture import Picture


@dataclass(frozen=True)
class Asking:
    """Who asks for a page, and when; the tree of that moment, where a page asks for it."""

    by: Actor
    person: Employee
    at: datetime

    @cached_property
    def tree(self) -> Tree:
        """The departments at the moment."""
        return Tree(self.at)

    @cached_property
    def picture(self) -> Picture:
        """Who holds which power at the moment, and what the powers rest on."""
        return Picture(self.at)

    @property
    def approval(self) -> Basis:
        """On which clause of the version in force the approval of accounts rests."""
        return self.picture.basis(APPROVE_ACCOUNTS)

    def authorities(self, departments: Iterable[int]) -> list[Authority]:
        """Who decides for some departments (ids), or whose act is missing."""
        found = Department.objects.in_bulk(list(departments))
        return [authority_of(found[pk], self.at, self.at, APPROVE_ACCOUNTS, self.picture) for pk in departments]

    @property
    def reach(self) -> Reach:
        """For which departments the person approves and asks."""
        return reach_of(self.person, self.at)

    def account(self, reference: str) -> OfficialAccount:
        """An account that the person sees."""
        return account_in_sight(self.person, reference, self.at)


def asking(request: HttpRequest) -> Asking:
    """The signed-in person and the present moment."""
    by = Actor.of_request(request)
    if by.person is None:
        raise NotVisible("There is no such page.")
    return Asking(by, by.person, moment_of(request))


def posted(request: HttpRequest) -> tuple[Any, Any]:
    """What was sent, and its files, for a form; nothing where the form is only looked at."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def put_on(form: forms.Form, error: PortalError) -> None:
    """Show a service's sentence at the field it is about, or above the form."""
    field = error.field if isinstance(error, InvalidInput | Refusal) else ""
    form.add_error(field if field in form.fields else None, str(error))
