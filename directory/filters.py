"""Filters of the list of people, kept in the address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, Subquery

from directory.models import Assignment, Employee, EmployeeQuerySet, EmployeeStatus, Standing, Status
from directory.tree import Tree

WORKS_HERE, AT_WORK, EVERYBODY = "", "at_work", "everybody"
SORTS = [("number", "Number"), ("department", "Department")]


def department_choices(tree: Tree) -> list[tuple[str, str]]:
    """Departments by code, indented as they stand in the tree."""
    return [(branch.code, f"{'– ' * branch.depth}{branch.profile.name}") for branch in tree.walk()]


class PeopleFilter(django_filters.FilterSet):  # type: ignore[misc]
    """By words, department with its divisions, standing and status; sorted by name unless asked otherwise."""

    q = django_filters.CharFilter(label="Name or number", method="by_words", max_length=200)
    department = django_filters.ChoiceFilter(label="Department", method="by_department", empty_label="All departments")
    standing = django_filters.ChoiceFilter(
        label="Standing", method="by_standing", empty_label="Any standing", choices=Standing.choices
    )
    status = django_filters.ChoiceFilter(label="Status", method="by_status", empty_label="Works for the City")
    sort = django_filters.ChoiceFilter(label="Sorted by", method="sorted_by", empty_label="Name", choices=SORTS)

    class Meta:
        model = Employee
        fields: Iterable[str] = ()

    def __init__(self, *args: Any, at: datetime, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.tree = at, tree
        self.filters["department"].extra["choices"] = department_choices(tree)
        self.filters["status"].extra["choices"] = [
            (AT_WORK, "At work"),
            *[(status.value, status.label) for status in Status if status != Status.ACTIVE],
            (EVERYBODY, "Everybody, leavers too"),
        ]

    @property
    def qs(self) -> EmployeeQuerySet:
        """People who work for the City, unless another status is asked for."""
        found: EmployeeQuerySet = super().qs
        return found if self.form.cleaned_data.get("status") else found.employed(self.at)

    def by_words(self, people: EmployeeQuerySet, name: str, value: str) -> EmployeeQuerySet:
        """Every word must stand in the name, or the number begins with it."""
        for word in value.split()[:5]:
            people = people.filter(Q(name__icontains=word) | Q(number__istartswith=word))
        return people

    def by_department(self, people: EmployeeQuerySet, name: str, value: str) -> EmployeeQuerySet:
        """The department with everything under it."""
        ids = [branch.department_id for branch in self.tree.walk() if branch.code == value]
        return people.assigned_to(self.tree.with_divisions(ids), self.at)

    def by_standing(self, people: EmployeeQuerySet, name: str, value: str) -> EmployeeQuerySet:
        """Civil service, elected, seasonal …, as the assignment in effect says."""
        rows = Assignment.objects.in_effect(self.at).filter(standing=value, employee_id=OuterRef("pk"))
        return people.filter(Exists(rows))

    def sorted_by(self, people: EmployeeQuerySet, name: str, value: str) -> EmployeeQuerySet:
        """By number, or by the department's code and within it by name."""
        if value == "number":
            return people.order_by("number")
        there = Assignment.objects.in_effect(self.at).filter(employee_id=OuterRef("pk"))
        return people.annotate(where=Subquery(there.values("department__code")[:1])).order_by("where", "name", "pk")

    def by_status(self, people: EmployeeQuerySet, name: str, value: str) -> EmployeeQuerySet:
        """At work, away for a reason, or everybody the portal ever knew."""
        if value == EVERYBODY:
            return people
        if value == AT_WORK:
            return people.at_work(self.at)
        rows = EmployeeStatus.objects.in_effect(self.at).filter(status=value, employee_id=OuterRef("pk"))
        return people.filter(Exists(rows))
