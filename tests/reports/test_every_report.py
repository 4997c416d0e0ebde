"""What holds for every report of the catalogue, whatever it is about. Facts stand in `tests/reports/worlds/`."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from foundation import clock
from foundation.actor import Actor
from reports.answer import Column
from reports.catalogue import REPORTS, report_named
from reports.files_out import sheet_of, write
from reports.reading import read
from reports.templatetags.cells import figures, row
from reports.views.heads import Head
from tests.access_city import PERSONS
from tests.reports import worlds

pytestmark = pytest.mark.django_db

CODES = [report.code for report in REPORTS]


def asked(world, code, person, **moments):
    """The question of a report, as an address puts it; asked a little later than everything that was written."""
    return read(code, {**world.query(code), **moments}, person, clock.now())


def rows_of(question):
    answer = question.report.answer(question.require)
    return [row.cells for row in question.report.sorted(question.require, answer).stream()], answer


@pytest.mark.parametrize("code", CODES)
def test_the_same_pair_of_moments_has_the_same_answer_for_ever(code):
    world = worlds.build()
    relations = world.city.employee_relations
    known = clock.now()
    pairs = [(known, known), (world.then, known), (world.then, world.then)]
    addresses = [{"at": at.isoformat(), "known_at": known_at.isoformat()} for at, known_at in pairs]
    addresses += [{**addresses[0], "sort": column.code} for column in report_named(code).columns if column.order]
    before = [rows_of(asked(world, code, relations, **address)) for address in addresses]
    worlds.later(world)
    after = [rows_of(asked(world, code, relations, **address)) for address in addresses]
    assert [rows for rows, _ in after] == [rows for rows, _ in before]
    assert [answer.sentence for _, answer in after] == [answer.sentence for _, answer in before]
    assert [answer.sums for _, answer in after] == [answer.sums for _, answer in before]
    assert before[0][0], "the world holds nothing that this report tells of"


@pytest.mark.parametrize("code", CODES)
def test_late_entries_are_told_as_known_now(code):
    world = worlds.build()
    relations = world.city.employee_relations
    before = rows_of(asked(world, code, relations, at=world.then.isoformat()))[0]
    worlds.later(world)
    if code not in worlds.CHANGED_LATE:
        pytest.skip("nothing is entered late about this report's matters")
    assert rows_of(asked(world, code, relations, at=world.then.isoformat()))[0] != before


@pytest.mark.parametrize("code", CODES)
def test_more_rows_ask_no_more_questions(code):
    world = worlds.build()
    relations = world.city.employee_relations

    def asks():
        question = asked(world, code, relations)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = question.report.answer(question.require)
            answer.rows.part(0, 50)
        return len(queries), answer.rows.count()

    asks()
    few, before = asks()
    for _ in range(3):
        worlds.more(world)
    many, after = asks()
    if code not in worlds.ONE_THING:
        assert after > before
    assert many <= few


@pytest.mark.parametrize("code", CODES)
def test_every_file_has_the_rows_of_the_page_and_says_what_it_is(code):
    world = worlds.build()
    question = asked(world, code, world.city.employee_relations)
    by, at = Actor.of_person(world.city.employee_relations), clock.now()
    rows, answer = rows_of(question)
    made, hashes = {}, set()
    for kind in ("csv", "xlsx", "pdf"):
        made[kind] = io.BytesIO()
        written = write(sheet_of(question, by, at, kind), made[kind], lambda _: None)
        hashes.add(written.sha256)
        assert written.rows == len(rows)
    assert len(hashes) == 1
    lines = list(csv.reader(io.StringIO(made["csv"].getvalue().decode("utf-8-sig"))))
    assert lines[0] == list(question.report.header)
    assert len(lines) == len(rows) + 1
    said = dict(load_workbook(made["xlsx"])["What this is"].iter_rows(values_only=True))
    assert said["Question"] == question.report.title
    assert said["Answer"] == answer.sentence
    assert said["SHA-256 of the data"] in hashes
    assert made["pdf"].getvalue().startswith(b"%PDF-")


@pytest.mark.parametrize("code", CODES)
def test_nobody_sees_more_than_employee_relations(code):
    world = worlds.build()
    world.things["seen"] = {}
    everything = None
    for name in ("employee_relations", *(name for name in PERSONS if name != "employee_relations")):
        person = world.city.people[name]
        try:
            found = {row[: worlds.SAME.get(code, 99)] for row in rows_of(asked(world, code, person))[0]}
        except Exception as error:
            assert error.__class__.__name__ in {"NotVisible", "Refusal", "InvalidInput"}, error
            continue
        everything = found if everything is None else everything
        assert found <= everything


def test_a_moment_to_come_is_refused_with_a_sentence():
    world = worlds.build()
    tomorrow = clock.city_date(clock.now()) + timedelta(days=1)
    question = asked(world, CODES[0], world.city.employee_relations, as_of=tomorrow.isoformat())
    assert question.asked is None
    assert "has not come yet" in str(question.form.errors["as_of"])


@pytest.mark.parametrize("code", ["powers", "register", "account-file"])
def test_a_report_that_tells_more_than_the_own_matters_does_not_say_that_it_tells_these_alone(code):
    world = worlds.build()
    owner = world.city.owner
    question = asked(world, code, owner)
    assert question.require.scope.is_own
    statement = dict(sheet_of(question, Actor.of_person(owner), clock.now(), "csv").statement.lines())
    assert statement["Whose matters"] == question.report.whose_matters(question.scope)
    assert "own" not in statement["Whose matters"]


def test_what_was_asked_is_told_on_the_page_in_sentences_apart(client):
    world = worlds.build()
    client.force_login(world.city.owner)
    page = " ".join(client.get("/reports/decisions/", {"kind": "reviews"}).content.decode().split())
    assert "Whose matters: only the own matters. Period: " in page
    assert ". On what: Posts, and words with blanks." in page


@pytest.mark.parametrize("code", ["register", "person-file", "authorizations"])
def test_on_paper_no_number_or_platform_is_broken_because_other_columns_are_wide(code):
    world = worlds.build()
    question = asked(world, code, world.city.employee_relations)
    sheet = sheet_of(question, Actor.of_person(world.city.employee_relations), clock.now(), "pdf")
    out = io.BytesIO()
    write(sheet, out, lambda _: None)
    printed = "".join(page.extract_text() for page in PdfReader(out).pages)
    columns = [column.code for column in question.report.columns]
    short = [columns.index(name) for name in ("number", "platform") if name in columns]
    told = {row.cells[place] for row in sheet.rows.stream() for place in short} - {""}
    assert told
    assert not {one for one in told if one not in printed}


def test_whatever_stands_in_a_cell_is_text_and_never_markup():
    hostile = "<script>alert('1')</script>\"&"
    head = Head(Column("x", hostile), "", "")
    number = Head(Column("n", "Number", is_number=True), "", "")
    told = row([(head, hostile, f"/?q={hostile}"), (head, hostile, ""), (number, 1200, "")])
    told += figures([[(hostile, hostile), ("Number", 1200)]])
    assert "<script" not in told
    assert told.count("&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&quot;&amp;") == 7
    assert told.count('<td class="portal-number" data-label="Number">1,200</td>') == 2
