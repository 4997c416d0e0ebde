"""explain_power and import_organization from the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from foundation import clock
from powers.decisions import authority_of
from powers.models import Appointment, Designation, InstrumentEntry
from tests.factories.directory import DepartmentFactory, EmployeeFactory
from tests.factories.powers import AppointmentFactory, DesignationFactory

pytestmark = pytest.mark.django_db


def said(*arguments, **options):
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err, **options)
    except CommandError as error:
        return out.getvalue() + err.getvalue() + str(error)
    return out.getvalue() + err.getvalue()


class TestExplainPower:
    @pytest.fixture
    def head(self):
        return AppointmentFactory(department__code="PRF")

    def test_says_yes_and_by_which_instrument(self, head):
        text = said("explain_power", head.holder.number, "IV.A", "PRF")
        assert text.startswith("Yes: ")
        assert str(head.lineage) in text

    def test_says_no_with_the_clause(self, head):
        designee = DesignationFactory(under=head, powers=["authorize_speech"]).holder
        text = said("explain_power", designee.number, "authorize_speech", "PRF")
        assert text.startswith("No: ")
        assert "IV.C" in text

    def test_answers_as_of_a_moment_and_as_known_then(self, head):
        answer = json.loads(
            said("explain_power", head.holder.name, "review_posts", "PRF", "--at", "2019-01-01", "--json")
        )
        assert answer["answer"] == "no"
        assert answer["at"].startswith("2019-01-01")

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (("nobody", "IV.A", "PRF"), "No employee is called"),
            (("{number}", "IV.Z", "PRF"), "There is no power called"),
            (("{number}", "IV.C", "PRF"), "more than one power"),
            (("{number}", "IV.A", "XYZ"), "The departments are: PRF"),
            (("{number}", "IV.A", "PRF", "--at", "yesterday"), "is no moment"),
        ],
    )
    def test_bad_input_gets_a_sentence(self, head, arguments, sentence):
        arguments = [one.format(number=head.holder.number) for one in arguments]
        assert sentence in said("explain_power", *arguments)


class TestImportOrganization:
    @pytest.fixture
    def people(self):
        return EmployeeFactory(number="E1"), EmployeeFactory(number="E2")

    @pytest.fixture
    def document(self, people):
        return {
            "departments": [
                {"code": "PRK", "name": "Parks Division", "parent": "PRF", "effective_from": "2020-01-01"},
                {"code": "PRF", "name": "Parks", "head_title": "Director", "effective_from": "2020-01-01"},
            ],
            "appointments": [
                {"department": "PRF", "holder": "E1", "effective_from": "2024-03-01", "instrument": "Letter"}
            ],
            "designations": [
                {
                    "department": "PRF",
                    "holder": "E2",
                    "powers": ["review_posts"],
                    "effective_from": "2024-04-01",
                    "effective_until": "2030-06-30",
                    "instrument": "Memo",
                }
            ],
        }

    @pytest.fixture
    def load(self, tmp_path, document):
        def load(*options, **changes):
            path = tmp_path / "organization.json"
            path.write_text(json.dumps({**document, **changes}))
            return said("import_organization", str(path), *options)

        return load

    def test_the_first_ones_come_from_the_set_up(self, load, people):
        text = load()
        assert "departments: 2 added" in text
        assert "appointments: 1 added" in text
        row = Appointment.objects.get()
        assert row.origin == "set_up"
        assert authority_of(row.department, clock.now()).holder == people[0]
        assert people[1].has_perm("directory.review_posts", row.department)

    def test_the_same_file_again_changes_nothing(self, load):
        load()
        assert "departments: 0 added, 0 changed, 2 unchanged; appointments: 0 added, 1 unchanged" in load()
        assert Designation.objects.count() == 1

    def test_a_dry_run_says_the_same_and_changes_nothing(self, load):
        assert "appointments: 1 added" in load("--dry-run")
        assert not Appointment.objects.exists()

    def test_later_a_file_makes_entries_that_wait(self, load):
        relations = EmployeeFactory(role="employee_relations")
        AppointmentFactory(origin="entered", entered_by=relations, confirmed_by=EmployeeFactory())
        text = load("--by", relations.number, departments=[])
        assert "no department with the code" in text  # Employee Relations brings in no departments
        DepartmentFactory(code="PRF")
        text = load("--by", relations.number, departments=[], designations=[])
        assert "appointments: 0 added, 1 waiting for a second person" in text
        assert InstrumentEntry.objects.waiting().count() == 1
        assert "0 added, 1 unchanged" in load("--by", relations.number, departments=[], designations=[])

    @pytest.mark.parametrize(
        ("section", "row", "sentence"),
        [
            ("departments", {"code": "X", "name": "X", "parent": "NONE"}, "no department with the code"),
            ("departments", {"code": "PRF", "name": "Again"}, "stands on row"),
            ("appointments", {"holder": "E9"}, "Nobody has the employee number"),
            ("appointments", {"effective_until": "2024-02-01"}, "end must lie after"),
            ("appointments", {"effective_until": "2031-02-01"}, "known with another end"),
            ("appointments", {"holder": "E2", "effective_from": "2025-01-01"}, "already"),
            ("appointments", {"department": "PRK"}, "no appointing office"),
            ("appointments", {"effective_from": "1 March"}, "is no date"),
            ("appointments", {"instrument": ""}, "which instrument"),
            ("appointments", {"boss": "E1"}, "Nobody knows the column"),
            ("designations", {"powers": ["authorize_speech"]}, "may not authorize speech"),
            ("designations", {"holder": "E1", "powers": ["review_posts"]}, "Nobody designates themselves"),
        ],
    )
    def test_a_wrong_row_is_reported_and_the_rest_goes_in(self, load, document, section, row, sentence):
        wrong = row if section == "departments" else {**document[section][0], **row}
        text = load(**{section: [*document[section], wrong]})
        assert sentence in text
        assert Appointment.objects.count() == 1
        assert Designation.objects.count() == 1

    def test_a_circle_of_departments_is_refused(self, load):
        DepartmentFactory(code="A")
        rows = [{"code": "A", "name": "A", "parent": "B"}, {"code": "B", "name": "B", "parent": "A"}]
        assert "did not go in" in load(departments=rows, appointments=[], designations=[])

    def test_the_exit_status_says_whether_every_row_went_in(self, tmp_path, document):
        path = tmp_path / "organization.json"
        path.write_text(json.dumps(document))
        call_command("import_organization", str(path), stdout=StringIO())
        path.write_text(json.dumps({"departments": [{"code": "X"}]}))
        with pytest.raises(CommandError, match="1 row did not go in") as error:
            call_command("import_organization", str(path), stdout=StringIO(), stderr=StringIO())
        assert error.value.returncode == 1

    def test_what_is_no_organization_is_refused_whole(self, tmp_path):
        path = tmp_path / "x.json"
        path.write_text("[1")
        assert "no JSON" in said("import_organization", str(path))
        path.write_text('{"people": []}')
        assert "not an organization" in said("import_organization", str(path))
