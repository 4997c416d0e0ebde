"""Decisions by date: told from the trail, with capacity, instrument and in whose name; never words."""

import pytest

from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.audit.wording import all_acts, all_decisions
from reports.reading import read
from reviews import services
from tests.access_city import found_city
from tests.factories.directory import LONG_AGO
from tests.reports import worlds
from tests.reports.worlds import by_office, decided
from tests.reports.worlds.decided import decide
from tests.reviews.conftest import Newsroom, as_person, hash_of

pytestmark = pytest.mark.django_db

DECIDING = ("approved", "declined", "refused", "revoked", "granted", "annulled", "adopted", "confirmed", "decided")
NOT_DECIDING = {
    "accounts.confirmed",  # a steward says that what the register has is true
    "acknowledgements.declined",  # somebody declines to acknowledge, for oneself
    "directory.api_client_revoked",
    "directory.import_confirmed",  # that a file of people is let in
}


@pytest.fixture
def world():
    return worlds.build(
        modules=(
            by_office,
            decided,
        )
    )


def begin():
    """The trail begins long ago."""
    record(by=Actor.of_system("set-up"), act="jobs.started", on=Subject("jobs.job", "1"), at=LONG_AGO)


def run(person, **query):
    question = read("decisions", query, person, clock.now())
    answer = question.report.answer(question.require)
    return [row.cells for row in question.report.sorted(question.require, answer).stream()], answer


def test_every_act_that_decides_is_named_as_a_decision():
    acts = {act for act in all_acts() if act.rpartition(".")[2].rpartition("_")[2] in DECIDING} - NOT_DECIDING
    assert acts <= set(all_decisions()), acts - set(all_decisions())
    assert set(all_decisions()) <= set(all_acts())


def test_a_designee_decides_in_the_name_of_the_authority_and_an_authority_in_its_own(world):
    designee = world.things["deciding"]
    rows, answer = run(world.city.employee_relations)
    assert {cells[7] for cells in rows if cells[5] == designee.holder.number} == {designee.named_by.name}
    own = [cells for cells in rows if cells[5] == designee.named_by.number]
    assert [(cells[7], cells[8]) for cells in own] == [(designee.named_by.name, "Letter of the Mayor")]
    assert len(rows) == answer.rows.count() == len(all_decisions()) + 2
    assert [cells[0] for cells in rows] == sorted((cells[0] for cells in rows), reverse=True)
    assert answer.sums[0].total == ("Together", "", len(rows))


def test_what_services_decide_stands_there_with_outcome_and_whether_a_reason_was_given(db):
    parks = Newsroom("PRF", "stlparks")
    begin()
    post = parks.sent()
    said = {"post": post, "seen_hash": hash_of(post)}
    services.ask_for_changes(by=as_person(parks.reviewer), reason="Name the shelter", **said)
    (cells,), _ = run(parks.head, kind="reviews")
    about, department, by = cells[2], cells[3], cells[4]
    assert (about, department, by) == (post.reference, "Department PRF", parks.reviewer.name)
    assert cells[6:9] == ("designee", parks.head.name, "Letter of the authority")
    assert cells[10:] == ("Changes asked for", True)
    assert "shelter" not in str(cells)


def test_an_authority_sees_the_decisions_of_the_department_and_others_their_own(db):
    begin()
    city, now = found_city(), clock.now()
    for code in ("PRF", "STR"):
        for act in all_decisions():
            decide(act, now, city.stranger, department_code=code)
    own = decide("policy.published", now, city.designee, department_code="")
    rows, _ = run(city.authority)
    assert len(rows) == sum(
        act.partition(".")[0] in ("authorizations", "accounts", "reviews") for act in all_decisions()
    )
    assert {cells[3] for cells in rows} == {"Parks, Recreation and Forestry"}
    assert len(run(city.stranger)[0]) == 2 * len(all_decisions())
    assert [cells[0] for cells in run(city.designee)[0]] == [own.at]
    for person in (city.employee, city.supervisor, city.administrator):
        assert run(person)[0] == []


def test_filters_narrow_rows_and_sums_alike(world):
    relations, decider = world.city.employee_relations, world.things["deciding"].holder
    for query, number in [
        ({"kind": "policy"}, sum(act.startswith("policy.") for act in all_decisions())),
        ({"decider": decider.number}, len(all_decisions())),
        ({"decider": decider.number, "kind": "powers"}, 2),
        ({"departments": "STR"}, 0),
        ({"through": (world.then.date().replace(year=world.then.year - 1)).isoformat()}, 0),
    ]:
        rows, answer = run(relations, **query)
        assert len(rows) == answer.rows.count() == number
        assert [one.total[-1] for one in answer.sums] == [number] * bool(number)
