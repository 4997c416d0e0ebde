"""The register as a file: what one may see of it, formula-safe, and readable by the import again."""

import csv
import io
from datetime import date, datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from accounts import exports
from accounts.models import IN_THE_REGISTER, Custody
from directory.models import Role
from foundation.audit.models import Entry
from foundation.files.services import read
from foundation.jobs.models import Job
from foundation.jobs.running import run as run_job
from tests.factories.accounts import DATES, AccountFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

IMPORTED = "url=Address,name=Name,department=Department,language=Language"


@pytest.fixture
def parks(db):
    return DepartmentFactory(code="PRF", profile__name="Parks")


@pytest.fixture
def viewer(client):
    person = EmployeeFactory()
    client.force_login(person)
    return person


@pytest.fixture
def export(client):
    def exported(kind="csv", **filters):
        return client.post(reverse("accounts:export"), {"kind": kind, **filters})

    return exported


def content(answer):
    return b"".join(answer.streaming_content)


def table(answer):
    return list(csv.DictReader(io.StringIO(content(answer).decode("utf-8-sig"))))


def handles(answer):
    return {row["Handle"] for row in table(answer)}


def test_the_register_comes_with_named_columns_and_days(export, viewer, parks):
    steward = EmployeeFactory(name="Sam Steward", assignment__department=parks)
    AccountFactory(
        department=parks, primary=steward, facts__handle="stlparks", facts__name="Parks", facts__language="German"
    )
    [row] = table(export())
    assert tuple(row) == exports.HEADER
    assert (row["Platform"], row["Address"], row["Department"], row["Department name"]) == (
        "X",
        "https://x.com/stlparks",
        "PRF",
        "Parks",
    )
    assert (row["State"], row["Language"], row["Primary steward"]) == ("Active", "German", "Sam Steward")
    assert date.fromisoformat(row["Entered on"])


def test_an_export_holds_what_the_person_may_see_and_no_more(export, client, viewer, parks):
    AccountFactory(department=parks, facts__handle="open")
    AccountFactory(department=parks, requested=True, facts__handle="asked")
    assert handles(export(state="all")) == {"open"}
    client.force_login(EmployeeFactory(role=Role.EMPLOYEE_RELATIONS))
    assert handles(export(state="all")) == {"open", "asked"}


def test_an_export_of_what_needs_attention_says_so(export, viewer, parks):
    AccountFactory(department=parks, facts__handle="alone")
    AccountFactory(department=parks, facts__handle="over", retired=True)
    assert handles(export(attention="no_steward", state="all")) == {"alone"}
    statement = load_workbook(io.BytesIO(content(export("xlsx", attention="no_steward")))).worksheets[1]
    assert "Needs attention" in [row[0].value for row in statement.iter_rows()]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_where_the_keys_are_never_stands_in_an_export(export, client, parks, kind):
    steward = EmployeeFactory(assignment__department=parks)
    account = AccountFactory(department=parks, primary=steward)
    Custody.objects.create(
        account=account,
        credentials="Vault of the Parks",
        mailbox="keys@city.example",
        second_factor=EmployeeFactory(name="Kay Keeper"),
        **DATES,
    )
    client.force_login(steward)
    given = content(export(kind))
    if kind == "xlsx":
        book = load_workbook(io.BytesIO(given), read_only=True)
        given = repr([list(sheet.values) for sheet in book]).encode()
    assert account.reference.encode() in given
    for secret in (b"Vault", b"keys@city", b"Kay Keeper"):
        assert secret not in given


def test_the_filters_of_the_page_narrow_it(export, viewer, parks):
    division = DepartmentFactory(code="PARK", profile__parent=parks)
    AccountFactory(department=parks, facts__handle="one")
    AccountFactory(department=division, facts__handle="two", facts__name="Forest Park")
    AccountFactory(facts__handle="three", facts__platform="facebook")
    AccountFactory(department=parks, retired=True, facts__handle="gone")
    AccountFactory(department=parks, listed=True, facts__handle="own")
    assert handles(export()) == {"one", "two", "three"}
    assert handles(export(department="PRF")) == {"one", "two"}
    assert handles(export(platform="facebook")) == {"three"}
    assert handles(export(state="retired")) == {"gone"}
    assert handles(export(state="all")) == {"one", "two", "three", "gone"}
    assert handles(export(own_pages="yes")) == {"own"}
    assert handles(export(q="forest park")) == {"two"}
    assert handles(export(q="https://www.twitter.com/ONE?s=20")) == {"one"}
    assert export(department="NOWHERE").status_code == 400


