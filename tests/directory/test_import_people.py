"""People from a file: what goes in, what is told, what waits, and what is undone."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from directory.models import (
    Assignment,
    Employee,
    EmployeeStatus,
    ImportRow,
    ImportRun,
    Role,
    RowState,
    RunState,
    Status,
)
from directory.services import imports, roster
from foundation import clock
from foundation.actor import Actor
from foundation.audit.models import Entry
from foundation.errors import Refusal
from foundation.files.services import read
from tests.factories.directory import DepartmentFactory, EmployeeFactory

pytestmark = pytest.mark.django_db

HEADER = "number,name,email,title,standing,department,supervisor,status,effective,last_day,until,works_without_computer"
LINES = [
    "100,Ada Ng,ada@city.example,Ranger,civil service,PRF,200,,2024-03-01,,,no",
    "200,Bo Ruiz,,Chief Ranger,,PRF,,,2020-01-06,,,yes",
]


@pytest.fixture(autouse=True)
def parks():
    return DepartmentFactory(code="PRF")


@pytest.fixture
def administrator():
    return Actor.of_person(EmployeeFactory(role=Role.ADMINISTRATOR))


def powers_ended(employees, at):
    return 6 * len(list(employees))


def let_in(by, *lines, header=HEADER):
    content = io.BytesIO("\n".join([header, *lines, ""]).encode())
    run = imports.upload(by=by, name="people.csv", content=content)
    run = imports.check_file(run, by=by, progress=lambda *_: None)
    if run.state == RunState.CHECKED:
        run = imports.ask_to_apply(run, by=by, in_background=False)
        run = imports.apply_file(run, by=by, progress=lambda *_: None)
    return run


def problems(run):
    rows = ImportRow.objects.filter(run=run, state=RowState.REJECTED)
    return [(row.line, problem["column"], problem["value"]) for row in rows for problem in row.problems]


def test_people_go_in_with_department_title_and_supervisor_wherever_that_one_stands(administrator, parks):
    run = let_in(administrator, *LINES)
    assert run.state == RunState.APPLIED
    ada = Assignment.objects.in_effect(clock.now()).get(employee__number="100")
    assert (ada.department, ada.title, ada.supervisor.number) == (parks, "Ranger", "200")
    assert clock.city_date(ada.effective_from).isoformat() == "2024-03-01"
    assert Employee.objects.get(number="200").works_without_computer
    assert Entry.objects.filter(act="directory.hired").count() == 2


def test_the_same_file_again_changes_nothing(administrator):
    let_in(administrator, *LINES)
    rows = Assignment.objects.count()
    run = let_in(administrator, *LINES)
    assert (run.counts["unchanged"], run.counts["applied"], Assignment.objects.count()) == (2, 0, rows)


def test_absence_from_a_file_is_never_leaving(administrator):
    let_in(administrator, *LINES)
    let_in(administrator, LINES[1])
    assert Employee.objects.employed(clock.now()).filter(number="100").exists()


def test_an_empty_cell_changes_nothing_and_none_takes_away(administrator):
    let_in(administrator, *LINES)
    let_in(administrator, "100,,,,,,,,,,,")
    assert Assignment.objects.in_effect(clock.now()).get(employee__number="100").supervisor is not None
    let_in(administrator, "100,,none,,,,none,,,,,")
    assert Assignment.objects.in_effect(clock.now()).get(employee__number="100").supervisor is None
    assert Employee.objects.get(number="100").email == ""


def test_moves_titles_leaves_and_leavers_take_effect_on_their_day(administrator):
    airport = DepartmentFactory(code="STL")
    let_in(administrator, *LINES)
    run = let_in(administrator, "100,,,Officer,,STL,,,2025-01-01,,,", "200,,,,,,,on leave,2025-02-01,,2025-02-28,")
    assert (run.counts["move"], run.counts["leave"]) == (1, 1)
    known = clock.now()
    day = clock.start_of
    assert Assignment.objects.in_effect(day(date(2024, 12, 31)), known).get(employee__number="100").title == "Ranger"
    assert Assignment.objects.in_effect(day(date(2025, 1, 1)), known).get(employee__number="100").department == airport
    away = [
        Employee.objects.at_work(day(date(2025, month, dom)), known).filter(number="200").exists()
        for month, dom in ((1, 31), (2, 1), (2, 28), (3, 1))
    ]
    assert away == [True, False, False, True]
    run = let_in(administrator, "100,,,,,,,left,,2025-06-30,,")
    known = clock.now()
    assert Employee.objects.employed(day(date(2025, 6, 30)), known).filter(number="100").exists()
    assert not Employee.objects.employed(day(date(2025, 7, 1)), known).filter(number="100").exists()
    assert let_in(administrator, "100,,,,,,,left,,2025-06-30,,").counts["unchanged"] == 1


def test_somebody_comes_back(administrator):
    let_in(administrator, *LINES)
    let_in(administrator, "100,,,,,,,left,,2025-06-30,,")
    run = let_in(administrator, "100,,,Ranger,,PRF,,active,2025-09-01,,,")
    assert run.counts["hire"] == 1
    assert Employee.objects.employed(clock.now()).filter(number="100").exists()


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (",No Number,,,,PRF,,,,,,", "number"),
        ("3 0 0,Blank,,,,PRF,,,,,,", "number"),
        ("300,,,,,PRF,,,,,,", "name"),
        ("300,Cy,,,,,,,,,,", "department"),
        ("300,Cy,,,,NOWHERE,,,,,,", "department"),
        ("300,Cy,not mail,,,PRF,,,,,,", "email"),
        ("300,Cy,,,duke,PRF,,,,,,", "standing"),
        ("300,Cy,,,,PRF,300,,,,,", "supervisor"),
        ("300,Cy,,,,PRF,999,,,,,", "supervisor"),
        ("300,Cy,,,,PRF,,asleep,,,,", "status"),
        ("300,Cy,,,,PRF,,,31.12.2025,,,", "effective"),
        ("300,Cy,,,,PRF,,,1066-10-14,,,", "effective"),
        ("300,Cy,,,,PRF,,,,2025-01-01,,", "last_day"),
        ("300,Cy,,,,PRF,,on_leave,2025-03-01,,2025-02-01,", "until"),
        ("300,Cy,,,,PRF,,,,,,maybe", "works_without_computer"),
        ("300,=1+2,,,,PRF,,,,,,", "name"),
        (f"300,{'A' * 10_000_000},,,,PRF,,,,,,", "name"),
        ("100,,,,,STL2,,,2019-01-01,,,", "department"),
        ("100,,,Boss,,,,,2019-01-01,,,", "effective"),
    ],
)
def test_a_wrong_row_is_told_with_line_and_column_and_the_rest_goes_in(administrator, line, column):
    let_in(administrator, LINES[0].replace("200", ""))
    run = let_in(administrator, line, "400,Di,,,,PRF,,,,,,")
    assert [(number, name) for number, name, _ in problems(run)] == [(2, column)]
    assert Employee.objects.filter(number="400").exists()


def test_a_leaver_whom_nobody_knows_is_rejected_with_what_to_do(administrator):
    run = let_in(administrator, "999,,,,,,,left,,2025-06-30,,", "400,Di,,,,PRF,,,,,,")
    assert (run.counts["applied"], run.counts["unchanged"], run.counts["rejected"]) == (1, 0, 1)
    assert [(line, column) for line, column, _ in problems(run)] == [(2, "number")]
    problem = ImportRow.objects.get(run=run, line=2).problems[0]
    assert problem["why"] == "Nobody has this number, so nobody leaves."
    assert problem["remedy"] == "Check the number, or take the row out."


def test_a_number_that_stands_twice_is_rejected_both_times(administrator):
    run = let_in(administrator, "300,Cy,,,,PRF,,,,,,", "300,Cyd,,,,PRF,,,,,,", "400,Di,,,,PRF,,,,,,")
    assert [(line, column) for line, column, _ in problems(run)] == [(2, "number"), (3, "number")]
    assert Employee.objects.filter(number__in=["300", "400"]).count() == 1


def test_an_email_that_stands_twice_is_rejected_both_times(administrator):
    run = let_in(administrator, "300,Cy,c@x.example,,,PRF,,,,,,", "400,Di,c@x.example,,,PRF,,,,,,")
    assert [column for _, column, _ in problems(run)] == ["email", "email"]


def test_a_circle_of_supervisors_is_rejected_and_who_stands_under_it_too(administrator):
    lines = ["1,A,,,,PRF,2,,,,,", "2,B,,,,PRF,3,,,,,", "3,C,,,,PRF,1,,,,,", "5,E,,,,PRF,,,,,,"]
    run = let_in(administrator, *lines)
    assert [(line, column) for line, column, _ in problems(run)] == [
        (2, "supervisor"),
        (3, "supervisor"),
        (4, "supervisor"),
    ]
    assert Employee.objects.filter(number="5").exists()


def test_a_circle_with_somebody_whom_the_portal_knows_is_rejected(administrator):
    let_in(administrator, *LINES)
    run = let_in(administrator, "200,,,,,,100,,,,,")
    assert [(line, column) for line, column, _ in problems(run)] == [(2, "supervisor")]


def test_a_row_under_a_rejected_supervisor_is_rejected(administrator):
    run = let_in(administrator, "1,A,,,,NOWHERE,,,,,,", "2,B,,,,PRF,1,,,,,", "3,C,,,,PRF,2,,,,,")
    assert {(line, column) for line, column, _ in problems(run)} == {
        (2, "department"),
        (3, "supervisor"),
        (4, "supervisor"),
    }


def test_absences_that_overlap_are_told(administrator):
    let_in(administrator, *LINES)
    roster.start_leave(Employee.objects.get(number="100"), by=administrator, effective=clock.now() + timedelta(days=90))
    run = let_in(administrator, "100,,,,,,,suspended,,,,")
    assert run.counts["rejected"] == 1
    assert "already recorded" in ImportRow.objects.get(run=run).problems[0]["why"]


def test_the_rejects_file_is_mended_and_imported_again(administrator):
    run = let_in(administrator, "300,Cy,,,,NOWHERE,,,,,,", "400,Di,,,,PRF,,,,,,")
    text = read(run.rejects).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["what is wrong"] == "department “NOWHERE”: There is no department with this code."
    assert rows[0]["line in the file"] == "2"
    mended = text.replace(",NOWHERE,", ",PRF,").splitlines()
    run = let_in(administrator, *mended[1:], header=mended[0])
    assert (run.counts["applied"], run.counts["rejected"]) == (1, 0)


def test_only_administrators_import():
    with pytest.raises(Refusal):
        imports.upload(by=Actor.of_person(EmployeeFactory()), name="x.csv", content=io.BytesIO(b"number\n1\n"))


def leavers(count):
    return [f"{number},,,,,,,left,,2025-06-30,," for number in range(1000, 1000 + count)]


@pytest.fixture
def thousand(administrator, parks):
    for number in range(1000, 1012):
        EmployeeFactory(number=str(number), assignment__department=parks)


def test_a_file_that_ends_much_waits_for_a_second_person(administrator, thousand):
    run = let_in(administrator, *leavers(6))
    assert (run.state, run.people_ended) == (RunState.WAITING, 6)
    assert not EmployeeStatus.objects.filter(status=Status.LEFT).exists()
    with pytest.raises(Refusal, match="second person"):
        imports.confirm(run, by=administrator)
    with pytest.raises(Refusal):
        imports.confirm(run, by=Actor.of_person(EmployeeFactory(role=Role.AUDITOR)))
    second = Actor.of_person(EmployeeFactory(role=Role.EMPLOYEE_RELATIONS))
    run = imports.confirm(run, by=second, in_background=False)
    run = imports.apply_file(run, by=second, progress=lambda *_: None)
    assert run.state == RunState.APPLIED
    assert EmployeeStatus.objects.filter(status=Status.LEFT).count() == 6


def test_a_file_that_ends_little_does_not_wait(administrator, thousand):
    assert let_in(administrator, *leavers(5)).state == RunState.APPLIED


def test_more_than_ten_powers_make_a_file_wait(administrator, thousand, settings):
    settings.ENDING_COUNTERS = [f"{__name__}.powers_ended"]
    assert let_in(administrator, *leavers(1)).state == RunState.APPLIED
    run = let_in(administrator, *leavers(3))
    assert (run.state, run.powers_ended) == (RunState.WAITING, 12)


def test_an_ending_made_in_error_by_a_file_is_undone(administrator, thousand):
    before = clock.now()
    run = let_in(administrator, *leavers(3))
    between = clock.now()
    assert imports.undo_run(run, by=administrator) == (3, [])
    after = clock.now()
    employed = [Employee.objects.employed(day, day).filter(number="1001").exists() for day in (before, between, after)]
    assert employed == [True, False, True]


def test_a_killed_apply_goes_on_where_it_stopped(administrator):
    class Killed(Exception):
        pass

    def die_after_first_batch():
        calls.append(1)
        if len(calls) > 1:
            raise Killed

    calls: list[int] = []
    lines = [f"{number},Name {number},,,,PRF,,,,,," for number in range(700)]
    content = io.BytesIO("\n".join([HEADER, *lines]).encode())
    run = imports.upload(by=administrator, name="people.csv", content=content)
    run = imports.check_file(run, by=administrator, progress=lambda *_: None)
    run = imports.ask_to_apply(run, by=administrator, in_background=False)
    with pytest.raises(Killed):
        imports.apply_file(run, by=administrator, progress=lambda *_: None, hold=die_after_first_batch)
    run = imports.apply_file(run, by=administrator, progress=lambda *_: None)
    assert run.counts["applied"] == 700
    hired = Employee.objects.exclude(pk=administrator.person.pk)
    assert (hired.count(), Assignment.objects.filter(employee__in=hired).count()) == (700, 700)


@pytest.fixture
def people_file(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("\n".join([HEADER, *LINES, "300,Cy,,,,NOWHERE,,,,,,", ""]))
    return path


def test_the_command_ends_with_one_line_of_counts(people_file, capsys):
    with pytest.raises(CommandError, match="1 row did not go in") as error:
        call_command("import_people", str(people_file))
    assert error.value.returncode == 1
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last == "Applied: 2 hired, 0 unchanged, 1 rejected of 3 rows."
    assert "NOWHERE" in people_file.with_name("people-rejects.csv").read_text()


def test_a_dry_run_reports_and_changes_nothing(people_file, capsys):
    with pytest.raises(CommandError, match="did not go in"):
        call_command("import_people", str(people_file), "--dry-run")
    assert capsys.readouterr().out.strip().splitlines()[-1].startswith("Checked only, nothing changed: 2 hired")
    assert not Employee.objects.exists()


@pytest.mark.parametrize("content", [b"", b"\x89PNG\0\0", b"name\nAda\n", b"number,name\n"])
def test_an_unreadable_file_gets_a_sentence(tmp_path, content):
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_people", str(path))
    assert ImportRun.objects.get().state == RunState.UNREADABLE


def test_the_second_person_confirms_by_command(administrator, thousand, tmp_path, capsys):
    path = tmp_path / "people.csv"
    path.write_text("\n".join([HEADER, *leavers(6)]))
    call_command("import_people", str(path), "--by", administrator.number)
    run = ImportRun.objects.get()
    assert f"confirm_import {run.pk}" in capsys.readouterr().out
    with pytest.raises(CommandError, match="second person"):
        call_command("confirm_import", str(run.pk), "--by", administrator.number)
    second = EmployeeFactory(role=Role.ADMINISTRATOR)
    call_command("confirm_import", str(run.pk), "--by", second.number)
    assert "6 left" in capsys.readouterr().out


def test_checking_has_a_constant_number_of_queries(administrator, django_assert_max_num_queries):
    lines = [f"{number},Name {number},,,,PRF,,,,,," for number in range(300)]
    run = imports.upload(by=administrator, name="p.csv", content=io.BytesIO("\n".join([HEADER, *lines]).encode()))
    with django_assert_max_num_queries(45):
        imports.check_file(run, by=administrator, progress=lambda *_: None)


def test_a_whole_file_is_undone_by_command(administrator, thousand, capsys):
    run = let_in(administrator, *leavers(2))
    call_command("undo_import", str(run.pk), "--by", administrator.number)
    assert "Undone for 2 people; 0 left as they are." in capsys.readouterr().out
    assert Employee.objects.employed(clock.now()).filter(number__in=["1000", "1001"]).count() == 2


def test_the_example_of_the_manual_goes_in(administrator, settings):
    DepartmentFactory(code="PARK")
    DepartmentFactory(code="STL")
    for number in ("100204", "100205", "100206"):
        EmployeeFactory(number=number)
    text = (settings.ROOT / "docs" / "importing.md").read_text()
    lines = text.split("```csv\n")[1].split("```")[0].splitlines()
    run = let_in(administrator, *lines[1:], header=lines[0])
    words = imports.summary(run)
    assert words.startswith("Applied: 2 hired, 1 moved, ")
    assert words.endswith("1 on leave, 1 left, 0 unchanged, 0 rejected of 5 rows.")


def test_an_email_that_somebody_has_in_other_letters_is_told_and_the_rest_of_the_file_goes_in(administrator):
    EmployeeFactory(number="900", email="cy@city.example")
    run = let_in(administrator, "300,Cy,CY@city.example,,,PRF,,,,,,", "400,Di,,,,PRF,,,,,,", "500,Ed,,,,PRF,400,,,,,")
    assert problems(run) == [(2, "email", "CY@city.example")]
    assert (run.counts["applied"], run.counts["rejected"]) == (2, 1)
    row = ImportRow.objects.get(run=run, number="500")
    ed = Assignment.objects.get(employee__number="500")
    assert (row.employee_id, row.recorded) == (ed.employee_id, [ed.recorded_at.isoformat()])


def test_a_file_of_hires_is_undone_too(administrator):
    lines = [f"{number},Name {number},,,,PRF,,,,,," for number in range(40)]
    run = let_in(administrator, *lines)
    assert imports.undo_run(run, by=administrator) == (40, [])
    assert not Employee.objects.employed(clock.now()).filter(name__startswith="Name ").exists()


def test_applying_hires_takes_a_few_statements_for_a_hundred(administrator, django_assert_max_num_queries):
    lines = [f"{number},Name {number},,,,PRF,{'' if number == 0 else 0},,,,," for number in range(301)]
    run = imports.upload(by=administrator, name="p.csv", content=io.BytesIO("\n".join([HEADER, *lines]).encode()))
    run = imports.check_file(run, by=administrator, progress=lambda *_: None)
    run = imports.ask_to_apply(run, by=administrator, in_background=False)
    with django_assert_max_num_queries(300):  # one by one they took 3,000
        run = imports.apply_file(run, by=administrator, progress=lambda *_: None)
    assert run.counts["applied"] == 301


@pytest.mark.parametrize("place", ["nowhere/rejects.csv", "."])
def test_rejects_that_cannot_be_written_are_told_before_anything_goes_in(people_file, place):
    with pytest.raises(CommandError, match=r"rejects file .* cannot be written"):
        call_command("import_people", str(people_file), "--rejects", str(people_file.parent / place))
    assert not ImportRun.objects.exists()
    assert not Employee.objects.exists()


def test_trying_the_rejects_file_leaves_none_behind_and_loses_none(people_file, tmp_path):
    kept = tmp_path / "kept.csv"
    kept.write_text("from the last time")
    people_file.write_text("\n".join([HEADER, LINES[1]]))
    call_command("import_people", str(people_file), "--rejects", str(kept))
    assert kept.read_text() == "from the last time"
    kept.unlink()
    call_command("import_people", str(people_file), "--rejects", str(kept))
    assert not kept.exists()
