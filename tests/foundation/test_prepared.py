"""A prepared query answers what its queryset answers, for every value, and refuses what it cannot keep apart."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Assignment
from foundation import clock
from foundation.prepared import Prepared
from tests.factories.directory import EmployeeFactory

pytestmark = pytest.mark.django_db

FIELDS = ("id", "title", "effective_from", "lineage")


def here(person, at):
    return Assignment.objects.in_effect(at).filter(employee_id=person).values_list(*FIELDS)


def test_it_answers_like_the_queryset_for_other_people_and_moments():
    prepared = Prepared(here, person=int, at=type(clock.now()))
    people = [EmployeeFactory(), EmployeeFactory()]
    now = clock.now()
    for moment in (now, now - timedelta(days=40_000), now + timedelta(days=1)):
        for person in people:
            assert prepared.rows(person=person.pk, at=moment) == list(here(person.pk, moment))
    assert prepared.rows(person=people[0].pk, at=now)
    assert prepared.rows(person=0, at=now) == []


def test_it_is_one_query_and_composed_once():
    composed = []
    prepared = Prepared(lambda person: composed.append(person) or here(person, clock.now()), person=int)
    with pytest.raises(TypeError):  # the moment differs between the two examples: it decides by something unnamed
        prepared.rows(person=1)
    fixed = clock.now()
    composed.clear()
    prepared = Prepared(lambda person: composed.append(person) or here(person, fixed), person=int)
    prepared.rows(person=1)
    with CaptureQueriesContext(connection) as queries:
        prepared.rows(person=2)
    assert (len(queries), len(composed)) == (1, 2)


@pytest.mark.parametrize(
    "build",
    [
        lambda person: Assignment.objects.filter(employee_id=person + 1).values_list("id"),
        lambda person: Assignment.objects.values_list("id"),
        lambda person: Assignment.objects.filter(**{"employee_id" if person % 2 else "pk": person}).values_list("id"),
    ],
    ids=["computes", "leaves out", "decides"],
)
def test_a_query_that_does_more_with_its_values_is_refused(build):
    with pytest.raises(TypeError):
        Prepared(build, person=int).rows(person=1)