def test_what_people_typed_can_never_become_a_formula(export, viewer, parks):
    AccountFactory(department=parks, facts__name="=HYPERLINK(1)", facts__purpose="+1+cmd", facts__audience="@all")
    row = table(export())[0]
    assert (row["Name"], row["Purpose"], row["Audience"]) == ("'=HYPERLINK(1)", "'+1+cmd", "'@all")
    sheet = load_workbook(io.BytesIO(content(export("xlsx")))).worksheets[0]
    assert {cell.data_type for cell in sheet[2] if cell.value} <= {"s", "d"}


def test_a_workbook_has_days_as_days_and_says_what_it_is(export, viewer, parks):
    AccountFactory(department=parks)
    book = load_workbook(io.BytesIO(content(export("xlsx", platform="x"))))
    data, statement = book.worksheets
    titles = [cell.value for cell in data[1]]
    assert isinstance(data.cell(2, titles.index("Entered on") + 1).value, datetime)
    said = {row[0].value: row[1].value for row in statement.iter_rows()}
    assert (said["Platform"], said["Rows"]) == ("x", 1)
    assert viewer.number in said["Asked by"]


def test_every_export_stands_in_the_trail_with_its_filters_and_rows(export, viewer, parks):
    AccountFactory(department=parks)
    content(export(department="PRF"))
    entry = Entry.objects.get(act="accounts.register_exported")
    assert (entry.actor_number, entry.after["rows"], entry.after["filters"]) == (
        viewer.number,
        1,
        {"department": "PRF"},
    )


def test_a_long_export_is_a_job_of_the_person_who_asked(export, client, viewer, parks, monkeypatch):
    AccountFactory.create_batch(2, department=parks)
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    answer = export(department="PRF")
    job = Job.objects.get()
    assert answer.headers["Location"] == reverse("jobs:detail", args=[job.pk])
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    assert len(list(csv.reader(io.StringIO(read(job.result).decode("utf-8-sig"))))) == 3
    assert Entry.objects.get(act="accounts.register_exported").after["rows"] == 2


def test_an_unknown_kind_of_file_is_refused(export, viewer):
    assert export("pdf").status_code == 400


@pytest.mark.parametrize("accounts", [1, 4])
def test_the_number_of_questions_does_not_grow_with_the_register(
    export, viewer, parks, accounts, django_assert_max_num_queries
):
    steward = EmployeeFactory(assignment__department=parks)
    for number in range(accounts):
        AccountFactory(department=parks, primary=steward, facts__handle=f"stl{number}")
    with django_assert_max_num_queries(14):
        content(export())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_that_is_imported_again_is_unchanged_in_every_row(export, viewer, parks, tmp_path, kind):
    streets = DepartmentFactory(code="STR", profile__name="Parks")  # a name that two departments have
    for number, state in enumerate(IN_THE_REGISTER):
        AccountFactory(
            department=streets,
            sharing=[parks],
            state=state,
            facts__handle=f"stl{number}",
            facts__name=f"+Señal, “{number}”",
        )
    again = {}
    for own_pages, number in (("", len(IN_THE_REGISTER) - 1), ("yes", 1)):
        path = tmp_path / f"register{own_pages}.{kind}"
        path.write_bytes(content(export(kind, own_pages=own_pages, state="" if own_pages else "all")))
        out = io.StringIO()
        call_command("import_accounts", str(path), columns=IMPORTED, stdout=out, stderr=io.StringIO())
        again[out.getvalue()] = f"added 0, unchanged {number}, duplicates 0, rejected 0\n"
    assert again == {words: words for words in again.values()}


def test_the_buttons_carry_the_filters_of_the_page():
    shown = exports.buttons({"department": "PRF", "page": "2", "q": ""}, exports.AT_ONCE + 1)
    assert (shown.fields, shown.long) == ((("department", "PRF"),), True)
