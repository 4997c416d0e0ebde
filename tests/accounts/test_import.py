"""Accounts from a spreadsheet: what goes in, what is told, and that doing it twice changes nothing."""

import csv
import io
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.imports.departments import code_for
from accounts.models import AccountFacts, AccountImport, AccountState, OfficialAccount, State
from directory.models import Department, DepartmentProfile, Role
from foundation import clock
from foundation.audit.models import Entry
from foundation.files.models import StoredFile
from tests.accounts.inventories import HEADER, PARKS, STREETS, Ran, counts, identities, lines
from tests.factories.accounts import AccountFactory
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("departments")]


def test_what_is_imported_is_found_never_active_and_stands_in_the_trail(run, departments):
    assert run(lines(PARKS, STREETS)).counts == counts(added=2)
    account = OfficialAccount.objects.as_of(clock.now()).get(now__identity="x:stlstreets")
    assert (account.was_found, account.entered_by, account.standing.state) == (True, None, State.FOUND)
    assert (account.now.name, account.now.language, account.now.url) == (
        "Streets",
        "Spanish",
        "https://x.com/STLStreets",
    )
    assert account.departments.get().department == departments[1]
    assert set(AccountState.objects.values_list("state", flat=True)) == {State.FOUND}
    entry = Entry.objects.get(act="accounts.found", object_id=account.reference)
    assert (entry.department_code, entry.after["identity"]) == ("STR", "x:stlstreets")
    assert Entry.objects.filter(act="accounts.import_applied").count() == 1


