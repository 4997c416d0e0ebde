"""Which authorizations are in effect, ready, ending or over, and who reads why."""

from collections import Counter

import pytest

from foundation import clock
from reports.reading import read
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory
from tests.factories.policy import published_150
from tests.reports import worlds
from tests.reports.worlds import acknowledged, authorized

pytestmark = pytest.mark.django_db

REFERENCE, STATE, KIND, PERSON, ACCEPTED, WHY = 0, 1, 2, 4, 10, 11


@pytest.fixture
def world(db):
    return worlds.build(modules=(acknowledged, authorized))


def answer(asker, **query):
    question = read("authorizations", query, asker, clock.now())
    found = question.report.answer(question.require)
    return found, {row.cells[REFERENCE]: row.cells for row in found.rows.stream()}


def relations(world, **query):
    return answer(world.city.employee_relations, departments="PRF", **query)


def test_each_is_told_with_its_state_and_why_and_the_sums_agree(world):
    found, rows = relations(world)
    assert Counter(row[STATE] for row in rows.values()) == {
        "In effect": 2,
        "Not accepted yet": 2,  # a device, and the paper that was confirmed
        "Begins later": 1,
        "Ended": 1,
        "Revoked": 1,
        "Not in effect": 3,
    }
    whys = {rows[world.things[name].reference][WHY] for name in ("rests", "left", "moved")}
    assert whys == {
        "Its holder is on leave or suspended: it rests until the return.",
        "Its holder left the City after it was given.",
        "Its holder came under another authority after it was given.",
    }
    assert found.sentence == (
        "4 authorizations are in effect, 2 of them with accepted conditions; 1 begins later; "
        "5 ended or are not in effect."
    )
    assert [sums.total for sums in found.sums] == [("All", 4, 1, 5, 10)] * 2
    assert found.rows.count() == len(rows) == 10


def test_none_in_effect_is_told_in_words(world):
    gone = world.things["left"].grantee.number
    assert relations(world, person=gone)[0].sentence.startswith("No authorization is in effect; ")


def test_every_state_is_a_part_of_the_whole(world):
    parts = [set(relations(world, state=state)[1]) for state in ("in_effect", "later", "over")]
    assert set.union(*parts) == set(relations(world)[1])
    assert sum(map(len, parts)) == 10
    ends, ready = world.things["ends"].reference, world.things["ready"].reference
    assert set(relations(world, state="ready")[1]) == {ends, ready}
    assert set(relations(world, state="ending", days="10")[1]) == {ends}
    assert set(relations(world, state="ending", days="9")[1]) == set()


def test_who_has_not_acknowledged_in_time_is_not_ready():
    world = worlds.build(modules=(authorized,))
    campaign = CampaignFactory(opens_at=world.then - 90 * authorized.DAY, due_at=world.then - 60 * authorized.DAY)
    AcknowledgementFactory(person=world.things["ends"].grantee, campaign=campaign)
    assert set(relations(world, state="ready")[1]) == {world.things["ends"].reference}
    rows = relations(world, state="in_effect")[1]
    assert rows[world.things["ready"].reference][STATE] == "Not ready"


def test_a_revocation_and_an_acceptance_recorded_late_are_told_as_known_now(world):
    ends = world.things["ends"].reference
    worlds.later(world)
    then = world.then.isoformat()
    assert relations(world, at=then)[1][ends][STATE] == "Revoked"
    assert relations(world, at=then, known_at=then)[1][ends][STATE] == "In effect"
    left = world.things["left"].reference
    assert relations(world, at=then)[1][left][ACCEPTED] is not None
    assert relations(world, at=then, known_at=then)[1][left][ACCEPTED] is None


def test_why_is_told_to_the_holder_the_authority_and_employee_relations_alone():
    published_150()
    world = worlds.build(modules=(authorized,))
    city, rests = world.city, world.things["rests"]
    for person in (rests.grantee, city.authority, city.employee_relations):
        assert "leave" in answer(person)[1][rests.reference][WHY]
    row = answer(city.auditor)[1][rests.reference]
    assert (row[STATE], row[WHY]) == ("Not in effect", "")
    assert {row[STATE] for row in answer(city.auditor, state="over")[1].values()} == {"Not in effect"}


def test_an_authority_sees_the_departments_and_everybody_else_their_own(world):
    city = world.city
    assert set(answer(city.authority)[1]) == set(relations(world)[1])
    _, rows = answer(city.owner)
    assert {row[PERSON] for row in rows.values()} == {city.owner.name}
    for person in (city.supervisor, city.stranger, city.records_custodian):
        found, rows = answer(person)
        assert not rows
        assert found.sentence == "There are no such written authorizations."


def test_filters_narrow_rows_and_sums_alike(world):
    found, rows = relations(world, kind="device", person=world.city.owner.number)
    assert [row[KIND] for row in rows.values()] == ["Use a personally owned device"]
    assert found.sums[0].total == ("All", 1, 0, 0, 1)
    question = read("authorizations", {"days": "3"}, world.city.employee_relations, clock.now())
    assert question.asked is None
