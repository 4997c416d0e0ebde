"""What an address may ask, and the sentence for whatever it may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from directory.models import Assignment
from foundation import clock
from foundation.actor import Actor
from foundation.audit.services import Subject, record
from foundation.dates import day
from foundation.effective import end
from foundation.errors import InvalidInput, NotVisible
from reports.reading import read
from tests.factories.directory import EmployeeFactory


def words(question):
    return " ".join(str(one) for errors in question.form.errors.values() for one in errors)


def test_a_day_means_its_end(ask, relations):
    asked = ask("powers", relations, as_of="2026-03-31", known="now").require
    assert asked.at == clock.end_of(clock.city_date(asked.at)) - timedelta(microseconds=1)
    assert day(asked.at) == "March 31, 2026"
    assert asked.known_at == asked.now


def test_a_time_means_that_minute_of_the_city(ask, relations):
    asked = ask("powers", relations, as_of="2026-03-31", as_of_time="14:30", known="then").require
    assert (asked.at.astimezone(clock.city_zone()).hour, asked.known_at) == (14, asked.at)


def test_today_means_now(ask, relations):
    today = clock.city_date(clock.now()).isoformat()
    asked = ask("powers", relations, as_of=today).require
    assert asked.at == asked.now


def test_the_exact_pair_comes_back_from_its_link(ask, relations):
    question = ask("powers", relations, as_of="2026-03-31", known="then")
    again = ask("powers", relations, **question.exact).require
    assert (again.at, again.known_at) == (question.require.at, question.require.known_at)


def test_a_day_that_is_chosen_on_an_exact_link_is_what_is_asked(ask, relations):
    exact = ask("powers", relations, as_of="2026-03-31", known="then").exact
    question = ask("powers", relations, **exact, as_of="2026-02-28", known="now")
    assert day(question.require.at) == "February 28, 2026"
    assert question.require.known_at == question.require.now
    assert not {"at", "known_at"} & set(question.query), "the old moment comes back when the day is left empty"
    then = ask("powers", relations, at=exact["at"], known_at=clock.now().isoformat(), known="then").require
    assert then.known_at == then.at
    narrowed = ask("powers", relations, **exact, known="now", departments="PRF")
    assert (narrowed.exact["at"], narrowed.exact["known_at"]) == (exact["at"], exact["known_at"])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"as_of": "2199-01-01"}, "has not come yet"),
        ({"as_of": "yesterday"}, "Write the day as 2026-06-30."),
        ({"as_of": "0001-01-01"}, "outside the portal's calendar"),
        ({"as_of_time": "10:00"}, "Give the day, too"),
        ({"as_of": "2019-06-30", "known": "then"}, "knew nothing on June 30, 2019"),
        ({"at": "noon"}, "cannot be read"),
        ({"at": "2026-03-31T10:00:00"}, "cannot be read"),
        ({"at": "2199-03-31T10:00:00+00:00"}, "has not come yet"),
        ({"known": "sometimes"}, "sometimes"),
        ({"departments": "NOWHERE"}, "no department NOWHERE that you may see"),
        ({"departments": ",".join(f"D{number}" for number in range(60))}, "at most 50"),
        ({"departments": ",".join(f"D{number}" for number in range(10_000))[:1900]}, "too long"),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(ask, relations, data, sentence):
    question = ask("powers", relations, **data)
    assert question.asked is None
    assert sentence in words(question)


def test_an_address_that_never_ends_is_refused(ask, relations):
    with pytest.raises(InvalidInput, match="too long"):
        ask("powers", relations, departments=",".join(f"D{number}" for number in range(10_000)))


def test_a_department_out_of_sight_is_told_like_one_that_is_not_there(ask, world):
    there = ask("coverage", world.city.authority, departments="STR")
    nowhere = ask("coverage", world.city.authority, departments="NOWHERE")
    assert words(there) == words(nowhere).replace("NOWHERE", "STR")
    assert ask("coverage", world.city.authority, departments="prf").asked is not None


@pytest.mark.parametrize(
    ("code", "field"),
    [("authorizations", "person"), ("decisions", "decider"), ("turnaround", "reviewer"), ("person-file", "number")],
)
def test_a_person_out_of_sight_is_told_like_one_who_is_not_there_and_never_by_name(client, world, code, field):
    city = world.city
    there, nobody = (read(code, {field: one}, city.employee, clock.now()) for one in (city.stranger.number, "7x"))
    assert there.asked is nobody.asked is None
    assert words(there) == words(nobody).replace("7x", city.stranger.number)
    client.force_login(city.employee)
    page = client.get(reverse("reports:run", args=[code]), {field: city.stranger.number})
    assert city.stranger.name not in page.content.decode()
    assert read(code, {field: city.employee.number}, city.supervisor, clock.now()).asked is not None


def test_an_authority_names_who_has_left_the_department_and_nobody_else_does(ask, world):
    gone = EmployeeFactory(assignment__department=world.city.department)
    end(Assignment.objects.get(employee=gone), until=clock.now(), at=clock.now())
    assert ask("decisions", world.city.authority, decider=gone.number).asked is not None
    assert ask("decisions", world.city.supervisor, decider=gone.number).asked is None


def test_who_decides_for_a_department_may_be_named_by_everybody(ask, world):
    assert ask("decisions", world.city.stranger, decider=world.city.designee.number).asked is not None


def test_there_is_no_report_of_another_name(ask, relations):
    with pytest.raises(NotVisible):
        ask("salaries", relations)


def test_before_the_first_entry_one_may_ask_as_known_now(ask, relations):
    assert ask("powers", relations, as_of="2019-06-30", known="now").asked is not None


def test_what_must_be_said_is_asked_for_and_no_error(client, world):
    client.force_login(world.city.owner)
    page = client.get(reverse("reports:run", args=["account-file"]))
    assert page.status_code == 200
    assert b"Say which account" in page.content


@pytest.mark.parametrize("number", ["0", "-1", "999999999999999999999", "x"])
def test_a_page_that_there_is_not_gives_the_nearest(client, world, number):
    client.force_login(world.city.owner)
    assert client.get(reverse("reports:run", args=["powers"]), {"page": number}).status_code == 200


def test_rows_are_sorted_both_ways_by_what_one_can_sort_by(ask, relations):
    question = ask("powers", relations, sort="-holder")
    answer = question.report.answer(question.asked)
    names = [row.cells[2].casefold() for row in question.report.sorted(question.asked, answer).stream()]
    assert names == sorted(names, reverse=True)


@pytest.mark.parametrize("sort", ["nothing", "--holder", "-", "\0", "x" * 5_000])
def test_an_order_that_there_is_not_is_no_part_of_the_question(ask, relations, sort):
    assert "sort" not in ask("powers", relations, sort=sort).exact


@pytest.mark.django_db
def test_what_is_asked_of_now_is_not_too_early_though_the_first_entry_of_all_is_written_meanwhile():
    person, asked_at = EmployeeFactory(), clock.now()
    record(by=Actor.of_system("set-up"), act="jobs.started", on=Subject("jobs.job", "1"), at=clock.now())
    assert read("powers", {}, person, asked_at).asked is not None