def test_the_same_file_again_changes_nothing(run):
    run(lines(PARKS, STREETS))
    before = list(AccountFacts.objects.order_by("pk").values_list("pk", flat=True))
    again = run(lines(STREETS, PARKS))
    assert (again.counts, again.failed) == (counts(unchanged=2), "")
    assert list(AccountFacts.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_the_last_line_is_the_counts_alone(run):
    assert run(lines(PARKS)).lines == ["added 1, unchanged 0, duplicates 0, rejected 0"]


def test_a_dry_run_says_the_same_and_writes_nothing(run, tmp_path):
    file = lines(PARKS, PARKS, "nowhere,Nowhere,PRF,", "https://x.com/new,New,Department of New Things,")
    before = Entry.objects.count()
    dry = run(file, "--dry-run", "--create-departments")
    assert (identities(), Entry.objects.count(), AccountImport.objects.count(), StoredFile.objects.count()) == (
        set(),
        before,
        0,
        0,
    )
    assert not (tmp_path / "inventory.rejects.csv").exists()
    assert not Department.objects.filter(code="DNT").exists()
    wet = run(file, "--create-departments")
    assert wet.counts == dry.counts == counts(added=2, duplicates=1, rejected=1)
    assert wet.err.replace("was made", "would be made") == dry.err
    assert dry.failed and wet.failed


def test_a_bad_row_is_told_with_line_column_value_and_what_to_do_and_the_rest_goes_in(run, tmp_path):
    ran = run(lines("htp:/foo,Foo,PRF,", PARKS, "https://x.com/stlcourts,Courts,Courts,"))
    assert ran.counts == counts(added=1, rejected=2)
    assert "Line 2: URL “htp:/foo”: “htp:/foo” is not an address." in ran.err
    assert "Line 4: Department “Courts”: The portal knows no department with this code or name." in ran.err
    assert "--create-departments" in ran.err
    assert "2 rows did not go in" in ran.failed
    rejects = list(csv.reader(io.StringIO((tmp_path / "inventory.rejects.csv").read_text("utf-8-sig"))))
    assert rejects[0] == [*HEADER.split(","), "line in the file", "what is wrong", "what to do"]
    assert [(row[0], row[4]) for row in rejects[1:]] == [("htp:/foo", "2"), ("https://x.com/stlcourts", "4")]


def test_mended_rejects_go_in_with_the_same_columns_and_their_own_rejects_stay_readable(run, tmp_path):
    run(lines("nowhere,Parks,PRF,English", "https://x.com/stlcourts,Courts,Courts,"))
    text = (tmp_path / "inventory.rejects.csv").read_text("utf-8-sig")
    again = run(text, name="inventory.rejects.csv")
    assert again.counts == counts(rejected=2)
    second = (tmp_path / "inventory.rejects.rejects.csv").read_text("utf-8-sig")
    assert second.splitlines()[0] == text.splitlines()[0]
    mended = second.replace("nowhere,", "https://www.instagram.com/stlparks/,", 1).replace(
        ",Courts,Courts,", ",Courts,STR,"
    )
    assert run(mended, name="mended.csv").counts == counts(added=2)
    assert identities() == {"instagram:stlparks", "x:stlcourts"}


def test_a_rejects_file_can_never_become_a_formula(run, tmp_path):
    run(lines('@SUM(1),"+1+cmd|calc",NOWHERE,'))
    row = list(csv.reader(io.StringIO((tmp_path / "inventory.rejects.csv").read_text("utf-8-sig"))))[1]
    assert row[:2] == ["'@SUM(1)", "'+1+cmd|calc"]


def test_duplicates_within_the_file_name_the_first_line(run):
    ran = run(
        lines(PARKS, "https://m.facebook.com/STLParks?ref=ts,Parks again,PRF,", "http://FB.com/stlparks,Third,STR,")
    )
    assert ran.counts == counts(added=1, duplicates=2)
    assert ran.err.count("stands on line 2 already") == 2
    assert ran.failed == ""


def test_a_row_that_cannot_go_in_is_no_first_of_two(run):
    assert run(lines("https://x.com/stlparks,Parks,NOWHERE,", "https://x.com/stlparks,Parks,PRF,")).counts == counts(
        added=1, rejected=1
    )


def test_the_same_address_with_other_facts_is_a_duplicate_that_says_what_differs(run):
    run(lines(PARKS))
    account = OfficialAccount.objects.get()
    ran = run(lines("https://www.facebook.com/stlparks/,Forestry,STR,Spanish"))
    assert ran.counts == counts(duplicates=1)
    for words in (account.reference, "found, not yet confirmed", "“Parks”", "“Forestry”", "PRF", "STR", "“Spanish”"):
        assert words in ran.err


def test_what_a_row_leaves_empty_says_nothing_against_the_register(run):
    run(lines(PARKS))
    assert run(lines("facebook.com/stlparks,,prf,")).counts == counts(unchanged=1)


@pytest.mark.parametrize("state", ["requested", "approved", "active", "suspended", "retired", "found", "listed"])
def test_an_account_of_the_register_is_known_in_every_state(run, departments, state):
    account = AccountFactory(department=departments[0], state=state, facts__handle="stlparks", facts__name="Parks")
    assert run(lines("https://x.com/STLparks,Parks,PRF,English")).counts == counts(unchanged=1)
    assert account.reference in run(lines("https://x.com/STLparks,Other,PRF,English")).err


def test_a_page_that_was_found_not_to_be_the_citys_does_not_come_back(run, departments):
    AccountFactory(department=departments[0], state="not_ours", facts__handle="stlparks", facts__reserves=False)
    ran = run(lines("https://x.com/stlparks,Parks,PRF,"))
    assert ran.counts == counts(duplicates=1)
    assert "not to be the City's" in ran.err


def test_an_account_that_departments_share_belongs_to_each_of_them(run, departments):
    parks, streets = departments
    AccountFactory(department=parks, sharing=[streets], facts__handle="stl", facts__name="City")
    assert run(lines("https://x.com/stl,City,STR,")).counts == counts(unchanged=1)


@pytest.mark.parametrize("text", ["PRF", "prf", "Parks, Recreation and Forestry", " parks,  recreation AND forestry "])
def test_departments_are_found_by_code_or_name_whatever_case_and_spacing(run, text):
    assert run(lines(f'https://x.com/stlparks,Parks,"{text}",')).counts == counts(added=1)


def test_a_name_that_two_departments_have_is_told_with_their_codes(run):
    DepartmentFactory(code="ST2", profile__name="STREETS")
    ran = run(lines("https://x.com/stlstreets,Streets,Streets,"))
    assert ran.counts == counts(rejected=1)
    assert "2 departments are called so: ST2, STR." in ran.err


def test_departments_are_made_once_where_it_is_asked_for_with_a_code_of_their_name(run):
    file = lines(
        "https://x.com/a1,A,Department of Public Safety,",
        "https://x.com/a2,B, department of  public safety,",
        "https://x.com/a3,C,Zoo,",
        "https://x.com/a4,D,DPS,",
        "nowhere,E,Never Made,",
    )
    ran = run(file, "--create-departments")
    assert ran.counts == counts(added=4, rejected=1)
    made = DepartmentProfile.objects.filter(source__startswith="Import of").values_list("department__code", "name")
    assert set(made) == {("DPS", "Department of Public Safety"), ("ZOO", "Zoo")}
    assert "The department DPS was made: Department of Public Safety." in ran.err
    assert run(file, "--create-departments").counts == counts(unchanged=4, rejected=1)


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Parks, Recreation and Forestry", (), "PRF"),
        ("Parks, Recreation and Forestry", ("prf",), "PRF-2"),
        ("Zoo", ("zoo", "zoo-2"), "ZOO-3"),
        ("EMA", (), "EMA"),
        ("Département de l'Été", (), "DLE"),
        ("公園", (), "DEPT"),
        ("New", (), "NEW"),
    ],
)
def test_a_code_comes_out_of_the_name(name, taken, code):
    assert code_for(name, taken) == code


