"""Who decided for each other, and for whom they worked for: against a simple restatement, and who may ask."""

import random
from datetime import timedelta

import pytest
from django.urls import reverse

from directory.models import Employee
from directory.permissions import people_under
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.errors import NotVisible
from reports.reading import read
from tests.factories.accounts import AccountFactory
from tests.factories.acknowledgements import ExemptionFactory, VersionFactory
from tests.factories.directory import LONG_AGO, AssignmentFactory, DepartmentFactory, EmployeeFactory
from tests.reports import worlds
from tests.reports.worlds import decided
from tests.reports.worlds.decided import approve

pytestmark = pytest.mark.django_db


def run(asker, **query):
    question = read("mutual", query, asker, clock.now())
    answer = question.report.answer(question.require)
    return [row.cells for row in answer.rows.stream()], answer


def test_pairs_are_told_with_what_each_decided_for_the_other():
    world = worlds.build(modules=(decided,))
    things = world.things
    chief, clerk, director = (things[name] for name in ("chief", "clerk", "director"))
    rows, answer = run(world.city.employee_relations)
    mine = [cells for cells in rows if cells[2] in (chief.number, clerk.number)]
    assert [(cells[0], {cells[1], cells[3]}) for cells in mine[:1]] == [("For each other", {chief.name, clerk.name})]
    assert {(cells[0], cells[1], cells[3]) for cells in mine[1:]} == {
        ("For the own supervisor", clerk.name, above.name) for above in (chief, director)
    }
    each = mine[0]
    assert {each[5], each[9]} == {"1 authorization", "1 account or change of one"}
    assert things["approved"].reference in each
    assert answer.sentence == "1 pair of people decided for each other; 2 pairs of decider and own supervisor."
    only = run(world.city.auditor, relation="supervisor", kind="exemptions")[0]
    assert [(cells[1], cells[3], cells[5]) for cells in only] == [(clerk.name, director.name, "1 exemption")]
    assert run(world.city.auditor, person=world.city.stranger.number)[0] == []


def test_nobody_but_employee_relations_and_auditors_asks(client):
    world = worlds.build(modules=(decided,))
    for name, person in world.city.people.items():
        client.force_login(person)
        status = 200 if name in ("employee_relations", "auditor") else 404
        assert client.get(reverse("reports:run", args=["mutual"])).status_code == status, name
    for name in ("authority", "supervisor", "employee", "records_custodian", "administrator"):
        with pytest.raises(NotVisible):
            run(world.city.people[name])


def slowly(decisions, at, known_at):
    """The pairs, decision by decision as a person would."""
    told = [(a, b, moment) for a, b, moment in decisions if moment <= min(at, known_at)]
    pairs = {(a, b) for a, b, _ in told}
    each = {frozenset(pair) for pair in pairs if pair[::-1] in pairs}
    above = {}
    for a, b, moment in told:
        boss = Employee.objects.get(pk=b)
        if Employee.objects.filter(pk=a, pk__in=people_under(boss, moment, known_at)).exists():
            above[a, b] = above.get((a, b), 0) + 1
    return each, above


@pytest.mark.parametrize("seed", range(4))
def test_pairs_are_those_that_reading_decision_by_decision_finds(seed):
    record(by=Actor.of_system("set-up"), act="jobs.started", on=Subject("jobs.job", "1"), at=LONG_AGO)
    draw, now = random.Random(seed), clock.now()
    relations, place = EmployeeFactory(role="employee_relations"), DepartmentFactory()
    people = [EmployeeFactory(assignment=False) for _ in range(6)]
    for person in people:
        cuts = sorted(draw.sample(range(2, 98), 3))
        for begins, ends in zip([100, *reversed(cuts)], [*reversed(cuts), None], strict=True):
            boss = draw.choice([one for one in people if one != person] + [None])
            until = now - timedelta(days=ends) if ends else None
            known = draw.choice([LONG_AGO, now - timedelta(days=draw.randint(0, 90))])
            dates = {"effective_from": now - timedelta(days=begins), "effective_until": until, "recorded_at": known}
            AssignmentFactory(employee=person, department=place, supervisor=boss, **dates)
    account, version, decisions = AccountFactory(), VersionFactory(), []
    for _ in range(25):
        a, b = draw.sample(people, 2)
        moment = now - timedelta(days=draw.randint(0, 95), minutes=draw.randint(1, 900))
        if draw.random() < 0.5:
            approve(a, b, moment, account)
        else:
            ExemptionFactory(
                person=b, decided_by=a, asked_at=moment, approved=True, version=version, asked_by=relations
            )
        decisions.append((a.pk, b.pk, moment))
    by_number = {person.number: person.pk for person in people}
    for days, known_days in ((0, 0), (40, 0), (40, 40), (40, 20)):
        at, known_at = now - timedelta(days=days), now - timedelta(days=known_days)
        rows, _ = run(relations, at=at.isoformat(), known_at=known_at.isoformat())
        each, above = slowly(decisions, at, known_at)
        found = [(cells[0], by_number[cells[2]], by_number[cells[4]], cells[5]) for cells in rows]
        assert {frozenset((a, b)) for relation, a, b, _ in found if relation == "For each other"} == each
        numbers = {(a, b): words for relation, a, b, words in found if relation == "For the own supervisor"}
        assert {
            pair: sum(int(part.split()[0]) for part in words.split(", ")) for pair, words in numbers.items()
        } == above
