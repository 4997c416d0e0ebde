"""Filters of the register, kept in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q

from accounts.attention import NEEDS, needing_attention
from accounts.models import OfficialAccount, OfficialAccountQuerySet, Platform, State
from accounts.platforms import address_book
from accounts.spellings import identities_of
from directory.filters import department_choices
from directory.models import Employee
from directory.tree import Tree

NAMES = ("q", "department", "platform", "state", "attention")
"""The filters as they stand in an address."""
EVERYTHING, ANYTHING = "all", "any"
CLOSED = (State.RETIRED, State.DECLINED, State.WITHDRAWN, State.NOT_OURS)
MOST_WORDS = 5


class RegisterFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """By words or any spelling of an address, department with its divisions, platform, and state."""

    q = django_filters.CharFilter(label="Name, handle or address", method="by_words")
    department = django_filters.ChoiceFilter(label="Department", method="by_department", empty_label="All departments")
    platform = django_filters.ChoiceFilter(label="Platform", method="by_platform", empty_label="All platforms")
    state = django_filters.ChoiceFilter(label="State", method="by_state", empty_label="In use, or waiting")

    attention = django_filters.ChoiceFilter(
        label="Needs attention", method="by_need", empty_label="Whether it does or not"
    )

    class Meta:
        model = OfficialAccount
        fields: Iterable[str] = ()

    def __init__(
        self, *args: Any, at: datetime, tree: Tree, states: Iterable[State], viewer: Employee, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.tree, self.viewer = at, tree, viewer
        self.filters["department"].extra["choices"] = department_choices(tree)
        self.filters["platform"].extra["choices"] = list(Platform.objects.values_list("code", "name"))
        self.filters["state"].extra["choices"] = [
            *((state.value, state.label) for state in states),
            (EVERYTHING, "Everything, what is closed too"),
        ]
        self.filters["attention"].extra["choices"] = [
            (ANYTHING, "Anything"),
            *((need.code, need.title) for need in NEEDS.values()),
        ]
        self.form.fields["q"].widget.attrs["maxlength"] = 500

    @property
    def qs(self) -> OfficialAccountQuerySet:
        """What is in use or waits for somebody, unless a state is asked for."""
        found: OfficialAccountQuerySet = super().qs
        chosen = self.form.is_bound and self.form.is_valid() and self.form.cleaned_data.get("state")
        return found if chosen else found.not_in_states(*CLOSED)

    def by_words(self, accounts: OfficialAccountQuerySet, name: str, value: str) -> OfficialAccountQuerySet:
        """Every word stands in name, handle or reference; or the whole is the address or handle, in any spelling."""
        return accounts.filter(said(value, self.form.cleaned_data.get("platform") or ""))

    def by_department(self, accounts: OfficialAccountQuerySet, name: str, value: str) -> OfficialAccountQuerySet:
        """The department with everything under it."""
        ids = [branch.department_id for branch in self.tree.walk() if branch.code == value]
        return accounts.used_by(self.tree.with_divisions(ids), self.at)

    def by_platform(self, accounts: OfficialAccountQuerySet, name: str, value: str) -> OfficialAccountQuerySet:
        """One platform."""
        return accounts.on_platform(value)

    def by_state(self, accounts: OfficialAccountQuerySet, name: str, value: str) -> OfficialAccountQuerySet:
        """One state, or all of them."""
        return accounts if value == EVERYTHING else accounts.in_states(value)

    def by_need(self, accounts: OfficialAccountQuerySet, name: str, value: str) -> OfficialAccountQuerySet:
        """What needs attention, for anything or for one thing."""
        return needing_attention(accounts, self.at, value, self.viewer)


def said(text: str, platform: str = "") -> Q:
    """The condition by which a text finds accounts of `as_of`: words of names, or any spelling of an address."""
    words = Q()
    for word in text.split()[:MOST_WORDS]:
        bare = word.removeprefix("@") or word
        words &= Q(name__icontains=word) | Q(handle__icontains=bare) | Q(reference__iexact=word)
    identities = identities_of(address_book(), text, platform)
    return words | Q(identity__in=identities) if identities else words


def narrowed(
    accounts: OfficialAccountQuerySet,
    data: Mapping[str, Any],
    at: datetime,
    tree: Tree,
    viewer: Employee,
    *,
    own_pages: bool = False,
) -> RegisterFilter:
    """The filter of one of the two pages over what a viewer sees: the register, or officials' own pages."""
    states = [state for state in State if (state == State.LISTED) == own_pages]
    found = accounts.in_states(*states)
    return RegisterFilter(data, found, at=at, tree=tree, states=states, viewer=viewer)
