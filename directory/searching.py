"""What the search box finds of the directory: people whom one may see, and departments."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from directory.models import DepartmentProfile, Employee
from directory.permissions import visible_people
from directory.reading import lines_of
from directory.tree import Tree
from foundation.searching import MOST_OF_A_KIND, SearchResult


def found(person: Employee, words: str, at: datetime) -> list[SearchResult]:
    """People by name or number, departments by name or code."""
    people = visible_people(person, at)
    for word in words.split()[:5]:
        people = people.filter(Q(name__icontains=word) | Q(number__istartswith=word))
    tree = Tree(at)
    results = [
        SearchResult(
            "People",
            line.employee.name,
            reverse("directory:person", args=[line.employee.number]),
            ", ".join(part for part in (line.assignment.title if line.assignment else "", line.department) if part),
        )
        for line in lines_of(people.order_by("name")[:MOST_OF_A_KIND], at, tree)
    ]
    wanted = words.casefold()
    named: list[DepartmentProfile] = [
        branch.profile
        for branch in tree.walk()
        if wanted in branch.profile.name.casefold() or wanted == branch.code.casefold()
    ]
    for profile in named[:MOST_OF_A_KIND]:
        code = profile.department.code
        results.append(SearchResult("Departments", profile.name, reverse("directory:department", args=[code]), code))
    return results
