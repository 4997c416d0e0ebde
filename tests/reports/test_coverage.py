"""Who has acknowledged and who has not, as of a moment: counted as coverage counts, told as each may read it."""

from datetime import timedelta

import pytest

from foundation import clock
from policy.models import Carrying
from reports.reading import read
from tests.factories.acknowledgements import AcknowledgementFactory, CampaignFactory, VersionFactory
from tests.factories.directory import EmployeeFactory
from tests.reports import worlds
from tests.reports.worlds import acknowledged

pytestmark = pytest.mark.django_db

STATE, HOW, RECEIPT = 5, 7, 8


def answer(world, person, **query):
    question = read("coverage", {**world.query("coverage"), **query}, person, clock.now())
    found = question.report.answer(question.require)
    return found, {row.cells[3]: row.cells for row in found.rows.stream()}


def parks(world, **query):
    return answer(world, world.city.employee_relations, departments="PRF", **query)


def test_everybody_is_told_with_how_they_stand_and_the_sums_agree():
    world = worlds.build(modules=(acknowledged,))
    found, rows = parks(world)
    assert sorted(row[STATE] for row in rows.values()) == [
        "Away",
        *["Done"] * 3,
        "Exempt",
        *["Not yet"] * 5,  # owner, employee, supervisor, authority, designee
        *["With Employee Relations"] * 2,
    ]
    assert "3 of 12 people" in found.sentence
    assert "9 have not: 2 with Employee Relations, 2 exempt or away, 5 not yet." in found.sentence
    assert dict(found.sums[1].rows) == {"In the portal": 1, "At a kiosk": 1, "On paper": 1}
    assert found.sums[0].total == ("All", 12, 3, 9, 2, 2, 25)
    assert found.rows.count() == 12


def test_missing_and_done_are_the_two_halves_of_everybody():
    world = worlds.build(modules=(acknowledged,))
    everybody, missing, done = (parks(world, who=who) for who in ("everybody", "missing", "done"))
    assert set(missing[1]) | set(done[1]) == set(everybody[1])
    assert not set(missing[1]) & set(done[1])
    assert [len(rows) for _, rows in (missing, done)] == [missing[0].rows.count(), done[0].rows.count()] == [9, 3]


def test_a_sheet_recorded_late_counts_as_known_now_and_not_as_known_then():
    world = worlds.build(modules=(acknowledged,))
    worlds.later(world)
    then, away = world.then.isoformat(), world.things["away"].name
    assert parks(world, at=then)[1][away][HOW] == "On paper"
    assert parks(world, at=then, known_at=then)[1][away][STATE] == "Away"


def test_an_authority_reads_no_kinds_and_nobody_elses_department():
    world = worlds.build(modules=(acknowledged,))
    found, rows = answer(world, world.city.authority)
    assert {row[STATE] for row in rows.values()} == {"Done", "Not yet", "With Employee Relations"}
    assert rows[world.things["away"].name][STATE] == "Not yet"
    assert found.sums[0].total == ("All", 12, 3, 9, 3, 25)
    assert world.city.stranger.name not in rows


def test_a_supervisor_sees_the_people_of_today_and_oneself_and_others_only_themselves():
    world = worlds.build(modules=(acknowledged,))
    city = world.city
    _, rows = answer(world, city.supervisor, at=world.then.isoformat())
    assert set(rows) == {city.owner.name, city.employee.name, city.supervisor.name}
    found, rows = answer(world, city.stranger)
    assert set(rows) == {city.stranger.name}
    assert found.rows.count() == 1
    assert found.sentence.startswith("You have not acknowledged")


def test_campaigns_are_offered_to_who_may_see_them_alone_and_narrow_to_whom_they_ask():
    world = worlds.build(modules=(acknowledged,))
    campaign = CampaignFactory(version=world.things["campaign"].version, audience="list")
    campaign.people.create(person=world.city.owner)
    _, rows = answer(world, world.city.employee_relations, campaign=campaign.pk)
    assert set(rows) == {world.city.owner.name}
    assert len(answer(world, world.city.authority, campaign=campaign.pk)[1]) > 1
    found, rows = answer(world, world.city.employee_relations, campaign=campaign.pk, at=world.then.isoformat())
    assert not rows
    assert "was not open" in found.sentence


def test_of_two_acknowledgements_that_count_each_person_is_counted_once():
    world = worlds.build(modules=(acknowledged,))
    old, new = world.things["campaign"], CampaignFactory(version=VersionFactory(regulation__number="7"))
    Carrying.objects.create(version=new.version, counted=old.version, recorded_at=clock.now() - timedelta(days=1))
    AcknowledgementFactory(person=world.things["done"], campaign=new, method="paper")
    found, rows = answer(world, world.city.employee_relations, version=new.version_id, departments="PRF")
    assert rows[world.things["done"].name][STATE] == "Done"
    assert sorted(row[STATE] for row in rows.values() if row[RECEIPT]) == ["Done", *["Done, carried over"] * 2]
    assert dict(found.sums[1].rows) == {"On paper": 2, "At a kiosk": 1}


def test_a_version_that_was_not_in_force_then_asks_nobody():
    world = worlds.build(modules=(acknowledged,))
    draft = VersionFactory(draft=True)
    question = read("coverage", {"version": draft.pk}, world.city.employee_relations, clock.now())
    assert "no such published version" in str(question.form.errors)
    EmployeeFactory()
    found, rows = parks(world, at="2019-01-01T12:00:00+00:00", known_at=clock.now().isoformat())
    assert not rows
    assert "No version" in found.sentence