def test_administrators_and_employee_relations_import_and_nobody_else(run):
    relations, clerk = EmployeeFactory(role=Role.EMPLOYEE_RELATIONS), EmployeeFactory()
    refused = run(lines(PARKS), "--by", clerk.number)
    assert "You cannot import accounts." in refused.failed
    assert "You cannot" in run(lines(PARKS), "--by", clerk.number, "--dry-run").failed
    assert "You cannot make departments" in run(lines(PARKS), "--by", relations.number, "--create-departments").failed
    assert identities() == set()
    assert run(lines(PARKS), "--by", relations.number).counts == counts(added=1)
    assert OfficialAccount.objects.get().entered_by == relations


def test_a_rejects_file_that_cannot_be_written_is_told_before_anything_goes_in(run):
    ran = run(lines(PARKS), "--rejects", "/nowhere/at/all.csv")
    assert "cannot be written" in ran.failed
    assert identities() == set()


GOOD = st.integers(0, 30).map(lambda number: (f"https://x.com/stl{number}", f"Account {number}", "PRF"))
BAD = st.sampled_from(
    [("", "No address", "PRF"), ("nowhere", "Bad", "PRF"), ("https://x.com/bad", "Bad", "NOPE"), ("x.com/bad", "", "")]
)


@pytest.mark.slow
class AnyMixture(TestCase):
    @given(rows=st.lists(st.one_of(GOOD, GOOD, BAD), min_size=1, max_size=40))
    def test_counts_add_up_good_rows_are_in_twice_changes_nothing_and_mended_rejects_go_in(self, rows):
        from pathlib import Path
        from tempfile import TemporaryDirectory

        if not Department.objects.filter(code="PRF").exists():
            DepartmentFactory(code="PRF")
        with TemporaryDirectory() as folder:
            good = {url for url, _, code in rows if url.startswith("https://x.com/stl") and code == "PRF"}
            path = Path(folder) / "a.csv"
            write(path, rows)
            first = imported(path)
            assert sum(first.values()) == len(rows)
            assert first["added"] == len(good)
            assert identities() == {f"x:{url.rpartition('/')[2]}" for url in good}
            assert first["rejected"] == sum(row in BAD.elements for row in rows)
            facts = AccountFacts.objects.count()
            again = imported(path)
            assert (again["added"], again["unchanged"], AccountFacts.objects.count()) == (0, len(good), facts)
            assert (again["duplicates"], again["rejected"]) == (first["duplicates"], first["rejected"])
            rejects = Path(folder) / "a.rejects.csv"
            if first["rejected"]:
                with rejects.open(encoding="utf-8-sig", newline="") as stream:
                    wrong = list(csv.reader(stream))[1:]
                mended = [(f"https://x.com/mended{place}", row[1], "PRF") for place, row in enumerate(wrong)]
                write(path, mended)
                assert imported(path) == counts(added=first["rejected"])


def write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("URL", "Account", "Department"), *rows])


def imported(path):
    out = io.StringIO()
    with suppress(CommandError):
        call_command("import_accounts", str(path), columns="url=URL,name=Account", stdout=out, stderr=io.StringIO())
    return Ran(out.getvalue(), "", "").counts
