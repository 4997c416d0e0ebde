"""Who may speak on an account at a moment: the decision's answer for each whom one is told about."""

import pytest
from django.urls import reverse

from authorizations.decisions import Act, decide
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.errors import InvalidInput
from reports.reading import read
from tests.factories.accounts import AccountFactory
from tests.factories.authorizations import AuthorizationFactory
from tests.factories.directory import LONG_AGO, EmployeeFactory
from tests.factories.policy import published_150
from tests.reports import worlds
from tests.reports.worlds import authorized

pytestmark = pytest.mark.django_db

NAME, ANSWER, INSTRUMENTS, WHY = 0, 4, 5, 6


@pytest.fixture
def world(db):
    record(by=Actor.of_system("set-up"), act="jobs.started", on=Subject("jobs.job", "0"), at=LONG_AGO)
    published_150()
    return worlds.build(modules=(authorized,))


def answer(world, asker, **query):
    question = read("who-may-speak", {**world.query("who-may-speak"), **query}, asker, clock.now())
    found = question.report.answer(question.require)
    return found, {row.cells[NAME]: row.cells for row in found.rows.stream()}


def relations(world, **query):
    return answer(world, world.city.employee_relations, **query)


def test_each_is_told_with_the_instruments_or_why_not(world):
    city, ready, account = world.city, world.things["ready"], world.things["spoken_on"]
    waits = AuthorizationFactory(grantee=city.owner, accounts=[account])
    wide = AuthorizationFactory(grantee=city.employee, platforms=["x"], accepted=True, subjects_covered=["Snow"])
    AuthorizationFactory(grantee=city.stranger, platforms=["x"], accepted=True)  # for an account of Parks: nothing
    found, rows = relations(world)
    assert {name: row[ANSWER] for name, row in rows.items()} == {
        ready.grantee.name: "Yes",
        city.authority.name: "Yes",
        city.owner.name: "Not yet",
        city.employee.name: "Not yet",
    }
    assert rows[ready.grantee.name][INSTRUMENTS] == ready.reference
    assert rows[city.authority.name][INSTRUMENTS].startswith("by office")
    assert rows[city.owner.name][WHY] == f"The conditions of {waits.reference} are not accepted yet."
    assert f"{wide.reference} covers only: Snow." in rows[city.employee.name][WHY]
    assert found.sentence.startswith("Of 4 people who hold something for")
    assert "2 may speak there." in found.sentence
    assert dict(found.sums[0].rows) == {"Yes": 2, "Not yet": 2, "No": 0}


def test_the_answer_is_the_decisions_at_the_moment_as_known_then_or_now(world):
    worlds.later(world)
    then, holder = world.then, world.things["ready"].grantee
    act = Act(account=world.things["spoken_on"])
    for known in (then, clock.now()):
        _, rows = relations(world, at=then.isoformat(), known_at=known.isoformat())
        decision = decide(holder, act, then, known)
        assert rows[holder.name][ANSWER].lower() == decision.answer.value
        assert rows[holder.name][WHY] == " ".join(one.sentence for one in decision.unmet)
    assert rows[holder.name][ANSWER] == "No"


def test_why_not_is_told_to_who_may_read_it_alone(world):
    worlds.later(world)
    city, holder = world.city, world.things["ready"].grantee
    for person in (city.employee_relations, city.authority, holder):
        assert "leave" in answer(world, person)[1][holder.name][WHY]
    assert answer(world, city.auditor)[1][holder.name][WHY] == "Nothing that allows it is in force at that moment."


def test_for_another_voice_others_may(world):
    city = world.city
    AuthorizationFactory(grantee=city.owner, accepted=True, voice="city", voice_department=None, platforms=["x"])
    assert {name: row[ANSWER] for name, row in relations(world, speaks_for="city")[1].items()} == {
        world.things["ready"].grantee.name: "No",
        city.authority.name: "Yes",
        city.owner.name: "Yes",
    }
    assert city.other_department.appointments.get().holder.name in relations(world, speaks_for="str")[1]


def test_an_authority_is_told_of_the_departments_people_and_others_of_themselves(world):
    city, account = world.city, world.things["spoken_on"]
    mine = AuthorizationFactory(grantee=city.owner, accounts=[account], accepted=True)
    outside = EmployeeFactory(assignment__department=city.other_department)
    AuthorizationFactory(grantee=outside, accounts=[account], accepted=True)
    assert outside.name in relations(world)[1]
    assert set(answer(world, city.authority)[1]) == {
        world.things["ready"].grantee.name, city.authority.name, city.owner.name
    }  # fmt: skip
    _, rows = answer(world, city.owner)
    assert {name: row[INSTRUMENTS] for name, row in rows.items()} == {city.owner.name: mine.reference}
    for person in (city.supervisor, city.stranger):
        assert not answer(world, person)[1]


def test_an_account_out_of_sight_is_none_and_no_account_is_asked_for_one(client, world):
    hidden = AccountFactory(state="requested")
    relations(world, account=hidden.reference)
    for called in (hidden.reference, "ACC-NONE"):
        with pytest.raises(InvalidInput, match="The register has no official account called"):
            answer(world, world.city.stranger, account=called)
    client.force_login(world.city.stranger)
    page = client.get(reverse("reports:run", args=["who-may-speak"]), {"account": "ACC-NONE", "as_of": "2026-03-31"})
    assert page.status_code == 400
    assert b"The register has no official account called" in page.content
    assert b'name="as_of" value="2026-03-31"' in page.content, "what was asked stays in the fields"
    assert "Say which account" in read("who-may-speak", {}, world.city.stranger, clock.now()).missing
