"""The register: what each account lacked, as it was and as it was known."""

from datetime import timedelta

import pytest

from accounts.models import AccountDepartment, Confirmation
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.effective import end
from reports.questions.register import LACKS
from reports.reading import read
from tests.access_city import City, found_city
from tests.factories.accounts import AccountFactory
from tests.factories.directory import LONG_AGO, EmployeeFactory
from tests.reports import worlds
from tests.reports.worlds import register

pytestmark = pytest.mark.django_db

PLACE = {"reference": 0, "handle": 2, "state": 5, "lacks": 12}


def a_city() -> City:
    """The city of the access table, whose trail begins long ago."""
    record(by=Actor.of_system("set-up"), act="jobs.started", on=Subject("jobs.job", "1"), at=LONG_AGO)
    return found_city()


def run(person, **query):
    question = read("register", query, person, clock.now())
    answer = question.report.answer(question.require)
    return [row.cells for row in question.report.sorted(question.require, answer).stream()], answer


def handles(person, **query):
    return {cells[PLACE["handle"]].rstrip("0123456789") for cells in run(person, **query)[0]}


def test_each_lack_is_told_of_the_accounts_that_have_it():
    world = worlds.build(modules=(register,))
    relations = world.city.employee_relations
    assert {code: handles(relations, lacks=code) for code in LACKS} == {
        "approval": {"found", "asked"},
        "stewards": {"one"},
        "link": {"unlinked", "missing"},
        "confirmation": {"unconfirmed"},
        "suspended": {"suspended"},
        "retired": {"retired"},
    }
    assert handles(relations, lacks="nothing") == {"whole", "steward"}
    assert "declined" not in handles(relations, lacks="everything")
    rows, answer = run(relations)
    assert len(rows) == answer.rows.count() == 8
    assert answer.sentence.startswith("Of 10 accounts, 8 lack something or are not in use: 2 without approval, 1 ")
    assert answer.sums[1].total == ("Together", 10, 2, 1, 2, 1, 1, 1)


def test_a_steward_who_had_gone_is_missed_once_it_is_known():
    world = worlds.build(modules=(register,))
    relations, known = world.city.employee_relations, clock.now()
    worlds.later(world)
    then = {"lacks": "stewards", "at": world.then.isoformat()}
    assert handles(relations, **then, known_at=known.isoformat()) == {"one"}
    assert handles(relations, **then) == {"steward", "known_late"}


def test_a_request_is_seen_by_those_whom_it_concerns_now_and_by_nobody_else():
    world = worlds.build(modules=(register,))
    city = world.city
    for person, sees in [
        (city.employee_relations, True),
        (city.auditor, True),
        (city.authority, True),
        (city.employee, False),
        (city.supervisor, False),
        (city.stranger, False),
    ]:
        rows, answer = run(person, lacks="approval", at=world.then.isoformat())
        assert ("Asked for" in {cells[PLACE["state"]] for cells in rows}) is sees
        assert dict(answer.sums[0].rows)[LACKS["approval"]] == len(rows) == (2 if sees else 1)


def test_who_came_to_the_department_later_sees_what_was_asked_for_before():
    city = a_city()
    now = clock.now()
    account = AccountFactory(department=city.other_department, requested=True)
    then = now - timedelta(days=1)
    assert not handles(city.authority, lacks="approval", at=then.isoformat())
    end(account.departments.get(), until=now, at=now)
    AccountDepartment.objects.create(
        account=account, department=city.department, is_responsible=True, effective_from=now, recorded_at=now
    )
    assert handles(city.authority, lacks="approval", at=then.isoformat())


def test_an_account_counts_for_each_department_that_uses_it_and_once_in_the_sums():
    city = a_city()
    AccountFactory(department=city.department, sharing=[city.other_department])
    everybody = city.stranger
    for codes in ("PRF", "STR", "PRF, STR"):
        rows, answer = run(everybody, lacks="everything", departments=codes)
        assert len(rows) == 1
        assert [row[:2] for row in answer.sums[1].rows] == [("Parks, Recreation and Forestry", 1)]
    rows, answer = run(everybody, lacks="everything", departments="DOP")
    assert (rows, answer.sums) == ([], ())
    assert "No account was there then" in answer.empty


def test_a_confirmation_of_a_later_day_is_no_confirmation_before():
    city = a_city()
    now = clock.now()
    account = AccountFactory(
        department=city.department,
        primary=EmployeeFactory(assignment__department=city.department),
        backup=EmployeeFactory(assignment__department=city.department),
    )
    Confirmation.objects.create(account=account, by=city.authority, at=now - timedelta(days=3))
    assert handles(city.employee, lacks="confirmation", at=(now - timedelta(days=4)).isoformat()) == {"city"}
    assert not handles(city.employee, lacks="confirmation")
