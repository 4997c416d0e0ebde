"""What was done by office and at night: who sees it, and what is never told."""

from datetime import timedelta

import pytest

from foundation import clock
from reports.reading import read
from tests.reports import worlds
from tests.reports.worlds import by_office
from tests.reports.worlds.by_office import act, by_two, night

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return worlds.build(modules=(by_office,))


def run(code, person, **query):
    question = read(code, {**query}, person, clock.now())
    answer = question.report.answer(question.require)
    return [row.cells for row in question.report.sorted(question.require, answer).stream()], answer


def test_acts_of_every_kind_are_told_and_counted_once(world):
    rows, answer = run("acts-by-office", world.city.employee_relations)
    assert [(cells[5], cells[7].split(" (")[0].split(" ACC")[0]) for cells in rows] == [
        ("Approve disclosure of criminal justice information", "A disclosure; its words are not told here"),
        ("Review posts", "Released the post POS-2026-00000001"),
        ("Approve official accounts", "Approved"),
        ("Approve a personal device", "Posted from my telephone"),
    ]
    assert answer.rows.count() == 4
    assert answer.sentence == "1 authority did 4 acts by office."
    assert answer.sums[0].rows == [("Parks, Recreation and Forestry", 4)]
    assert len(run("acts-by-office", world.city.auditor)[0]) == 4


def test_no_words_of_posts_and_disclosures_are_told_to_anybody(world):
    for person in (world.city.employee_relations, world.city.authority):
        told = str(run("acts-by-office", person)[0])
        assert "The storm" in told
        assert "Words of a post" not in told
        assert "the press" not in told


def test_an_authority_sees_the_acts_of_the_department_and_others_their_own(world):
    elsewhere = act(world, world.then, person=world.city.stranger, department=world.city.other_department)
    assert len(run("acts-by-office", world.city.authority)[0]) == 4
    assert {cells[1] for cells in run("acts-by-office", world.city.authority)[0]} == {"Ada Authority"}
    assert [cells[0] for cells in run("acts-by-office", world.city.stranger)[0]] == [elsewhere.recorded_at]
    for person in (world.city.employee, world.city.supervisor, world.city.designee):
        rows, answer = run("acts-by-office", person)
        assert (rows, answer.sentence, answer.sums) == ([], "Nothing was done by office.", ())


def test_a_period_and_departments_narrow_acts(world):
    relations, day = world.city.employee_relations, clock.city_date(world.then)
    assert len(run("acts-by-office", relations, since=(day - timedelta(days=10)).isoformat())[0]) == 3
    assert len(run("acts-by-office", relations, through=(day - timedelta(days=10)).isoformat())[0]) == 1
    assert run("acts-by-office", relations, departments="STR")[0] == []


def test_what_two_persons_made_of_a_night_is_told(world):
    relations = world.city.employee_relations
    rows, answer = run("night-appointments", relations)
    assert [cells[10] for cells in rows] == [False, True, False]
    assert answer.sentence.endswith("1 of the people were appointed by two persons afterwards.")
    other = night(at=clock.now() - timedelta(days=3))
    follows = by_two(other.department, at=clock.now() - timedelta(hours=12))
    first = run("night-appointments", relations)[0][0]
    assert (first[4], first[10]) == (other.holder.name, False)
    assert first[11].startswith(f"{follows.holder.name}, acting, from ")


def test_appointments_at_night_are_seen_by_those_whom_they_concern(world):
    made = night(world.city.department, at=world.then, holder=world.city.employee)
    mine = [made.effective_from]
    for person, sees in [
        (world.city.authority, mine),
        (world.city.employee, mine),
        (made.entered_by, None),
        (world.city.stranger, []),
    ]:
        found = [cells[0] for cells in run("night-appointments", person)[0]]
        assert found == sees if sees is not None else len(found) == 4
