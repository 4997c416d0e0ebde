"""How auditors narrow the trail."""

from __future__ import annotations

from datetime import date

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from foundation import clock
from foundation.audit.models import Entry
from foundation.audit.wording import acts_saying

LONGEST_WORDS = 200
"""SQLite refuses a pattern of tens of thousands of signs, and nobody looks for one."""


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class EntryFilter(django_filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Person, object, act, department, days: each in the address, so that a search can be sent."""

    person = django_filters.CharFilter(label="Person (name or number)", method="of_person", max_length=LONGEST_WORDS)
    thing = django_filters.CharFilter(
        label="Object (name, kind or number)", method="on_thing", max_length=LONGEST_WORDS
    )
    act = django_filters.CharFilter(label="Act (words or code)", method="of_act", max_length=LONGEST_WORDS)
    department = django_filters.CharFilter(
        label="Department (code)", field_name="department_code", lookup_expr="iexact", max_length=LONGEST_WORDS
    )
    first_day = django_filters.DateFilter(label="From", method="from_day", widget=_day())
    last_day = django_filters.DateFilter(label="Through", method="through_day", widget=_day())

    class Meta:
        model = Entry
        fields: tuple[str, ...] = ()

    def of_person(self, entries: QuerySet[Entry], _name: str, words: str) -> QuerySet[Entry]:
        """By employee number exactly, or by part of the name."""
        return entries.filter(Q(actor_number=words) | Q(actor_name__icontains=words))

    def on_thing(self, entries: QuerySet[Entry], _name: str, words: str) -> QuerySet[Entry]:
        """By the object's id or kind exactly, by both (`policy.version 3`), or by part of its name."""
        kind, _, number = words.rpartition(" ")
        return entries.filter(
            Q(object_id=words)
            | Q(object_kind=words)
            | Q(object_kind=kind, object_id=number)
            | Q(object_label__icontains=words)
        )

    def of_act(self, entries: QuerySet[Entry], _name: str, words: str) -> QuerySet[Entry]:
        """By what pages call it ("opened the campaign"), or by the beginning of its code."""
        return entries.filter(Q(act__istartswith=words) | Q(act__in=acts_saying(words)))

    def from_day(self, entries: QuerySet[Entry], _name: str, day: date) -> QuerySet[Entry]:
        """From the beginning of a day in the City."""
        return entries.filter(at__gte=clock.start_of(day))

    def through_day(self, entries: QuerySet[Entry], _name: str, day: date) -> QuerySet[Entry]:
        """Through the end of a day in the City."""
        return entries.filter(at__lt=clock.end_of(day))
